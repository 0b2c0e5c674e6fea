// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/prefectobjects.h"

namespace drydock {

/// Names in an expression that mean something else, or nothing, at another place of the file: those that a loop or a
/// comprehension gives, and those of a function.
/// @param place the node that stands there; what encloses both ties nothing. -1: outside of all loops and functions
QStringList namesAround(const SourceView &source, int expression, int place = -1);

} // namespace drydock
