// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/facts.h"

namespace drydock {

/// What a strategy costs: times from this machine's own builds where there are any, else estimates.
Cost costOf(Strategy strategy, const Facts &facts);

} // namespace drydock
