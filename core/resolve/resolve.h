// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/command.h"
#include "core/network/network.h"
#include "core/python/distribution.h"

#include <QJsonObject>

namespace drydock {

/// One distribution that would be installed.
struct ResolvedDistribution {
    QString name;
    QString version;
    QStringList hashes; ///< "sha256:…"
    bool isWheel = true;
    qint64 downloadBytes = -1; ///< -1 is unknown.
    QString wantedBy; ///< The requirement or distribution that asks for it.
    bool isRequested = false; ///< Named by the person or an import, not only pulled in.
};

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

/// Asks uv on this machine, binary-only: metadata and wheels are read, no code of a distribution runs.
/// Errors: "uv-not-found", "resolution-conflict" (who wants what), "distribution-not-found", "needs-source-archive",
/// "index-not-reached", "offline", "cancelled".
Future<Resolution> resolve(CommandRunner &runner, const QString &uv, const Network &network, const ResolveRequest &request);

/// Where the pinned uv is: beside the program, in its libexec folder, then on PATH. Empty when nowhere.
QString findUv(const QString &programFolder, const QStringList &folders);

} // namespace drydock
