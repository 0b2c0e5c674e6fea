// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolve.h"

#include "core/python/requirement.h"
#include "core/resolve/containerpip.h"
#include "core/resolve/lock.h"
#include "core/resolve/newersource.h"
#include "core/resolve/requestrules.h"
#include "core/resolve/resolveerror.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QUrl>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

/// uv's names for platforms. 2_28 is the oldest C library of the Debian images that Prefect was ever built on; pip before
/// 20.3 knows nothing newer than manylinux2014.
QString uvPlatform(const ResolveRequest &request)
{
    const QString machine = request.platform.section(u'/', 1, 1) == u"arm64" ? u"aarch64"_s : u"x86_64"_s;
    return machine + (request.oldPip ? u"-manylinux2014"_s : u"-manylinux_2_28"_s);
}

bool write(const QString &path, const QStringList &lines)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write((lines.join(u'\n') + u'\n').toUtf8()) >= 0 && file.flush();
}

/// What of the base takes no part, one name a line.
QString excludes(const QString &folder)
{
    return folder + u"/excludes.txt"_s;
}

Command uvCommand(const Resolver &resolver, const ResolveRequest &request, const QString &folder, bool asLock)
{
    const Network &network = resolver.network;
    Command command;
    command.program = resolver.uv;
    command.workingDirectory = folder; // A uv.toml or pyproject.toml of the current folder must not take part.
    command.timeout = std::chrono::minutes(3);
    command.arguments = QStringList{u"pip"_s, u"compile"_s, u"requirements.in"_s, u"--constraint"_s, u"constraints.txt"_s,
                                    u"--python-version"_s, request.pythonVersion, u"--python-platform"_s, uvPlatform(request),
                                    u"--only-binary"_s, u":all:"_s, u"--no-header"_s, u"--quiet"_s, u"--color"_s, u"never"_s};
    if (QFileInfo::exists(excludes(folder)))
        command.arguments += QStringList{u"--excludes"_s, excludes(folder)};
    if (asLock)
        command.arguments += QStringList{u"--generate-hashes"_s, u"--format"_s, u"pylock.toml"_s};
    else
        command.arguments += QStringList{u"--annotation-style"_s, u"line"_s};
    // Through the environment, where no process list shows credentials.
    command.environment.insert(u"UV_PYTHON_DOWNLOADS"_s, u"never"_s);
    command.environment.insert(u"UV_NO_PROGRESS"_s, u"1"_s);
    if (!network.certificates.isEmpty())
        command.environment.insert(u"SSL_CERT_FILE"_s, network.certificates);
    if (!network.indexUrl.isEmpty())
        command.environment.insert(u"UV_DEFAULT_INDEX"_s, network.indexUrl);
    if (!network.proxy.isEmpty()) {
        command.environment.insert(u"HTTP_PROXY"_s, network.proxy);
        command.environment.insert(u"HTTPS_PROXY"_s, network.proxy);
    }
    return command;
}

} // namespace

/// The answer with who wants what, unless wheels alone hold something back.
static Future<Resolution> answerOf(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements,
                                   const std::shared_ptr<QTemporaryDir> &folder, const CommandOutput &output)
{
    const Result<QList<ResolvedDistribution>> distributions = distributionsOfLock(output.standardOutput);
    if (!distributions)
        return readyFuture<Resolution>(tl::unexpected<Error>(distributions.error()));
    const Resolution resolution = additionsOf(*distributions, request, requirements);
    if (resolution.distributions.isEmpty())
        return readyFuture<Resolution>(resolution);
    // The second call is answered from uv's cache; it alone says who wants what. The folder lives until the last step ends.
    const Command notes = uvCommand(resolver, request, folder->path(), false);
    auto noted = andThen<CommandOutput>(resolver.runner.run(notes), &resolver.runner, [folder, resolution](const CommandOutput &second) -> Result<Resolution> {
        Resolution with = resolution;
        const QMap<QString, QStringList> wantedBy = wantedByOf(second.standardOutput);
        for (ResolvedDistribution &distribution : with.distributions)
            distribution.wantedBy = wantedBy.value(normalizedName(distribution.name)).join(u", "_s);
        return with;
    });
    if (!resolver.index)
        return noted;
    return andThen<Resolution>(noted, &resolver.runner, [resolver, request, requirements, folder](const Resolution &with) {
        const auto probe = [resolver, request, folder](const QString &newer) {
            const QString name = u"newer-%1.in"_s.arg(qHash(newer));
            write(folder->filePath(name), {newer});
            Command command = uvCommand(resolver, request, folder->path(), false);
            command.arguments.insert(3, name);
            return resolver.runner.run(command);
        };
        return refuseOlderWheels(resolver, request, requirements, with, probe);
    });
}

/// The question that lies in the folder. What the base holds and no index has a wheel of is there to stay: without it, everything
/// that needs the base's Prefect would have no answer (Prefect 2 on Python 3.11 needs pendulum 2).
static Future<Resolution> askUv(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements,
                                const std::shared_ptr<QTemporaryDir> &folder, const QStringList &excluded = {})
{
    const Command lock = uvCommand(resolver, request, folder->path(), true);
    return andThen<CommandOutput>(resolver.runner.run(lock), &resolver.runner, [resolver, folder, request, requirements, excluded](const CommandOutput &output) {
        if (output.exitStatus == 0)
            return answerOf(resolver, request, requirements, folder, output);
        const QString said = QString::fromUtf8(output.standardError);
        QStringList wheelless = wheellessOfBase(said, request);
        wheelless.removeIf([&excluded](const QString &name) { return excluded.contains(name); });
        if (!wheelless.isEmpty() && write(excludes(folder->path()), excluded + wheelless))
            return askUv(resolver, request, requirements, folder, excluded + wheelless);
        const Error error = resolveError(said, request);
        if (error.code == u"python-not-found" && resolver.hasContainer()) // uv needs some Python here; the base has one.
            return resolveWithPip(resolver, request, requirements);
        return explained(resolver, request, requirements, error);
    });
}

Future<Resolution> resolve(const Resolver &resolver, const ResolveRequest &request)
{
    const auto fail = [](const QString &code, const QString &sentence, const QString &details = {}) {
        return readyFuture<Resolution>(failure(code, sentence, details));
    };
    QList<Requirement> requirements;
    QStringList lines;
    for (const QString &line : request.requirements) {
        const Result<Requirement> requirement = Requirement::parse(line);
        if (!requirement)
            return readyFuture<Resolution>(tl::unexpected<Error>(requirement.error()));
        requirements.append(*requirement);
        lines.append(requirement->text());
    }
    if (requirements.isEmpty())
        return readyFuture<Resolution>(Resolution());
    // Neither uv nor pip counts what an address names among the source archives that they are told to leave alone.
    const auto source = std::find_if(requirements.begin(), requirements.end(), [](const Requirement &each) {
        return !each.url.isEmpty() && !QUrl(each.url.section(u'#', 0, 0)).path().endsWith(u".whl");
    });
    if (source != requirements.end() && !request.allowSource) {
        return fail(u"needs-source-archive"_s,
                    source->url.startsWith(u"git+")
                        ? Text::tr("%1 comes from a git repository, and its code runs while it is installed. Allow source archives, or name a wheel of it.").arg(source->name)
                        : Text::tr("%1 comes from an address that is no wheel, and its code runs while it is installed. Allow source archives, or name a wheel of it.").arg(source->name));
    }
    if (!resolver.network.allowed)
        return fail(u"offline"_s, Text::tr("Versions were not checked, because the network may not be used."));
    const bool hasContainer = resolver.hasContainer();
    // The metadata of a source archive is what its code says: that runs in a container or not at all.
    if (request.allowSource && !hasContainer) {
        return fail(u"source-needs-base"_s, Text::tr("Source archives are only tried inside the base image, and it is not on this computer. Pull it first, or choose one that is here."));
    }
    if (request.allowSource || (resolver.uv.isEmpty() && hasContainer))
        return resolveWithPip(resolver, request, requirements);
    if (resolver.uv.isEmpty())
        return fail(u"uv-not-found"_s, Text::tr("The resolver uv was not found. Run packaging/setup.sh, or install uv."));

    const auto folder = std::make_shared<QTemporaryDir>();
    if (!folder->isValid() || !write(folder->filePath(u"requirements.in"_s), lines)
        || !write(folder->filePath(u"constraints.txt"_s), effectiveConstraints(request, requirements))) {
        return fail(u"folder-not-writable"_s, Text::tr("No temporary files can be written. Free some space or set TMPDIR to a folder that can be written."),
                    folder->errorString());
    }
    return askUv(resolver, request, requirements, folder);
}

QString findUv(const QString &programFolder, const QStringList &folders)
{
#ifdef Q_OS_WIN
    const QString name = u"uv.exe"_s;
#else
    const QString name = u"uv"_s;
#endif
    const QStringList places = QStringList{programFolder, programFolder + u"/../libexec/drydock"_s, programFolder + u"/../libexec"_s} + folders;
    for (const QString &place : places) {
        const QFileInfo file(QDir(place).filePath(name));
        if (!place.isEmpty() && file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
    }
    return {};
}

} // namespace drydock
