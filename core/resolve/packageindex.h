// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "core/network/network.h"
#include "core/resolve/indexpage.h"

#include <QHash>
#include <QNetworkAccessManager>

namespace drydock {

/// Asks a simple package index (PEP 503, 691) which files it has; each page once in its life. Used on the thread it lives on.
class PackageIndex : public QObject
{
    Q_OBJECT
public:
    explicit PackageIndex(QObject *parent = nullptr);

    /// Errors: "offline", "index-not-reached", "index-unreadable", "distribution-not-found", "cancelled".
    Future<IndexPage> page(const Network &network, const QString &distribution);

private:
    QNetworkAccessManager m_manager;
    QHash<QString, IndexPage> m_pages; ///< By address.
};

} // namespace drydock
