// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/advice.h"

namespace drydock {

/// What the person chose.
struct PlanChoices {
    Strategy strategy = Strategy::ExtendImage;
    QString base; ///< Reference, or empty for the advice's.
    QString tag; ///< Reference of the result, or empty for one made from the flow's name and the day.
    QString platform = QStringLiteral("linux/amd64");
    QString runsOn;
    QMap<QString, QString> buildArguments;
    QMap<QString, QString> labels;
    QStringList requirements; ///< Overrules what the advice would add, when not empty.
    QStringList systemPackages; ///< Debian packages (--system-package).
    bool allowSource = false;
    bool pinsToEnvironment = false; ///< Installs the versions of the person's own environment.
    QString planBefore; ///< Folder of the plan whose layers are kept; empty: the last one of the document.
    bool fold = false; ///< Make one layer of all additions, instead of keeping those of the plan before.
};

/// What a plan of these choices installs on its base (PEP 508): the choices' own requirements, else what the advice adds; on a
/// base without Prefect also Prefect of the scripts' generation with the extras that their storage and run configuration need.
QStringList requirementsOf(const PlanChoices &choices, const Advice &advice, const QList<FlowScript> &scripts);

/// Limits on what is installed besides (PEP 508): the versions of the person's environment if that is chosen, else of the lock
/// files; on a base without Prefect also what Prefect's releases did not write down.
QStringList boundsOf(const PlanChoices &choices, const Advice &advice, const QList<FlowScript> &scripts);

/// A file that the plan writes into its folder; paths are relative to it.
struct PlanFile {
    QString path;
    QByteArray content;
};

/// Keyword arguments of a call in the script: name and source text.
using SourceArguments = QMap<QString, QString>;

/// How the script deploys a flow today (2.x, 3.x), so that the lines to paste change nothing but the image.
struct PlannedDeployment {
    QString source; ///< "deploy", "serve", "from_source", "build_from_flow" or "prefect.yaml".
    int line = 0;
    QString subject; ///< Source text of what is deployed: `etl`, `flow.from_source(…)`.
    QString name; ///< Source text, or empty when none is given.
    QString workPool; ///< Likewise.
    QString infrastructure = {}; ///< Class of the infrastructure block, or empty.
    SourceArguments jobVariables = {};
    SourceArguments arguments = {}; ///< All others.
    QStringList namesAround = {}; ///< Names in these texts that exist only where the deployment stands.
};

/// A flow with what the lines to paste and the checks need of it.
struct PlannedFlow {
    QString name; ///< As Prefect names it.
    QString function; ///< The Python name.
    QString storage = {}; ///< 1.x storage class, or empty.
    QString runConfig = {}; ///< 1.x run configuration class, or empty.
    SourceArguments runConfigArguments = {}; ///< Without its image and environment.
    SourceArguments environment = {}; ///< Of the run configuration; what is unpacked into it stands under "**".
    QList<PlannedDeployment> deployments = {};
    SourceArguments leftOut = {}; ///< Of the run configuration: what means nothing where the flow is made.
    int runConfigLine = 0;
};

/// What one layer of an image adds to the ones below.
struct PlanLayer {
    QStringList systemPackages; ///< Debian packages.
    QList<ResolvedDistribution> distributions; ///< Name, version and hashes.
};

/// The single hand-over from deciding to doing: build, check and deliver read nothing else.
struct BuildPlan {
    Strategy strategy = Strategy::ExtendImage;
    QString base; ///< As the engine knows it.
    bool baseIsLocal = false; ///< No registry is known to have the base: it was built on this machine.
    QString tag; ///< Empty when nothing is built.
    QString platform;
    QString runsOn;
    struct Script {
        QString path;
        QString sha256;
        int generation = 0; ///< Prefect's, in the plan's image.
        QList<PlannedFlow> flows;
    };
    QList<Script> scripts;
    QList<ResolvedDistribution> requirements; ///< Pinned; in requirements.txt with hashes where known.
    QStringList requested; ///< What of it was asked for (PEP 508).
    QStringList systemPackages; ///< Debian packages.
    QList<PlanLayer> additions; ///< The same in layers, the newest last.
    QStringList constraints; ///< Of the base.
    QList<LocalModule> localModules; ///< Copied to local/ in the folder.
    QStringList imports; ///< Modules that the checks import, required ones.
    QString pythonVersion; ///< Of the base: "3.11".
    QString prefectVersion; ///< That the image must have.
    QMap<QString, QString> environment; ///< For the run configuration or the work pool, e.g. EXTRA_PIP_PACKAGES.
    QMap<QString, QString> buildArguments;
    QMap<QString, QString> labels;
    QStringList layers; ///< The instructions of the Dockerfile, in order.
    QStringList command; ///< Of the build, engine prefix included, `.` as context; empty when nothing is built.
    QString lines; ///< To paste into the flow; filled by deliver, written as lines.py.
    QStringList reasons;
    QStringList warnings; ///< What speaks against it, the reasons why advise calls it impossible first.
    QList<PlanFile> files; ///< Dockerfile, requirements.txt, constraints.txt, .dockerignore, local/…; not plan.json and lines.py.
    bool usesBuildKit = false; ///< The Dockerfile has RUN --mount.
    QString flowFolder; ///< Where the image holds the scripts (docker-storage), or empty.

    QByteArray file(const QString &path) const; ///< Empty when there is none.
};

struct PlanRequest {
    QList<FlowScript> scripts;
    Advice advice;
    PlanChoices choices;
    Resolution resolution; ///< Of the requirements on the chosen base.
    Image base; ///< With contents.
    Engine engine; ///< Decides the form of the Dockerfile and the command.
    std::optional<BuildPlan> before = {}; ///< The last plan of this image, whose layers are kept.
    Network network; ///< Certificates and index are passed as secrets when there are any; nothing of them is written.
};

/// What a plan or a check keeps of a script that is meant to run in an image.
BuildPlan::Script plannedScript(const FlowScript &script, const Image &image);

/// The choices that led to a plan, for making it again with a change.
PlanChoices choicesOf(const BuildPlan &plan);

/// Pure: reads nothing but the files of local modules and own wheels.
/// Errors: "image-reference-invalid", "base-unknown", "local-module-unreadable", "wheel-unreadable", "wheel-invalid",
/// "wheel-not-reachable" (no run could install it), "address-with-password".
Result<BuildPlan> makePlan(const PlanRequest &request);

/// Writes all files and plan.json. A folder that is not empty and holds no plan.json of ours is refused ("folder-not-empty").
Result<void> writePlan(const BuildPlan &plan, const QString &folder);
/// Errors: "plan-not-found", "plan-invalid".
Result<BuildPlan> readPlan(const QString &folder);

/// A shell-safe value of EXTRA_PIP_PACKAGES: the entrypoint splits it without quotes, so requirements hold no spaces.
QString extraPipPackages(const QStringList &requirements);

/// A name for the result: repository from the flow's name, of several scripts from their folder's, tag from the day.
/// @param scripts at least one
QString suggestedTag(const QList<FlowScript> &scripts, const QDate &day);

QJsonObject toJson(const BuildPlan &plan);

} // namespace drydock
