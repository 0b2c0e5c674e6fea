// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"
#include "core/python/distribution.h"

#include <QDateTime>
#include <QMap>

#include <optional>

namespace drydock {

/// What was read inside an image. Contents never change, so this is cached by image id for ever.
struct ImageContents {
    QList<Interpreter> interpreters;
    std::optional<bool> honoursExtraPipPackages; ///< Whether the entrypoint installs $EXTRA_PIP_PACKAGES; unset when unknown.
    bool hasGit = false;
    bool hasCompiler = false;
    QString uv; ///< Version of uv inside, or empty.
    QString pip; ///< Version of the default interpreter's pip, or empty.
    std::optional<Error> error; ///< Why the contents could not be read: "image-without-python", "image-python-too-old", …

    const Interpreter *defaultInterpreter() const; ///< Null when there is none.
};

/// An image at hand: what the engine says of it, and its contents once it was looked inside.
struct Image {
    QString reference; ///< Familiar form; the id where it has no tag.
    QString id; ///< "sha256:…", the cache key together with the engine.
    QString digest;
    QString platform; ///< "linux/amd64".
    qint64 size = 0; ///< Bytes.
    QDateTime created;
    QString source = QStringLiteral("engine"); ///< "engine", "archive", "registry", "expected".
    QStringList entrypoint;
    QStringList command;
    QString user; ///< Empty is root.
    QString workingDirectory;
    QMap<QString, QString> environment;
    QMap<QString, QString> labels;
    std::optional<ImageContents> contents; ///< Unset: not looked inside yet.

    bool builtHere() const; ///< Carries Drydock's label.
    /// The interpreter that `python` means there; null where nothing was read, there is none, or Prefect cannot run on it.
    const Interpreter *python() const;
    QString prefect() const; ///< Version of Prefect inside, or empty.
};

/// The label by which images built by Drydock are known; its value is the plan's strategy.
inline constexpr char builtHereLabel[] = "page.drydock.strategy";

/// All tagged images of an engine with their configuration (`image ls`, `image inspect`); likeliest for Prefect first.
Future<QList<Image>> listImages(CommandRunner &runner, const Engine &engine);
/// One image. Error "image-not-found".
Future<Image> findImage(CommandRunner &runner, const Engine &engine, const QString &reference);

/// Looks inside: starts the image once, confined (no network, read-only, no capabilities, bounded memory, processes, time
/// and output), with its entrypoint replaced by the probe. An image without Python is contents with an error; an engine or
/// image that does not answer is an Error: "engine-not-ready", "engine-failed", "image-not-found", "image-timed-out",
/// "cancelled".
Future<ImageContents> probeImage(CommandRunner &runner, const Engine &engine, const Image &image);

/// Why nothing in an image began to answer: "image-not-found", "engine-failed".
/// @param words what the engine said
Error notStartedError(const Engine &engine, const Image &image, const QString &words);

/// The arguments that confine a container: every run of an image except building and running the flow uses them.
QStringList confinement();
/// A confined run of a program in an image, in place of its entrypoint, with standard input open. The container is removed
/// even when the engine's client has to be ended.
/// @param options more options of `run`, such as --env
Command confinedRun(const Engine &engine, const QString &image, const QString &program, const QStringList &arguments,
                    const QStringList &options = {});

/// Contents as a cache keeps them: read back ten times faster than JSON.
QByteArray toBytes(const ImageContents &contents);
std::optional<ImageContents> imageContentsFromBytes(const QByteArray &bytes); ///< Nothing when they are damaged.

QJsonObject toJson(const Image &image);
QJsonObject toJson(const ImageContents &contents);
ImageContents imageContentsFromJson(const QJsonObject &object);

} // namespace drydock
