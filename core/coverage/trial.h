// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// Imports modules in a confined container of the image, each in a process of its own; no line of a script runs.
Future<ImportTrial> tryImports(CommandRunner &runner, const Engine &engine, const Image &image, const QStringList &modules);

} // namespace drydock
