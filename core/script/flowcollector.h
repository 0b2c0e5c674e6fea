// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/values.h"

namespace drydock {

/// One parsed file seen through its names; what collectors work on.
struct SourceView {
    const SyntaxTree &tree;
    const Names &names;
    Values values;

    SourceView(const SyntaxTree &syntaxTree, const Names &fileNames)
        : tree(syntaxTree)
        , names(fileNames)
        , values(syntaxTree, fileNames)
    {
    }
};

/// `something.storage = …` or `.run_config = …` on an object that is no flow of its file: a helper's parameter, a loop's
/// variable. It concerns the flows that have none of their own.
struct LooseSetting {
    QString function; ///< The function that holds it, or empty.
    std::optional<Storage> storage;
    std::optional<RunConfig> runConfig;
};

struct FlowFacts {
    QList<Flow> flows;
    QList<Task> tasks;
    QList<ResultUse> results;
    QList<LooseSetting> loose;
    QList<int> typoLines; ///< `flow.run_configs = …`
    QList<LineOfText> executorModules; ///< Modules named in text by executors (cluster_class="dask_kubernetes.KubeCluster").
    int registersAtTopLevel = 0; ///< Line of a flow.register() or flow.run() that an import would run, or 0.
};

/// Flows of all generations with what belongs to each.
FlowFacts collectFlows(const SourceView &source);

/// "prefect" or a module below it.
bool isPrefectName(const QString &dotted);

} // namespace drydock
