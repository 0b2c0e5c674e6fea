// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// All local modules of a plan together are refused above this: somebody's data folder is no source.
inline constexpr qint64 largestLocalCode = 100 * 1024 * 1024;

/// The person's own code as it goes into the plan's folder: modules to local/lib/, projects to local/<name>/. Caches, virtual
/// environments, version control, hidden files and links stay behind.
/// Errors: "local-module-unreadable", "local-module-too-large".
Result<QList<PlanFile>> localFiles(const QList<LocalModule> &modules);

} // namespace drydock
