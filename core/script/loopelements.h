// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/prefectobjects.h"

namespace drydock {

/// The `for` of the comprehension around an identifier that gives it its values, or -1.
int comprehensionOf(const SyntaxTree &tree, int identifier);

/// The expressions that an identifier stands for in turn, where they are written out.
/// @param loop the `for` statement or the `for` of a comprehension: over a list, a dictionary, a variable that is one,
/// or enumerate(…), zip(…), mapping.items(), mapping.keys(), mapping.values() of them
QList<int> loopElements(const SourceView &source, int loop, int identifier);

} // namespace drydock
