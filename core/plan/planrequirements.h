// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/resolve/resolve.h"
#include "core/script/flowscript.h"

namespace drydock {

/// Where a lock file of a script knows a version, only the files that it allows are installed: the hashes of the others go.
QList<ResolvedDistribution> lockedTo(const QList<FlowScript> &scripts, QList<ResolvedDistribution> distributions);

} // namespace drydock
