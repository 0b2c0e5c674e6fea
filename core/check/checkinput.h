// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/check.h"

namespace drydock {

/// What enters the container on standard input: a tar of the program that checks, its request and the flow scripts. A
/// script whose storage ships its repository comes with the local modules that it reaches.
/// Errors: "script-not-readable".
Result<QByteArray> checkInput(const CheckRequest &request, const Image &image);

} // namespace drydock
