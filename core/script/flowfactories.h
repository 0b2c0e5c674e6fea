// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowindex.h"

namespace drydock {

/// Where a flow is made.
struct FlowPlace
{
    int node = -1;
    int name = -1; ///< The expression that names it, or -1.
};

/// `etl = make_flow("etl")`: a flow whose name its function is given is one for each call that keeps it. All other flows stay
/// as they are.
/// @param places one for each flow
QList<Flow> flowsOfFactories(const QList<Flow> &flows, const QList<FlowPlace> &places, const SourceView &source, const FlowIndex &index);

} // namespace drydock
