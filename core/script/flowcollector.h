// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/prefectobjects.h"

namespace drydock {

struct FlowFacts {
    QList<Flow> flows;
    QList<Task> tasks;
    QList<ResultUse> results;
    QList<LooseSetting> loose; ///< For the flows of other files.
    QList<int> typoLines; ///< `flow.run_configs = …`
    QList<Import> needs; ///< Modules that something the script makes loads when the flow runs.
    int registersAtTopLevel = 0; ///< Line of a flow.register() or flow.run() that an import would run, or 0.
};

/// Flows of all generations with what belongs to each.
/// @param shared what the person's other files hold
FlowFacts collectFlows(const SourceView &source, const SharedObjects &shared = {});

/// "prefect" or a module below it.
bool isPrefectName(const QString &dotted);

} // namespace drydock
