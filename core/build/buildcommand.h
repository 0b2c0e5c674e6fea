// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"

namespace drydock {

/// Files that exist only while a build runs.
struct BuildFiles {
    QString imageId; ///< Where the builder writes the image id.
    QString index; ///< Holds network.indexUrl and nothing else; empty when there is none.
};

/// The plan's command as this engine, network and options want it. Nothing secret is in the arguments: certificates and the
/// index enter as the secrets `certificates` (a PEM bundle) and `index` (the URL alone), proxies by the names of variables.
Command buildCommand(const Engine &engine, const Network &network, const BuildPlan &plan, const QString &folder,
                     const BuildOptions &options, const BuildFiles &files);

/// Whether a builder can mount secrets and caches while it runs an instruction.
bool hasMounts(Builder builder);

} // namespace drydock
