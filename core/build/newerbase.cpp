// SPDX-License-Identifier: Apache-2.0
#include "core/build/newerbase.h"

#include "core/engine/imagereference.h"
#include "core/network/request.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr auto answerTime = 10s;
constexpr qint64 largestAnswer = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("NewerBase", text);
}

/// What a registry answered, whatever its status.
struct Answer
{
    int status = 0; ///< 0: none came.
    QByteArray digest; ///< Docker-Content-Digest
    QByteArray challenge; ///< WWW-Authenticate
    QByteArray body;
};

Future<Answer> ask(const Network &network, QNetworkRequest request, bool onlyHead)
{
    // Where a registry leads to is its own affair, but never away from https.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    auto *manager = new QNetworkAccessManager;
    manager->setProxy(proxyFor(network, request.url()));
    auto promise = std::make_shared<QPromise<Result<Answer>>>();
    promise->start();
    QNetworkReply *reply = onlyHead ? manager->head(request) : manager->get(request);
    auto *watcher = new QFutureWatcher<Result<Answer>>(reply);
    QObject::connect(watcher, &QFutureWatcherBase::canceled, reply, &QNetworkReply::abort);
    watcher->setFuture(promise->future());
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > largestAnswer)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, manager, [manager, reply, promise] {
        if (!promise->isCanceled()) {
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            promise->addResult(Answer{status, reply->rawHeader("Docker-Content-Digest"),
                                      reply->rawHeader("WWW-Authenticate"), reply->readAll()});
        }
        promise->finish();
        manager->deleteLater();
    });
    return promise->future();
}

QUrl manifestUrl(const ImageReference &reference)
{
    QString registry = reference.repository.section(u'/', 0, 0);
    if (registry == "docker.io"_L1)
        registry = u"registry-1.docker.io"_s;
    QUrl url(u"https://%1/v2/%2/manifests/%3"_s.arg(registry, reference.repository.section(u'/', 1), reference.tag));
    // As engines do: a registry on this machine speaks plain http.
    if (isLoopback(url))
        url.setScheme(u"http"_s);
    return url;
}

/// Where a token for anybody is given out, by a challenge of RFC 6750: Bearer realm="…",service="…",scope="…".
QUrl tokenUrl(const QByteArray &challenge)
{
    static const QRegularExpression bearer(u"\\A\\s*Bearer\\s"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression parameter(u"(\\w+)=\"([^\"]*)\""_s);
    const QString text = QString::fromLatin1(challenge.left(4096));
    if (!bearer.match(text).hasMatch())
        return {};
    QUrl url;
    QStringList query;
    for (auto each = parameter.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        if (match.captured(1) == "realm"_L1)
            url = QUrl(match.captured(2), QUrl::StrictMode);
        else if (match.captured(1) == "service"_L1 || match.captured(1) == "scope"_L1)
            query.append(match.captured(1) + u'='
                         + QString::fromLatin1(QUrl::toPercentEncoding(match.captured(2), ":/")));
    }
    url.setQuery(query.join(u'&'));
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url)) ? url : QUrl();
}

/// Asks for the manifest's digest, and once more with a token where the registry wants one.
Future<Answer> askDigest(QObject *context, const Network &network, const ImageReference &reference)
{
    QNetworkRequest request = requestFor(network, manifestUrl(reference));
    request.setRawHeader(
        "Accept",
        "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, "
        "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json");
    return andThen(ask(network, request, true), context,
                   [context, network, request](const Answer &answer) -> Future<Answer> {
                       const QUrl url = answer.status == 401 ? tokenUrl(answer.challenge) : QUrl();
                       if (!url.isValid())
                           return readyFuture<Answer>(answer);
                       return andThen(ask(network, requestFor(network, url), false), context,
                                      [network, request](const Answer &given) mutable -> Future<Answer> {
                                          const QJsonDocument document = QJsonDocument::fromJson(given.body);
                                          const QString token =
                                              document[u"token"_s].toString(document[u"access_token"_s].toString());
                                          if (token.isEmpty())
                                              return readyFuture<Answer>(given);
                                          request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
                                          return ask(network, request, true);
                                      });
                   });
}

} // namespace

Future<std::optional<QString>> newerBase(CommandRunner &runner, const Engine &engine, const Network &network,
                                         const QString &reference)
{
    using Newer = std::optional<QString>;
    if (!network.allowed)
        return readyFuture<Newer>(failure(
            u"offline"_s, tr("Whether there is a newer base was not checked, because the network may not be used.")));
    const auto base = ImageReference::parse(reference);
    const auto ownImage = failure(
        u"not-from-registry"_s, tr("%1 was made on this machine, so no registry can have a newer one.").arg(reference));
    if (!base)
        return readyFuture<Newer>(tl::unexpected<Error>(base.error()));
    if (base->tag.isEmpty() || !base->digest.isEmpty())
        return readyFuture<Newer>(ownImage);

    Command inspection = engine.call({u"image"_s, u"inspect"_s, u"--format"_s, u"{{json .RepoDigests}}"_s, reference});
    inspection.timeout = answerTime;
    auto *context = &runner;
    return andThen(
        runner.run(inspection), context,
        [context, network, reference, base = *base, ownImage](const CommandOutput &output) -> Future<Newer> {
            if (output.exitStatus != 0)
                return readyFuture<Newer>(failure(u"image-not-found"_s, tr("There is no %1 here yet.").arg(reference),
                                                  QString::fromUtf8(output.standardError)));
            // What was pulled has the digests that it had there: of an index, of the manifest in it, or both.
            QStringList here;
            const QJsonArray digests = QJsonDocument::fromJson(output.standardOutput).array();
            for (const QJsonValue &value : digests) {
                const auto digest = ImageReference::parse(value.toString());
                if (digest && digest->repository == base.repository)
                    here.append(digest->digest);
            }
            if (here.isEmpty())
                return readyFuture<Newer>(ownImage);
            return andThen(
                askDigest(context, network, base), context, [here, reference](const Answer &answer) -> Result<Newer> {
                    const QString digest = QString::fromLatin1(answer.digest.left(200));
                    if (answer.status != 200 || !digest.startsWith("sha256:"_L1)) {
                        return failure(
                            u"registry-not-reached"_s,
                            tr("The registry of %1 did not say whether it has a newer image.").arg(reference),
                            answer.status == 0 ? QString() : u"HTTP %1"_s.arg(answer.status));
                    }
                    return here.contains(digest) ? Newer() : Newer(digest);
                });
        });
}

} // namespace drydock
