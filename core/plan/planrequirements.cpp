// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planrequirements.h"

#include "core/plan/plan.h"
#include "core/python/requirement.h"
#include "core/strategy/additions.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The versions of the person's environment as an index would have them, by normalised name; none unless they are chosen.
QHash<QString, QString> environmentPins(const PlanChoices &choices, const QList<FlowScript> &scripts)
{
    QHash<QString, QString> pins;
    for (const FlowScript &script : scripts) {
        if (!choices.pinsToEnvironment || !script.environment)
            continue;
        const QMap<QString, QString> &versions = script.environment->versions;
        for (auto it = versions.begin(); it != versions.end(); ++it) {
            // An index does not have what a machine added to the version ("2.1.0+cu118").
            if (Version(*it).isValid())
                pins.insert(it.key(), u"=="_s + it->section(u'+', 0, 0));
        }
    }
    return pins;
}

/// Gives requirements the versions of the person's environment where it has them. Another Prefect would be another base.
QStringList pinnedTo(const QHash<QString, QString> &pins, const QStringList &requirements, bool andPrefect)
{
    QStringList pinned;
    for (const QString &text : requirements) {
        Result<Requirement> requirement = Requirement::parse(text);
        const QString name = requirement ? normalizedName(requirement->name) : QString();
        const auto pin = pins.constFind(name);
        if (pin != pins.constEnd() && requirement->url.isEmpty() && (andPrefect || name != u"prefect")) {
            requirement->specifiers = VersionSpecifiers::parse(*pin).value_or(requirement->specifiers);
            pinned.append(requirement->text());
        } else {
            pinned.append(text);
        }
    }
    return pinned;
}

} // namespace

QStringList requirementsOf(const PlanChoices &choices, const Advice &advice, const QList<FlowScript> &scripts)
{
    if (choices.strategy == Strategy::DefaultImage)
        return {}; // It is used as it is.
    QStringList requirements = choices.requirements;
    const bool isScratch = choices.strategy == Strategy::ScratchImage;
    if (requirements.isEmpty()) {
        // Another base than the advice judged lacks other things: ask for everything, and what it has drops out.
        const bool isOtherBase = isScratch || (!choices.base.isEmpty() && choices.base != advice.base);
        Coverage needed;
        needed.needs = needsOf(scripts);
        requirements = isOtherBase ? additionsFor(needed, scripts, nullptr).requirements : advice.requirements;
    }
    const QHash<QString, QString> pins = environmentPins(choices, scripts);
    if (!isScratch)
        return pinnedTo(pins, requirements, false);
    QStringList all = prefectRequirements(scripts);
    for (const QString &text : std::as_const(requirements)) {
        const Result<Requirement> requirement = Requirement::parse(text);
        // The base's Prefect and its extras were meant for another base.
        if (!requirement || normalizedName(requirement->name) != u"prefect" || !choices.requirements.isEmpty())
            all.append(text);
    }
    all.removeDuplicates();
    return pinnedTo(pins, all, true);
}

QStringList boundsOf(const PlanChoices &choices, const Advice &advice, const QList<FlowScript> &scripts)
{
    QStringList bounds;
    QSet<QString> pinned;
    const QHash<QString, QString> environment = environmentPins(choices, scripts);
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        pinned.insert(it.key());
        bounds.append(it.key() + *it);
    }
    const QHash<QString, QString> locked = pinned.isEmpty() ? lockedVersions(scripts) : QHash<QString, QString>();
    for (auto it = locked.begin(); it != locked.end(); ++it) {
        pinned.insert(it.key());
        if (!it->contains(u'@')) // an address is no limit
            bounds.append(*it);
    }
    if (choices.strategy == Strategy::ScratchImage) {
        for (const QString &bound : advice.prefectBounds) {
            const Result<Requirement> requirement = Requirement::parse(bound);
            if (requirement && !pinned.contains(normalizedName(requirement->name)))
                bounds.append(bound);
        }
    }
    bounds.sort();
    return bounds;
}

QList<ResolvedDistribution> lockedTo(const QList<FlowScript> &scripts, QList<ResolvedDistribution> distributions)
{
    QHash<QString, QStringList> hashes;
    for (const FlowScript &script : scripts) {
        for (const DeclaredRequirement &lock : script.locked + script.declared) {
            const auto requirement = lock.hashes.isEmpty() ? tl::unexpected(Error()) : Requirement::parse(lock.requirement);
            if (requirement)
                hashes[normalizedName(requirement->name) + u' ' + Version(requirement->specifiers.pinned()).normalized()] += lock.hashes;
        }
    }
    for (ResolvedDistribution &distribution : distributions) {
        const QStringList allowed = hashes.value(normalizedName(distribution.name) + u' ' + Version(distribution.version).normalized());
        if (allowed.isEmpty())
            continue;
        QStringList both = distribution.hashes;
        both.removeIf([&allowed](const QString &hash) { return !allowed.contains(hash); });
        distribution.hashes = both.isEmpty() ? allowed : both;
        distribution.hashes.removeDuplicates();
    }
    return distributions;
}

} // namespace drydock
