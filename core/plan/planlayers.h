// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// More layers than this are folded into one.
inline constexpr int mostLayers = 8;

/// What an image gets on its base, in layers: those of the plan before stay as they are as far as everything in them is still
/// wanted in that very version, and only the difference becomes a new one. A builder then redoes nothing of what was there.
/// @param fold put everything into one layer
QList<PlanLayer> planLayers(const QStringList &systemPackages, const QList<ResolvedDistribution> &distributions, const QList<PlanLayer> &before, bool fold);

/// Whether the layers of a plan can be those of the other one's image.
bool sharesLayers(const BuildPlan &plan, const BuildPlan &before);

/// Pins of everything in the layers (PEP 508), for resolving an addition to them.
QStringList pinsOf(const QList<PlanLayer> &layers);

} // namespace drydock
