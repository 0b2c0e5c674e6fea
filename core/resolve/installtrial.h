// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/network/network.h"

#include <functional>

namespace drydock {

/// Whether a container gets through to the package index.
struct InstallTrial
{
    QString image;
    bool installed = false; ///< Else the index answered, and has no distribution of that name.
    double seconds = 0;
};

/// The distribution that is tried: small, without dependencies, and in every mirror of PyPI.
QString triedDistribution();

/// Installs one small distribution with pip in a confined container of an image that was looked inside, with the network as
/// builds have it. Nothing of it stays; logins and certificates enter on standard input.
/// @param said gets what pip says, line by line, without logins
/// Errors: "image-not-found", "engine-not-ready", "login-refused", "certificate-not-trusted", "index-not-reached",
/// "install-failed", those of CommandRunner; details are pip's words.
Future<InstallTrial> tryInstall(CommandRunner &runner, const Engine &engine, const Network &network, const Image &image,
                                const std::function<void(const QString &)> &said);

} // namespace drydock
