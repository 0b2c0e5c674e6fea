// SPDX-License-Identifier: Apache-2.0
#include "core/formats/ini.h"

namespace drydock {

Ini readIni(const QByteArray &text)
{
    Ini ini;
    QString section;
    bool open = false; // the last entry may be continued
    int number = 0;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &bytes : lines) {
        ++number;
        const QString line = QString::fromUtf8(bytes);
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(u'#') || trimmed.startsWith(u';'))
            continue;
        if (line.front().isSpace()) {
            if (open)
                ini.entries.last().lines.append({trimmed, number});
            else
                ini.invalidLines.append(number);
            continue;
        }
        open = false;
        if (trimmed.startsWith(u'[') && trimmed.endsWith(u']')) {
            section = trimmed.mid(1, trimmed.size() - 2).trimmed();
            continue;
        }
        qsizetype separator = trimmed.indexOf(u'=');
        const qsizetype colon = trimmed.indexOf(u':');
        if (separator < 0 || (colon >= 0 && colon < separator))
            separator = colon;
        if (separator <= 0 || section.isEmpty()) {
            ini.invalidLines.append(number);
            continue;
        }
        IniEntry entry{section, trimmed.left(separator).trimmed().toLower(), {}};
        if (const QString value = trimmed.mid(separator + 1).trimmed(); !value.isEmpty())
            entry.lines.append({value, number});
        ini.entries.append(entry);
        open = true;
    }
    return ini;
}

} // namespace drydock
