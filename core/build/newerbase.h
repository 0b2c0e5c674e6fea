// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"
#include "core/network/network.h"

#include <optional>

namespace drydock {

/// Asks the registry of an image at hand whether it keeps another image under that name by now; nothing is pulled.
/// Answers the other one's digest, or nothing when it is the same. A build takes it with BuildOptions::pull.
/// Registries are asked as nobody in particular (OCI distribution specification, "Pulling manifests"): one that wants a
/// login is no answer. Errors, none of which keeps anybody from building: "offline", "image-not-found",
/// "not-from-registry" (it was made on this machine, or is named by its digest), "registry-not-reached",
/// "engine-not-ready", "cancelled".
/// @param reference as the engine knows it, a mirror's prefix included
Future<std::optional<QString>> newerBase(CommandRunner &runner, const Engine &engine, const Network &network,
                                         const QString &reference);

} // namespace drydock
