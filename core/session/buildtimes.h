// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/buildevent.h"
#include "core/plan/plan.h"
#include "core/store/store.h"

#include <optional>

namespace drydock {

/// What builds of any script took, newest first, each with what it installed: of several layers the last, for those below were
/// kept. Those out of the cache say nothing about the next one.
QList<PastBuild> pastBuildsOf(const QList<HistoryEntry> &history, const QString &script);

/// How many seconds a running build of a plan takes in all, by earlier builds: nothing without any, and nothing when it installs
/// nothing. Layers that the events show to come from the builder's cache take no time; before any event, those below the last are
/// taken to be there.
std::optional<double> expectedSeconds(const BuildPlan &plan, const QList<BuildEvent> &events, const QList<PastBuild> &builds);

} // namespace drydock
