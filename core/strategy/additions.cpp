// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/additions.h"

#include "core/python/requirement.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

bool isNeeded(const Need &need, const Cell *cell)
{
    if (need.kind == ImportKind::StandardLibrary)
        return false;
    if (cell)
        return cell->status == CellStatus::Missing || cell->status == CellStatus::Version || cell->status == CellStatus::NotShipped
            || cell->status == CellStatus::Unknown;
    return (need.necessity == Necessity::Required || need.necessity == Necessity::Implied) && !need.shipped;
}

/// What meets both: the extras and the versions of either. A direct reference stands for itself.
void merge(Requirement &one, const Requirement &other)
{
    for (const QString &extra : other.extras)
        if (!one.extras.contains(extra))
            one.extras.append(extra);
    if (!one.url.isEmpty() || !other.url.isEmpty() || other.specifiers.isEmpty()) {
        if (one.url.isEmpty() && !other.url.isEmpty())
            one = other;
        return;
    }
    QStringList parts = one.specifiers.isEmpty() ? QStringList() : one.specifiers.text().split(u',');
    const QStringList others = other.specifiers.text().split(u',');
    for (const QString &part : others)
        if (!parts.contains(part))
            parts.append(part);
    one.specifiers = VersionSpecifiers::parse(parts.join(u',')).value_or(one.specifiers);
}

/// What the scripts declare, as text with extras and marker, by normalised name: of one script the first of each counts, and
/// what several ask of one distribution is merged.
QHash<QString, QString> declaredBy(const QList<FlowScript> &scripts)
{
    QHash<QString, Requirement> declared;
    QHash<QString, QString> names; // By what is declared, each parsed once: the scripts of a folder declare alike.
    for (const FlowScript &script : scripts) {
        QSet<QString> own;
        for (const DeclaredRequirement &each : script.declared) {
            if (const auto name = names.constFind(each.requirement); name != names.cend()) {
                own.insert(*name);
                continue;
            }
            const Result<Requirement> requirement = Requirement::parse(each.requirement);
            const QString name = requirement ? normalizedName(requirement->name) : QString();
            names.insert(each.requirement, name);
            if (!requirement || own.contains(name))
                continue;
            own.insert(name);
            const auto known = declared.find(name);
            if (known == declared.end())
                declared.insert(name, *requirement);
            else
                merge(*known, *requirement);
        }
    }
    QHash<QString, QString> texts;
    for (auto it = declared.cbegin(); it != declared.cend(); ++it)
        texts.insert(it.key(), it->text());
    return texts;
}

void appendOnce(QStringList &list, const QString &text)
{
    if (!text.isEmpty() && !list.contains(text))
        list.append(text);
}

} // namespace

QHash<QString, QString> lockedVersions(const QList<FlowScript> &scripts)
{
    QHash<QString, QString> locked;
    QSet<QString> disputed;
    QSet<const DeclaredRequirement *> seen; // the scripts of a folder share a list
    for (const FlowScript &script : scripts) {
        if (seen.contains(script.locked.constData()))
            continue;
        seen.insert(script.locked.constData());
        const QHash<QString, QString> own = lockedBy(script);
        for (auto it = own.begin(); it != own.end(); ++it) {
            if (locked.value(it.key(), *it) != *it)
                disputed.insert(it.key());
            locked.insert(it.key(), *it);
        }
    }
    for (const QString &name : std::as_const(disputed))
        locked.remove(name);
    return locked;
}

Additions additionsFor(const Coverage &coverage, const QList<FlowScript> &scripts, const ImageCoverage *image)
{
    Additions additions;
    QHash<QString, QSet<QString>> users;
    QSet<QString> groupsServed;
    const QHash<QString, QString> declared = declaredBy(scripts);
    const QHash<QString, QString> locked = lockedVersions(scripts);
    const Interpreter *python = image ? image->image.python() : nullptr;
    const Distribution *prefect = python ? python->distribution(u"prefect"_s) : nullptr;
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Need &need = coverage.needs[i];
        const Cell *cell = image && i < image->cells.size() ? &image->cells[i] : nullptr;
        if (!isNeeded(need, cell))
            continue;
        QString requirement;
        if (need.kind == ImportKind::Local) {
            appendOnce(additions.localModules, need.module.section(u'.', 0, 0));
        } else if (need.kind == ImportKind::Prefect) {
            if (need.extra.isEmpty() || !prefect)
                continue; // Another Prefect is another base, or what prefectRequirements() adds.
            requirement = u"prefect[%1]==%2"_s.arg(need.extra, prefect->version);
        } else {
            const QString distribution = need.distributions.value(0);
            if (distribution.isEmpty())
                continue;
            const QString name = normalizedName(distribution);
            requirement = declared.value(name, locked.value(name, distribution));
            if (need.confidence == Confidence::Guessed)
                appendOnce(additions.guesses, distribution);
        }
        appendOnce(additions.requirements, requirement);
        if (!requirement.isEmpty())
            users[requirement].insert(need.script);
    }
    for (const QString &requirement : std::as_const(additions.requirements)) {
        if (users.value(requirement).size() > 1)
            additions.sharedRequirements.append(requirement);
    }
    return additions;
}

QStringList prefectRequirements(const QList<FlowScript> &scripts)
{
    int generation = 0;
    for (const FlowScript &script : scripts)
        generation = std::max(generation, script.generation);
    if (generation == 0)
        generation = 3;

    QStringList extras;
    if (generation == 1) {
        const QList<Need> needs = needsOf(scripts);
        for (const Need &need : needs) {
            const QStringList own = need.extra.split(u',', Qt::SkipEmptyParts);
            for (const QString &extra : own)
                appendOnce(extras, extra);
        }
        extras.sort();
    }
    const QString name = extras.isEmpty() ? u"prefect"_s : u"prefect[%1]"_s.arg(extras.join(u','));

    // A declared version is the person's; else the last release of Prefect 1, and the generation's newest.
    const Result<Requirement> declared = Requirement::parse(declaredBy(scripts).value(u"prefect"_s, u"prefect"_s));
    QString version = generation == 1 ? u"==1.4.1"_s : generation == 2 ? u">=2.20,<3"_s : u">=3,<4"_s;
    if (declared && !declared->specifiers.isEmpty())
        version = declared->specifiers.text();
    return QStringList{name + version};
}

QStringList prefectBounds(int generation)
{
    // Each was seen: marshmallow 4 has no context, pendulum 3 is another library, anyio 4.16 asks for a new method, fastapi
    // 0.155 dropped a parameter; and where only wheels are looked at, pendulum 0.4 would be taken for want of a newer one.
    if (generation == 1)
        return {u"marshmallow<4"_s, u"pendulum>=2,<3"_s};
    if (generation == 2)
        return {u"anyio<4.13"_s, u"pendulum>=2.1"_s};
    return {u"fastapi<0.151"_s};
}

} // namespace drydock
