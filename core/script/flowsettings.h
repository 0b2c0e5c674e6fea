// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/alternatives.h"
#include "core/script/flowcollector.h"
#include "core/script/flowfactories.h"
#include "core/script/flowindex.h"

#include <optional>

namespace drydock {

/// Gives the flows of a script what is assigned to them: `flow.storage = …`, in a helper, in a loop, by a helper of another file.
class FlowSettings
{
public:
    /// @param places one for each flow of the facts, both of which grow meanwhile
    FlowSettings(const SourceView &source, const PrefectObjects &objects, const FlowIndex &index, FlowFacts &facts, const QList<FlowPlace> &places);

    void assignment(int node);
    /// setattr(flow, "storage", …)
    void setByName(int call);
    /// A call of another file's function that sets something on a parameter.
    void helper(int call, const QList<LooseSetting> &settings);
    /// What helpers and loops set, once all flows and calls are known. What is set on something unknown reaches the flows that
    /// have nothing of their own.
    void settle();

private:
    /// A setting on an object that was no flow when it was read.
    struct Deferred
    {
        int object;
        int node; ///< Where it is set.
        std::optional<Storage> storage;
        std::optional<RunConfig> runConfig;
    };
    struct Spread
    {
        int node; ///< -1 in another file.
        LooseSetting setting;
    };

    void attribute(int left, int right);
    void set(int object, QByteArrayView attribute, int right, int node);
    void give(qsizetype flow, const std::optional<Storage> &storage, int node);
    void give(qsizetype flow, const std::optional<RunConfig> &runConfig, int node);
    template <typename Object>
    std::optional<Object> withLine(std::optional<Object> object, int node) const;
    void keepForOthers(const LooseSetting &loose, int node);

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const PrefectObjects &m_objects;
    const FlowIndex &m_index;
    FlowFacts &m_facts;
    const QList<FlowPlace> &m_places;
    QHash<qsizetype, Alternatives<Storage>> m_storages; ///< By flow.
    QHash<qsizetype, Alternatives<RunConfig>> m_runConfigs;
    QList<Deferred> m_deferred;
    QList<Spread> m_spread;
    QList<int> m_looseNodes; ///< Where each of the settings for other files is made.
};

} // namespace drydock
