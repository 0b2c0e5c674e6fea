// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// Wheels of the person's own on the way into an image: copied beside the plan's requirements, and installed by their hash, so
/// that nothing of the same name on an index can take their place.
struct PlannedWheels {
    QMap<QString, QString> paths; ///< Normalised name → path in the plan's folder: "wheels/acme_tools-1.2-py3-none-any.whl".
    QList<PlanFile> files;
};

/// Reads the wheels that requirements name by a file address, and pins the distributions to them.
/// Errors: "wheel-unreadable", "wheel-invalid".
Result<PlannedWheels> takeWheels(const QStringList &requirements, QList<ResolvedDistribution> &distributions);

/// Path of the wheel on this machine that a requirement names (`acme @ file:///home/ann/acme-1.2-py3-none-any.whl`), or empty.
QString ownWheel(const QString &requirement);

} // namespace drydock
