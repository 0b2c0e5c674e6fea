// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Which Prefect a script is written for, with the lines that say so.
struct Generation {
    int generation = 0;
    bool isAssumed = false; ///< 3, though nothing in it is foreign to 2.
    QList<LineOfText> evidence;
    int otherLine = 0; ///< A line that speaks of Prefect 1 where others speak of a later one or the reverse; 0 when none.
};

/// What a declared requirement or prefect.yaml says about Prefect.
struct DeclaredPrefect {
    QList<int> generations; ///< Those that it allows; empty when it says nothing.
    QString by; ///< What says so, in words.
    QString requirement; ///< As declared, or empty.
    QString file = {}; ///< That says so, or empty …
    int line = 0; ///< … and where.
};
/// @param yamlVersion what prefect.yaml says it was made with, which counts when no requirement does
DeclaredPrefect declaredPrefect(const QList<DeclaredRequirement> &declared, const QString &yamlVersion = {});
/// What the person's environment says, empty when it holds no Prefect. It is what runs, so it outranks what is declared.
DeclaredPrefect installedPrefect(const OwnEnvironment &environment);

Generation findGeneration(const SourceView &source, const QList<FoundImport> &imports, const FlowFacts &facts,
                          const QList<Deployment> &deployments, const DeclaredPrefect &declared);

} // namespace drydock
