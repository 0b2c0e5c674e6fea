// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/need.h"

#include "core/python/requirement.h"
#include "core/script/prefecttables.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// How strongly a need counts; the strongest of several imports of one module wins.
int strength(Necessity necessity)
{
    switch (necessity) {
    case Necessity::Required:
        return 4;
    case Necessity::Implied:
        return 3;
    case Necessity::Conditional:
        return 2;
    case Necessity::Optional:
        return 1;
    case Necessity::Typing:
        break;
    }
    return 0;
}

void addExtra(Need &need, const QString &extra)
{
    QStringList extras = need.extra.split(u',', Qt::SkipEmptyParts);
    if (extra.isEmpty() || extras.contains(extra))
        return;
    extras.append(extra);
    need.extra = extras.join(u',');
}

/// Git and Module storage, from_source, storage blocks and pull steps carry the repository; everything else carries one file or
/// a pickle.
bool shipsRepository(const FlowScript &script)
{
    if (!script.deployments.isEmpty()) {
        QSet<QString> carried;
        for (const Flow &flow : script.flows) {
            if (flow.storage && flow.storage->ships == Ships::Repository)
                carried.insert(flow.name);
        }
        return std::all_of(script.deployments.begin(), script.deployments.end(),
                           [&carried](const Deployment &d) { return d.source == u"from_source" || carried.contains(d.flow); });
    }
    return !script.flows.isEmpty() && std::all_of(script.flows.begin(), script.flows.end(), [](const Flow &flow) {
        return flow.storage && flow.storage->ships == Ships::Repository;
    });
}

/// The declaration nearest to the script that names one of the distributions and says a version, else what a lock file says.
QString versionFor(const QStringList &distributions, const QHash<QString, QString> &declared, const QHash<QString, QString> &locked)
{
    for (const auto *said : {&declared, &locked}) {
        for (const QString &distribution : distributions) {
            const auto found = said->find(normalizedName(distribution));
            if (found != said->end())
                return *found;
        }
    }
    return {};
}

/// Storage and results import what their extra brings only when the flow runs, so no import in the script shows it.
void addExtrasOfFlows(const FlowScript &script, QList<Need> &needs)
{
    const auto require = [&](const QString &module, const QString &kind, const QString &extra, int line) {
        if (extra.isEmpty())
            return;
        const auto existing = std::find_if(needs.begin(), needs.end(), [&](const Need &need) {
            return need.module == module || need.module.startsWith(QString(module + u'.'));
        });
        if (existing != needs.end()) {
            addExtra(*existing, extra);
            return;
        }
        Need need;
        need.script = script.path;
        need.module = module;
        need.names = QStringList{kind};
        need.kind = ImportKind::Prefect;
        need.distributions = QStringList{u"prefect"_s};
        need.confidence = Confidence::Known;
        need.evidence = QCoreApplication::translate("Coverage", "The flow uses %1, which needs prefect[%2] when it runs.").arg(kind, extra);
        need.necessity = Necessity::Implied;
        need.file = script.path;
        need.line = line;
        need.generation = script.generation;
        need.generationAssumed = script.generationAssumed;
        addExtra(need, extra);
        needs.append(need);
    };
    for (const Flow &flow : script.flows) {
        if (flow.storage)
            require(u"prefect.storage"_s, flow.storage->kind, flow.storage->extra, flow.storage->line);
    }
    for (const ResultUse &result : script.results)
        require(u"prefect.engine.results"_s, result.kind, result.extra, result.line);
}

QList<Need> needsOf(const FlowScript &script, const QHash<QString, QString> &locked)
{
    QHash<QString, QString> declared;
    for (const DeclaredRequirement &line : script.declared) {
        const Result<Requirement> requirement = Requirement::parse(line.requirement);
        if (requirement && !requirement->specifiers.isEmpty() && !declared.contains(normalizedName(requirement->name)))
            declared.insert(normalizedName(requirement->name), line.requirement);
    }

    const bool shipped = shipsRepository(script);
    QList<Need> needs;
    QHash<QString, qsizetype> rows;
    for (const Import &import : script.imports) {
        if (import.target.isEmpty() || import.necessity == Necessity::Typing)
            continue;
        const QString module = import.target;
        const auto row = rows.constFind(module);
        if (row == rows.constEnd()) {
            Need need;
            need.script = script.path;
            need.module = module;
            need.kind = import.kind;
            need.distributions = import.distributions;
            need.confidence = import.confidence;
            need.evidence = import.evidence;
            need.necessity = import.necessity;
            need.condition = import.condition;
            need.file = import.file;
            need.line = import.line;
            need.since = import.since;
            need.until = import.until;
            need.shipped = import.kind == ImportKind::Local && shipped;
            need.mayBeShipped = import.kind == ImportKind::Local && !shipped && unreadStorage(script);
            if (import.kind == ImportKind::Prefect) {
                need.generation = script.generation;
                need.generationAssumed = script.generationAssumed;
                need.distributions = QStringList{u"prefect"_s};
                if (script.generation == 1)
                    need.extra = extraOfPrefectModule(import.target);
            }
            need.requirement = versionFor(need.distributions, declared, locked);
            rows.insert(module, needs.size());
            needs.append(need);
        } else if (strength(import.necessity) > strength(needs[*row].necessity)) {
            needs[*row].necessity = import.necessity;
            needs[*row].condition = import.condition;
            needs[*row].file = import.file;
            needs[*row].line = import.line;
        } else if (import.necessity == needs[*row].necessity && import.condition != needs[*row].condition) {
            // Needed here or there; without any condition in one place, there always.
            QString &condition = needs[*row].condition;
            condition = condition.isEmpty() || import.condition.isEmpty() ? QString() : u"(%1) or (%2)"_s.arg(condition, import.condition);
        }
        Need &need = needs[rows.value(module)];
        if (!import.name.isEmpty() && !need.names.contains(import.name))
            need.names.append(import.name);
    }
    addExtrasOfFlows(script, needs);
    return needs;
}

} // namespace

QHash<QString, QString> lockedBy(const FlowScript &script)
{
    QHash<QString, QString> locked;
    QHash<QString, QString> sources; // the first file that knows a name is the best one
    for (const DeclaredRequirement &each : script.locked) {
        static const QRegularExpression end(u"[^A-Za-z0-9._-]"_s);
        const QString name = normalizedName(each.requirement.left(each.requirement.indexOf(end)));
        if (!sources.contains(name)) {
            sources.insert(name, each.source);
            locked.insert(name, each.requirement);
        } else if (sources.value(name) == each.source && locked.value(name) != each.requirement) {
            locked.remove(name);
        }
    }
    return locked;
}

QList<Need> needsOf(const QList<FlowScript> &scripts)
{
    QList<Need> needs;
    QHash<const DeclaredRequirement *, QHash<QString, QString>> locked; // the scripts of a folder share a list
    for (const FlowScript &script : scripts) {
        auto known = locked.constFind(script.locked.constData());
        if (known == locked.constEnd())
            known = locked.insert(script.locked.constData(), lockedBy(script));
        needs.append(needsOf(script, *known));
    }
    std::stable_sort(needs.begin(), needs.end(), [](const Need &a, const Need &b) {
        const auto rank = [](const Need &need) { return need.kind == ImportKind::StandardLibrary ? 0 : strength(need.necessity) >= 3 ? 2 : 1; };
        return rank(a) > rank(b);
    });
    return needs;
}

} // namespace drydock
