// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/requirement.h"
#include "core/resolve/resolve.h"

namespace drydock {

/// What the resolver is held to. What the person asks for may replace what the base pins, but never Prefect itself.
QStringList effectiveConstraints(const ResolveRequest &request, const QList<Requirement> &requirements);

/// Leaves out what the base has in that very version, and marks who asked.
Resolution additionsOf(const QList<ResolvedDistribution> &distributions, const ResolveRequest &request, const QList<Requirement> &requirements);

} // namespace drydock
