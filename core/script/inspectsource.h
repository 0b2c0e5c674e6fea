// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/inspect.h"
#include "core/script/projectcache.h"
#include "core/script/sourcefile.h"

namespace drydock {

/// What a parsed file says, by inspectScript's rules.
/// @param onlyFlows whether a file without a flow is of no interest: then there is no result
/// @param cache shared by the scripts of a folder
std::optional<Result<FlowScript>> inspectSource(const SourceFile &file, bool onlyFlows, const InspectOptions &options,
                                                ProjectCache &cache, const std::function<bool()> &isCancelled);

} // namespace drydock
