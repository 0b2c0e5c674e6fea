// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>
#include <QVersionNumber>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString thisSystem()
{
#if defined(Q_OS_WIN)
    return u"windows"_s;
#elif defined(Q_OS_MACOS)
    return u"macos"_s;
#else
    return u"linux"_s;
#endif
}

QString stateName(EngineState state)
{
    switch (state) {
    case EngineState::Ready:
        return u"ready"_s;
    case EngineState::Stopped:
        return u"stopped"_s;
    case EngineState::NoPermission:
        return u"no-permission"_s;
    case EngineState::Absent:
        break;
    }
    return u"absent"_s;
}

QString builderName(Builder builder)
{
    switch (builder) {
    case Builder::BuildKit:
        return u"buildkit"_s;
    case Builder::Buildx:
        return u"buildx"_s;
    case Builder::Buildah:
        return u"buildah"_s;
    case Builder::Classic:
        break;
    }
    return u"classic"_s;
}

/// Docker's clients on a laptop stand for engines of several makers; the context or the socket tells which.
Remedy startDocker(const Engine &engine, const QString &system)
{
    const QString place = engine.context + u' ' + engine.endpoint;
    if (place.contains("colima"_L1))
        return {{u"colima"_s, u"start"_s}, true};
    if (system == "macos"_L1) {
        const QString application = place.contains("orbstack"_L1) ? u"OrbStack"_s
            : place.contains("rancher"_L1) || place.contains("/.rd/"_L1) ? u"Rancher Desktop"_s : u"Docker"_s;
        return {{u"open"_s, u"-a"_s, application}, true};
    }
    if (system == "windows"_L1)
        return {{u"C:/Program Files/Docker/Docker/Docker Desktop.exe"_s}, true};
    if (place.contains("desktop"_L1))
        return {{u"systemctl"_s, u"--user"_s, u"start"_s, u"docker-desktop"_s}, true};
    if (place.contains("/run/user/"_L1))
        return {{u"systemctl"_s, u"--user"_s, u"start"_s, u"docker"_s}, true};
    return {{u"sudo"_s, u"systemctl"_s, u"start"_s, u"docker"_s}, false};
}

} // namespace

Remedy remedyFor(const Engine &engine, const QString &system)
{
    const bool isPodman = engine.name == "podman"_L1;
    if (engine.problem == "no-machine"_L1)
        return {{u"podman"_s, u"machine"_s, u"init"_s, u"--now"_s}, false};
    if (engine.problem == "not-running"_L1 && isPodman) {
        return system == "linux"_L1 ? Remedy{{u"systemctl"_s, u"--user"_s, u"start"_s, u"podman.socket"_s}, true}
                                    : Remedy{{u"podman"_s, u"machine"_s, u"start"_s}, true};
    }
    if (engine.problem == "not-running"_L1)
        return startDocker(engine, system);
    if (engine.problem == "no-permission"_L1 && !isPodman && system == "linux"_L1)
        return {{u"sudo"_s, u"usermod"_s, u"-aG"_s, u"docker"_s, u"$USER"_s}, false};
    return {};
}

Remedy remedyFor(const Engine &engine)
{
    return remedyFor(engine, thisSystem());
}

QString standInNotice(const QList<Engine> &engines, const EngineChoice &choice)
{
    if (!choice.engine.isEmpty() || engines.isEmpty() || engines.first().name != "podman"_L1 || !engines.first().isReady())
        return {};
    for (const Engine &engine : engines) {
        if (engine.name == "docker"_L1 && engine.state == EngineState::Stopped)
            return QCoreApplication::translate("Engine", "Docker is installed, but not running: Podman is used, which has images of its own.");
        if (engine.name == "docker"_L1 && engine.state == EngineState::NoPermission)
            return QCoreApplication::translate("Engine", "Docker may not be used by this account: Podman is used, which has images of its own.");
    }
    return {};
}

QString Engine::title() const
{
    return name == "podman"_L1 ? u"Podman"_s : u"Docker"_s;
}

Command Engine::call(const QStringList &arguments) const
{
    Command call;
    call.program = command.value(0);
    call.arguments = command.mid(1) + arguments;
    call.environment = {{u"PATH"_s, programFolders().join(QDir::listSeparator())}};
    return call;
}

QStringList programFolders(const QString &system, const QString &path, const QString &home)
{
    const bool windows = system == "windows"_L1;
    QStringList folders = path.split(windows ? u';' : u':', Qt::SkipEmptyParts);
    if (windows) {
        folders += {u"C:/Program Files/Docker/Docker/resources/bin"_s, u"C:/Program Files/RedHat/Podman"_s,
                    home + u"/AppData/Local/Programs/Podman"_s, home + u"/.docker/bin"_s};
    } else if (system == "macos"_L1) {
        folders += {u"/usr/local/bin"_s, u"/opt/homebrew/bin"_s, u"/opt/podman/bin"_s, home + u"/.docker/bin"_s,
                    u"/Applications/Docker.app/Contents/Resources/bin"_s, home + u"/.orbstack/bin"_s, home + u"/.rd/bin"_s,
                    u"/opt/local/bin"_s, u"/usr/bin"_s, u"/bin"_s};
    } else {
        folders += {u"/usr/local/bin"_s, u"/usr/bin"_s, u"/bin"_s, u"/snap/bin"_s, home + u"/.local/bin"_s, home + u"/bin"_s,
                    home + u"/.docker/bin"_s, u"/opt/docker-desktop/bin"_s, home + u"/.rd/bin"_s};
    }
    // A relative folder would mean another program in every working directory.
    static const QRegularExpression windowsAbsolute(u"\\A([A-Za-z]:[/\\\\]|\\\\\\\\)"_s);
    folders.removeIf([windows](const QString &folder) {
        return windows ? !windowsAbsolute.match(folder).hasMatch() : !folder.startsWith(u'/');
    });
    folders.removeDuplicates();
    return folders;
}

QStringList programFolders()
{
    return programFolders(thisSystem(), qEnvironmentVariable("PATH"), QDir::homePath());
}

Builder dockerBuilder(const QString &version, bool hasBuildx)
{
    if (hasBuildx)
        return Builder::Buildx;
    const QVersionNumber number = QVersionNumber::fromString(version);
    return number >= QVersionNumber(18, 9) && number < QVersionNumber(23) ? Builder::BuildKit : Builder::Classic;
}

QJsonObject toJson(const Engine &engine)
{
    QJsonArray contexts;
    for (const EngineContext &context : engine.contexts)
        contexts.append(QJsonObject{{u"name"_s, context.name}, {u"endpoint"_s, context.endpoint}, {u"current"_s, context.isCurrent}});
    return {
        {u"name"_s, engine.name},
        {u"command"_s, QJsonArray::fromStringList(engine.command)},
        {u"version"_s, engine.version},
        {u"state"_s, stateName(engine.state)},
        {u"remote"_s, engine.remote},
        {u"rootless"_s, engine.rootless},
        {u"context"_s, engine.context},
        {u"endpoint"_s, engine.endpoint},
        {u"contexts"_s, contexts},
        {u"platform"_s, engine.platform},
        {u"builder"_s, builderName(engine.builder)},
        {u"problem"_s, engine.problem.isEmpty() ? QJsonValue() : QJsonValue(engine.problem)},
        {u"detail"_s, engine.detail},
        {u"warnings"_s, QJsonArray::fromStringList(engine.warnings)},
        {u"remedy"_s, QJsonArray::fromStringList(remedyFor(engine).command)},
        {u"words"_s, engine.words},
        {u"looked_in"_s, QJsonArray::fromStringList(engine.lookedIn)},
    };
}

} // namespace drydock
