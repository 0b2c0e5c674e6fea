// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/bases.h"

#include "core/engine/imagereference.h"
#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

const Interpreter *pythonOf(const ImageCoverage &image)
{
    return image.image.python();
}

/// The release of Prefect that registers the scripts: declared with a pin, else the person's own, else empty.
QString releaseOf(const QList<FlowScript> &scripts)
{
    QString own;
    for (const FlowScript &script : scripts) {
        for (const DeclaredRequirement &each : script.declared) {
            const Result<Requirement> requirement = Requirement::parse(each.requirement);
            if (requirement && normalizedName(requirement->name) == u"prefect" && !requirement->specifiers.pinned().isEmpty())
                return requirement->specifiers.pinned();
        }
        if (own.isEmpty() && script.environment)
            own = script.environment->prefect;
    }
    const int generation = generationOf(scripts);
    const bool isOurs = generation == 0 || std::max(own.section(u'.', 0, 0).toInt(), 1) == generation;
    return isOurs && Version(own).isValid() && !Version(own).isPrerelease() ? own : QString();
}

/// Minors of Python 3 that a release was published for, the generation's usual one first.
QList<int> minorsOf(int generation, const QString &release = {})
{
    const auto before = [&release](const QString &version) { return !release.isEmpty() && Version(release) < Version(version); };
    switch (generation) {
    case 1:
        if (before(u"0.15.5"_s))
            return {8, 7, 6};
        if (before(u"1.2.2"_s))
            return {9, 8, 7};
        return {9, 10, 8, 7};
    case 2:
        if (before(u"2.7.12"_s))
            return {10, 9, 8, 7};
        if (before(u"2.14.14"_s))
            return {11, 10, 9, 8};
        return {11, 12, 10, 9, 8};
    default:
        if (before(u"3.3.1"_s))
            return {12, 11, 10, 9};
        if (before(u"3.5.0"_s))
            return {13, 12, 11, 10, 9};
        return {13, 12, 11, 10, 14};
    }
}

/// Whether a minor has every standard-library module that the scripts need.
bool libraryFits(int minor, const QList<FlowScript> &scripts)
{
    const auto minorIn = [](const QString &version) { return version.section(u'.', 1, 1).toInt(); };
    return std::all_of(scripts.begin(), scripts.end(), [&](const FlowScript &script) {
        return std::all_of(script.imports.begin(), script.imports.end(), [&](const Import &import) {
            // Of Python 2 alone: no Python 3 does better than another.
            const bool counts = import.kind == ImportKind::StandardLibrary && import.necessity == Necessity::Required && !isOfPython2Alone(import.until);
            return !counts || ((import.since.isEmpty() || minor >= minorIn(import.since)) && (import.until.isEmpty() || minor <= minorIn(import.until)));
        });
    });
}

bool minorFits(int minor, const QList<FlowScript> &scripts)
{
    const int pickled = minorOfPickle(scripts);
    return pythonFits(u"3.%1.99"_s.arg(minor), scripts) && libraryFits(minor, scripts) && (pickled < 0 || pickled == minor);
}

/// The first of the minors that fits, -1 when none does.
int bestMinor(const QList<int> &minors, const QList<FlowScript> &scripts)
{
    const auto fitting = std::find_if(minors.begin(), minors.end(), [&scripts](int minor) { return minorFits(minor, scripts); });
    return fitting == minors.end() ? -1 : *fitting;
}

/// Modules of Prefect that this release lacks or a version that is not the declared one: nothing that is added mends them.
int unmendable(const Coverage &coverage, const ImageCoverage &image)
{
    int count = 0;
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Cell &cell = image.cells[i];
        const bool extraMissing = cell.status == CellStatus::Missing && !coverage.needs[i].extra.isEmpty();
        if (coverage.needs[i].kind == ImportKind::Prefect && !extraMissing
            && (cell.status == CellStatus::Missing || cell.status == CellStatus::Version))
            ++count;
    }
    return count;
}

bool isOfGeneration(const QString &prefect, int generation)
{
    return !prefect.isEmpty() && (generation == 0 || std::max(prefect.section(u'.', 0, 0).toInt(), 1) == generation);
}

/// What the full 1.x images are made with; those of later generations come without extras.
const QStringList &orchestrationExtras()
{
    static const QStringList extras{u"aws"_s, u"azure"_s, u"bitbucket"_s, u"gcp"_s, u"google"_s, u"git"_s, u"github"_s, u"gitlab"_s, u"kubernetes"_s};
    return extras;
}

QString nameFrom(const SourceValue &value)
{
    return value.value.toString();
}

} // namespace

int generationOf(const QList<FlowScript> &scripts)
{
    int generation = 0;
    for (const FlowScript &script : scripts)
        generation = std::max(generation, script.generation);
    return generation;
}

bool pythonFits(const QString &version, const QList<FlowScript> &scripts)
{
    return std::all_of(scripts.begin(), scripts.end(), [&version](const FlowScript &script) {
        const Result<VersionSpecifiers> required = VersionSpecifiers::parse(script.requiresPython);
        return script.requiresPython.isEmpty() || !required || required->contains(Version(version));
    });
}

int minorOfPickle(const QList<FlowScript> &scripts)
{
    for (const FlowScript &script : scripts) {
        const bool isPickled = std::any_of(script.flows.begin(), script.flows.end(), [](const Flow &flow) {
            return flow.storage && flow.storage->ships == Ships::Pickle;
        });
        bool isNumber = false;
        const int minor = script.environment ? script.environment->python.section(u'.', 1, 1).toInt(&isNumber) : -1;
        if (isPickled && isNumber)
            return minor;
    }
    return -1;
}

bool isNamedByScripts(const QString &reference, const QList<FlowScript> &scripts)
{
    const auto wanted = ImageReference::parse(reference);
    const auto isIt = [&wanted](const QString &name) {
        const auto named = ImageReference::parse(name);
        return wanted && named && *named == *wanted;
    };
    for (const FlowScript &script : scripts) {
        for (const Flow &flow : script.flows) {
            if (flow.runConfig && flow.runConfig->image && isIt(nameFrom(*flow.runConfig->image)))
                return true;
        }
        for (const Deployment &deployment : script.deployments) {
            if ((deployment.image && isIt(nameFrom(*deployment.image))) || isIt(nameFrom(deployment.jobVariables.value(u"image"_s))))
                return true;
        }
    }
    return false;
}

bool holdsOnlyPrefect(const Interpreter &python)
{
    QSet<QString> known{u"pip"_s, u"setuptools"_s, u"wheel"_s, u"uv"_s, u"pkg-resources"_s};
    // Names with the extras that somebody asked of them; the full 1.x image is made with Prefect's own.
    QSet<QPair<QString, QString>> seen;
    QList<QPair<QString, QString>> open{{u"prefect"_s, {}}, {u"prefect-redis"_s, {}}};
    for (const QString &extra : orchestrationExtras())
        open.append({u"prefect"_s, extra});
    while (!open.isEmpty()) {
        const auto [name, extra] = open.takeLast();
        if (seen.contains({name, extra}))
            continue;
        seen.insert({name, extra});
        known.insert(name);
        const Distribution *distribution = python.distribution(name);
        if (!distribution)
            continue;
        for (const QString &line : distribution->requires_) {
            const Result<Requirement> requirement = Requirement::parse(line);
            if (!requirement)
                continue;
            if (requirement->marker.contains(u"extra") && !requirement->appliesTo({{u"extra"_s, extra}, {u"python_version"_s, python.version.section(u'.', 0, 1)}}))
                continue;
            open.append({normalizedName(requirement->name), {}});
            for (const QString &wanted : requirement->extras)
                open.append({normalizedName(requirement->name), wanted});
        }
    }
    return std::all_of(python.distributions.begin(), python.distributions.end(), [&known](const Distribution &d) { return known.contains(normalizedName(d.name)); });
}

QString unfitBecause(const BaseWish &wish, const ImageCoverage &image)
{
    const QString &name = image.image.reference;
    if (!wish.platform.isEmpty() && !image.image.platform.isEmpty()
        && image.image.platform.section(u'/', 0, 1) != wish.platform.section(u'/', 0, 1))
        return Text::tr("%1 is for %2, and the flow runs on %3.").arg(name, image.image.platform, wish.platform);
    const Interpreter *python = pythonOf(image);
    if (!python)
        return {};
    if (!pythonFits(python->version, wish.scripts))
        return Text::tr("The Python of %1 is not one that the script accepts.").arg(name);
    for (qsizetype i = 0; i < image.cells.size(); ++i) {
        const Need &need = wish.coverage.needs[i];
        if (image.cells[i].status == CellStatus::Removed && need.necessity == Necessity::Required && !isOfPython2Alone(need.until))
            return Text::tr("The Python of %1 has no %2.").arg(name, need.module);
    }
    const int pickled = minorOfPickle(wish.scripts);
    if (pickled >= 0 && python->minor() != pickled)
        return Text::tr("The flow is stored as a pickle by Python 3.%1, and %2 has Python 3.%3, which may not read it.").arg(pickled).arg(name).arg(python->minor());
    return {};
}

const ImageCoverage *prefectBaseOf(const BaseWish &wish)
{
    const int generation = generationOf(wish.scripts);
    const QString release = releaseOf(wish.scripts);
    const auto rank = [&](const ImageCoverage &image) {
        const Interpreter &python = *pythonOf(image);
        // An image built here carries its flow's additions along, and would be stacked upon itself; Prefect's "core" images lack
        // the usual extras.
        const bool plain = !image.image.builtHere();
        const bool installs = !image.image.contents->pip.isEmpty() || !image.image.contents->uv.isEmpty();
        const bool core = image.image.reference.section(u':', -1).startsWith(u"core");
        return std::tuple(plain, unfitBecause(wish, image).isEmpty(), installs,
                          isNamedByScripts(image.image.reference, wish.scripts), image.coversKnown,
                          -unmendable(wish.coverage, image), !release.isEmpty() && python.prefect == release,
                          image.covers, !core, image.image.contents->honoursExtraPipPackages.value_or(false));
    };
    const ImageCoverage *best = nullptr;
    for (const ImageCoverage &image : wish.coverage.images) {
        const Interpreter *python = pythonOf(image);
        if (!python || !isOfGeneration(python->prefect, generation) || image.image.source == u"expected"
            || (wish.onlyPrefectsOwn && !holdsOnlyPrefect(*python)))
            continue;
        if (!best) {
            best = &image;
            continue;
        }
        const auto mine = rank(image);
        const auto theirs = rank(*best);
        const Version version(python->prefect);
        const Version other(pythonOf(*best)->prefect);
        if (mine > theirs || (mine == theirs && other < version)
            || (mine == theirs && other == version && image.image.reference.size() < best->image.reference.size()))
            best = &image;
    }
    return best;
}

const ImageCoverage *pythonBaseOf(const BaseWish &wish, const ImageCoverage *prefectBase)
{
    const QList<int> minors = minorsOf(generationOf(wish.scripts), releaseOf(wish.scripts));
    const int wanted = prefectBase && unfitBecause(wish, *prefectBase).isEmpty() ? pythonOf(*prefectBase)->minor() : -1;
    const ImageCoverage *best = nullptr;
    const auto rank = [&](const ImageCoverage &image) {
        const int minor = pythonOf(image)->minor();
        return std::tuple(minor == wanted, -minors.indexOf(minor), image.image.reference.contains(u"python"), -image.image.size);
    };
    for (const ImageCoverage &image : wish.coverage.images) {
        const Interpreter *python = pythonOf(image);
        if (!python || !python->prefect.isEmpty() || image.image.builtHere() || !minors.contains(python->minor())
            || !unfitBecause(wish, image).isEmpty() || image.image.contents->pip.isEmpty())
            continue;
        if (!best || rank(image) > rank(*best))
            best = &image;
    }
    return best;
}

QString officialPrefectImage(const QList<FlowScript> &scripts)
{
    const int generation = generationOf(scripts);
    const QString release = releaseOf(scripts);
    const int minor = bestMinor(minorsOf(generation, release), scripts);
    if (minor < 0)
        return {};
    const QString version = !release.isEmpty() ? release : generation == 1 ? u"1.4.1"_s : generation == 2 ? u"2"_s : u"3"_s;
    return u"docker.io/prefecthq/prefect:%1-python3.%2"_s.arg(version).arg(minor);
}

QString officialPythonImage(const QList<FlowScript> &scripts)
{
    int minor = bestMinor(minorsOf(generationOf(scripts), releaseOf(scripts)), scripts);
    if (minor < 0) // Prefect was never published for it; the nearest one that fits has the best chance.
        minor = bestMinor(generationOf(scripts) == 1 ? QList<int>{11, 12, 6, 13, 14} : QList<int>{14, 13, 12, 9, 8, 7}, scripts);
    return u"docker.io/library/python:3.%1-slim-bookworm"_s.arg(minor < 0 ? minorsOf(generationOf(scripts)).first() : minor);
}

bool needsOnlyPrefect(const QList<FlowScript> &scripts, const QList<Need> &needs)
{
    const int generation = generationOf(scripts);
    if (generation == 0 || officialPrefectImage(scripts).isEmpty())
        return false;
    // Alternatives of which one has to be there; none of them is certain to come with Prefect.
    for (const FlowScript &script : scripts) {
        QMap<int, bool> dispensable;
        for (const Import &import : script.imports) {
            if (import.group >= 0 && import.kind != ImportKind::StandardLibrary)
                dispensable[import.group] |= import.dispensable;
        }
        if (std::any_of(dispensable.cbegin(), dispensable.cend(), [](bool can) { return !can; }))
            return false;
    }
    for (const Need &need : needs) {
        const bool isRequired = need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
        if (isRequired && isOfPython2Alone(need.until))
            return false;
        if (need.kind == ImportKind::StandardLibrary || (need.kind == ImportKind::Local && need.shipped))
            continue;
        if (need.kind == ImportKind::Prefect) {
            const QStringList extras = need.extra.split(u',', Qt::SkipEmptyParts);
            if (!std::all_of(extras.begin(), extras.end(), [](const QString &extra) { return orchestrationExtras().contains(extra); }))
                return false;
            continue;
        }
        if (isRequired || need.necessity == Necessity::Conditional)
            return false;
    }
    return true;
}

} // namespace drydock
