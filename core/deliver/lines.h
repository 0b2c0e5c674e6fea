// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// Python lines for the plan's strategy, its flow's generation and where it runs. Ends with a newline. Pure.
/// @param pushed false: the image is only on this machine, so the lines say which pull policy keeps the engine from
/// asking a registry for it.
QString linesToPaste(const BuildPlan &plan, bool pushed = false);

} // namespace drydock
