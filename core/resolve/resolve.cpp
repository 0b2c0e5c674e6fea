// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolve.h"

#include "core/python/requirement.h"
#include "core/resolve/lock.h"
#include "core/resolve/resolveerror.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>


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

/// What the person asks for may replace what the base pins, but never Prefect itself.
QStringList effectiveConstraints(const ResolveRequest &request, const QList<Requirement> &requirements)
{
    QHash<QString, const Requirement *> asked;
    for (const Requirement &requirement : requirements)
        asked.insert(normalizedName(requirement.name), &requirement);
    const auto isOverruled = [&asked](const Requirement &constraint) {
        const Requirement *wanted = asked.value(normalizedName(constraint.name));
        return wanted && !wanted->specifiers.containsInstalled(Version(constraint.specifiers.pinned()));
    };
    QStringList constraints;
    QSet<QString> inBase;
    for (const QString &line : request.constraints) {
        const Result<Requirement> pin = Requirement::parse(line);
        if (pin)
            inBase.insert(normalizedName(pin->name));
        if (pin && (normalizedName(pin->name) == u"prefect" || !isOverruled(*pin)))
            constraints.append(line);
    }
    for (const QString &line : request.bounds) {
        const Result<Requirement> bound = Requirement::parse(line);
        const bool isPin = bound && !bound->specifiers.pinned().isEmpty();
        if (bound && !inBase.contains(normalizedName(bound->name)) && !(isPin && isOverruled(*bound)))
            constraints.append(line);
    }
    return constraints;
}

Command uvCommand(const QString &uv, const Network &network, const ResolveRequest &request, const QString &folder, bool asLock)
{
    Command command;
    command.program = uv;
    command.workingDirectory = folder; // A uv.toml or pyproject.toml of the current folder must not take part.
    command.timeout = std::chrono::minutes(3);
    command.arguments = QStringList{u"pip"_s, u"compile"_s, u"requirements.in"_s, u"--constraint"_s, u"constraints.txt"_s,
                                    u"--python-version"_s, request.pythonVersion, u"--python-platform"_s, uvPlatform(request),
                                    u"--no-header"_s, u"--quiet"_s, u"--color"_s, u"never"_s};
    if (!request.allowSource)
        command.arguments += QStringList{u"--only-binary"_s, u":all:"_s};
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

/// Leaves out what the base has in that very version, and marks who asked.
Resolution additionsOf(const QList<ResolvedDistribution> &distributions, const ResolveRequest &request,
                       const QList<Requirement> &requirements)
{
    QHash<QString, QString> inBase;
    for (const QString &line : request.constraints) {
        if (const Result<Requirement> pin = Requirement::parse(line))
            inBase.insert(normalizedName(pin->name), pin->specifiers.pinned());
    }
    QSet<QString> asked;
    for (const Requirement &requirement : requirements)
        asked.insert(normalizedName(requirement.name));
    Resolution resolution;
    for (ResolvedDistribution distribution : distributions) {
        const QString name = normalizedName(distribution.name);
        const auto there = inBase.constFind(name);
        if (there != inBase.constEnd() && Version(*there) == Version(distribution.version))
            continue;
        distribution.isRequested = asked.contains(name);
        if (!distribution.isWheel)
            resolution.sourceOnly.append(QString(distribution.name + u"==" + distribution.version));
        resolution.distributions.append(distribution);
    }
    return resolution;
}

} // namespace

qint64 Resolution::downloadBytes() const
{
    qint64 sum = -1;
    for (const ResolvedDistribution &distribution : distributions) {
        if (distribution.downloadBytes >= 0)
            sum = std::max<qint64>(sum, 0) + distribution.downloadBytes;
    }
    return distributions.isEmpty() ? 0 : sum;
}

QStringList constraintsOf(const Interpreter &interpreter)
{
    QStringList constraints;
    for (const Distribution &distribution : interpreter.distributions) {
        const Version version(distribution.version);
        // A local version ("2.1+cu118") is on no index, so as a pin it could never be met again.
        if (distribution.source == u"editable" || !version.isValid() || distribution.version.contains(u'+'))
            continue;
        constraints.append(QString(distribution.name + u"==" + distribution.version));
    }
    constraints.sort(Qt::CaseInsensitive);
    constraints.removeDuplicates();
    return constraints;
}

Future<Resolution> resolve(CommandRunner &runner, const QString &uv, const Network &network, const ResolveRequest &request)
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
    if (!network.allowed)
        return fail(u"offline"_s, Text::tr("Versions were not checked, because the network may not be used."));
    if (uv.isEmpty())
        return fail(u"uv-not-found"_s, Text::tr("The resolver uv was not found. Run packaging/setup.sh, or install uv."));

    const auto folder = std::make_shared<QTemporaryDir>();
    if (!folder->isValid() || !write(folder->filePath(u"requirements.in"_s), lines)
        || !write(folder->filePath(u"constraints.txt"_s), effectiveConstraints(request, requirements))) {
        return fail(u"folder-not-writable"_s, Text::tr("No temporary files can be written. Free some space or set TMPDIR to a folder that can be written."),
                    folder->errorString());
    }

    const Command lock = uvCommand(uv, network, request, folder->path(), true);
    const Command notes = uvCommand(uv, network, request, folder->path(), false);
    // The second call is answered from uv's cache; it alone says who wants what. The folder lives until the last step ends.
    return andThen<CommandOutput>(runner.run(lock), &runner, [&runner, folder, request, requirements, notes](const CommandOutput &output) -> Future<Resolution> {
        if (output.exitStatus != 0)
            return readyFuture<Resolution>(tl::unexpected<Error>(resolveError(QString::fromUtf8(output.standardError), request)));
        const Result<QList<ResolvedDistribution>> distributions = distributionsOfLock(output.standardOutput);
        if (!distributions)
            return readyFuture<Resolution>(tl::unexpected<Error>(distributions.error()));
        const Resolution resolution = additionsOf(*distributions, request, requirements);
        if (resolution.distributions.isEmpty())
            return readyFuture<Resolution>(resolution);
        return andThen<CommandOutput>(runner.run(notes), &runner, [folder, resolution](const CommandOutput &second) -> Result<Resolution> {
            Resolution noted = resolution;
            const QMap<QString, QStringList> wantedBy = wantedByOf(second.standardOutput);
            for (ResolvedDistribution &distribution : noted.distributions)
                distribution.wantedBy = wantedBy.value(normalizedName(distribution.name)).join(u", "_s);
            return noted;
        });
    });
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
