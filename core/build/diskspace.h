// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"
#include "core/plan/plan.h"

#include <optional>

namespace drydock {

/// Bytes that are free where an engine on this machine keeps its images; -1 when that is not known.
Future<qint64> freeSpace(CommandRunner &runner, const Engine &engine);

/// Why a plan should not be built with so little room: error "no-space".
std::optional<Error> tooLittleSpace(const Engine &engine, const BuildPlan &plan, qint64 free);

} // namespace drydock
