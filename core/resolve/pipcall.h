// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/network/network.h"

#include <QJsonObject>

namespace drydock {

/// A program of ours that calls pip in an image that was looked inside: in a container as confined as a look inside, but it may
/// ask the index, through the network as it is here, and it may unpack what it is asked about.
/// @param program a file of resources/probe, which finds the question with what pipcall.py gives it
/// @param arguments sys.argv of the program
Command pipCall(const Engine &engine, const Network &network, const Image &image, const QString &program, const QJsonObject &question,
                const QStringList &arguments = {});

} // namespace drydock
