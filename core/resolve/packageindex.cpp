// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/packageindex.h"

#include "core/network/request.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QNetworkReply>

#include <memory>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

constexpr qint64 largestPage = 64 * 1024 * 1024;

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

    m_manager.setProxy(proxyFor(network, url));
    auto promise = std::make_shared<QPromise<Result<IndexPage>>>();
    promise->start();
    QNetworkRequest request = requestFor(network, url);
    request.setRawHeader("Accept", "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1");
    QNetworkReply *reply = m_manager.get(request);
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
