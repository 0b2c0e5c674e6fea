// SPDX-License-Identifier: Apache-2.0
#include "core/script/folderlistings.h"

#include <QDirIterator>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {

constexpr qsizetype mostEntries = 20'000; ///< Of one folder; a spool directory beside a script shall not cost minutes.

QString parentOf(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    return path.first(slash > 0 && path[slash - 1] != u':' ? slash : slash + 1); // "/" and "C:/" keep theirs
}

QHash<QString, bool> FolderListings::entries(const QString &folder) const
{
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_listed.constFind(folder);
        if (known != m_listed.constEnd())
            return *known;
    }
    QHash<QString, bool> found;
    QDirIterator it(folder, QDir::AllEntries | QDir::NoDotAndDotDot);
    while (it.hasNext() && found.size() < mostEntries) {
        it.next();
        const QFileInfo info = it.fileInfo();
        if (info.isDir() || info.isFile())
            found.insert(info.fileName(), info.isDir());
    }
    const QMutexLocker lock(&m_mutex);
    return *m_listed.insert(folder, found);
}

bool FolderListings::isFile(const QString &path) const
{
    const auto listed = entries(parentOf(path));
    const auto found = listed.constFind(path.mid(path.lastIndexOf(u'/') + 1));
    return found != listed.constEnd() && !*found;
}

bool FolderListings::isFolder(const QString &path) const
{
    return entries(parentOf(path)).value(path.mid(path.lastIndexOf(u'/') + 1), false);
}

} // namespace drydock
