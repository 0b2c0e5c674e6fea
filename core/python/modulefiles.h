// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/filetree.h"

#include <QStringList>

namespace drydock {

/// The files, relative to a folder of the path, of a module or package in it ("google/cloud/storage", no suffix). Links
/// to folders below it are not followed; huge trees are cut off.
QStringList filesOfModule(const FileTree &tree, const QString &folder, const QString &module);

/// The top-level modules and packages that can be imported from a folder, without environments that lie in it.
QStringList topModulesIn(const FileTree &tree, const QString &folder);

} // namespace drydock
