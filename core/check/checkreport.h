// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/check.h"

namespace drydock {

/// Reads what the program inside wrote: one JSON object a line. Lines that are none are left out.
/// @param isComplete whether the program came to its end
QList<Check> readChecks(const QByteArray &output, const CheckRequest &request, bool *isComplete);

/// The check of the platform, which the engine alone answers.
Check platformCheck(const CheckRequest &request, const Image &image);

/// What is said of an image in which nothing can be started that is written in Python.
Check pythonMissingCheck();

} // namespace drydock
