// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// `importlib.import_module(…)` and `__import__(…)` calls, under whatever alias; a name that is not certain stays empty.
QList<FoundImport> collectDynamicImports(const SourceView &source, SurroundingsReader &surroundings);

} // namespace drydock
