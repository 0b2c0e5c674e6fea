// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// What plan.json says; the files beside it are not read. Everything in it is checked as the work of a stranger.
/// Error "plan-invalid".
Result<BuildPlan> planFromJson(const QJsonObject &object);

/// Whether a path stays in the plan's folder: relative, without "..", plain characters.
bool isPathInPlan(const QString &path);

/// The engine's call that builds the plan, "." as context.
QStringList buildCommandOf(const BuildPlan &plan, const QStringList &prefix, bool isNativePlatform);

} // namespace drydock
