// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/advice.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QJsonObject toJson(const Cost &cost)
{
    const auto known = [](double value) { return value < 0 ? QJsonValue() : QJsonValue(value); };
    return {{u"download_bytes"_s, known(double(cost.downloadBytes))},
            {u"installed_bytes"_s, known(double(cost.installedBytes))},
            {u"build_seconds"_s, known(cost.buildSeconds)},
            {u"seconds_per_run"_s, known(cost.secondsPerRun)},
            {u"measured"_s, cost.measured},
            {u"from_builds"_s, cost.fromBuilds}};
}

} // namespace

QJsonObject toJson(const Advice &advice, const QList<FlowScript> &scripts)
{
    QJsonArray strategies;
    for (const StrategyAdvice &strategy : advice.strategies) {
        strategies.append(QJsonObject{{u"id"_s, strategyId(strategy.strategy)},
                                      {u"applicable"_s, strategy.applicable},
                                      {u"reasons"_s, QJsonArray::fromStringList(strategy.reasons)},
                                      {u"warnings"_s, QJsonArray::fromStringList(strategy.warnings)},
                                      {u"rules"_s, QJsonArray::fromStringList(strategy.rules)},
                                      {u"cost"_s, toJson(strategy.cost)}});
    }
    QStringList paths;
    for (const FlowScript &script : scripts)
        paths.append(script.path);
    const QString reason = scripts.size() > 1 ? QCoreApplication::translate("Advice", "One image can hold what all of them need.")
                                              : QCoreApplication::translate("Advice", "The script's own image.");
    const QJsonObject group{{u"scripts"_s, QJsonArray::fromStringList(paths)},
                            {u"requirements"_s, QJsonArray::fromStringList(advice.requirements)},
                            {u"base"_s, advice.base},
                            {u"reason"_s, reason}};
    return {{u"recommended"_s, strategyId(advice.recommended)},
            {u"strategies"_s, strategies},
            {u"base"_s, advice.base},
            {u"scratch_base"_s, advice.scratchBase},
            {u"requirements"_s, QJsonArray::fromStringList(advice.requirements)},
            {u"local_modules"_s, QJsonArray::fromStringList(advice.localModules)},
            {u"groups"_s, QJsonArray{group}}};
}

} // namespace drydock
