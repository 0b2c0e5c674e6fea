// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/containerpip.h"

#include "core/resolve/pipcall.h"
#include "core/resolve/requestrules.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

} // namespace

Error pipError(const QString &output, const ResolveRequest &request)
{
    const QString said = output.trimmed();
    static const QRegularExpression nothing(u"No matching distribution found for ([^\\s]+)"_s);
    static const QRegularExpression versions(u"from versions: ([^)]*)\\)"_s);
    static const QRegularExpression unreachable(u"Max retries exceeded|NewConnectionError|Connection (?:refused|reset)|Read timed out|Name or service not known|ConnectTimeout"_s);
    if (said.contains(u"CERTIFICATE_VERIFY_FAILED")) {
        return {u"index-not-reached"_s,
                Text::tr("The package index's certificate is not trusted. Give the certificates of your company's proxy in the settings or with --ca-file."), said};
    }
    if (unreachable.match(said).hasMatch())
        return {u"index-not-reached"_s, Text::tr("The package index could not be reached. Check the network, the proxy and the index address."), said};
    if (said.contains(u"ResolutionImpossible") || said.contains(u"conflicting dependencies")) {
        return {u"resolution-conflict"_s, Text::tr("These requirements do not fit together or not what the base image holds. Change one of them or choose another base image."), said};
    }
    if (const auto match = nothing.match(said); match.hasMatch()) {
        const bool isEmpty = versions.match(said).captured(1).trimmed() == u"none";
        if (isEmpty && !request.allowSource) {
            return {u"needs-source-archive"_s,
                    Text::tr("%1 has no wheel for Python %2, or is not in the package index. Check its name, choose another version, or allow source archives.")
                        .arg(match.captured(1), request.pythonVersion), said};
        }
        if (isEmpty)
            return {u"distribution-not-found"_s, Text::tr("The package index has nothing that is called %1. Check its name.").arg(match.captured(1)), said};
        return {u"resolution-conflict"_s,
                request.allowSource ? Text::tr("No release of %1 meets what is asked. Choose another version.").arg(match.captured(1))
                                    : Text::tr("No release of %1 with a wheel meets what is asked. Choose another version, or allow source archives.").arg(match.captured(1)), said};
    }
    if (said.contains(u"Cannot find command 'git'"))
        return {u"git-missing"_s, Text::tr("What comes from a git repository cannot be fetched: neither this computer nor the base image has git. Install git here."), said};
    if (request.allowSource && (said.contains(u"metadata-generation-failed") || said.contains(u"subprocess-exited-with-error"))) {
        return {u"source-not-buildable"_s, Text::tr("A source archive could not be prepared in the base image, mostly for want of a compiler or a library. Choose another version, or a base image that has them."), said};
    }
    return {u"resolution-failed"_s, Text::tr("pip could not work out what to install. Its own words are in the details."), said};
}

/// The address that was asked for; a repository's branch or tag gives way to the commit that was found there.
static QString addressOf(const QString &url, const QString &commit)
{
    static const QRegularExpression hash(u"\\A[0-9a-f]{40,64}\\z"_s);
    if (!url.startsWith(u"git+") || !hash.match(commit).hasMatch())
        return url;
    const QString fragment = url.contains(u'#') ? u'#' + url.section(u'#', 1) : QString();
    QString repository = url.section(u'#', 0, 0);
    if (const qsizetype at = repository.lastIndexOf(u'@'); at > repository.lastIndexOf(u'/'))
        repository.truncate(at);
    return repository + u'@' + commit + fragment;
}

Result<Resolution> resolutionOfReport(const QByteArray &output, const QString &mark, const ResolveRequest &request, const QList<Requirement> &requirements,
                                      const GitSources &sources)
{
    const qsizetype at = output.lastIndexOf(QByteArray('\n' + mark.toLatin1()));
    const QJsonDocument document = QJsonDocument::fromJson(at < 0 ? QByteArray() : output.mid(at + 1 + mark.size()));
    if (!document.isObject())
        return failure(u"resolution-failed"_s, Text::tr("pip in the base image gave no usable answer."));
    if (document[u"status"].toInt() != 0)
        return tl::unexpected<Error>(pipError(document[u"said"].toString().left(20'000), request));
    QList<ResolvedDistribution> distributions;
    QMap<QString, QStringList> wantedBy;
    const QJsonArray installs = document[u"install"].toArray();
    for (const QJsonValue &install : installs) {
        ResolvedDistribution distribution;
        distribution.name = install[u"name"].toString();
        distribution.version = install[u"version"].toString();
        // An image is not trusted: what it says becomes lines of a requirements file.
        if (!Requirement::parse(distribution.name + u"==" + distribution.version) || !Version(distribution.version).isValid())
            return failure(u"resolution-failed"_s, Text::tr("pip in the base image gave no usable answer."));
        distribution.isWheel = install[u"url"].toString().endsWith(u".whl");
        const auto asked = std::find_if(requirements.begin(), requirements.end(), [&distribution](const Requirement &each) {
            return normalizedName(each.name) == normalizedName(distribution.name);
        });
        const auto source = sources.constFind(normalizedName(distribution.name));
        if (source != sources.constEnd()) {
            distribution.url = source->address;
            distribution.archive = source->archive;
        } else if (asked != requirements.end() && !asked->url.isEmpty())
            distribution.url = addressOf(asked->url, install[u"commit"].toString());
        static const QRegularExpression digest(u"^[0-9a-f]{64}$"_s);
        const QString sha256 = source != sources.constEnd() ? source->sha256 : install[u"sha256"].toString();
        if (digest.match(sha256).hasMatch())
            distribution.hashes.append(QString(u"sha256:" + sha256));
        distributions.append(distribution);
        const QJsonArray required = install[u"requires"].toArray();
        for (const QJsonValue &line : required) {
            if (const Result<Requirement> requirement = Requirement::parse(line.toString()); requirement && !requirement->marker.contains(u"extra"))
                wantedBy[normalizedName(requirement->name)].append(distribution.name);
        }
    }
    for (ResolvedDistribution &distribution : distributions)
        distribution.wantedBy = wantedBy.value(normalizedName(distribution.name)).join(u", "_s);
    return additionsOf(distributions, request, requirements);
}

static Future<Resolution> askPip(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements, const GitSources &sources)
{
    QStringList lines;
    QJsonObject archives;
    for (const Requirement &requirement : requirements) {
        Requirement inside = requirement;
        if (const auto source = sources.constFind(normalizedName(requirement.name)); source != sources.constEnd()) {
            const QString name = QFileInfo(source->archive).fileName();
            QFile file(source->archive);
            if (!file.open(QIODevice::ReadOnly))
                return readyFuture<Resolution>(failure(u"folder-not-writable"_s, Text::tr("%1 cannot be read. Try again.").arg(source->archive), file.errorString()));
            archives.insert(name, QString::fromLatin1(file.readAll().toBase64()));
            inside.url = u"file://{sources}/"_s + name;
        }
        lines.append(inside.text());
    }
    const QJsonObject question{{u"requirements"_s, QJsonArray::fromStringList(lines)},
                               {u"sources"_s, archives},
                               {u"constraints"_s, QJsonArray::fromStringList(effectiveConstraints(request, requirements))},
                               {u"source"_s, request.allowSource}};
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    Command call = pipCall(resolver.engine, resolver.network, resolver.base, u"resolve.py"_s, question, {mark});
    call.timeout = std::chrono::minutes(10);
    call.outputLimit = 16 * 1024 * 1024;
    return andThen<CommandOutput>(resolver.runner.run(call), &resolver.runner, [mark, request, requirements, sources](const CommandOutput &output) -> Result<Resolution> {
        Result<Resolution> end = resolutionOfReport(output.standardOutput, mark, request, requirements, sources);
        if (!end && end.error().details.isEmpty())
            end.error().details = QString::fromUtf8(output.standardError.right(4000)).trimmed();
        return end;
    });
}

Future<Resolution> resolveWithPip(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements)
{
    if (resolver.base.contents->pip.isEmpty()) {
        return readyFuture<Resolution>(failure(u"image-without-pip"_s, Text::tr("%1 has no pip that could be asked. Choose another base image.").arg(resolver.base.reference)));
    }
    QStringList names;
    QList<Future<GitSource>> fetching;
    for (const Requirement &requirement : requirements) {
        if (!request.allowSource || resolver.git.isEmpty() || !needsGitHere(requirement, resolver.base.contents->hasGit))
            continue;
        names.append(normalizedName(requirement.name));
        fetching.append(fetchGitSource(resolver.runner, resolver.git, resolver.network, requirement, resolver.sources));
    }
    if (fetching.isEmpty())
        return askPip(resolver, request, requirements, {});
    return andThen(allOf<GitSource>(fetching, &resolver.runner), &resolver.runner, [resolver, request, requirements, names](const QList<Result<GitSource>> &ends) {
        GitSources sources;
        for (qsizetype i = 0; i < ends.size(); ++i) {
            if (!ends[i])
                return readyFuture<Resolution>(tl::unexpected<Error>(ends[i].error()));
            sources.insert(names[i], *ends[i]);
        }
        return askPip(resolver, request, requirements, sources);
    });
}

} // namespace drydock
