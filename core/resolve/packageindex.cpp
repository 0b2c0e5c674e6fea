// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/packageindex.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <memory>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

constexpr qint64 largestPage = 64 * 1024 * 1024;
constexpr int timeoutInMilliseconds = 20'000;

QNetworkRequest requestFor(const Network &network, QUrl url)
{
    // Credentials go in a header, which no log of addresses shows.
    const QString user = url.userName(QUrl::FullyDecoded);
    const QString password = url.password(QUrl::FullyDecoded);
    url.setUserInfo(QString());
    QNetworkRequest request(url);
    if (!user.isEmpty())
        request.setRawHeader("Authorization", "Basic " + QString(user + u':' + password).toUtf8().toBase64());
    request.setRawHeader("Accept", "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1");
    request.setTransferTimeout(timeoutInMilliseconds);
    if (!network.certificates.isEmpty()) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificates(network.certificates);
        request.setSslConfiguration(configuration);
    }
    return request;
}

QNetworkProxy proxyOf(const Network &network)
{
    const QUrl url(network.proxy);
    if (network.proxy.isEmpty() || url.host().isEmpty())
        return QNetworkProxy(QNetworkProxy::DefaultProxy);
    return QNetworkProxy(QNetworkProxy::HttpProxy, url.host(), quint16(url.port(8080)), url.userName(), url.password());
}

Error errorOf(const QNetworkReply &reply, const QString &distribution)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 404) {
        return {u"distribution-not-found"_s,
                Text::tr("The package index has no distribution called %1. Check its name, or say which distribution the import comes from.").arg(distribution), {}};
    }
    if (reply.error() == QNetworkReply::SslHandshakeFailedError) {
        return {u"index-not-reached"_s,
                Text::tr("The package index's certificate is not trusted. Give the certificates of your company's proxy in the settings or with --ca-file."), reply.errorString()};
    }
    return {u"index-not-reached"_s, Text::tr("The package index could not be reached. Check the network, the proxy and the index address."), reply.errorString()};
}

} // namespace

PackageIndex::PackageIndex(QObject *parent) : QObject(parent) { }

Future<IndexPage> PackageIndex::page(const Network &network, const QString &distribution)
{
    if (!network.allowed)
        return readyFuture<IndexPage>(failure(u"offline"_s, Text::tr("Versions were not checked, because the network may not be used.")));
    QString base = network.indexUrl.isEmpty() ? u"https://pypi.org/simple/"_s : network.indexUrl;
    if (!base.endsWith(u'/'))
        base += u'/';
    const QUrl url(base + normalizedName(distribution) + u'/');
    if (const auto known = m_pages.constFind(url.toString()); known != m_pages.constEnd())
        return readyFuture<IndexPage>(*known);

    m_manager.setProxy(proxyOf(network));
    auto promise = std::make_shared<QPromise<Result<IndexPage>>>();
    promise->start();
    QNetworkReply *reply = m_manager.get(requestFor(network, url));
    auto *watcher = new QFutureWatcher<Result<IndexPage>>(reply);
    connect(watcher, &QFutureWatcherBase::canceled, reply, &QNetworkReply::abort);
    watcher->setFuture(promise->future());
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > largestPage)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, promise, url, distribution] {
        reply->deleteLater();
        if (!promise->isCanceled()) {
            Result<IndexPage> end = reply->error() == QNetworkReply::NoError
                ? readIndexPage(distribution, reply->readAll(), reply->header(QNetworkRequest::ContentTypeHeader).toString())
                : Result<IndexPage>(tl::unexpected<Error>(errorOf(*reply, distribution)));
            if (end)
                m_pages.insert(url.toString(), *end);
            promise->addResult(std::move(end));
        }
        promise->finish();
    });
    return promise->future();
}

} // namespace drydock
