// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Likely needs that no import shows: notes that name the line and the distribution (read_parquet, s3://, SQLAlchemy addresses, blocks, files
/// opened by name). What is imported or declared already is left out.
QList<Problem> likelyNeeds(const SourceView &source, const FlowScript &script);

} // namespace drydock
