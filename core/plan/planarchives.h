// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// Wheels of the person's own, and what this computer's git fetched, on the way into an image: copied beside the plan's
/// requirements, and installed by their hash, so that nothing of the same name on an index can take their place.
struct PlannedArchives {
    QMap<QString, QString> paths; ///< Normalised name → path in the plan's folder: "wheels/acme_tools-1.2-py3-none-any.whl", "sources/git-COMMIT-acme.tar.gz".
    QList<PlanFile> files;

    /// A distribution as pip is to be asked for it where the files lie in /opt/drydock.
    ResolvedDistribution inImage(const ResolvedDistribution &distribution) const;
};

/// Reads the wheels that requirements name by a file address, which pins the distributions to them, and the archives of those that
/// git fetched.
/// Errors: "wheel-unreadable", "wheel-invalid".
Result<PlannedArchives> takeArchives(const QStringList &requirements, QList<ResolvedDistribution> &distributions);

/// Path of the wheel on this machine that a requirement names (`acme @ file:///home/ann/acme-1.2-py3-none-any.whl`), or empty.
QString ownWheel(const QString &requirement);

} // namespace drydock
