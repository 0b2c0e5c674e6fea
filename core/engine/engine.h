// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/command.h"

#include <QJsonObject>
#include <QList>

namespace drydock {

enum class EngineState { Ready, Stopped, NoPermission, Absent };
/// Who executes `build`: BuildKit inside the engine's client, the buildx plugin, Docker's classic builder, or Buildah (Podman).
enum class Builder { BuildKit, Buildx, Classic, Buildah };

/// Where an engine's client can work: a Docker context or a Podman connection.
struct EngineContext {
    QString name;
    QString endpoint;
    bool isCurrent = false; ///< The client's own default.
};

/// A container engine reached through its command line.
struct Engine {
    QString name; ///< "docker" or "podman".
    QStringList command; ///< The prefix of every call: program, then options such as --context NAME. Empty when absent.
    QString version;
    EngineState state = EngineState::Absent;
    bool remote = false;
    bool rootless = false;
    QString context;
    QString endpoint; ///< "unix:///var/run/docker.sock", as far as the client says.
    QList<EngineContext> contexts; ///< What can be chosen in place of `context`, that one included.
    QString platform; ///< What the engine runs natively: "linux/amd64".
    Builder builder = Builder::Classic;
    bool hasRawProgress = false; ///< Its buildx tells programs how a build goes on (--progress=rawjson, from 0.13 on).
    /// Why it is not ready: "not-installed", "not-running", "no-machine", "unreachable", "unknown-context", "no-permission",
    /// "not-an-engine", "broken"; empty when ready.
    QString problem;
    QString detail; ///< One sentence for the state; where it was looked for when absent.
    QStringList warnings; ///< What limits an engine that is ready, one sentence each.
    QString words; ///< What the engine itself said when it is not ready, or empty.
    QStringList lookedIn;

    bool isReady() const { return state == EngineState::Ready; }
    QString title() const; ///< "Docker", "Podman".
    /// A call of this engine. PATH of the child holds programFolders(): the engine starts helpers and plugins through it.
    Command call(const QStringList &arguments) const;
};

struct EngineChoice {
    QString engine; ///< --engine: "docker", "podman" or a program's path; empty takes the first that is ready.
    QString context; ///< --context, of the chosen engine (Docker when none is); empty is the client's own.
    bool withOthers = false; ///< Looks at the other engines too, and lists them behind the chosen one.
};

/// What makes an engine ready.
struct Remedy {
    QStringList command; ///< Program and arguments; empty when there is nothing to run.
    bool startsByItself = false; ///< It needs no password and downloads nothing: a program may run it when the person says so.
};
/// @param system "linux", "macos" or "windows"
Remedy remedyFor(const Engine &engine, const QString &system);
Remedy remedyFor(const Engine &engine); ///< On this machine.

/// One sentence when none was chosen and another engine is used than a person would expect, else empty: Docker is installed and not
/// ready, and Podman, which has other images, stands in.
QString standInNotice(const QList<Engine> &engines, const EngineChoice &choice);

/// Where programs are looked for: PATH, then the folders that a program started from a desktop lacks.
/// @param system "linux", "macos" or "windows"
QStringList programFolders(const QString &system, const QString &path, const QString &home);
QStringList programFolders(); ///< Of this machine.

/// How the engine's client can build. @param version of the client; it brings BuildKit itself from 18.09 until 23.0.
Builder dockerBuilder(const QString &version, bool hasBuildx);

/// The engines of this machine: the chosen one first, else ready ones first; never empty: an absent engine says where it was looked for. Engines and
/// what they say are never trusted: a program that hangs or babbles is an engine that is not ready.
Future<QList<Engine>> findEngines(CommandRunner &runner, const EngineChoice &choice = {});

QJsonObject toJson(const Engine &engine);

} // namespace drydock
