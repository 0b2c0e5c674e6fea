// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/checkinput.h"
#include "core/image/image.h"

namespace drydock {

/// Runs the program that checks in a container of the image; nothing of it is left.
/// A program that cannot be started is an exit status; one that takes too long is "program-timed-out".
Future<CommandOutput> runCheckContainer(CommandRunner &runner, const Engine &engine, const Network &network,
                                        const CheckRequest &request, const QByteArray &tar);

} // namespace drydock
