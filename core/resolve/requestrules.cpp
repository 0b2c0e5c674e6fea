// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/requestrules.h"

#include <QHash>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

/// What the person asks for may replace what the base pins, but never Prefect itself.
QStringList effectiveConstraints(const ResolveRequest &request, const QList<Requirement> &requirements)
{
    QHash<QString, const Requirement *> asked;
    for (const Requirement &requirement : requirements)
        asked.insert(normalizedName(requirement.name), &requirement);
    const auto isOverruled = [&asked](const Requirement &constraint) {
        const Requirement *wanted = asked.value(normalizedName(constraint.name));
        return wanted && (!wanted->url.isEmpty() || !wanted->specifiers.containsInstalled(Version(constraint.specifiers.pinned())));
    };
    QStringList constraints;
    QSet<QString> inBase;
    for (const QString &line : request.constraints) {
        const Result<Requirement> pin = Requirement::parse(line);
        if (pin)
            inBase.insert(normalizedName(pin->name));
        if (pin && (normalizedName(pin->name) == u"prefect" || !isOverruled(*pin)))
            constraints.append(line);
    }
    for (const QString &line : request.bounds) {
        const Result<Requirement> bound = Requirement::parse(line);
        const bool isPin = bound && !bound->specifiers.pinned().isEmpty();
        if (bound && !inBase.contains(normalizedName(bound->name)) && !(isPin && isOverruled(*bound)))
            constraints.append(line);
    }
    return constraints;
}

/// Leaves out what the base has in that very version, and marks who asked.
Resolution additionsOf(const QList<ResolvedDistribution> &distributions, const ResolveRequest &request,
                       const QList<Requirement> &requirements)
{
    QHash<QString, QString> inBase;
    for (const QString &line : request.constraints) {
        if (const Result<Requirement> pin = Requirement::parse(line))
            inBase.insert(normalizedName(pin->name), pin->specifiers.pinned());
    }
    QSet<QString> asked;
    QSet<QString> fromGit;
    for (const Requirement &requirement : requirements) {
        asked.insert(normalizedName(requirement.name));
        if (requirement.url.startsWith(u"git+"))
            fromGit.insert(normalizedName(requirement.name));
    }
    Resolution resolution;
    for (ResolvedDistribution distribution : distributions) {
        const QString name = normalizedName(distribution.name);
        const auto there = inBase.constFind(name);
        // The number of a repository's version says nothing of its commit.
        if (there != inBase.constEnd() && !fromGit.contains(name) && Version(*there) == Version(distribution.version))
            continue;
        distribution.isRequested = asked.contains(name);
        if (!distribution.isWheel)
            resolution.sourceOnly.append(QString(distribution.name + u"==" + distribution.version));
        resolution.distributions.append(distribution);
    }
    return resolution;
}

} // namespace drydock
