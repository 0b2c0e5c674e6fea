// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>
#include <QVersionNumber>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

using Outputs = QList<Result<CommandOutput>>;

/// An engine that has not answered by then counts as stopped.
constexpr auto answerTime = 15s;
constexpr qint64 answerLimit = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Engine", text);
}

Future<CommandOutput> ask(CommandRunner &runner, const Engine &engine, const QStringList &arguments)
{
    Command call = engine.call(arguments);
    call.timeout = answerTime;
    call.outputLimit = answerLimit;
    return runner.run(call);
}

QJsonDocument json(const Result<CommandOutput> &output)
{
    return output ? QJsonDocument::fromJson(output->standardOutput) : QJsonDocument();
}

QString words(const Result<CommandOutput> &output)
{
    const QString text = output ? QString::fromUtf8(output->standardError).trimmed() : output.error().sentence;
    return text.left(2000);
}

/// "x86_64" and "amd64" are one architecture; images say it in Go's words.
QString platformOf(const QString &system, const QString &architecture)
{
    static const QMap<QString, QString> names{{u"x86_64"_s, u"amd64"_s}, {u"aarch64"_s, u"arm64"_s}, {u"armv7l"_s, u"arm/v7"_s},
                                              {u"i686"_s, u"386"_s}};
    if (system.isEmpty() || architecture.isEmpty())
        return {};
    return system + u'/' + names.value(architecture, architecture);
}

/// Whether an endpoint is on another machine. A virtual machine of this one (ssh to loopback) is not.
bool isRemote(const QString &endpoint)
{
    const QUrl url(endpoint);
    if (endpoint.isEmpty() || url.scheme() == "unix"_L1 || url.scheme() == "npipe"_L1)
        return false;
    return url.host() != "localhost"_L1 && !url.host().startsWith("127."_L1) && url.host() != "::1"_L1;
}

/// Memory below which installing and compiling distributions is killed more often than not.
constexpr qint64 smallMachine = qint64(3) * 1024 * 1024 * 1024;

void setProblem(Engine &engine, EngineState state, const QString &problem, const QString &detail)
{
    engine.state = state;
    engine.problem = problem;
    engine.detail = detail;
}

/// Why an engine that is installed is not ready.
void judge(Engine &engine)
{
    const QString said = engine.words.toLower();
    const bool isPodman = engine.name == "podman"_L1;
    const bool isUnknown = (said.contains("context"_L1) && (said.contains("does not exist"_L1) || said.contains("not found"_L1)))
        || said.contains("service destination not found"_L1);
    if (isUnknown && !engine.context.isEmpty()) {
        setProblem(engine, EngineState::Stopped, u"unknown-context"_s,
                   isPodman ? tr("There is no Podman connection named %1. `podman system connection list` lists them.").arg(engine.context)
                            : tr("There is no Docker context named %1. `docker context ls` lists them.").arg(engine.context));
    } else if (said.contains("permission denied"_L1) || said.contains("access is denied"_L1)) {
        const QString socket = QUrl(engine.endpoint).path();
        setProblem(engine, EngineState::NoPermission, u"no-permission"_s,
                   socket.isEmpty() || isPodman
                       ? tr("%1 is installed, but this account may not use it.").arg(engine.title())
                       : tr("Cannot open %1: this account is not allowed to use Docker. Let an administrator add it to the group "
                            "docker, then sign in again.").arg(socket));
    } else if (engine.remote) {
        setProblem(engine, EngineState::Stopped, u"unreachable"_s,
                   isPodman ? tr("Podman at %1 does not answer. Check the connection, or choose another one.").arg(engine.endpoint)
                            : tr("The Docker engine at %1 does not answer. Check the connection, or choose another context.").arg(engine.endpoint));
    } else if (isPodman && !engine.endpoint.isEmpty() && !qEnvironmentVariableIsEmpty("CONTAINER_HOST")) {
        setProblem(engine, EngineState::Stopped, u"not-running"_s,
                   tr("Podman's service at %1 (CONTAINER_HOST) does not answer. Start it there, or unset the variable.").arg(engine.endpoint));
    } else if (isPodman && said.contains("podman machine"_L1) && engine.contexts.isEmpty()) {
        // Its words are the same when a machine is stopped; every machine that was made is a connection.
        setProblem(engine, EngineState::Stopped, u"no-machine"_s,
                   tr("Podman is installed, but has no virtual machine yet. `podman machine init --now` makes one and downloads about 1 GB."));
    } else if (isPodman && (said.contains("podman machine"_L1) || said.contains("unable to connect"_L1) || said.contains("cannot connect"_L1))) {
        setProblem(engine, EngineState::Stopped, u"not-running"_s,
                   tr("Podman is installed, but its machine does not run. Start it with `podman machine start`."));
    } else if (isPodman) {
        setProblem(engine, EngineState::Stopped, u"broken"_s, tr("Podman is installed, but it cannot work: see what it says."));
    } else if (engine.endpoint.isEmpty()) {
        setProblem(engine, EngineState::Stopped, u"not-running"_s,
                   tr("Docker is installed, but it does not answer. Start Docker and try again."));
    } else {
        setProblem(engine, EngineState::Stopped, u"not-running"_s,
                   tr("Docker is installed, but it does not run (%1). Start it: Docker Desktop, or `sudo systemctl start docker`.")
                       .arg(engine.endpoint));
    }
}

/// The machine that runs containers may be smaller than the laptop.
void warnOfMemory(Engine &engine, qint64 bytes)
{
    if (bytes > 0 && bytes < smallMachine) {
        engine.warnings.append(engine.name == "podman"_L1
                ? tr("Podman's machine has %1 of memory; installing large distributions may be killed. `podman machine set --memory 4096` "
                     "gives it more while it is stopped.").arg(QLocale().formattedDataSize(bytes, 1))
                : tr("Docker's machine has %1 of memory; installing large distributions may be killed. Give it more in Docker's settings.")
                      .arg(QLocale().formattedDataSize(bytes, 1)));
    }
}

/// `docker context ls` and `podman system connection list` answer one object a line, or an array.
QList<EngineContext> contextsFrom(const Result<CommandOutput> &output, const QString &endpointKey, const QString &currentKey)
{
    QJsonArray found = json(output).array();
    if (found.isEmpty() && output) {
        for (const QByteArray &line : output->standardOutput.split('\n'))
            if (const QJsonObject object = QJsonDocument::fromJson(line).object(); !object.isEmpty())
                found.append(object);
    }
    QList<EngineContext> contexts;
    for (const QJsonValue &value : std::as_const(found)) {
        const QString name = value[u"Name"_s].toString().left(200);
        if (!name.isEmpty() && contexts.size() < 100)
            contexts.append({name, value[endpointKey].toString().left(500), value[currentKey].toBool()});
    }
    return contexts;
}

void takeContext(Engine &engine, QList<EngineContext> contexts)
{
    engine.contexts = std::move(contexts);
    for (const EngineContext &each : std::as_const(engine.contexts)) {
        if (engine.context.isEmpty() ? each.isCurrent : each.name == engine.context) {
            engine.context = each.name;
            engine.endpoint = each.endpoint;
            break;
        }
    }
    engine.remote = isRemote(engine.endpoint);
}

Engine dockerEngine(Engine engine, const Outputs &outputs)
{
    const auto &version = outputs[0];
    const QJsonObject server = json(version).object()[u"Server"_s].toObject();
    const QJsonObject info = json(outputs[3]).object();
    takeContext(engine, contextsFrom(outputs[2], u"DockerEndpoint"_s, u"Current"_s));
    engine.builder = dockerBuilder(engine.version, outputs[1] && outputs[1]->exitStatus == 0);
    if (engine.builder == Builder::Buildx) {
        // "github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3"; Docker's own packages write v0.13.1.
        static const QRegularExpression number(u" v?(\\d+\\.\\d+(?:\\.\\d+)?)"_s);
        const QString buildx = number.match(QString::fromUtf8(outputs[1]->standardOutput.left(200))).captured(1);
        engine.hasRawProgress = QVersionNumber::fromString(buildx) >= QVersionNumber(0, 13);
    }
    engine.platform = platformOf(server[u"Os"_s].toString(), server[u"Arch"_s].toString());
    engine.rootless = info[u"SecurityOptions"_s].toArray().contains(u"name=rootless"_s);
    const QString serverVersion = server[u"Version"_s].toString();
    if (serverVersion.isEmpty()) {
        engine.words = words(version);
        judge(engine);
        return engine;
    }
    engine.state = EngineState::Ready;
    engine.detail = engine.remote ? tr("Docker %1 answers at %2.").arg(serverVersion, engine.endpoint)
                                  : tr("Docker %1 answers.").arg(serverVersion);
    warnOfMemory(engine, info[u"MemTotal"_s].toInteger());
    return engine;
}

Engine podmanEngine(Engine engine, const Outputs &outputs)
{
    const QJsonObject host = json(outputs[0]).object()[u"host"_s].toObject();
    const bool isGiven = !engine.context.isEmpty();
    takeContext(engine, contextsFrom(outputs[1], u"URI"_s, u"Default"_s));
    if (const QString service = qEnvironmentVariable("CONTAINER_HOST"); !service.isEmpty() && !isGiven) {
        // It overrules the default connection, and `podman system connection list` does not know it.
        engine.context.clear();
        engine.endpoint = service.left(500);
        engine.remote = isRemote(engine.endpoint);
    }
    engine.builder = Builder::Buildah;
    engine.platform = platformOf(host[u"os"_s].toString(), host[u"arch"_s].toString());
    engine.rootless = host[u"security"_s][u"rootless"_s].toBool();
    if (host.isEmpty()) {
        engine.words = words(outputs[0]);
        judge(engine);
        return engine;
    }
    // Podman on Linux knows its connections without using them.
    const bool isService = host[u"serviceIsRemote"_s].toBool();
    engine.remote = engine.remote && isService;
    if (!isService && !isGiven) {
        engine.context.clear();
        engine.endpoint.clear();
    }
    engine.state = EngineState::Ready;
    engine.detail = engine.remote ? tr("Podman %1 answers at %2.").arg(engine.version, engine.endpoint)
                                  : tr("Podman %1 answers.").arg(engine.version);
    warnOfMemory(engine, host[u"memTotal"_s].toInteger());
    if (engine.rootless && host[u"cgroupVersion"_s].toString() == "v1"_L1) {
        engine.warnings.append(tr("Rootless Podman cannot limit memory with version 1 of control groups: what images and checks use is "
                                  "bounded by time alone."));
    }
    return engine;
}

/// What a program that was found is: it says its own name, for `docker` may be Podman in disguise.
Future<Engine> examine(CommandRunner &runner, const QString &program, const QString &context)
{
    Engine engine;
    engine.name = QFileInfo(program).fileName().contains("podman"_L1) ? u"podman"_s : u"docker"_s;
    engine.command = {program};
    engine.context = context;

    const Future<QList<Result<CommandOutput>>> first = allOf<CommandOutput>({ask(runner, engine, {u"--version"_s})}, &runner);
    return andThen(first, &runner, [&runner, engine](const Outputs &outputs) mutable {
        static const QRegularExpression pattern(u"^(docker|podman) version ([0-9][^\\s,]{0,40})"_s,
                                                QRegularExpression::CaseInsensitiveOption);
        const auto &output = outputs.first();
        const auto match = pattern.match(output ? QString::fromUtf8(output->standardOutput.left(200)) : QString());
        if (!match.hasMatch()) {
            engine.words = words(output);
            setProblem(engine, EngineState::Stopped, u"not-an-engine"_s,
                       tr("%1 does not answer as Docker or Podman does. Choose another program.").arg(engine.command.first()));
            return readyFuture<Engine>(engine);
        }
        engine.name = match.captured(1).toLower();
        engine.version = match.captured(2);
        const bool podman = engine.name == "podman"_L1;
        if (!engine.context.isEmpty())
            engine.command += {podman ? u"--connection"_s : u"--context"_s, engine.context};
        const QList<QStringList> questions = podman
            ? QList<QStringList>{{u"info"_s, u"--format"_s, u"json"_s}, {u"system"_s, u"connection"_s, u"list"_s, u"--format"_s, u"json"_s}}
            : QList<QStringList>{{u"version"_s, u"--format"_s, u"{{json .}}"_s}, {u"buildx"_s, u"version"_s},
                                 {u"context"_s, u"ls"_s, u"--format"_s, u"{{json .}}"_s}, {u"info"_s, u"--format"_s, u"{{json .}}"_s}};
        QList<Future<CommandOutput>> answers;
        for (const QStringList &question : questions)
            answers.append(ask(runner, engine, question));
        return andThen(allOf(answers, &runner), &runner, [engine, podman](const Outputs &answered) {
            return Result<Engine>(podman ? podmanEngine(engine, answered) : dockerEngine(engine, answered));
        });
    });
}

Engine absentEngine(const QString &name, const QStringList &folders)
{
    Engine engine;
    engine.name = name;
    engine.problem = u"not-installed"_s;
    engine.lookedIn = folders;
    engine.detail = tr("%1 was not found. Looked in: %2").arg(engine.title(), folders.join(u", "_s));
    return engine;
}

} // namespace

Future<QList<Engine>> findEngines(CommandRunner &runner, const EngineChoice &choice)
{
    const QStringList folders = programFolders();
    const bool isNamed = choice.engine == "docker"_L1 || choice.engine == "podman"_L1;
    QList<Future<Engine>> found;
    QStringList names{u"docker"_s, u"podman"_s};
    if (!choice.engine.isEmpty() && !isNamed) {
        const QFileInfo program(choice.engine);
        if (program.isFile() && program.isExecutable()) {
            found.append(examine(runner, program.absoluteFilePath(), choice.context));
        } else {
            Engine engine = absentEngine(program.fileName().contains("podman"_L1) ? u"podman"_s : u"docker"_s,
                                         {program.absolutePath()});
            engine.detail = tr("%1 is not a program. Choose the program docker or podman.").arg(choice.engine);
            found.append(readyFuture<Engine>(engine));
        }
    } else if (choice.engine == "podman"_L1) {
        names = {u"podman"_s, u"docker"_s};
    }
    // A context belongs to the chosen engine alone.
    QString context = choice.engine.isEmpty() || isNamed ? choice.context : QString();
    for (const QString &name : std::as_const(names)) {
        if (!choice.engine.isEmpty() && !found.isEmpty() && !choice.withOthers)
            break;
        const QString program = QStandardPaths::findExecutable(name, folders);
        found.append(program.isEmpty() ? readyFuture<Engine>(absentEngine(name, folders)) : examine(runner, program, context));
        context.clear();
    }
    const bool isChosen = !choice.engine.isEmpty();
    return andThen(allOf(found, &runner), &runner, [isChosen](const QList<Result<Engine>> &ends) {
        QList<Engine> engines;
        for (const Result<Engine> &end : ends) {
            const auto isSame = [&](const Engine &each) { return end->name == each.name && (end->command == each.command || isChosen); };
            if (end && std::none_of(engines.begin(), engines.end(), isSame))
                engines.append(*end);
        }
        // What was chosen stays in front, ready or not: another engine has other images.
        std::stable_sort(engines.begin() + (isChosen && !engines.isEmpty() ? 1 : 0), engines.end(), [](const Engine &a, const Engine &b) {
            const auto rank = [](const Engine &engine) {
                static constexpr EngineState order[]{EngineState::Ready, EngineState::NoPermission, EngineState::Stopped, EngineState::Absent};
                return std::find(std::begin(order), std::end(order), engine.state);
            };
            return rank(a) < rank(b);
        });
        return Result<QList<Engine>>(engines);
    });
}

} // namespace drydock
