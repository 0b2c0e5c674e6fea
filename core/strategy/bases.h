// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// The Prefect that the scripts are written for: 1, 2 or 3; 0 when none says so.
int generationOf(const QList<FlowScript> &scripts);

/// The best image at hand to add something to: the right Prefect and Python first, then what it covers. Null when none fits.
const ImageCoverage *prefectBaseOf(const Coverage &coverage, const QList<FlowScript> &scripts);
/// The best image at hand with a Python that fits and without Prefect. Null when there is none.
const ImageCoverage *pythonBaseOf(const Coverage &coverage, const QList<FlowScript> &scripts, const ImageCoverage *prefectBase);

/// Official images for the time when none is at hand; written in full.
QString officialPrefectImage(const QList<FlowScript> &scripts);
QString officialPythonImage(const QList<FlowScript> &scripts);

/// Whether a Python meets what every script requires ("requires-python") and what its Prefect runs on.
bool pythonFits(const QString &version, const QList<FlowScript> &scripts);

} // namespace drydock
