// SPDX-License-Identifier: Apache-2.0
#include "core/python/metadata.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

CoreMetadata parseMetadata(const QByteArray &bytes)
{
    CoreMetadata metadata;
    QString field;
    QString value;
    const auto finish = [&] {
        if (field == u"name" && metadata.name.isEmpty())
            metadata.name = value;
        else if (field == u"version" && metadata.version.isEmpty())
            metadata.version = value;
        else if (field == u"requires-dist" && !value.isEmpty())
            metadata.requires_.append(value);
        else if (field == u"import-name" && !value.isEmpty())
            metadata.importNames.append(value.section(u';', 0, 0).trimmed());
        field.clear();
    };
    for (qsizetype start = 0; start < bytes.size();) {
        qsizetype end = bytes.indexOf('\n', start);
        if (end < 0)
            end = bytes.size();
        const QString line = QString::fromUtf8(QByteArrayView(bytes).sliced(start, end - start));
        start = end + 1;
        if (line.isEmpty() || line == u"\r")
            break; // The description follows. A line of spaces only continues what stands above it.
        if (line.front() == u' ' || line.front() == u'\t') {
            value += u' ' + line.trimmed();
            continue;
        }
        finish();
        const qsizetype colon = line.indexOf(u':');
        if (colon > 0) {
            field = line.left(colon).trimmed().toLower();
            value = line.mid(colon + 1).trimmed();
        }
    }
    finish();
    return metadata;
}

QStringList parseRecord(const QByteArray &bytes)
{
    QStringList paths;
    for (qsizetype at = 0; at < bytes.size();) {
        QByteArray path;
        if (bytes[at] == '"') {
            // A quoted field; two quotes in it are one.
            for (++at; at < bytes.size(); ++at) {
                if (bytes[at] == '"' && (at + 1 >= bytes.size() || bytes[at + 1] != '"'))
                    break;
                at += bytes[at] == '"';
                path.append(bytes[at]);
            }
        } else {
            const qsizetype start = at;
            while (at < bytes.size() && bytes[at] != ',' && bytes[at] != '\n' && bytes[at] != '\r')
                ++at;
            path = bytes.mid(start, at - start);
        }
        if (!path.isEmpty())
            paths.append(QString::fromUtf8(path));
        const qsizetype end = bytes.indexOf('\n', at);
        at = end < 0 ? bytes.size() : end + 1;
    }
    return paths;
}

bool isIdentifier(QStringView name)
{
    return !name.isEmpty() && !name.front().isDigit() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark();
    });
}

QString moduleOfPath(QStringView path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    const QStringView file = path.sliced(slash + 1);
    QStringView stem;
    if (file.endsWith(u".py"))
        stem = file.chopped(3);
    else if (file.endsWith(u".pyc"))
        stem = file.chopped(4);
    else if (file.endsWith(u".so") || file.endsWith(u".pyd"))
        stem = file.first(file.indexOf(u'.')); // name.cpython-311-x86_64-linux-gnu.so, name.abi3.so
    if (!isIdentifier(stem))
        return {};
    QString module;
    if (slash >= 0) {
        for (const QStringView part : path.first(slash).split(u'/')) {
            if (!isIdentifier(part) || part == u"__pycache__")
                return {};
            module += part + u'.';
        }
    }
    if (stem != u"__init__")
        return module + stem;
    module.chop(1);
    return module;
}

QStringList modulesOfPaths(const QStringList &paths)
{
    QStringList modules;
    modules.reserve(paths.size());
    for (const QString &path : paths) {
        if (QString module = moduleOfPath(path); !module.isEmpty())
            modules.append(std::move(module));
    }
    // By parts, so that a package comes before its submodules: the dot sorts below whatever a name may hold.
    std::sort(modules.begin(), modules.end(), [](const QString &a, const QString &b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](QChar x, QChar y) {
            return (x == u'.' ? 0 : x.unicode()) < (y == u'.' ? 0 : y.unicode());
        });
    });
    modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
    return modules;
}

QStringList requirementsOfEgg(const QByteArray &bytes)
{
    static const QRegularExpression section(uR"(^\[([^:\]]*):?(.*)\]$)"_s);
    QStringList requirements;
    QString conditions;
    for (const QString &raw : QString::fromUtf8(bytes).split(u'\n')) {
        const QString line = raw.trimmed();
        if (const auto match = section.match(line); match.hasMatch()) {
            const QString extra = match.captured(1).trimmed();
            const QString marker = match.captured(2).trimmed();
            conditions = marker.isEmpty() ? QString() : extra.isEmpty() ? marker : u'(' + marker + u')';
            if (!extra.isEmpty())
                conditions += (marker.isEmpty() ? u"extra == \"%1\""_s : u" and extra == \"%1\""_s).arg(extra);
        } else if (!line.isEmpty() && !line.startsWith(u'#')) {
            requirements.append(conditions.isEmpty() ? line : QString(line + u"; " + conditions));
        }
    }
    return requirements;
}

} // namespace drydock
