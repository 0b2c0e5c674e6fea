// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// What speaks against what the person chose, most serious first: a plan is made all the same, but never without a
/// word.
QStringList warningsOf(const PlanRequest &request);

} // namespace drydock
