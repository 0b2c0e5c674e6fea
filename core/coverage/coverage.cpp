// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/coverage.h"

#include "core/coverage/tally.h"
#include "core/coverage/warnings.h"

#include <QJsonArray>

#include <algorithm>
#include <numeric>
#include <tuple>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

void judgeCells(ImageCoverage &image, const QList<Need> &needs, std::vector<Judge> &judges, const InterpreterIndex *index, const ImportTrial *trial)
{
    image.cells.reserve(needs.size());
    for (Judge &judge : judges) {
        if (index) {
            image.cells.append(judge.cellOf(*index, image.image, trial));
            const Cell &cell = image.cells.last();
            image.failed += cell.evidence == EvidenceLevel::Imported && cell.status != CellStatus::Provided && cell.status != CellStatus::Version;
        } else {
            image.cells.append(Cell());
            image.cells.last().cause = image.image.contents ? Cause::Unreadable : Cause::NotLookedInside;
        }
    }
}

/// Rows of the standard library are shown only where some image has trouble with them.
void dropUntroubledStandardLibrary(Coverage &coverage)
{
    QList<qsizetype> kept;
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const bool isTroubled = coverage.needs.at(i).kind != ImportKind::StandardLibrary
            || std::any_of(coverage.images.cbegin(), coverage.images.cend(), [i](const ImageCoverage &image) {
                   const CellStatus status = image.cells.at(i).status;
                   return status == CellStatus::Removed || status == CellStatus::Missing;
               });
        if (isTroubled)
            kept.append(i);
    }
    if (kept.size() == coverage.needs.size())
        return;
    const auto keep = [&kept](auto &list) {
        for (qsizetype i = 0; i < kept.size(); ++i) {
            if (kept.at(i) != i)
                list[i] = std::move(list[kept.at(i)]);
        }
        list.resize(kept.size());
    };
    keep(coverage.needs);
    for (ImageCoverage &image : coverage.images)
        keep(image.cells);
}

/// Where nothing says the generation for certain, the newest Prefect that will do is the likeliest.
int fittingGeneration(const QList<FlowScript> &scripts, const Image &image)
{
    const bool isAssumed = std::any_of(scripts.begin(), scripts.end(), [](const FlowScript &script) { return script.generationAssumed; });
    return isAssumed ? image.prefect().section(u'.', 0, 0).toInt() : 0;
}

void sort(const QList<FlowScript> &scripts, QList<ImageCoverage> &images)
{
    struct Rank {
        bool satisfied;
        bool read;
        int covers;
        int standing; ///< What speaks against it beside the imports.
        qsizetype unmendable; ///< Needs that nothing added to the image meets.
        int failed;
        int generation;
        qsizetype imported;
        bool builtHere;
        qsizetype length; ///< "2.20-python3.11" before "2.20-python3.11-debug".
        auto tied() const { return std::tuple(satisfied, read, covers, standing, -unmendable, -failed, generation, imported, builtHere, -length); }
    };
    std::vector<Rank> ranks;
    ranks.reserve(size_t(images.size()));
    for (const ImageCoverage &each : std::as_const(images)) {
        const bool read = each.python();
        const auto speaksAgainst = [](const ImageWarning &warning) { return warning.blocks ? -2 : warning.code == u"python-not-allowed" ? -1 : 0; };
        const int standing = std::accumulate(each.warnings.begin(), each.warnings.end(), 0,
                                             [&](int lowest, const ImageWarning &warning) { return std::min(lowest, speaksAgainst(warning)); });
        const auto imported = std::count_if(each.cells.begin(), each.cells.end(), [](const Cell &cell) {
            return cell.status == CellStatus::Provided && cell.evidence == EvidenceLevel::Imported;
        });
        const auto unmendable = std::count_if(each.cells.begin(), each.cells.end(), [](const Cell &cell) {
            return cell.cause == Cause::OtherGeneration || cell.cause == Cause::NotInRelease || cell.cause == Cause::NoPrefect
                || cell.status == CellStatus::Removed;
        });
        ranks.push_back({each.satisfied, read, read ? each.covers : 0, standing, unmendable, each.failed, fittingGeneration(scripts, each.image), imported,
                         each.image.builtHere(), each.image.reference.size()});
    }
    std::vector<qsizetype> order(ranks.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&ranks](qsizetype a, qsizetype b) { return ranks[size_t(a)].tied() > ranks[size_t(b)].tied(); });
    QList<ImageCoverage> sorted;
    sorted.reserve(images.size());
    for (const qsizetype i : order)
        sorted.append(std::move(images[i]));
    images = std::move(sorted);
}

} // namespace

const ImageCoverage *Coverage::best() const
{
    const auto found = std::find_if(images.begin(), images.end(), [](const ImageCoverage &each) { return each.python(); });
    return found == images.end() ? nullptr : &*found;
}

const ImageCoverage *Coverage::find(const QString &reference) const
{
    const auto found = std::find_if(images.begin(), images.end(), [&reference](const ImageCoverage &each) {
        return each.image.reference == reference || (!each.image.id.isEmpty() && each.image.id == reference);
    });
    return found == images.end() ? nullptr : &*found;
}

Coverage compare(const QList<FlowScript> &scripts, const QList<Image> &images, const QMap<QString, ImportTrial> &trials,
                 InterpreterIndexes *indexes, const QDate &today)
{
    InterpreterIndexes own;
    InterpreterIndexes &known = indexes ? *indexes : own;
    Coverage coverage;
    coverage.needs = needsOf(scripts);
    QHash<QString, Demands> demands;
    QSet<QString> standardLibrary;
    for (const FlowScript &script : scripts) {
        coverage.scripts.append(script.path);
        coverage.flows.append(QStringList());
        for (const Flow &flow : script.flows)
            coverage.flows.last().append(flow.name);
        demands.insert(script.path, demandsOf(script));
        for (const Import &import : script.imports) {
            const QString module = import.target.section(u'.', 0, 0);
            if (import.kind != ImportKind::StandardLibrary || standardLibrary.contains(module))
                continue;
            standardLibrary.insert(module);
            coverage.standardLibrary.append(module);
        }
    }

    std::vector<std::shared_ptr<const InterpreterIndex>> prepared;
    prepared.reserve(size_t(images.size()));
    for (const Image &image : images) {
        const Interpreter *python = image.python();
        prepared.push_back(python ? known.of(*python) : nullptr);
    }
    const QList<Need> &needs = std::as_const(coverage).needs;
    std::vector<Judge> judges;
    judges.reserve(size_t(needs.size()));
    for (const Need &need : needs)
        judges.emplace_back(need, *demands.constFind(need.script), known.names());
    const Tally tally(scripts, needs);
    coverage.images.reserve(images.size());
    for (qsizetype i = 0; i < images.size(); ++i) {
        const Image &image = images.at(i);
        ImageCoverage each;
        each.image = image;
        const auto trial = trials.constFind(image.id);
        judgeCells(each, needs, judges, prepared[size_t(i)].get(), trial == trials.constEnd() ? nullptr : &*trial);
        each.warnings = warningsAbout(scripts, image, today);
        tally.count(each, needs, judges);
        coverage.images.append(std::move(each));
    }
    known.dropUnused();
    sort(scripts, coverage.images);
    dropUntroubledStandardLibrary(coverage);
    return coverage;
}

int generationIn(const FlowScript &script, const Image &image)
{
    return script.generationAssumed && image.prefect().startsWith(u"2.") ? 2 : script.generation;
}

namespace {

QJsonObject toJson(const CoverageCount &count)
{
    return {{u"satisfied"_s, count.satisfied}, {u"covers"_s, count.covers}, {u"of"_s, count.of}};
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QJsonObject toJson(const Coverage &coverage)
{
    QJsonArray images;
    for (const ImageCoverage &image : coverage.images) {
        QJsonArray imports;
        for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
            const Need &need = coverage.needs.at(i);
            const Cell &cell = image.cells.at(i);
            imports.append(QJsonObject{{u"script"_s, need.script},
                                       {u"module"_s, need.module},
                                       {u"name"_s, orNull(need.names.join(u", "_s))},
                                       {u"status"_s, statusName(cell.status)},
                                       {u"distribution"_s, orNull(cell.distribution)},
                                       {u"version"_s, orNull(cell.version)},
                                       {u"evidence"_s, evidenceName(cell.evidence)},
                                       {u"reason"_s, cellReason(need, cell, image.image)}});
        }
        QJsonArray warnings;
        for (const ImageWarning &warning : image.warnings)
            warnings.append(QJsonObject{{u"code"_s, warning.code}, {u"message"_s, warning.message}, {u"blocks"_s, warning.blocks}});
        QJsonArray scripts;
        for (qsizetype i = 0; i < coverage.scripts.size(); ++i) {
            QJsonObject script = toJson(image.scripts.isEmpty() ? static_cast<const CoverageCount &>(image) : image.scripts.at(i));
            script.insert(u"script"_s, coverage.scripts.at(i));
            scripts.append(script);
        }
        QJsonObject object = toJson(static_cast<const CoverageCount &>(image));
        object.insert(u"reference"_s, image.image.reference);
        object.insert(u"id"_s, image.image.id);
        object.insert(u"imports"_s, imports);
        object.insert(u"scripts"_s, scripts);
        object.insert(u"warnings"_s, warnings);
        images.append(object);
    }
    return {{u"images"_s, images}};
}

} // namespace drydock
