// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"
#include "core/python/filetree.h"

namespace drydock {

/// What is installed for one Python, as the files on its path say.
struct InstalledDistributions
{
    QList<Distribution> distributions; ///< The first of a name on the path counts, as it does for Python.
    QStringList problems; ///< One sentence for each distribution that could not be read and was left out.
};

/// Reads METADATA, RECORD, top_level.txt, eggs, editable installations and what conda keeps. Nothing is imported.
/// @param path the folders of sys.path that hold distributions, in order; .pth files in them are followed
/// @param prefix the folder with conda-meta, or empty
InstalledDistributions readInstalled(const FileTree &tree, const QStringList &path, const QString &prefix = {});

/// Modules that lie in folders of the path and belong to none of the distributions, such as copied ones of the person's own;
/// one "distribution" of source "files" for each top-level name.
QList<Distribution> readLooseModules(const FileTree &tree, const QStringList &path, const QList<Distribution> &distributions);

} // namespace drydock
