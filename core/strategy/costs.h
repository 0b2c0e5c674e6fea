// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/facts.h"

#include <optional>

namespace drydock {

/// What a strategy costs: times from this machine's own builds where there are any, else estimates.
Cost costOf(Strategy strategy, const Facts &facts);

/// Seconds of a build that installs this much, at the pace of this machine's own builds; nothing without any of a known size.
std::optional<double> expectedBuildSeconds(qint64 bytes, qsizetype distributions, const QList<PastBuild> &builds);

} // namespace drydock
