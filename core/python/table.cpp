// SPDX-License-Identifier: Apache-2.0
#include "core/python/table.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace drydock {

Table readTable(const QString &name)
{
    QFile file(u":/drydock/tables/"_s + name);
    Table table;
    if (!file.open(QIODevice::ReadOnly)) {
        Q_ASSERT_X(false, "readTable", "the table is not compiled in");
        return table;
    }
    const QString text = QString::fromUtf8(file.readAll());
    for (const QStringView line : QStringView(text).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith(u'#'))
            continue;
        QStringList columns;
        for (const QStringView column : line.split(u'\t'))
            columns.append(column.toString());
        const QString key = columns.takeFirst();
        table.insert(key, columns);
    }
    return table;
}

} // namespace drydock
