// SPDX-License-Identifier: Apache-2.0
#include "core/session/buildtimes.h"

#include "core/python/requirement.h"
#include "core/strategy/costs.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

QList<PastBuild> pastBuildsOf(const QList<HistoryEntry> &history, const QString &script)
{
    constexpr double secondsFromCache = 2;
    QList<PastBuild> builds;
    for (const HistoryEntry &entry : history) {
        if (entry.kind != u"build" || entry.outcome != u"succeeded" || entry.seconds < secondsFromCache)
            continue;
        const QJsonObject plan = QJsonDocument::fromJson(entry.document).object();
        const auto strategy = strategyFromId(plan[u"strategy"].toString());
        if (!strategy)
            continue;
        QHash<QString, qint64> sizes;
        const QJsonArray requirements = plan[u"requirements"].toArray();
        for (const QJsonValue &requirement : requirements)
            sizes.insert(requirement[u"name"].toString(), requirement[u"download_bytes"].toInteger(-1));
        const QJsonArray additions = plan[u"additions"].toArray();
        const QJsonArray installed = additions.size() > 1 ? additions.last()[u"requirements"].toArray() : requirements;
        PastBuild build{*strategy, entry.script == script, -1, installed.size(), entry.seconds};
        for (const QJsonValue &requirement : installed) {
            if (const qint64 bytes = sizes.value(requirement[u"name"].toString(), -1); bytes >= 0)
                build.bytes = std::max<qint64>(build.bytes, 0) + bytes;
        }
        builds.append(build);
    }
    return builds;
}

std::optional<double> expectedSeconds(const BuildPlan &plan, const QList<BuildEvent> &events, const QList<PastBuild> &builds)
{
    QHash<int, QString> instructions;
    QStringList kept;
    for (const BuildEvent &event : events) {
        if (const auto *started = std::get_if<StepStarted>(&event))
            instructions.insert(started->step, started->instruction);
        else if (const auto *cached = std::get_if<StepCached>(&event))
            kept.append(instructions.value(cached->step));
    }
    qint64 bytes = 0;
    qsizetype count = 0;
    for (qsizetype i = events.isEmpty() ? std::max<qsizetype>(plan.additions.size() - 1, 0) : 0; i < plan.additions.size(); ++i) {
        const QString installs = u"--requirement /opt/drydock/layer-%1.txt"_s.arg(i + 1);
        if (std::any_of(kept.begin(), kept.end(), [&installs](const QString &instruction) { return instruction.contains(installs); }))
            continue;
        for (const ResolvedDistribution &distribution : plan.additions[i].distributions) {
            const auto sized = std::find_if(plan.requirements.begin(), plan.requirements.end(), [&distribution](const ResolvedDistribution &each) {
                return normalizedName(each.name) == normalizedName(distribution.name);
            });
            ++count;
            bytes += sized == plan.requirements.end() ? 0 : std::max<qint64>(sized->downloadBytes, 0);
        }
    }
    return count > 0 ? expectedBuildSeconds(bytes, count, builds) : std::nullopt;
}

} // namespace drydock
