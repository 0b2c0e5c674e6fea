// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/newersource.h"

#include "core/resolve/packageindex.h"
#include "core/resolve/traits.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

/// How many distributions are asked about once more; beyond, something else is odd.
constexpr qsizetype mostProbes = 4;

QString machineOf(const ResolveRequest &request)
{
    return request.platform.section(u'/', 1, 1) == u"arm64" ? u"aarch64"_s : u"x86_64"_s;
}

int minorOf(const QString &python)
{
    return python.section(u'.', 1, 1).toInt();
}

/// "3.6 to 3.9", "3.8 and 3.10".
QString pythonsText(const QList<int> &minors)
{
    const auto name = [](int minor) { return u"3.%1"_s.arg(minor); };
    if (minors.size() == 1)
        return name(minors.first());
    if (minors.last() - minors.first() == int(minors.size()) - 1)
        return Text::tr("%1 to %2").arg(name(minors.first()), name(minors.last()));
    QStringList names;
    for (const int minor : minors)
        names.append(name(minor));
    return names.join(u", "_s);
}

/// Nothing but these minors of Python 3, as PEP 440 says it.
QString specifierOf(const QList<int> &minors)
{
    QStringList parts{u">=3.%1"_s.arg(minors.first()), u"<3.%1"_s.arg(minors.last() + 1)};
    for (int minor = minors.first(); minor < minors.last(); ++minor)
        if (!minors.contains(minor))
            parts.append(u"!=3.%1.*"_s.arg(minor));
    return parts.join(u',');
}

struct Suspect {
    QString name;
    QString version; ///< Chosen.
    QString newer; ///< Only as a source archive.
    QString wantedBy;
};

Error olderWheelError(const Suspect &suspect, const ResolveRequest &request, const QString &said)
{
    const SourceBuild build = sourceBuildOf(suspect.name);
    const QString who = suspect.wantedBy.isEmpty() ? QString() : Text::tr(", which %1 needs,").arg(suspect.wantedBy);
    QString sentence = Text::tr("%1 %2%3 exists for Python %4 only as a source archive; the newest wheel is %5, which is older than what is meant. "
                                "Choose another base image, or allow source archives.")
                           .arg(suspect.name, suspect.newer, who, request.pythonVersion, suspect.version);
    if (!build.binary.isEmpty())
        sentence += u' ' + Text::tr("%1 has the same modules and wheels.").arg(build.binary);
    return {u"needs-source-archive"_s, sentence, said.trimmed()};
}

} // namespace

QString newerOnlyAsSource(const IndexPage &page, const QString &version, const VersionSpecifiers &allowed, int pythonMinor, const QString &machine)
{
    const Version chosen(version);
    QHash<QString, bool> hasWheel; // by version; present when it can be installed at all
    for (const IndexFile &file : page.files) {
        const Version found(file.version);
        if (file.isYanked || !(chosen < found) || (found.isPrerelease() && !chosen.isPrerelease()) || !allowed.contains(found)
            || !file.fits(pythonMinor, machine))
            continue;
        hasWheel[file.version] |= file.isWheel;
    }
    QString newest;
    for (auto it = hasWheel.cbegin(); it != hasWheel.cend(); ++it) {
        if (!it.value() && (newest.isEmpty() || Version(newest) < Version(it.key())))
            newest = it.key();
    }
    return newest;
}

Future<Resolution> refuseOlderWheels(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements,
                                     const Resolution &resolution, const std::function<Future<CommandOutput>(const QString &)> &probe)
{
    QList<Future<IndexPage>> pages;
    for (const ResolvedDistribution &distribution : resolution.distributions)
        pages.append(resolver.index->page(resolver.network, distribution.name));
    return andThen<QList<Result<IndexPage>>>(allOf(pages, resolver.index), resolver.index,
                                             [resolver, request, requirements, resolution, probe](const QList<Result<IndexPage>> &ends) -> Future<Resolution> {
        QList<Suspect> suspects;
        QList<Future<CommandOutput>> probes;
        for (qsizetype i = 0; i < ends.size() && suspects.size() < mostProbes; ++i) {
            const ResolvedDistribution &distribution = resolution.distributions[i];
            if (!ends[i])
                continue; // An index that does not say it leaves nothing to compare with.
            VersionSpecifiers allowed;
            for (const Requirement &requirement : requirements) {
                if (normalizedName(requirement.name) == normalizedName(distribution.name))
                    allowed = requirement.specifiers;
            }
            const QString newer = newerOnlyAsSource(*ends[i], distribution.version, allowed, minorOf(request.pythonVersion), machineOf(request));
            if (newer.isEmpty())
                continue;
            suspects.append({distribution.name, distribution.version, newer, distribution.wantedBy});
            probes.append(probe(distribution.name + u'>' + distribution.version));
        }
        if (suspects.isEmpty())
            return readyFuture<Resolution>(resolution);
        return andThen<QList<Result<CommandOutput>>>(allOf(probes, resolver.index), resolver.index,
                                                     [request, resolution, suspects](const QList<Result<CommandOutput>> &answers) -> Result<Resolution> {
            for (qsizetype i = 0; i < answers.size(); ++i) {
                if (!answers[i] || answers[i]->exitStatus == 0)
                    continue;
                const QString said = QString::fromUtf8(answers[i]->standardError);
                const QRegularExpression wheels(u"\\b%1[^\\s]* (?:has|have) no (?:usable )?wheels"_s.arg(QRegularExpression::escape(suspects[i].name)),
                                                QRegularExpression::CaseInsensitiveOption);
                if (wheels.match(said.simplified()).hasMatch())
                    return tl::unexpected<Error>(olderWheelError(suspects[i], request, said));
            }
            return resolution;
        });
    });
}

Future<Resolution> explained(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements, const Error &error)
{
    const auto asIs = [&error] { return readyFuture<Resolution>(tl::unexpected<Error>(error)); };
    const bool isAboutRelease = error.code == u"needs-source-archive" || error.code == u"resolution-conflict";
    // What is asked for, or what a lock or the person's environment holds it to.
    QList<Requirement> pins = requirements;
    for (const QString &bound : request.bounds)
        if (const Result<Requirement> parsed = Requirement::parse(bound))
            pins.append(*parsed);
    const auto subject = std::find_if(pins.begin(), pins.end(), [&error](const Requirement &r) {
        return !r.specifiers.pinned().isEmpty() && mentions(error.sentence, r.name);
    });
    if (error.code == u"needs-source-archive" && subject == pins.end()) {
        // Not pinned: there may be another distribution of the same modules.
        for (const Requirement &requirement : requirements) {
            const SourceBuild build = sourceBuildOf(requirement.name);
            if (!build.binary.isEmpty() && error.sentence.contains(requirement.name, Qt::CaseInsensitive)) {
                Error with = error;
                with.sentence += u' ' + Text::tr("%1 has the same modules and wheels.").arg(build.binary);
                return readyFuture<Resolution>(tl::unexpected<Error>(with));
            }
        }
    }
    if (!resolver.index || !isAboutRelease || subject == pins.end())
        return asIs();
    const Requirement pin = *subject;
    const Future<IndexPage> page = resolver.index->page(resolver.network, pin.name);
    auto answer = std::make_shared<QPromise<Result<Resolution>>>();
    answer->start();
    whenEnded<IndexPage>(page, resolver.index, [answer, request, pin, error](const Result<IndexPage> &found) {
        Error better = error;
        const QString version = pin.specifiers.pinned();
        const QString machine = machineOf(request);
        const QList<int> pythons = found ? found->pythonsOf(version, machine) : QList<int>();
        const SourceBuild build = sourceBuildOf(pin.name);
        if (found && !found->has(version)) {
            better.code = u"release-not-found"_s;
            better.sentence = Text::tr("The package index has no release %2 of %1. Choose another version.").arg(pin.name, version);
        } else if (found && found->isYanked(version)) {
            better.code = u"release-yanked"_s;
            better.sentence = Text::tr("%1 %2 was withdrawn by its authors (yanked). Choose another version.").arg(pin.name, version);
        } else if (!pythons.isEmpty() && !pythons.contains(minorOf(request.pythonVersion))) {
            better.code = u"python-unfit"_s;
            better.subject = specifierOf(pythons);
            better.sentence = Text::tr("%1 %2 has wheels for Python %3, not for %4. Choose a base image with one of those, or another version.")
                                  .arg(pin.name, version, pythonsText(pythons), request.pythonVersion);
        }
        if (error.code == u"needs-source-archive" && !build.binary.isEmpty())
            better.sentence += u' ' + Text::tr("%1 has the same modules and wheels.").arg(build.binary);
        if (!answer->isCanceled())
            answer->addResult(tl::unexpected<Error>(better));
        answer->finish();
    });
    return answer->future();
}

} // namespace drydock
