// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"
#include "core/resolve/question.h"

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
    double secondsPerRun = 0; ///< In addition, at each start of the flow; -1 is unknown.
    bool measured = false; ///< The time is that of a build of the same; false: an estimate …
    int fromBuilds = 0; ///< … that rests on this many builds of this machine.
};

/// A build of this machine that succeeded.
struct PastBuild {
    Strategy strategy = Strategy::ExtendImage;
    bool isOfThisScript = false;
    qint64 bytes = -1; ///< Downloaded for it, -1 when unknown.
    qsizetype distributions = 0;
    double seconds = 0;

    friend bool operator==(const PastBuild &, const PastBuild &) = default;
};

struct StrategyAdvice {
    Strategy strategy = Strategy::DefaultImage;
    bool applicable = false;
    QStringList reasons; ///< Why, or why not when it is not applicable; best first.
    QStringList warnings;
    QStringList rules; ///< Ids of the rules that held, in the table's order (core/strategy/rules.cpp).
    Cost cost;
};

/// Everything the advisor judges from; nothing is asked and nothing is read while judging.
struct Situation {
    QList<FlowScript> scripts;
    Coverage coverage;
    QString runsOn; ///< "docker", "kubernetes", "ecs", "vertex", "cloud-run", "aci", "process", "managed", or empty: as the script says.
    std::optional<Resolution> resolution; ///< Of what the base lacks, when it was asked …
    std::optional<Error> resolutionError; ///< … or why there is none.
    QString base; ///< The image at hand that a person chose to stand on; empty: the best one.
    QString pythonBecause; ///< Why the scripts want another Python than the best base has, where a pin of theirs does; or empty.
    QString platform = QStringLiteral("linux/amd64"); ///< What the cluster runs.
    QList<PastBuild> pastBuilds; ///< Newest first.
};

struct Advice {
    Strategy recommended = Strategy::ExtendImage;
    QList<StrategyAdvice> strategies; ///< All five, the recommended one first.
    QString base; ///< What extend-image and runtime-install stand on.
    QString coveringImage; ///< What default-image uses; empty when none is known to cover everything.
    QString scratchBase; ///< What scratch-image stands on.
    /// What scratch-image holds Prefect's own dependencies to (PEP 508): the versions of a Prefect image at hand, else limits
    /// beyond which its last release is known to break.
    QStringList prefectBounds;
    QStringList requirements; ///< What has to be added to the base (PEP 508).
    QStringList localModules; ///< Names of local modules that the image has to hold.

    const StrategyAdvice &of(Strategy strategy) const;
    QString standsOn() const { return standsOn(recommended); }
    /// The image that a strategy uses or adds to.
    QString standsOn(Strategy strategy) const;
};

/// A pure function: the guide's recommendations on evidence, by the table in core/strategy/rules.cpp.
Advice advise(const Situation &situation);
/// The same with what the package index said about just these additions to just this base, if it was asked.
Advice advise(const Situation &situation, const Answers &answers);

/// Where flows can run, in the words of --runs-on.
const QStringList &placesToRun();
/// Where the flow runs by its own words (run configuration, work pool), or "docker".
QString runsOnOf(const FlowScript &script);


} // namespace drydock
