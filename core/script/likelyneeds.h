// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Needs that no import shows. Those that Prefect's own classes bring are certain: they become implied imports.
QList<Import> impliedImports(const FlowScript &script, const FlowFacts &facts);

/// The others are likely: notes that name the line and the distribution (read_parquet, s3://, SQLAlchemy addresses, blocks, files
/// opened by name). What is imported or declared already is left out.
QList<Problem> likelyNeeds(const SourceView &source, const FlowScript &script);

} // namespace drydock
