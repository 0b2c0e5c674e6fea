// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/network/network.h"

#include <QJsonObject>

namespace drydock {

class PackageIndex;

/// One distribution that would be installed.
struct ResolvedDistribution {
    QString name;
    QString version;
    QStringList hashes; ///< "sha256:…"
    bool isWheel = true;
    qint64 downloadBytes = -1; ///< -1 is unknown.
    QString wantedBy; ///< The requirement or distribution that asks for it.
    bool isRequested = false; ///< Named by the person or an import, not only pulled in.
    QString url; ///< The address that was asked for (PEP 508 direct reference), of git with the commit; empty for what the index has.
    QString archive = {}; ///< On this computer, of what its git fetched; the hash is the archive's.
};

/// What installs exactly this: `name==version`, or `name @ url`.
QString requirementOf(const ResolvedDistribution &distribution);

/// What an installation on top of a base would do.
struct Resolution {
    QList<ResolvedDistribution> distributions; ///< Additions only: what the base has already is left out.
    QList<QString> sourceOnly; ///< Requirements that exist only as source archives.
    qint64 downloadBytes() const; ///< Sum of the known ones; -1 when none is known.
};

struct ResolveRequest {
    QStringList requirements; ///< PEP 508.
    QStringList constraints; ///< PEP 508 pins of what the base holds.
    QStringList bounds; ///< Constraints on what the base does not hold.
    QString pythonVersion; ///< "3.11"
    QString platform = QStringLiteral("linux/amd64");
    bool allowSource = false;
    bool oldPip = false; ///< The base installs with a pip before 20.3, which knows no wheels newer than manylinux2014.

    friend bool operator==(const ResolveRequest &, const ResolveRequest &) = default;
};

/// Pins of everything an interpreter has, as constraints (`name==version`), local and editable ones left out.
QStringList constraintsOf(const Interpreter &interpreter);

/// Who can answer, and how the index is reached.
struct Resolver {
    CommandRunner &runner;
    QString uv; ///< Program, or empty.
    Network network = {};
    PackageIndex *index = nullptr; ///< Null: newer releases that exist only as source archives go unnoticed.
    Engine engine = {}; ///< For what only a container may do …
    Image base = {}; ///< … of this image, when it was looked inside.
    QString git = {}; ///< Program of this computer, or empty …
    QString sources = {}; ///< … and the folder for what it fetches.

    bool hasContainer() const { return engine.isReady() && base.python(); }
};

/// Asks uv on this machine, binary-only: metadata and wheels are read, no code of a distribution runs. Where uv cannot, and for
/// source archives, whose code may run, pip in a confined container of the base with network. What the base cannot fetch from a git
/// repository, this computer's git does.
/// Errors: "uv-not-found", "resolution-conflict" (who wants what), "distribution-not-found", "release-not-found",
/// "release-yanked", "needs-source-archive" (also when only an older release has a wheel), "python-unfit" (a pin has wheels for
/// other Pythons, which the error's subject gives as a version specifier), "source-needs-base", "git-missing", those of fetchGitSource(),
/// "index-not-reached", "offline", "cancelled".
Future<Resolution> resolve(const Resolver &resolver, const ResolveRequest &request);

/// Whether the index has nothing for this Python that meets one of the requirements, whatever it is installed with.
bool isRefusal(const Error &error);

QJsonObject toJson(const Resolution &resolution);
Resolution resolutionFromJson(const QJsonObject &object);
/// What makes two questions the same: contents, requirements and all else of the request, as a short key.
QString keyOf(const ResolveRequest &request);

/// Where the pinned uv is: beside the program, in its libexec folder, then on PATH. Empty when nowhere.
QString findUv(const QString &programFolder, const QStringList &folders);

} // namespace drydock
