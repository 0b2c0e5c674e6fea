// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/advice.h"

#include "core/python/requirement.h"
#include "core/strategy/additions.h"
#include "core/strategy/bases.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

// The guide's recommendations ("Choosing an Image Strategy"), each with the evidence that stands for it here:
//
//   the guide says                                                            | evidence                                   | strategy
//   --------------------------------------------------------------------------|--------------------------------------------|----------------
//   "distribute your flow as a docker image alone"                            | Docker storage, or deploy(image=…) without | docker-storage
//                                                                             | a source elsewhere                         |
//   "only makes use of tasks defined in the same file … or part of prefect"   | an image at hand covers every import       | default-image
//   "a few extra dependencies found on PyPI … small … quick to install"       | few, small wheels, no own modules, and an  | runtime-install
//                                                                             | entrypoint that is asked to install them   |
//   "extra dependencies or shared libraries"                                  | everything else, on a Prefect image        | extend-image
//   "build a new image from scratch"                                          | no Prefect image has a Python that fits    | scratch-image

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

/// What is small enough to be installed in every run: a handful of wheels that take a few seconds.
constexpr int fewRequirements = 3;
constexpr int fewDistributions = 12;
constexpr qint64 fewBytes = 30'000'000;
// Estimates, said to be such: a fast home line, pip's own pace, and how far wheels unpack.
constexpr double bytesPerSecond = 10e6;
constexpr double secondsPerDistribution = 0.4;
constexpr double secondsOfStart = 3;
constexpr double secondsOfExport = 6;
constexpr double unpackedPerDownloaded = 3.5;
constexpr qint64 prefectBytes = 45'000'000;

/// Everything the rules ask about, worked out once.
struct Facts {
    int generation = 0;
    QString runsOn;
    const ImageCoverage *covering = nullptr; ///< A satisfied image, or null.
    const ImageCoverage *base = nullptr; ///< At hand, or null.
    const ImageCoverage *pythonBase = nullptr;
    QString baseName;
    bool pythonFits = true;
    Additions additions;
    bool shipsFlow = false;
    QString shipsFlowBecause;
    bool isPickled = false;
    qint64 bytes = -1;
    qsizetype distributions = -1;
    QStringList sourceOnly;
    QString large; ///< A distribution known to be large, when sizes were not asked.
};

QString listed(const QStringList &names)
{
    if (names.size() <= 3)
        return names.join(u", "_s);
    return Text::tr("%1 and %2 more").arg(names.mid(0, 2).join(u", "_s)).arg(names.size() - 2);
}

QStringList namesOf(const QStringList &requirements)
{
    QStringList names;
    for (const QString &text : requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        names.append(requirement ? requirement->name : text);
    }
    return names;
}

QString allImports(int count)
{
    return count == 1 ? Text::tr("the one import") : Text::tr("all %1 imports").arg(count);
}

QString bytesText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeSIFormat);
}

/// Distributions whose wheels are tens of megabytes and more, for when the index was not asked.
QString knownLargeIn(const QStringList &requirements)
{
    static const QStringList large{u"torch"_s, u"tensorflow"_s, u"jax"_s, u"jaxlib"_s, u"xgboost"_s, u"lightgbm"_s, u"catboost"_s, u"pyarrow"_s,
                                   u"scipy"_s, u"scikit-learn"_s, u"pandas"_s, u"polars"_s, u"duckdb"_s, u"pyspark"_s, u"transformers"_s,
                                   u"opencv-python"_s, u"opencv-python-headless"_s, u"spacy"_s, u"numba"_s, u"great-expectations"_s, u"mlflow"_s,
                                   u"dbt-core"_s, u"snowflake-connector-python"_s, u"apache-beam"_s, u"ray"_s, u"geopandas"_s, u"prophet"_s};
    const QStringList names = namesOf(requirements);
    for (const QString &name : names) {
        if (large.contains(normalizedName(name)))
            return name;
    }
    return {};
}

/// Whether the script itself wants its source inside the image.
QString shipsFlowBecause(const QList<FlowScript> &scripts)
{
    for (const FlowScript &script : scripts) {
        for (const Flow &flow : script.flows) {
            if (flow.storage && flow.storage->kind == u"Docker")
                return Text::tr("The flow uses Docker storage (line %1): its source travels in the image.").arg(flow.storage->line);
        }
        const bool elsewhere = std::any_of(script.deployments.begin(), script.deployments.end(),
                                           [](const Deployment &d) { return d.source == u"from_source"; });
        for (const Deployment &deployment : script.deployments) {
            if (deployment.source == u"deploy" && deployment.image && !elsewhere)
                return Text::tr("The script deploys with an image that carries its source (line %1).").arg(deployment.line);
        }
    }
    return {};
}

Facts factsOf(const Situation &situation)
{
    Facts facts;
    const QList<FlowScript> &scripts = situation.scripts;
    facts.generation = generationOf(scripts);
    facts.runsOn = !situation.runsOn.isEmpty() ? situation.runsOn : scripts.isEmpty() ? u"docker"_s : runsOnOf(scripts.first());
    for (const ImageCoverage &image : situation.coverage.images) {
        if (image.satisfied && (facts.generation == 0 || !image.image.prefect().isEmpty())) {
            facts.covering = &image;
            break;
        }
    }
    facts.base = situation.base.isEmpty() ? prefectBaseOf(situation.coverage, scripts) : situation.coverage.find(situation.base);
    facts.baseName = !situation.base.isEmpty() ? situation.base : facts.base ? facts.base->image.reference : officialPrefectImage(scripts);
    facts.pythonBase = pythonBaseOf(situation.coverage, scripts, facts.base);
    if (const Interpreter *python = facts.base && facts.base->image.contents ? facts.base->image.contents->defaultInterpreter() : nullptr)
        facts.pythonFits = pythonFits(python->version, scripts);
    facts.additions = additionsFor(situation.coverage, scripts, facts.base);
    facts.shipsFlowBecause = shipsFlowBecause(scripts);
    facts.shipsFlow = !facts.shipsFlowBecause.isEmpty();
    for (const FlowScript &script : scripts) {
        for (const Flow &flow : script.flows)
            facts.isPickled = facts.isPickled || (flow.storage && flow.storage->ships == Ships::Pickle);
    }
    if (situation.resolution) {
        facts.bytes = situation.resolution->downloadBytes();
        facts.distributions = situation.resolution->distributions.size();
        facts.sourceOnly = situation.resolution->sourceOnly;
    } else {
        facts.large = knownLargeIn(facts.additions.requirements);
    }
    return facts;
}

bool isSmall(const Facts &facts)
{
    if (facts.additions.requirements.size() > fewRequirements || !facts.sourceOnly.isEmpty() || !facts.large.isEmpty())
        return false;
    return facts.bytes < 0 ? true : facts.bytes <= fewBytes && facts.distributions <= fewDistributions;
}

/// Why EXTRA_PIP_PACKAGES would not be looked at there, or empty.
QString extraPackagesIgnoredOn(const Facts &facts)
{
    if (facts.runsOn == u"vertex")
        return Text::tr("Vertex AI replaces the image's entrypoint, so EXTRA_PIP_PACKAGES is ignored there.");
    if (facts.runsOn == u"cloud-run")
        return Text::tr("Cloud Run sets the command itself, so EXTRA_PIP_PACKAGES is likely ignored there.");
    if (facts.runsOn == u"process")
        return Text::tr("The flow runs as a process on the worker's machine, where EXTRA_PIP_PACKAGES does nothing.");
    if (facts.runsOn == u"managed" || !facts.base || !facts.base->image.contents)
        return {};
    if (facts.base->image.contents->honoursExtraPipPackages == false)
        return Text::tr("The entrypoint of %1 does not look at EXTRA_PIP_PACKAGES.").arg(facts.baseName);
    const QString user = facts.base->image.user.section(u':', 0, 0);
    if (!user.isEmpty() && user != u"root" && user != u"0")
        return Text::tr("%1 runs as the user %2, who may not install anything.").arg(facts.baseName, user);
    return {};
}

Cost buildCost(const Facts &facts, const Situation &situation, qint64 more = 0)
{
    Cost cost;
    if (facts.bytes >= 0) {
        cost.downloadBytes = facts.bytes + more;
        cost.installedBytes = qint64(double(cost.downloadBytes) * unpackedPerDownloaded);
        cost.buildSeconds = secondsOfStart + secondsOfExport + double(cost.downloadBytes) / bytesPerSecond
            + double(facts.distributions) * secondsPerDistribution;
    }
    if (situation.secondsOfPastBuild >= 0) {
        cost.buildSeconds = situation.secondsOfPastBuild;
        cost.measured = true;
    }
    return cost;
}

QString whatIsMissing(const Facts &facts)
{
    QStringList missing = namesOf(facts.additions.requirements) + facts.additions.localModules;
    missing.removeDuplicates();
    return listed(missing);
}

StrategyAdvice defaultImage(const Facts &facts, const Situation &situation)
{
    StrategyAdvice advice;
    advice.strategy = Strategy::DefaultImage;
    advice.cost = {0, 0, 0, 0, true};
    if (facts.covering) {
        advice.applicable = true;
        advice.reasons.append(Text::tr("%1 covers %2: nothing has to be installed.").arg(facts.covering->image.reference, allImports(facts.covering->of)));
        const bool imported = std::all_of(facts.covering->cells.begin(), facts.covering->cells.end(), [](const Cell &cell) {
            return cell.status != CellStatus::Provided || cell.evidence == EvidenceLevel::Imported || cell.distribution.isEmpty();
        });
        if (!imported)
            advice.warnings.append(Text::tr("The modules were found in the image, but not all of them were imported yet."));
        if (facts.covering->image.builtHere())
            advice.reasons.append(Text::tr("It was built on this computer."));
        if (facts.isPickled) {
            const Interpreter *python = facts.covering->image.contents->defaultInterpreter();
            advice.warnings.append(Text::tr("The flow is stored as a pickle: register it with Python %1, as in the image.").arg(python->version.section(u'.', 0, 1)));
        }
        if (facts.runsOn == u"managed")
            advice.warnings.append(Text::tr("A managed work pool runs Prefect's own image only; this holds there if that image has the same contents."));
    } else if (const ImageCoverage *best = situation.coverage.best()) {
        advice.reasons.append(Text::tr("No image at hand covers %1.").arg(allImports(best->of)));
        advice.reasons.append(Text::tr("The closest is %1, which covers %2 of %3.").arg(best->image.reference).arg(best->covers).arg(best->of));
    } else {
        advice.reasons.append(Text::tr("No image was looked inside yet, so nothing is known to cover the imports."));
    }
    return advice;
}

StrategyAdvice runtimeInstall(const Facts &facts)
{
    StrategyAdvice advice;
    advice.strategy = Strategy::RuntimeInstall;
    const QString ignored = extraPackagesIgnoredOn(facts);
    if (facts.additions.requirements.isEmpty() && facts.additions.localModules.isEmpty()) {
        advice.reasons.append(Text::tr("Nothing is missing in %1, so there is nothing to install.").arg(facts.baseName));
        return advice;
    }
    if (!ignored.isEmpty()) {
        advice.reasons.append(ignored);
        return advice;
    }
    if (!facts.additions.localModules.isEmpty()) {
        advice.reasons.append(Text::tr("%1 is your own code, which the package index does not have.").arg(listed(facts.additions.localModules)));
        return advice;
    }
    if (!facts.pythonFits) {
        advice.reasons.append(Text::tr("The Python of %1 is not one that the script accepts.").arg(facts.baseName));
        return advice;
    }
    advice.applicable = true;
    const QString names = listed(namesOf(facts.additions.requirements));
    if (facts.bytes >= 0) {
        advice.cost.downloadBytes = facts.bytes;
        advice.cost.secondsPerRun = secondsOfStart + double(facts.bytes) / bytesPerSecond + double(facts.distributions) * secondsPerDistribution;
        advice.cost.buildSeconds = 0;
    }
    if (isSmall(facts)) {
        advice.reasons.append(facts.bytes >= 0 ? Text::tr("Only %1 is missing, %2 to download: quick enough to install in every run.").arg(names, bytesText(facts.bytes))
                                               : Text::tr("Only %1 is missing, which is little to install in every run.").arg(names));
        advice.reasons.append(Text::tr("No image has to be built or pushed, which suits development."));
    } else if (!facts.sourceOnly.isEmpty()) {
        advice.warnings.append(Text::tr("%1 would be compiled in every run.").arg(listed(facts.sourceOnly)));
    } else if (facts.bytes > fewBytes) {
        advice.warnings.append(Text::tr("%1 would be downloaded and installed in every run.").arg(bytesText(facts.bytes)));
    } else if (!facts.large.isEmpty()) {
        advice.warnings.append(Text::tr("%1 is large; it would be downloaded in every run.").arg(facts.large));
    } else {
        advice.warnings.append(Text::tr("%1 distributions would be installed in every run.")
                                   .arg(std::max<qsizetype>(facts.distributions, facts.additions.requirements.size())));
    }
    if (advice.reasons.isEmpty())
        advice.reasons.append(Text::tr("No image has to be built, but every run installs %1 first.").arg(names));
    advice.warnings.append(Text::tr("Every run depends on the package index being reachable."));
    return advice;
}

StrategyAdvice extendImage(const Facts &facts, const Situation &situation)
{
    StrategyAdvice advice;
    advice.strategy = Strategy::ExtendImage;
    if (facts.runsOn == u"managed") {
        advice.reasons.append(Text::tr("A managed work pool runs Prefect's own image only."));
        return advice;
    }
    if (!facts.pythonFits) {
        advice.reasons.append(Text::tr("The Python of %1 is not one that the script accepts.").arg(facts.baseName));
        return advice;
    }
    advice.applicable = true;
    advice.cost = buildCost(facts, situation);
    if (facts.additions.requirements.isEmpty() && facts.additions.localModules.isEmpty()) {
        advice.reasons.append(Text::tr("Nothing is missing in %1, so an image of its own would hold the same.").arg(facts.baseName));
    } else {
        if (facts.bytes > fewBytes)
            advice.reasons.append(Text::tr("%1 and what comes with it are %2: too much to install in every run.")
                                      .arg(listed(namesOf(facts.additions.requirements)), bytesText(facts.bytes)));
        else if (!facts.large.isEmpty())
            advice.reasons.append(Text::tr("%1 is large: installed once in the image instead of in every run.").arg(facts.large));
        if (!facts.additions.localModules.isEmpty())
            advice.reasons.append(Text::tr("The image holds your own code, which the flow's storage does not bring along: %1.")
                                      .arg(listed(facts.additions.localModules)));
        if (!facts.sourceOnly.isEmpty())
            advice.reasons.append(Text::tr("Compiled once, while the image is built: %1.").arg(listed(facts.sourceOnly)));
        if (advice.reasons.isEmpty())
            advice.reasons.append(Text::tr("Installed once in the image, so that runs start at once and do not need the package index: %1.").arg(whatIsMissing(facts)));
    }
    if (situation.scripts.size() > 1)
        advice.reasons.append(Text::tr("%1 flow scripts can share the image.").arg(situation.scripts.size()));
    if (!facts.base)
        advice.warnings.append(Text::tr("No Prefect image of this generation is at hand: %1 would be downloaded first.").arg(facts.baseName));
    else if (facts.base->image.contents && !facts.base->image.contents->hasCompiler && !facts.sourceOnly.isEmpty())
        advice.warnings.append(Text::tr("%1 must be compiled, and %2 has no compiler. Add build-essential to the system packages.")
                                   .arg(listed(facts.sourceOnly), facts.baseName));
    return advice;
}

StrategyAdvice scratchImage(const Facts &facts, const Situation &situation)
{
    StrategyAdvice advice;
    advice.strategy = Strategy::ScratchImage;
    if (facts.runsOn == u"managed") {
        advice.reasons.append(Text::tr("A managed work pool runs Prefect's own image only."));
        return advice;
    }
    advice.applicable = true;
    advice.cost = buildCost(facts, situation, prefectBytes);
    if (!facts.pythonFits)
        advice.reasons.append(Text::tr("The Python of %1 is not one that the script accepts, so Prefect is put on a Python image that fits.").arg(facts.baseName));
    else if (!facts.base && facts.pythonBase)
        advice.reasons.append(Text::tr("No Prefect image fits, but %1 is at hand.").arg(facts.pythonBase->image.reference));
    else
        advice.reasons.append(Text::tr("You choose the Python image, but Prefect and its extras must be kept up to date by you."));
    if (!facts.pythonBase)
        advice.warnings.append(Text::tr("No Python image that fits is at hand: %1 would be downloaded first.").arg(officialPythonImage(situation.scripts)));
    advice.warnings.append(Text::tr("The image has no entrypoint that installs EXTRA_PIP_PACKAGES."));
    return advice;
}

StrategyAdvice dockerStorage(const Facts &facts, const Situation &situation)
{
    StrategyAdvice advice;
    advice.strategy = Strategy::DockerStorage;
    if (facts.runsOn == u"managed" || facts.runsOn == u"process") {
        advice.reasons.append(facts.runsOn == u"managed" ? Text::tr("A managed work pool runs Prefect's own image only.")
                                                         : Text::tr("The flow runs as a process on the worker's machine, not in an image."));
        return advice;
    }
    if (!facts.pythonFits) {
        advice.reasons.append(Text::tr("The Python of %1 is not one that the script accepts.").arg(facts.baseName));
        return advice;
    }
    advice.applicable = true;
    advice.cost = buildCost(facts, situation);
    if (facts.shipsFlow)
        advice.reasons.append(facts.shipsFlowBecause);
    advice.reasons.append(Text::tr("The image alone is enough to run the flow; no other storage is needed."));
    advice.warnings.append(Text::tr("Every change to the flow needs a new build."));
    return advice;
}

/// A Prefect image's own versions were released together and run; they only mean something for the same Python.
QStringList prefectBoundsOf(const Facts &facts)
{
    const auto pythonOf = [](const ImageCoverage *image) { return image && image->image.contents ? image->image.contents->defaultInterpreter() : nullptr; };
    const Interpreter *prefect = pythonOf(facts.base);
    const Interpreter *python = pythonOf(facts.pythonBase);
    const bool isSame = prefect && python && !prefect->prefect.isEmpty() && prefect->minor() == python->minor();
    return isSame ? constraintsOf(*prefect) : prefectBounds(facts.generation == 0 ? 3 : facts.generation);
}

Strategy recommended(const Facts &facts, const QList<StrategyAdvice> &strategies)
{
    const auto applies = [&strategies](Strategy strategy) {
        return std::any_of(strategies.begin(), strategies.end(), [strategy](const StrategyAdvice &a) { return a.strategy == strategy && a.applicable; });
    };
    if (facts.shipsFlow && applies(Strategy::DockerStorage))
        return Strategy::DockerStorage;
    if (applies(Strategy::DefaultImage))
        return Strategy::DefaultImage;
    if (applies(Strategy::RuntimeInstall) && (isSmall(facts) || facts.runsOn == u"managed"))
        return Strategy::RuntimeInstall;
    const bool onlyPythonAtHand = !facts.base && facts.pythonBase;
    if (applies(Strategy::ExtendImage) && !onlyPythonAtHand)
        return Strategy::ExtendImage;
    if (applies(Strategy::ScratchImage))
        return Strategy::ScratchImage;
    return applies(Strategy::RuntimeInstall) ? Strategy::RuntimeInstall : Strategy::DefaultImage;
}

} // namespace

QString strategyId(Strategy strategy)
{
    switch (strategy) {
    case Strategy::DefaultImage:
        return u"default-image"_s;
    case Strategy::RuntimeInstall:
        return u"runtime-install"_s;
    case Strategy::ExtendImage:
        return u"extend-image"_s;
    case Strategy::ScratchImage:
        return u"scratch-image"_s;
    case Strategy::DockerStorage:
        break;
    }
    return u"docker-storage"_s;
}

std::optional<Strategy> strategyFromId(const QString &id)
{
    for (const Strategy strategy : allStrategies) {
        if (strategyId(strategy) == id)
            return strategy;
    }
    return std::nullopt;
}

QString strategyName(Strategy strategy)
{
    switch (strategy) {
    case Strategy::DefaultImage:
        return Text::tr("Use an image as it is");
    case Strategy::RuntimeInstall:
        return Text::tr("Install at run time (EXTRA_PIP_PACKAGES)");
    case Strategy::ExtendImage:
        return Text::tr("Extend a Prefect image");
    case Strategy::ScratchImage:
        return Text::tr("Build from a Python image");
    case Strategy::DockerStorage:
        break;
    }
    return Text::tr("Ship the flow in the image");
}

bool buildsImage(Strategy strategy)
{
    return strategy == Strategy::ExtendImage || strategy == Strategy::ScratchImage || strategy == Strategy::DockerStorage;
}

const StrategyAdvice &Advice::of(Strategy strategy) const
{
    static const StrategyAdvice none;
    const auto found = std::find_if(strategies.begin(), strategies.end(), [strategy](const StrategyAdvice &a) { return a.strategy == strategy; });
    return found == strategies.end() ? none : *found;
}

Advice advise(const Situation &situation)
{
    const Facts facts = factsOf(situation);
    Advice advice;
    advice.strategies = {defaultImage(facts, situation), runtimeInstall(facts), extendImage(facts, situation), scratchImage(facts, situation),
                         dockerStorage(facts, situation)};
    advice.recommended = recommended(facts, advice.strategies);
    std::stable_partition(advice.strategies.begin(), advice.strategies.end(),
                          [&advice](const StrategyAdvice &a) { return a.strategy == advice.recommended; });
    advice.base = facts.baseName;
    if (facts.covering)
        advice.coveringImage = facts.covering->image.reference;
    advice.scratchBase = facts.pythonBase ? facts.pythonBase->image.reference : officialPythonImage(situation.scripts);
    advice.prefectBounds = prefectBoundsOf(facts);
    advice.requirements = facts.additions.requirements;
    advice.localModules = facts.additions.localModules;
    for (StrategyAdvice &strategy : advice.strategies) {
        if (strategy.applicable && strategy.strategy != Strategy::DefaultImage && !facts.additions.guesses.isEmpty())
            strategy.warnings.append(Text::tr("%1 is a guess from the import's name. Check that it is the right distribution.").arg(listed(facts.additions.guesses)));
        if (strategy.applicable && buildsImage(strategy.strategy) && facts.runsOn == u"process")
            strategy.warnings.append(Text::tr("The flow runs as a process on the worker's machine today; the image is used once it runs in a container."));
    }
    return advice;
}

QString runsOnOf(const FlowScript &script)
{
    for (const Flow &flow : script.flows) {
        const QString kind = flow.runConfig ? flow.runConfig->kind : QString();
        if (kind == u"KubernetesRun")
            return u"kubernetes"_s;
        if (kind == u"ECSRun")
            return u"ecs"_s;
        if (kind == u"VertexRun")
            return u"vertex"_s;
        if (kind == u"LocalRun")
            return u"process"_s;
        if (kind == u"DockerRun")
            return u"docker"_s;
    }
    // Work pools have names of their own; many say what they are.
    static const QList<QPair<QString, QString>> hints{{u"k8s"_s, u"kubernetes"_s}, {u"kubernetes"_s, u"kubernetes"_s}, {u"eks"_s, u"kubernetes"_s},
                                                      {u"gke"_s, u"kubernetes"_s}, {u"aks"_s, u"kubernetes"_s}, {u"ecs"_s, u"ecs"_s},
                                                      {u"fargate"_s, u"ecs"_s}, {u"vertex"_s, u"vertex"_s}, {u"cloud-run"_s, u"cloud-run"_s},
                                                      {u"cloudrun"_s, u"cloud-run"_s}, {u"aci"_s, u"aci"_s}, {u"managed"_s, u"managed"_s},
                                                      {u"process"_s, u"process"_s}};
    for (const Deployment &deployment : script.deployments) {
        const QString pool = deployment.workPool.value.toString().toLower();
        for (const auto &[hint, place] : hints) {
            if (pool.contains(hint))
                return place;
        }
        if (deployment.source == u"serve")
            return u"process"_s;
    }
    return u"docker"_s;
}

} // namespace drydock
