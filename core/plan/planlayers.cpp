// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planlayers.h"

#include "core/python/requirement.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// What makes two distributions the same layer's content.
QString identity(const ResolvedDistribution &distribution)
{
    QStringList hashes = distribution.hashes;
    hashes.sort();
    return normalizedName(distribution.name) + u' ' + distribution.version + u' ' + distribution.url + u' ' + hashes.join(u' ');
}

/// Who wants a distribution may change with the next one, and would make a builder take the layer for another.
ResolvedDistribution withoutNotes(const ResolvedDistribution &distribution)
{
    ResolvedDistribution plain;
    plain.name = distribution.name;
    plain.version = distribution.version;
    plain.url = distribution.url;
    plain.hashes = distribution.hashes;
    plain.isWheel = distribution.isWheel;
    return plain;
}

} // namespace

QList<PlanLayer> planLayers(const QStringList &systemPackages, const QList<ResolvedDistribution> &distributions, const QList<PlanLayer> &before, bool fold)
{
    QSet<QString> wanted;
    for (const ResolvedDistribution &distribution : distributions)
        wanted.insert(identity(distribution));
    const auto isWanted = [&](const PlanLayer &layer) {
        return std::all_of(layer.distributions.cbegin(), layer.distributions.cend(), [&wanted](const auto &each) { return wanted.contains(identity(each)); })
            && std::all_of(layer.systemPackages.cbegin(), layer.systemPackages.cend(), [&](const QString &name) { return systemPackages.contains(name); });
    };
    QList<PlanLayer> layers;
    PlanLayer rest{systemPackages, {}};
    if (!fold) {
        for (const PlanLayer &layer : before) {
            if (!isWanted(layer))
                break;
            layers.append(layer);
            for (const ResolvedDistribution &distribution : layer.distributions)
                wanted.remove(identity(distribution));
            rest.systemPackages.removeIf([&layer](const QString &name) { return layer.systemPackages.contains(name); });
        }
    }
    PlanLayer unhashed; // apart, for pip holds a file to its hashes only when each line has some
    for (const ResolvedDistribution &distribution : distributions) {
        if (wanted.contains(identity(distribution)))
            (distribution.hashes.isEmpty() ? unhashed : rest).distributions.append(withoutNotes(distribution));
    }
    if (!rest.distributions.isEmpty() || !rest.systemPackages.isEmpty())
        layers.append(rest);
    if (!unhashed.distributions.isEmpty())
        layers.append(unhashed);
    return layers.size() > mostLayers ? planLayers(systemPackages, distributions, {}, true) : layers;
}

bool sharesLayers(const BuildPlan &plan, const BuildPlan &before)
{
    return buildsImage(before.strategy) && plan.base == before.base && plan.platform == before.platform;
}

QStringList pinsOf(const QList<PlanLayer> &layers)
{
    QStringList pins;
    for (const PlanLayer &layer : layers) {
        for (const ResolvedDistribution &distribution : layer.distributions)
            pins.append(QString(distribution.name + u"==" + distribution.version));
    }
    return pins;
}

} // namespace drydock
