// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/groups.h"

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

QJsonObject toJson(const Advice &advice, const QList<FlowGroup> &groups)
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
    QJsonArray together;
    for (const FlowGroup &group : groups) {
        const Advice &own = group.advice;
        together.append(QJsonObject{{u"scripts"_s, QJsonArray::fromStringList(group.scripts)},
                                    {u"recommended"_s, strategyId(own.recommended)},
                                    {u"requirements"_s, QJsonArray::fromStringList(own.requirements)},
                                    {u"local_modules"_s, QJsonArray::fromStringList(own.localModules)},
                                    {u"base"_s, own.standsOn()},
                                    {u"reason"_s, group.reason}});
    }
    return {{u"recommended"_s, strategyId(advice.recommended)},
            {u"strategies"_s, strategies},
            {u"base"_s, advice.base},
            {u"scratch_base"_s, advice.scratchBase},
            {u"requirements"_s, QJsonArray::fromStringList(advice.requirements)},
            {u"local_modules"_s, QJsonArray::fromStringList(advice.localModules)},
            {u"groups"_s, together}};
}

} // namespace drydock
