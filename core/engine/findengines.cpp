// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

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

/// Why an engine that is installed is not ready.
void judge(Engine &engine, const QString &endpoint)
{
    const QString said = engine.words.toLower();
    if (said.contains("context"_L1) && (said.contains("does not exist"_L1) || said.contains("not found"_L1))
        && !engine.context.isEmpty()) {
        engine.state = EngineState::Stopped;
        engine.detail = tr("There is no Docker context named %1. `docker context ls` lists them.").arg(engine.context);
        return;
    }
    if (said.contains("service destination not found"_L1)) {
        engine.state = EngineState::Stopped;
        engine.detail = tr("There is no Podman connection named %1. `podman system connection list` lists them.").arg(engine.context);
        return;
    }
    if (said.contains("permission denied"_L1) || said.contains("access is denied"_L1)) {
        engine.state = EngineState::NoPermission;
        const QString socket = QUrl(endpoint).path();
        engine.detail = socket.isEmpty() || engine.name == "podman"_L1
            ? tr("%1 is installed, but this account may not use it.").arg(engine.title())
            : tr("Cannot open %1: this account is not allowed to use Docker. Let an administrator add it to the group docker, "
                 "then sign in again.").arg(socket);
        return;
    }
    engine.state = EngineState::Stopped;
    if (engine.name == "podman"_L1) {
        engine.detail = said.contains("podman machine"_L1) || said.contains("unable to connect"_L1)
            ? tr("Podman is installed, but its machine does not run. Start it with `podman machine start`.")
            : tr("Podman is installed, but it cannot work: see what it says.");
    } else if (endpoint.isEmpty()) {
        engine.detail = tr("Docker is installed, but it does not answer. Start Docker and try again.");
    } else if (engine.remote) {
        engine.detail = tr("The Docker engine at %1 does not answer. Check the connection, or choose another context.").arg(endpoint);
    } else {
        engine.detail = tr("Docker is installed, but it does not run (%1). Start it: Docker Desktop, or `sudo systemctl start docker`.")
                            .arg(endpoint);
    }
}

Engine dockerEngine(Engine engine, const Outputs &outputs)
{
    const auto &version = outputs[0];
    const auto &buildx = outputs[1];
    const QJsonObject answer = json(version).object();
    const QJsonObject server = answer[u"Server"_s].toObject();
    const QJsonArray contexts = json(outputs[2]).array();
    const QJsonObject context = contexts.isEmpty() ? QJsonObject() : contexts.first().toObject();
    const QString endpoint = context[u"Endpoints"_s][u"docker"_s][u"Host"_s].toString();

    if (engine.context.isEmpty())
        engine.context = context[u"Name"_s].toString();
    engine.remote = isRemote(endpoint);
    engine.builder = dockerBuilder(engine.version, buildx && buildx->exitStatus == 0);
    engine.platform = platformOf(server[u"Os"_s].toString(), server[u"Arch"_s].toString());
    const QString serverVersion = server[u"Version"_s].toString();
    if (serverVersion.isEmpty()) {
        engine.words = words(version);
        judge(engine, endpoint);
        return engine;
    }
    engine.state = EngineState::Ready;
    engine.detail = engine.remote ? tr("Docker %1 answers at %2.").arg(serverVersion, endpoint)
                                  : tr("Docker %1 answers.").arg(serverVersion);
    return engine;
}

Engine podmanEngine(Engine engine, const Outputs &outputs)
{
    const QJsonObject answer = json(outputs[0]).object();
    const QJsonObject host = answer[u"host"_s].toObject();
    QString endpoint;
    for (const QJsonValue &value : json(outputs[1]).array()) {
        if (engine.context.isEmpty() ? value[u"Default"_s].toBool() : value[u"Name"_s].toString() == engine.context)
            endpoint = value[u"URI"_s].toString();
    }
    engine.builder = Builder::Buildah;
    engine.platform = platformOf(host[u"os"_s].toString(), host[u"arch"_s].toString());
    if (host.isEmpty()) {
        engine.words = words(outputs[0]);
        judge(engine, endpoint);
        return engine;
    }
    engine.remote = host[u"serviceIsRemote"_s].toBool() && isRemote(endpoint);
    engine.state = EngineState::Ready;
    engine.detail = engine.remote ? tr("Podman %1 answers at %2.").arg(engine.version, endpoint)
                                  : tr("Podman %1 answers.").arg(engine.version);
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
            engine.state = EngineState::Stopped;
            engine.words = words(output);
            engine.detail = tr("%1 does not answer as Docker or Podman does. Choose another program.").arg(engine.command.first());
            return readyFuture<Engine>(engine);
        }
        engine.name = match.captured(1).toLower();
        engine.version = match.captured(2);
        const bool podman = engine.name == "podman"_L1;
        if (!engine.context.isEmpty())
            engine.command += {podman ? u"--connection"_s : u"--context"_s, engine.context};
        const QList<QStringList> questions = podman
            ? QList<QStringList>{{u"info"_s, u"--format"_s, u"json"_s}, {u"system"_s, u"connection"_s, u"list"_s, u"--format"_s, u"json"_s}}
            : QList<QStringList>{{u"version"_s, u"--format"_s, u"{{json .}}"_s}, {u"buildx"_s, u"version"_s}, {u"context"_s, u"inspect"_s}};
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
    engine.lookedIn = folders;
    engine.detail = tr("%1 was not found. Looked in: %2").arg(engine.title(), folders.join(u", "_s));
    return engine;
}

} // namespace

Future<QList<Engine>> findEngines(CommandRunner &runner, const EngineChoice &choice)
{
    const QStringList folders = programFolders();
    QList<Future<Engine>> found;
    QStringList names{u"docker"_s, u"podman"_s};
    if (names.contains(choice.engine)) {
        names = {choice.engine};
    } else if (!choice.engine.isEmpty()) {
        names.clear();
        const QFileInfo program(choice.engine);
        if (program.isFile() && program.isExecutable()) {
            found.append(examine(runner, program.absoluteFilePath(), choice.context));
        } else {
            Engine engine = absentEngine(program.fileName().contains("podman"_L1) ? u"podman"_s : u"docker"_s,
                                         {program.absolutePath()});
            engine.detail = tr("%1 is not a program. Choose the program docker or podman.").arg(choice.engine);
            found.append(readyFuture<Engine>(engine));
        }
    }
    for (const QString &name : std::as_const(names)) {
        const QString program = QStandardPaths::findExecutable(name, folders);
        found.append(program.isEmpty() ? readyFuture<Engine>(absentEngine(name, folders))
                                       : examine(runner, program, choice.context));
    }
    return andThen(allOf(found, &runner), &runner, [](const QList<Result<Engine>> &ends) {
        QList<Engine> engines;
        for (const Result<Engine> &end : ends) {
            if (end)
                engines.append(*end);
        }
        std::stable_sort(engines.begin(), engines.end(), [](const Engine &a, const Engine &b) {
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
