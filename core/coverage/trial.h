// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// What can be tried of needs: each module, and as "module:name" each name that is taken from it.
QStringList triableOf(const QList<Need> &needs);

/// Imports modules in a confined container of the image, each in a process of its own; no line of a script runs.
/// @param wanted modules and names as triableOf() lists them; a name is tried with its module
Future<ImportTrial> tryImports(CommandRunner &runner, const Engine &engine, const Image &image, const QStringList &wanted);

} // namespace drydock
