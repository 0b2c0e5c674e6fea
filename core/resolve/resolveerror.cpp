// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolveerror.h"

#include "core/resolve/conflict.h"
#include "core/resolve/resolve.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

QStringList allCaptured(const QRegularExpression &pattern, const QString &said)
{
    QStringList found;
    auto matches = pattern.globalMatch(said);
    while (matches.hasNext()) {
        const QString name = matches.next().captured(1);
        if (!found.contains(name))
            found.append(name);
    }
    return found;
}

const QRegularExpression &noWheel()
{
    static const QRegularExpression pattern(u"([A-Za-z0-9._-]+(?:\\{[^}]*\\})?(?:==[^ ,]+)?) (?:has|have) no (?:usable )?wheels"_s);
    return pattern;
}

/// Names that the request itself gives, so that a sentence speaks of what the person knows.
bool isRequested(const QString &name, const ResolveRequest &request)
{
    for (const QString &line : request.requirements) {
        const Result<Requirement> requirement = Requirement::parse(line);
        if (requirement && normalizedName(requirement->name) == normalizedName(name))
            return true;
    }
    return false;
}

} // namespace

Error resolveError(const QString &output, const ResolveRequest &request)
{
    const QString said = output.simplified();
    const QString details = output.trimmed();
    static const QRegularExpression notFound(u"(?:Because|and|cause:|,) ?([A-Za-z0-9._-]+) was not found in the"_s);
    static const QRegularExpression noVersion(
        u"(?:Because|because) (?:there is no version of|only) ([A-Za-z0-9._-]+?)(==[^ ]+)?(?: and you require| is available|[<>])"_s);
    static const QRegularExpression offline(u"network was disabled|was not found in the cache"_s);
    static const QRegularExpression unreachable(
        u"error sending request|Failed to fetch|Could not connect|dns error|tcp connect|timed out|certificate|Request failed after|HTTP status"_s,
        QRegularExpression::CaseInsensitiveOption);

    if (said.contains(u"No interpreter found"_s)) {
        return {u"python-not-found"_s,
                Text::tr("uv needs a Python on this computer to ask the package index, and there is none. Install Python 3.8 or newer."), details};
    }
    if (offline.match(said).hasMatch()) {
        return {u"offline"_s, Text::tr("Versions were not checked, because the network may not be used."), details};
    }
    if (const auto match = notFound.match(said); match.hasMatch()) {
        return {u"distribution-not-found"_s,
                Text::tr("The package index has no distribution called %1. Check its name, or say which distribution the import comes from.")
                    .arg(match.captured(1)),
                details};
    }
    if (unreachable.match(said).hasMatch() && !said.contains(u"No solution found"_s)) {
        const bool certificate = said.contains(u"certificate"_s, Qt::CaseInsensitive);
        return {u"index-not-reached"_s,
                certificate ? Text::tr("The package index's certificate is not trusted. Give the certificates of your company's proxy in the settings or with --ca-file.")
                            : Text::tr("The package index could not be reached. Check the network, the proxy and the index address."),
                details};
    }
    QStringList sourceOnly = allCaptured(noWheel(), said);
    if (!sourceOnly.isEmpty() && said.contains(u"Wheels are required for"_s) && !request.allowSource) {
        static const QRegularExpression required(u"Wheels are required for `([^`]+)`"_s);
        // Old releases without wheels are named in conflicts too; in a short derivation, or as its last word, it is the cause.
        const QStringList needed = allCaptured(required, said);
        const QStringList reasons = reasonsOf(said);
        const bool isShort = said.count(u"we can conclude"_s) <= 2;
        if (isShort || (reasons.isEmpty() ? QString() : reasons.last()).contains(u"wheels"_s)) {
            return {u"needs-source-archive"_s,
                    Text::tr("%1 exists for Python %2 only as a source archive, which runs code while it is installed. Choose another version or Python, or allow source archives.")
                        .arg(needed.join(u", "_s), request.pythonVersion),
                    details};
        }
    }
    static const QRegularExpression builtFromSource(u"Building source distributions for `([^`]+)` is disabled"_s);
    if (const auto match = builtFromSource.match(said); match.hasMatch()) {
        return {u"needs-source-archive"_s,
                Text::tr("%1 comes as source from the address that is asked for, which runs code while it is installed. Give the address of a wheel, or allow source archives.")
                    .arg(match.captured(1)),
                details};
    }
    if (const auto match = noVersion.match(said); match.hasMatch() && isRequested(match.captured(1), request)) {
        return {u"resolution-conflict"_s,
                Text::tr("No release of %1 meets what is asked: %2.").arg(match.captured(1), whoWantsWhat(said, request)), details};
    }
    if (said.contains(u"No solution found"_s)) {
        return {u"resolution-conflict"_s,
                Text::tr("These requirements do not fit together: %1. Change one of them or choose another base image.").arg(whoWantsWhat(said, request)), details};
    }
    return {u"resolution-failed"_s, Text::tr("uv could not work out what to install. Its own words are in the details."), details};
}

QStringList wheellessOfBase(const QString &output, const ResolveRequest &request)
{
    QStringList names;
    const QStringList wheelless = allCaptured(noWheel(), output.simplified());
    for (const QString &each : wheelless) {
        static const QRegularExpression end(u"[{=].*"_s);
        const QString name = normalizedName(QString(each).remove(end));
        const bool isInBase = std::any_of(request.constraints.begin(), request.constraints.end(), [&name](const QString &pin) {
            return normalizedName(pin.section(u"=="_s, 0, 0).trimmed()) == name;
        });
        if (isInBase && !isRequested(name, request) && !names.contains(name))
            names.append(name);
    }
    return names;
}

} // namespace drydock
