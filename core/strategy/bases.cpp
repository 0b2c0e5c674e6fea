// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/bases.h"

#include "core/python/requirement.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Minors of Python 3 for which a generation's last release was published, the official images' choice first.
QList<int> minorsOf(int generation)
{
    switch (generation) {
    case 1:
        return {9, 10, 8, 7};
    case 2:
        return {11, 12, 10, 9};
    default:
        return {13, 12, 11, 10, 14};
    }
}

int bestMinor(const QList<FlowScript> &scripts)
{
    const QList<int> minors = minorsOf(generationOf(scripts));
    const auto fitting = std::find_if(minors.begin(), minors.end(), [&scripts](int minor) {
        return pythonFits(u"3.%1.99"_s.arg(minor), scripts);
    });
    return fitting == minors.end() ? minors.front() : *fitting;
}

const Interpreter *pythonOf(const ImageCoverage &image)
{
    return image.image.contents ? image.image.contents->defaultInterpreter() : nullptr;
}

bool hasRemoved(const ImageCoverage &image)
{
    return std::any_of(image.cells.begin(), image.cells.end(), [](const Cell &cell) { return cell.status == CellStatus::Removed; });
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

const ImageCoverage *prefectBaseOf(const Coverage &coverage, const QList<FlowScript> &scripts)
{
    const int generation = generationOf(scripts);
    const ImageCoverage *best = nullptr;
    const auto rank = [&](const ImageCoverage &image) {
        const Interpreter &python = *pythonOf(image);
        // An image built here carries its flow's additions along, and would be stacked upon itself; Prefect's "core" images lack
        // the usual extras.
        const bool plain = !image.image.builtHere();
        const bool core = image.image.reference.section(u':', -1).startsWith(u"core");
        return std::tuple(plain, image.satisfied, pythonFits(python.version, scripts), !hasRemoved(image), -unmendable(coverage, image),
                          image.covers, !core, image.image.contents->honoursExtraPipPackages.value_or(false));
    };
    for (const ImageCoverage &image : coverage.images) {
        const Interpreter *python = pythonOf(image);
        if (!python || !isOfGeneration(python->prefect, generation) || image.image.source == u"expected")
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

const ImageCoverage *pythonBaseOf(const Coverage &coverage, const QList<FlowScript> &scripts, const ImageCoverage *prefectBase)
{
    const QList<int> minors = minorsOf(generationOf(scripts));
    const int wanted = prefectBase && pythonFits(pythonOf(*prefectBase)->version, scripts) ? pythonOf(*prefectBase)->minor() : -1;
    const ImageCoverage *best = nullptr;
    const auto rank = [&](const ImageCoverage &image) {
        const int minor = pythonOf(image)->minor();
        return std::tuple(minor == wanted, -minors.indexOf(minor), image.image.reference.contains(u"python"), -image.image.size);
    };
    for (const ImageCoverage &image : coverage.images) {
        const Interpreter *python = pythonOf(image);
        if (!python || !python->prefect.isEmpty() || image.image.builtHere() || !minors.contains(python->minor())
            || !pythonFits(python->version, scripts) || image.image.contents->pip.isEmpty())
            continue;
        if (!best || rank(image) > rank(*best))
            best = &image;
    }
    return best;
}

QString officialPrefectImage(const QList<FlowScript> &scripts)
{
    const int minor = bestMinor(scripts);
    switch (generationOf(scripts)) {
    case 1:
        return u"docker.io/prefecthq/prefect:1.4.1-python3.%1"_s.arg(minor);
    case 2:
        return u"docker.io/prefecthq/prefect:2-python3.%1"_s.arg(minor);
    default:
        return u"docker.io/prefecthq/prefect:3-python3.%1"_s.arg(minor);
    }
}

QString officialPythonImage(const QList<FlowScript> &scripts)
{
    return u"docker.io/library/python:3.%1-slim-bookworm"_s.arg(bestMinor(scripts));
}

} // namespace drydock
