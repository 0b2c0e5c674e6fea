// SPDX-License-Identifier: Apache-2.0
#include "core/python/filetree.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace drydock {

QList<FileTree::Entry> DiskTree::entries(const QString &folder) const
{
    const QFileInfoList infos =
        QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    QList<Entry> entries;
    entries.reserve(infos.size());
    for (const QFileInfo &info : infos)
        entries.append({info.fileName(), info.isDir(), info.isSymLink()});
    return entries;
}

bool DiskTree::isFolder(const QString &path) const
{
    return QFileInfo(path).isDir();
}

std::optional<QByteArray> DiskTree::read(const QString &path) const
{
    // Opening a FIFO would block: only ordinary files are opened.
    const QFileInfo info(path);
    QFile file(path);
    if (!info.isFile() || info.size() > largestMetadata || !file.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = file.read(largestMetadata);
    if (file.error() != QFileDevice::NoError)
        return {};
    return bytes;
}

} // namespace drydock
