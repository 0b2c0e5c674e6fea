// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace drydock {

/// A Python string literal (double-quoted) that means exactly this text and stays on one line.
QString pythonString(const QString &text);
QString pythonList(const QStringList &texts);
/// A dictionary of texts, in order of key.
QString pythonDict(const QMap<QString, QString> &texts);
/// Whether the text can be used as a name in code.
bool isPythonIdentifier(const QString &text);

/// A call with keyword arguments, one on each line when it would be long. Arguments are source text.
QString pythonCall(const QString &callee, const QList<std::pair<QString, QString>> &arguments, int indent = 0);

} // namespace drydock
