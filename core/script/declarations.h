// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/requirementsfile.h"

#include <functional>

namespace drydock {

/// What the files of one folder declare; its lock files pin the versions.
Declarations readDeclarations(const QString &folder);

/// What the nearest folder that declares anything declares. A lock file of a workspace further up pins it too.
/// @param folders the script's own first
/// @param read gives what one folder declares
Declarations nearestDeclarations(const QStringList &folders,
                                 const std::function<Declarations(const QString &)> &read = readDeclarations);

/// What a script declares in itself (PEP 723, with its own lock file), else what is declared beside it.
Declarations declarationsOf(const QString &script, const QString &source, const Declarations &beside);

} // namespace drydock
