// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

namespace drydock {

struct ResolveRequest;

/// Why uv found no answer, from what it says; its own words are the details.
Error resolveError(const QString &said, const ResolveRequest &request);

/// Distributions of the base that uv would need a wheel of, though nothing of them is to be installed: normalised names.
QStringList wheellessOfBase(const QString &said, const ResolveRequest &request);

} // namespace drydock
