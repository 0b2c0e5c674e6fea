// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/network/network.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QUrl>

namespace drydock {

/// A request as this machine's network wants it: its certificates are trusted, name and password of the address go in a
/// header, which no log of addresses shows, and it ends after 20 seconds without an answer.
QNetworkRequest requestFor(const Network &network, QUrl url);

/// The proxy for an address; servers of this machine's own loopback are asked without one.
QNetworkProxy proxyFor(const Network &network, const QUrl &url);

/// Whether an address is this machine's own loopback.
bool isLoopback(const QUrl &url);

} // namespace drydock
