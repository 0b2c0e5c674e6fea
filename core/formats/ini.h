// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace drydock {

/// One `key = value` of an INI file as Python's configparser reads setup.cfg; indented lines continue the value.
struct IniEntry {
    QString section;
    QString key; ///< Lower case.
    struct Line {
        QString text; ///< Trimmed, never empty.
        int line = 0;
    };
    QList<Line> lines;
};

/// Every text is some INI file: what is neither section nor entry is left out.
QList<IniEntry> readIni(const QByteArray &text);

} // namespace drydock
