// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"
#include "core/resolve/resolve.h"

namespace drydock {

/// The five strategies, in the guide's order.
enum class Strategy { DefaultImage, RuntimeInstall, ExtendImage, ScratchImage, DockerStorage };
inline constexpr Strategy allStrategies[]{Strategy::DefaultImage, Strategy::RuntimeInstall, Strategy::ExtendImage,
                                          Strategy::ScratchImage, Strategy::DockerStorage};

QString strategyId(Strategy strategy); ///< "extend-image"
std::optional<Strategy> strategyFromId(const QString &id);
QString strategyName(Strategy strategy); ///< "Extend a Prefect image"
bool buildsImage(Strategy strategy);

struct Cost {
    qint64 downloadBytes = -1; ///< -1 is unknown.
    qint64 installedBytes = -1;
    double buildSeconds = -1;
    double secondsPerRun = 0;
    bool measured = false; ///< False: an estimate.
};

struct StrategyAdvice {
    Strategy strategy = Strategy::DefaultImage;
    bool applicable = false;
    QStringList reasons; ///< Why, or why not when it is not applicable; best first.
    QStringList warnings;
    Cost cost;
};

/// Everything the advisor judges from; nothing is asked and nothing is read while judging.
struct Situation {
    QList<FlowScript> scripts;
    Coverage coverage;
    QString runsOn; ///< "docker", "kubernetes", "ecs", "vertex", "cloud-run", "aci", "process", "managed", or empty: as the script says.
    std::optional<Resolution> resolution; ///< Of what the base lacks, when it was asked.
    QString base; ///< Reference of the image the additions would go on, or empty.
    double secondsOfPastBuild = -1; ///< From the history of this script's builds, or -1.
};

struct Advice {
    Strategy recommended = Strategy::ExtendImage;
    QList<StrategyAdvice> strategies; ///< All five, the recommended one first.
    QString base; ///< What extend-image and runtime-install stand on.
    QString coveringImage; ///< What default-image uses; empty when no image at hand covers everything.
    QString scratchBase; ///< What scratch-image stands on.
    /// What scratch-image holds Prefect's own dependencies to (PEP 508): the versions of a Prefect image at hand, else limits
    /// beyond which its last release is known to break.
    QStringList prefectBounds;
    QStringList requirements; ///< What has to be added to the base (PEP 508).
    QStringList localModules; ///< Names of local modules that the image has to hold.

    const StrategyAdvice &of(Strategy strategy) const;
};

/// A pure function: the guide's recommendations (see the table in advice.cpp) on evidence.
Advice advise(const Situation &situation);

/// Where the flow runs by its own words (run configuration, work pool), or "docker".
QString runsOnOf(const FlowScript &script);

/// The answer of `drydock-cli advise --json`.
QJsonObject toJson(const Advice &advice, const QList<FlowScript> &scripts);

} // namespace drydock
