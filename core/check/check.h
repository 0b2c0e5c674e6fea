// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/proposal.h"
#include "core/network/network.h"
#include "core/plan/plan.h"

#include <chrono>

namespace drydock {

enum class CheckStatus { Passed, Failed, Skipped };

struct Check
{
    QString id; ///< "prefect-on-path", "import:numpy", "flow-loads:etl" (product.md's list).
    QString sentence; ///< "numpy imports", "xgboost does not import".
    CheckStatus status = CheckStatus::Skipped;
    double seconds = 0;
    QString detail; ///< The exception's last line, the version found, or why it was skipped.
    qint64 downloadBytes = -1; ///< Of runtime-install: what came over the network; -1 is unknown.
    std::optional<Proposal> proposal = {}; ///< Of a failed check: what would mend it.
};

struct CheckReport
{
    QString image;
    QList<Check> checks;
    QString log; ///< What the programs inside said.
    bool passed() const; ///< At least one check ran, none failed, and where flows were to be run, one was.
    const Check *runThatWasSkipped() const; ///< Where flows were to be run and none was: the first of them; else null.
    int count(CheckStatus status) const;
};

/// What to check in an image: from a plan, or from scripts alone.
struct CheckRequest
{
    QString image;
    QList<BuildPlan::Script> scripts;
    QStringList imports; ///< Required modules.
    QList<LocalModule> localModules; ///< That the image has to hold.
    QString pythonVersion; ///< Empty: not checked.
    QString prefectVersion; ///< Empty: any of the script's generation.
    QString platform;
    QString runsOn; ///< "docker", "vertex", …; empty: unknown.
    QString flowFolder; ///< Where the image has to hold the scripts, or empty.
    /// Of the run. With EXTRA_PIP_PACKAGES the image is started as it will be: by its own entrypoint, with a network.
    QMap<QString, QString> environment;
    QList<ResolvedDistribution> runtimeInstalls; ///< What EXTRA_PIP_PACKAGES brings, pinned.
    bool runFlow = false;
    QString flow; ///< Only this one; empty is all.
    QMap<QString, QJsonValue> parameters;
    bool network = false; ///< The flow's run may use the network.
    std::chrono::seconds timeout{600};

    bool installsAtStart() const { return environment.contains(QStringLiteral("EXTRA_PIP_PACKAGES")); }
};

/// What a plan promises: of the image it builds, or of its base where it builds none.
CheckRequest checkRequest(const BuildPlan &plan);
/// What the scripts need of any image.
CheckRequest checkRequest(const QList<FlowScript> &scripts, const Image &image);

/// Runs the checks in one container, each in a process of its own. It is confined and without network, and the scripts
/// enter as a tar on standard input; only where something is installed at the start it is the image's entrypoint that
/// runs, with a network, and what of `network` it needs is lent to it. Nothing is left behind. Errors:
/// "engine-not-ready", "flow-not-found", "image-not-found", "script-not-readable", "check-broke-off", "offline", those
/// of CommandRunner. A failed check is an answer, not an error.
Future<CheckReport> runChecks(CommandRunner &runner, const Engine &engine, const Network &network,
                              const CheckRequest &request);

/// The answer of `drydock-cli check --json`.
QJsonObject toJson(const CheckReport &report);
/// The same as JUnit's XML, for programs that collect test results. The log is its system-out.
QByteArray toJUnit(const CheckReport &report);
/// The other way, for the history; the log is not part of it, and a status that is no word of ours reads as skipped.
CheckReport checkReportFromJson(const QJsonObject &object);

} // namespace drydock
