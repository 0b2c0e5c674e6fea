// SPDX-License-Identifier: Apache-2.0
#include "core/python/editable.h"

#include "core/python/metadata.h"
#include "core/python/modulefiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype mostPlaces = 200; ///< Folders that one .pth file of an installation may name.

/// "/C:/x" of a file address is C:/x.
QString folderOfUrl(const QString &url)
{
    if (!url.startsWith(u"file:"))
        return {};
    QString path = QUrl(url).path();
    static const QRegularExpression drive(u"^/[A-Za-z]:/"_s);
    if (drive.match(path).hasMatch())
        path.remove(0, 1);
    return QDir::cleanPath(path);
}

/// The packages of setuptools' finder (MAPPING = {'name': 'place', …}) or the modules of scikit-build-core's (the same
/// shape).
QStringList filesOfFinder(const FileTree &tree, const QByteArray &source)
{
    static const QRegularExpression pair(uR"('([A-Za-z0-9_.]+)': ?'((?:[^'\\]|\\.)+)')"_s);
    static const QRegularExpression mapping(uR"(^(?:MAPPING\b[^=\n]*=\s*|install\()(\{.*\}))"_s,
                                            QRegularExpression::MultilineOption);
    QStringList files;
    auto pairs = pair.globalMatch(mapping.match(QString::fromUtf8(source)).captured(1));
    while (pairs.hasNext()) {
        const auto match = pairs.next();
        const QString name = match.captured(1).replace(u'.', u'/');
        const QString place = QDir::cleanPath(match.captured(2).replace(uR"(\\)"_s, u"/"_s));
        if (!tree.isFolder(place)) {
            files.append(place.endsWith(u"/__init__.py") ? QString(name + u"/__init__.py"_s)
                                                         : QString(name + u".py"_s));
            continue;
        }
        const QString parent = place.section(u'/', 0, -2);
        const QString last = place.section(u'/', -1);
        for (const QString &file : filesOfModule(tree, parent, last))
            files.append(name + file.mid(last.size()));
    }
    return files;
}

} // namespace

QStringList foldersOfPth(const QByteArray &bytes, const QString &folder)
{
    QStringList folders;
    for (const QString &raw : QString::fromUtf8(bytes).split(u'\n')) {
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u"import ") || line.startsWith(u"import\t"))
            continue;
        const QString path = QDir::fromNativeSeparators(line);
        const bool absolute = path.startsWith(u'/') || (path.size() > 2 && path[1] == u':');
        folders.append(QDir::cleanPath(absolute ? path : QString(folder + u'/' + path)));
    }
    return folders;
}

Editable readEditable(const FileTree &tree, const QString &folder, const QString &info, const QStringList &record)
{
    Editable found;
    if (const auto direct = tree.read(info + u"/direct_url.json"_s)) {
        const QJsonDocument document = QJsonDocument::fromJson(*direct);
        found.isEditable = document[u"dir_info"][u"editable"].toBool();
        if (found.isEditable)
            found.project = folderOfUrl(document[u"url"].toString());
    }
    for (const QString &path : record) {
        if (path.contains(u'/'))
            continue;
        if (path.endsWith(u".pth")) {
            // A hostile file may name folders without end.
            for (const QString &added : foldersOfPth(tree.read(folder + u'/' + path).value_or(QByteArray()), folder).mid(0, mostPlaces)) {
                if (added.startsWith(QString(folder + u'/'))) {
                    // A folder of its own that it also puts on the path (pywin32's win32/lib).
                    const QString below = added.mid(folder.size() + 1) + u'/';
                    for (const QString &file : record) {
                        if (file.startsWith(below))
                            found.files.append(file.mid(below.size()));
                    }
                } else if (tree.isFolder(added)) {
                    found.isEditable = true;
                    for (const QString &top : topModulesIn(tree, added))
                        found.files += filesOfModule(tree, added, top);
                }
            }
        } else if ((path.startsWith(u"__editable__") || path.endsWith(u"_editable.py")) && path.endsWith(u".py")) {
            const QStringList files = filesOfFinder(tree, tree.read(folder + u'/' + path).value_or(QByteArray()));
            found.isEditable = found.isEditable || !files.isEmpty();
            found.files += files;
        }
    }
    return found;
}

} // namespace drydock
