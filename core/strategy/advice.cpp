// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/advice.h"

#include "core/resolve/resolve.h"
#include "core/strategy/bases.h"
#include "core/strategy/costs.h"
#include "core/strategy/rules.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

/// What the table says about one strategy. Where it is not possible, only why not.
StrategyAdvice judge(Strategy strategy, const Facts &facts)
{
    StrategyAdvice advice;
    advice.strategy = strategy;
    advice.applicable = true;
    for (const Rule &rule : advisorRules()) {
        if (!rule.isAbout(strategy) || (rule.effect != Effect::Excludes && !advice.applicable) || !rule.holds(facts))
            continue;
        if (rule.effect == Effect::Excludes && advice.applicable) {
            advice.applicable = false;
            advice.reasons.clear();
        }
        advice.rules.append(QString::fromLatin1(rule.id));
        (rule.effect == Effect::Warns ? advice.warnings : advice.reasons).append(rule.says(facts));
    }
    if (advice.applicable)
        advice.cost = costOf(strategy, facts);
    return advice;
}

Strategy recommended(const Facts &facts, const QList<StrategyAdvice> &strategies)
{
    for (const Rule &rule : advisorRules()) {
        if (rule.effect != Effect::Recommends || !rule.holds(facts))
            continue;
        for (const StrategyAdvice &each : strategies) {
            if (each.applicable && rule.isAbout(each.strategy))
                return each.strategy;
        }
    }
    // No rule speaks for anything that is possible: the first that is, else what says best what to change.
    const auto possible = std::find_if(strategies.begin(), strategies.end(), [](const StrategyAdvice &each) { return each.applicable; });
    return possible != strategies.end() ? possible->strategy : Strategy::RuntimeInstall;
}

/// A Prefect image's own versions were released together and run; they only mean something for the same Python.
QStringList prefectBoundsOf(const Facts &facts)
{
    const auto pythonOf = [](const ImageCoverage *image) { return image ? image->image.python() : nullptr; };
    const Interpreter *prefect = pythonOf(facts.base);
    const Interpreter *python = pythonOf(facts.pythonBase);
    const bool isSame = prefect && python && !prefect->prefect.isEmpty() && prefect->minor() == python->minor();
    return isSame ? constraintsOf(*prefect) : prefectBounds(facts.generation == 0 ? 3 : facts.generation);
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

QString Advice::standsOn(Strategy strategy) const
{
    if (strategy == Strategy::ScratchImage)
        return scratchBase;
    return strategy == Strategy::DefaultImage && !coveringImage.isEmpty() ? coveringImage : base;
}

Advice advise(const Situation &situation)
{
    const Facts facts = factsOf(situation);
    Advice advice;
    for (const Strategy strategy : allStrategies)
        advice.strategies.append(judge(strategy, facts));
    advice.recommended = recommended(facts, advice.strategies);
    std::stable_partition(advice.strategies.begin(), advice.strategies.end(),
                          [&advice](const StrategyAdvice &a) { return a.strategy == advice.recommended; });
    advice.base = facts.baseName;
    advice.coveringImage = facts.coveringName;
    advice.scratchBase = facts.scratchName;
    advice.prefectBounds = prefectBoundsOf(facts);
    advice.requirements = facts.additions.requirements;
    advice.localModules = facts.additions.localModules;
    return advice;
}

Advice advise(const Situation &situation, const Answers &answers)
{
    Advice advice = advise(situation);
    // An answer for another base, or about requirements edited in the wizard, says nothing about the advice.
    const auto found = std::find_if(answers.rbegin(), answers.rend(), [&advice](const Answer &each) {
        return each.question.base == advice.base && each.question.requirements == advice.requirements;
    });
    if (found == answers.rend())
        return advice;
    Situation known = situation;
    known.resolution = found->resolution;
    known.resolutionError = found->error;
    if (found->error && found->error->code == u"python-unfit" && situation.pythonBecause.isEmpty()) {
        // Another Prefect image may have a Python that the pin has wheels for.
        Situation other = situation;
        other.pythonBecause = found->error->sentence.section(u". "_s, 0, 0) + u'.'; // The rest says what to do; it is done.
        for (FlowScript &script : other.scripts)
            script.requiresPython = script.requiresPython.isEmpty() ? found->error->subject : QString(script.requiresPython + u',' + found->error->subject);
        if (const Advice better = advise(other, answers); better.of(Strategy::ExtendImage).applicable)
            return better;
    }
    return advise(known);
}

} // namespace drydock
