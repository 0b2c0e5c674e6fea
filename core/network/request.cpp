// SPDX-License-Identifier: Apache-2.0
#include "core/network/request.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int timeoutInMilliseconds = 20'000;

} // namespace

QNetworkRequest requestFor(const Network &network, QUrl url)
{
    const QString user = url.userName(QUrl::FullyDecoded);
    const QString password = url.password(QUrl::FullyDecoded);
    url.setUserInfo(QString());
    QNetworkRequest request(url);
    if (!user.isEmpty())
        request.setRawHeader("Authorization", "Basic " + QString(user + u':' + password).toUtf8().toBase64());
    request.setTransferTimeout(timeoutInMilliseconds);
    if (!network.certificates.isEmpty()) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(network.certificates);
        request.setSslConfiguration(configuration);
    }
    return request;
}

QNetworkProxy proxyFor(const Network &network, const QUrl &url)
{
    if (isLoopback(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const QUrl proxy(network.proxy);
    if (network.proxy.isEmpty() || proxy.host().isEmpty())
        return QNetworkProxy(QNetworkProxy::DefaultProxy);
    return QNetworkProxy(QNetworkProxy::HttpProxy, proxy.host(), quint16(proxy.port(8080)), proxy.userName(),
                         proxy.password());
}

bool isLoopback(const QUrl &url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

} // namespace drydock
