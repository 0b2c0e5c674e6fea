// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>

namespace drydock {

/// How this machine reaches package indexes and registries: one value, found once and passed in.
struct Network {
    bool allowed = true; ///< False withholds the network (--offline).
    QString certificates; ///< Path of a PEM bundle to trust, or empty when nothing beyond a fresh image's own is needed.
    QString certificatesFrom; ///< In words where it was found: "SSL_CERT_FILE".
    QString indexUrl; ///< PEP 503 index, or empty for the default.
    QString indexUrlFrom;
    QString proxy; ///< For http and https, or empty.
    QString proxyFrom;
    QString mirror; ///< Prefix under which a registry keeps Docker Hub's images ("registry.corp/hub"), or empty.

    /// The index or the proxy is a server on this machine's own loopback, which a container reaches only by the host's network.
    bool isOnThisMachine() const;
};

/// @param environment the process environment (SSL_CERT_FILE, PIP_CERT, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, UV_INDEX_URL,
/// PIP_INDEX_URL, HTTPS_PROXY …); files named there must exist to count. Settings and options override what is found.
Network findNetwork(const QMap<QString, QString> &environment, const Network &overrides = {});

} // namespace drydock
