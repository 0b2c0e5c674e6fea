// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMap>
#include <QPair>
#include <QString>
#include <QStringList>

namespace drydock {

/// A Python string literal in double quotes, whatever the text holds.
QString pythonString(const QString &text);
QString pythonDict(const QMap<QString, QString> &entries);
QString pythonList(const QStringList &texts);

/// A comment of one line.
QString pythonComment(const QString &text);

/// Whether a text can be a variable's name.
bool isPythonName(const QString &text);

/// Keyword arguments, name and source text; "**" is a mapping that is unpacked, and the others win over what it holds.
using PythonArguments = QList<QPair<QString, QString>>;

/// `callee(name=value, …)`, one argument a line when there are several. No newline at the end.
/// @param indent of the line that the call stands in, in spaces
QString pythonCall(const QString &callee, const PythonArguments &arguments, int indent = 0);

} // namespace drydock
