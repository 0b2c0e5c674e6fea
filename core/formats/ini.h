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

struct Ini {
    QList<IniEntry> entries;
    QList<int> invalidLines; ///< Neither section nor entry; Python would refuse the file.
};
Ini readIni(const QByteArray &text);

} // namespace drydock
