// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/prefectobjects.h"

namespace drydock {

/// Whether a function of this file, used as a decorator or called to make one, turns what it decorates into a flow of Prefect
/// 2 or 3: it returns `flow(its_parameter)`, an inner function decorated with @flow, or an inner function that does so.
bool makesFlows(const SourceView &source, int function);

} // namespace drydock
