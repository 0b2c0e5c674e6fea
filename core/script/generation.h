// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Which Prefect a script is written for, with the lines that say so.
struct Generation {
    int generation = 0;
    QList<LineOfText> evidence;
    int otherLine = 0; ///< A line that speaks of Prefect 1 where others speak of a later one or the reverse; 0 when none.
};

/// @param declaredVersion of Prefect by the person's environment or declared requirement, or empty
/// @param declaredBy what says so, in words
Generation findGeneration(const SourceView &source, const QList<FoundImport> &imports, const FlowFacts &facts,
                          const QList<Deployment> &deployments, const QString &declaredVersion, const QString &declaredBy);

} // namespace drydock
