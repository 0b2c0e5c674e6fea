// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/requirementsfile.h"

namespace drydock {

/// What is declared for a script: in itself (PEP 723), else by the nearest of the folders that declares anything.
/// Lock files of that folder pin the versions of what it declares.
/// @param folders the script's own first
Declarations findDeclarations(const QString &script, const QString &source, const QStringList &folders);

} // namespace drydock
