// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// The extra of a result class of Prefect 1 ("" when it needs none) by its dotted name; an empty optional when it is
/// none.
std::optional<QString> resultExtra(const QString &origin);

/// What a call of something of Prefect's, or of one of its integrations, loads when the flow runs, without an import in
/// the script: executors, task runners, file systems.
QList<Import> needsOfObject(const SourceView &source, const QString &origin, int call);

/// Modules that the flows need where they run although no import says so, each with its reason.
QList<Import> impliedImports(const FlowScript &script, const FlowFacts &facts);

} // namespace drydock
