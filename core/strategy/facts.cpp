// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/facts.h"

#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"
#include "core/resolve/traits.h"
#include "core/strategy/bases.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

/// Why the scripts themselves want their source inside the image, or empty.
QString shipsFlowBecause(const QList<FlowScript> &scripts)
{
    for (const FlowScript &script : scripts) {
        for (const Flow &flow : script.flows) {
            if (flow.storage && flow.storage->kind == u"Docker")
                return Text::tr("The flow uses Docker storage (line %1): its source travels in the image.").arg(flow.storage->line);
        }
        const bool elsewhere = std::any_of(script.deployments.begin(), script.deployments.end(),
                                           [](const Deployment &d) { return d.source == u"from_source"; })
            || std::any_of(script.flows.begin(), script.flows.end(), [](const Flow &flow) { return flow.storage && flow.storage->ships != Ships::Image; });
        for (const Deployment &deployment : script.deployments) {
            if (deployment.source == u"deploy" && deployment.image && !elsewhere)
                return Text::tr("The script deploys with an image that carries its source (line %1).").arg(deployment.line);
        }
    }
    return {};
}

/// Those that a sentence names; all when it names another one, which they bring along.
QStringList namedIn(const QString &sentence, const QStringList &names)
{
    QStringList named;
    std::copy_if(names.begin(), names.end(), std::back_inserter(named), [&sentence](const QString &name) { return sentence.contains(name); });
    return named.isEmpty() ? names : named;
}

/// A module that is in the image and does not find a shared library when it is imported.
void findSharedLibrary(Facts &facts, const Coverage &coverage, const ImageCoverage &image)
{
    static const QRegularExpression pattern(u"(\\S+\\.so[.\\d]*): cannot open shared object file"_s);
    for (qsizetype i = 0; i < image.cells.size(); ++i) {
        const auto match = pattern.match(cellReason(coverage.needs[i], image.cells[i], image.image));
        if (image.cells[i].status == CellStatus::Missing && match.hasMatch()) {
            facts.sharedLibrary = match.captured(1);
            facts.sharedLibraryOf = coverage.needs[i].module;
            return;
        }
    }
}

void chooseCovering(Facts &facts, const BaseWish &wish)
{
    for (const ImageCoverage &image : wish.coverage.images) {
        if (!image.coversKnown || (facts.generation != 0 && image.image.prefect().isEmpty()))
            continue;
        if (const QString unfit = unfitBecause(wish, image); !unfit.isEmpty()) {
            facts.notCoveringBecause = unfit;
            continue;
        }
        if (wish.onlyPrefectsOwn && !holdsOnlyPrefect(*image.image.python())) {
            facts.notCoveringBecause = Text::tr("%1 has every import, but a managed work pool runs Prefect's own image only.").arg(image.image.reference);
            continue;
        }
        const bool isNamed = isNamedByScripts(image.image.reference, wish.scripts);
        if (!facts.covering || isNamed)
            facts.covering = &image;
        if (isNamed)
            break;
    }
    if (facts.covering)
        facts.coveringName = facts.covering->image.reference;
    else if (needsOnlyPrefect(wish.scripts, wish.coverage.needs))
        facts.coveringName = officialPrefectImage(wish.scripts);
}

void chooseBases(Facts &facts, const BaseWish &wish)
{
    for (const ImageCoverage &image : wish.coverage.images) {
        if (image.image.reference != facts.situation->base)
            continue;
        facts.base = facts.pythonBase = &image;
        facts.baseName = facts.scratchName = image.image.reference;
        facts.baseUnfit = unfitBecause(wish, image);
        return;
    }
    facts.base = prefectBaseOf(wish);
    if (facts.base)
        facts.baseUnfit = unfitBecause(wish, *facts.base);
    const QString official = officialPrefectImage(wish.scripts);
    facts.pythonBase = pythonBaseOf(wish, facts.base);
    facts.scratchName = facts.pythonBase ? facts.pythonBase->image.reference : officialPythonImage(wish.scripts);
    if (facts.base && (facts.baseUnfit.isEmpty() || official.isEmpty())) {
        facts.baseName = facts.base->image.reference;
    } else { // Prefect published one that fits.
        facts.base = nullptr;
        facts.baseUnfit.clear();
        facts.baseName = official;
    }
}

} // namespace

bool Facts::isInCluster() const
{
    return runsOn != u"docker" && runsOn != u"process";
}

const ImageContents *Facts::contents() const
{
    return base && base->image.contents ? &*base->image.contents : nullptr;
}

bool Facts::isSmall() const
{
    if (situation->scripts.size() > 1 || additions.requirements.size() > fewRequirements || !sourceOnly.isEmpty() || !large.isEmpty() || !cuda.isEmpty())
        return false;
    return bytes < 0 || (bytes <= fewBytes && distributions <= fewDistributions);
}

Facts factsOf(const Situation &situation)
{
    Facts facts;
    facts.situation = &situation;
    const QList<FlowScript> &scripts = situation.scripts;
    facts.generation = generationOf(scripts);
    facts.runsOn = !situation.runsOn.isEmpty() ? situation.runsOn : scripts.isEmpty() ? u"docker"_s : runsOnOf(scripts.first());
    const BaseWish wish{scripts, situation.coverage, facts.isInCluster() ? situation.platform : QString(), facts.isManaged()};
    facts.closest = situation.coverage.best();
    chooseCovering(facts, wish);
    chooseBases(facts, wish);

    facts.additions = additionsFor(situation.coverage, scripts, facts.base);
    QSet<QString> users;
    for (qsizetype i = 0; i < situation.coverage.needs.size(); ++i) {
        const Need &need = situation.coverage.needs[i];
        const Cell *cell = facts.base ? &facts.base->cells[i] : nullptr;
        const bool isRequired = need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
        if (isRequired && facts.ofPython2.isEmpty() && isOfPython2Alone(need.until))
            facts.ofPython2 = need.module;
        if (!isRequired || need.kind == ImportKind::StandardLibrary || need.shipped || (cell && cell->status == CellStatus::Provided))
            continue;
        if (need.kind != ImportKind::Prefect || cell)
            users.insert(need.script);
        const bool isNowhere = (need.kind == ImportKind::ThirdParty || need.kind == ImportKind::Unknown) && need.distributions.isEmpty();
        if (isNowhere && !facts.unknownModules.contains(need.module))
            facts.unknownModules.append(need.module);
    }
    facts.sharedBy = int(users.size());
    facts.shipsFlow = shipsFlowBecause(scripts);
    for (const FlowScript &script : scripts) {
        if (!facts.unreadStorage)
            facts.unreadStorage = unreadStorage(script);
        for (const Flow &flow : script.flows) {
            if (flow.storage && flow.storage->kind == u"Local" && facts.localStorageLine == 0)
                facts.localStorageLine = flow.storage->line;
        }
    }
    if (facts.base)
        findSharedLibrary(facts, situation.coverage, *facts.base);
    for (const QString &text : std::as_const(facts.additions.requirements)) {
        const Result<Requirement> requirement = Requirement::parse(text);
        if (requirement && requirement->url.startsWith(u"git+") && facts.fromGit.isEmpty())
            facts.fromGit = requirement->name;
        if (requirement && requirement->url.startsWith(u"file:") && facts.ownWheel.isEmpty())
            facts.ownWheel = requirement->name;
    }

    if (situation.resolution) {
        facts.bytes = situation.resolution->downloadBytes();
        facts.distributions = situation.resolution->distributions.size();
        facts.sourceOnly = namesOf(situation.resolution->sourceOnly);
        if (std::any_of(situation.resolution->distributions.begin(), situation.resolution->distributions.end(),
                        [](const ResolvedDistribution &d) { return d.name.startsWith(u"nvidia-"); }))
            facts.cuda = firstWithTrait(u"cuda"_s, facts.additions.requirements);
    } else {
        facts.large = firstWithTrait(u"large"_s, facts.additions.requirements);
        facts.cuda = firstWithTrait(u"cuda"_s, facts.additions.requirements);
    }
    if (situation.resolutionError && situation.resolutionError->code == u"needs-source-archive")
        facts.sourceOnly = namedIn(situation.resolutionError->sentence, namesOf(facts.additions.requirements));
    if (situation.resolutionError && situation.resolutionError->code == u"resolution-conflict")
        facts.conflict = situation.resolutionError->sentence;
    if (situation.resolutionError && isRefusal(*situation.resolutionError))
        facts.refusal = situation.resolutionError->sentence;
    return facts;
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

QString listed(const QStringList &names)
{
    if (names.size() <= 3)
        return names.join(u", "_s);
    return Text::tr("%1 and %2 more").arg(names.mid(0, 2).join(u", "_s)).arg(names.size() - 2);
}

} // namespace drydock
