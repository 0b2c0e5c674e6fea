// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/python/filetree.h"

#include <QHash>

#include <memory>

namespace drydock {

/// The files that the probe sent from inside an image.
class SentTree : public FileTree
{
public:
    void addFolder(const QString &path, QList<Entry> entries);
    void addFile(const QString &path, const QByteArray &bytes);

    QList<Entry> entries(const QString &folder) const override { return m_folders.value(folder); }
    bool isFolder(const QString &path) const override { return m_folders.contains(path); }
    std::optional<QByteArray> read(const QString &path) const override;

private:
    QHash<QString, QList<Entry>> m_folders;
    QHash<QString, QByteArray> m_files;
};

/// Reads what the probe wrote behind its mark: a line of JSON, then the bytes of the files that the line lists. The
/// answer of an image is hostile input: whatever is wrong with it is left out, or makes it the error
/// "image-unreadable".
ImageContents readProbeAnswer(const QByteArray &answer, const Image &image);

/// Whether an image's entrypoint installs $EXTRA_PIP_PACKAGES: yes when a script of it does, no when it consists of
/// scripts and programs that are known not to, unset when a program decides that cannot be read.
/// @param paths for each word of the entrypoint the file that it means, or empty
std::optional<bool> honoursExtraPipPackages(const QStringList &entrypoint, const QStringList &paths,
                                            const FileTree &tree);

} // namespace drydock
