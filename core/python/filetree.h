// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace drydock {

/// Files that installed distributions are read from: folders of this machine, or what an image or an archive holds.
/// Paths are absolute and separated by '/'. Whatever cannot be read is simply not there.
class FileTree
{
public:
    FileTree() = default;
    FileTree(const FileTree &) = delete;
    FileTree &operator=(const FileTree &) = delete;
    virtual ~FileTree() = default;

    struct Entry
    {
        QString name;
        bool isFolder = false; ///< Links are followed for this.
        bool isLink = false;
    };
    /// What lies in a folder, sorted by name; empty when there is no such folder.
    virtual QList<Entry> entries(const QString &folder) const = 0;
    virtual bool isFolder(const QString &path) const = 0;
    /// The bytes of an ordinary file of at most largestMetadata bytes.
    virtual std::optional<QByteArray> read(const QString &path) const = 0;

    static constexpr qint64 largestMetadata = 32 * 1024 * 1024;
};

/// The files of this machine.
class DiskTree : public FileTree
{
public:
    QList<Entry> entries(const QString &folder) const override;
    bool isFolder(const QString &path) const override;
    std::optional<QByteArray> read(const QString &path) const override;
};

} // namespace drydock
