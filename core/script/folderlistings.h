// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QMutex>
#include <QString>

namespace drydock {

/// The folder of an absolute path.
QString parentOf(const QString &path);

/// What lies in folders, each listed once, without hidden entries. Thread-safe: the scripts of a tree share one.
class FolderListings
{
public:
    bool isFile(const QString &path) const;
    bool isFolder(const QString &path) const;
    /// Entry → whether it is a folder. Empty where there is none.
    QHash<QString, bool> entries(const QString &folder) const;

private:
    mutable QMutex m_mutex; ///< Guards what follows.
    mutable QHash<QString, QHash<QString, bool>> m_listed;
};

} // namespace drydock
