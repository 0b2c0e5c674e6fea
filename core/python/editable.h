// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/filetree.h"

#include <QStringList>

namespace drydock {

/// What an editable installation (PEP 660, or a .pth file by older tools) makes importable from elsewhere.
struct Editable
{
    bool isEditable = false;
    QString project; ///< The folder that direct_url.json names (PEP 610), or empty.
    QStringList files; ///< As if they lay on the path: relative to whichever folder puts them there.
};

/// @param folder the one on the path that holds the distribution's folder `info`
/// @param record what its RECORD lists
Editable readEditable(const FileTree &tree, const QString &folder, const QString &info, const QStringList &record);

/// The folders that a .pth file adds to the path (documentation of Python's module `site`); its lines of code are left
/// out.
QStringList foldersOfPth(const QByteArray &bytes, const QString &folder);

} // namespace drydock
