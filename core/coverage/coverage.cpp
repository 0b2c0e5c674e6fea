// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/coverage.h"

#include "core/coverage/condition.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Coverage)
};

/// ">=1.5,<2" → "≥ 1.5, < 2".
QString pretty(const VersionSpecifiers &specifiers)
{
    QStringList parts;
    const QStringList written = specifiers.text().split(u',');
    for (QString part : written) {
        part = part.trimmed();
        const auto digits = std::find_if(part.begin(), part.end(), [](QChar c) { return !u"<>=!~"_s.contains(c); });
        QString op = part.left(digits - part.begin());
        const QString version = part.mid(op.size()).trimmed();
        op.replace(u">="_s, u"≥"_s).replace(u"<="_s, u"≤"_s).replace(u"!="_s, u"≠"_s);
        parts.append(op == u"==" || op == u"===" ? version : QString(op + u' ' + version));
    }
    return parts.join(u", "_s);
}

QMap<QString, QString> markerEnvironment(const Interpreter &python, const QString &extra = {})
{
    const QStringList parts = python.version.split(u'.');
    return {{u"python_version"_s, parts.mid(0, 2).join(u'.')},
            {u"python_full_version"_s, python.version},
            {u"sys_platform"_s, u"linux"_s},
            {u"platform_system"_s, u"Linux"_s},
            {u"os_name"_s, u"posix"_s},
            {u"platform_python_implementation"_s, u"CPython"_s},
            {u"implementation_name"_s, u"cpython"_s},
            {u"platform_machine"_s, u"x86_64"_s},
            {u"extra"_s, extra}};
}

/// What the extra of an installed Prefect asks for and the interpreter lacks, as distributions.
QStringList lackingForExtra(const Interpreter &python, const Distribution &prefect, const QString &extra)
{
    QStringList lacking;
    for (const QString &line : prefect.requires_) {
        const Result<Requirement> requirement = Requirement::parse(line);
        if (!requirement || !requirement->appliesTo(markerEnvironment(python, extra)) || requirement->appliesTo(markerEnvironment(python)))
            continue;
        const Distribution *there = python.distribution(requirement->name);
        if (!there || !requirement->specifiers.containsInstalled(Version(there->version)))
            lacking.append(requirement->name);
    }
    return lacking;
}

Cell missing(const QString &word, const QString &reason)
{
    Cell cell;
    cell.status = CellStatus::Missing;
    cell.word = word;
    cell.reason = reason;
    return cell;
}

Cell unknown(const QString &reason)
{
    Cell cell;
    cell.word = Text::tr("Unknown");
    cell.reason = reason;
    return cell;
}

Cell standardLibraryCell(const Need &need, const Interpreter &python)
{
    const int minor = python.minor();
    const auto minorOf = [](const QString &version) { return version.section(u'.', 1, 1).toInt(); };
    const bool tooOld = !need.since.isEmpty() && minor >= 0 && minor < minorOf(need.since);
    const bool tooNew = !need.until.isEmpty() && minor > minorOf(need.until);
    const QString short_ = python.version.section(u'.', 0, 1);
    Cell cell;
    const QList<const Distribution *> providers = python.providersOf(need.module);
    if ((!tooOld && !tooNew) || !providers.isEmpty()) {
        cell.status = CellStatus::Provided;
        cell.distribution = providers.isEmpty() ? QString() : providers.front()->name;
        cell.version = providers.isEmpty() ? short_ : providers.front()->version;
        cell.word = Text::tr("In Python %1").arg(short_);
        cell.reason = Text::tr("%1 is part of Python %2.").arg(need.module, short_);
        return cell;
    }
    cell.status = CellStatus::Removed;
    if (tooNew) {
        const QString gone = u"3.%1"_s.arg(minorOf(need.until) + 1);
        cell.word = Text::tr("Removed in %1").arg(gone);
        cell.reason = Text::tr("Python %1 removed %2; this image runs Python %3. Choose an image with Python %4 or older.")
                          .arg(gone, need.module, short_, need.until);
    } else {
        cell.word = Text::tr("New in %1").arg(need.since);
        cell.reason = Text::tr("%1 came with Python %2; this image runs Python %3. Choose an image with a newer Python.")
                          .arg(need.module, need.since, short_);
    }
    return cell;
}

Cell provided(const Need &need, const Distribution &distribution, const QMap<QString, QString> &environment)
{
    Cell cell;
    cell.status = CellStatus::Provided;
    cell.distribution = distribution.name;
    cell.version = distribution.version;
    const Result<Requirement> wanted = Requirement::parse(need.requirement);
    const bool same = wanted && normalizedName(wanted->name) == normalizedName(distribution.name);
    if (same && !distribution.version.isEmpty() && wanted->appliesTo(environment)
        && !wanted->specifiers.containsInstalled(Version(distribution.version))) {
        cell.status = CellStatus::Version;
        cell.word = Text::tr("%1, needs %2").arg(distribution.version, pretty(wanted->specifiers));
        cell.reason = Text::tr("The image has %1 %2, but the project declares %3.").arg(distribution.name, distribution.version, need.requirement);
        return cell;
    }
    cell.word = distribution.version.isEmpty() ? Text::tr("Found") : Text::tr("%1 found").arg(distribution.version);
    cell.reason = Text::tr("%1 %2 in the image provides %3.").arg(distribution.name, distribution.version, need.module);
    return cell;
}

Cell prefectCell(const Need &need, const Interpreter &python)
{
    const Distribution *prefect = python.distribution(u"prefect"_s);
    if (!prefect)
        return missing(Text::tr("Missing"), Text::tr("There is no Prefect in this image."));
    const int generation = std::max(prefect->version.section(u'.', 0, 0).toInt(), 1); // 0.14 and 0.15 are read as Prefect 1.
    if (need.generation > 0 && generation != need.generation && !(need.generationAssumed && generation == 2)) {
        Cell cell;
        cell.status = CellStatus::Version;
        cell.distribution = prefect->name;
        cell.version = prefect->version;
        cell.word = Text::tr("%1, needs %2.x").arg(prefect->version).arg(need.generation);
        cell.reason = Text::tr("The script is written for Prefect %1, the image has Prefect %2.").arg(need.generation).arg(prefect->version);
        return cell;
    }
    const bool knowsModules = prefect->modules.contains(u"prefect"_s) && prefect->modules.size() > 1;
    if (knowsModules && !prefect->modules.contains(need.module)) {
        return missing(Text::tr("Not in %1").arg(prefect->version),
                       Text::tr("Prefect %1 has no module %2; another release has it.").arg(prefect->version, need.module));
    }
    const QStringList extras = need.extra.split(u',', Qt::SkipEmptyParts);
    for (const QString &extra : extras) {
        const QStringList lacking = lackingForExtra(python, *prefect, extra);
        if (!lacking.isEmpty()) {
            Cell cell = missing(Text::tr("Extra missing"), Text::tr("The flow needs prefect[%1], and the image lacks %2.").arg(extra, lacking.join(u", "_s)));
            cell.distribution = prefect->name;
            cell.version = prefect->version;
            return cell;
        }
    }
    return provided(need, *prefect, markerEnvironment(python));
}

Cell localCell(const Need &need, const Interpreter &python)
{
    const QList<const Distribution *> providers = python.providersOf(need.module);
    if (!providers.isEmpty())
        return provided(need, *providers.front(), markerEnvironment(python));
    Cell cell;
    if (need.shipped) {
        cell.status = CellStatus::Provided;
        cell.word = Text::tr("Travels along");
        cell.reason = Text::tr("%1 is in the repository that the flow's storage brings along.").arg(need.module);
        return cell;
    }
    cell.status = CellStatus::NotShipped;
    cell.word = Text::tr("Not in image");
    cell.reason = Text::tr("%1 is your own module; the flow's storage does not bring it along and the image does not hold it.").arg(need.module);
    return cell;
}

Cell thirdPartyCell(const Need &need, const Interpreter &python)
{
    QList<const Distribution *> providers = python.providersOf(need.module);
    if (providers.isEmpty()) {
        const QString distribution = need.distributions.value(0);
        return missing(Text::tr("Missing"),
                       distribution.isEmpty() ? Text::tr("Nothing in the image provides %1.").arg(need.module)
                                              : Text::tr("Nothing in the image provides %1; %2 would.").arg(need.module, distribution));
    }
    // Among equals, what the project names.
    const auto named = std::find_if(providers.begin(), providers.end(), [&need](const Distribution *provider) {
        return std::any_of(need.distributions.begin(), need.distributions.end(),
                           [provider](const QString &d) { return normalizedName(d) == normalizedName(provider->name); });
    });
    return provided(need, named != providers.end() ? **named : *providers.front(), markerEnvironment(python));
}

/// What a trial of the import in the image adds: it outranks what the files suggest.
void applyTrial(Cell &cell, const Need &need, const ImportTrial &trial)
{
    const auto tried = trial.constFind(need.module);
    if (tried == trial.constEnd() || cell.status == CellStatus::Removed)
        return;
    cell.evidence = EvidenceLevel::Imported;
    if (!tried->isEmpty()) {
        const bool found = cell.status == CellStatus::Provided || cell.status == CellStatus::Version;
        cell.status = need.kind == ImportKind::Local ? CellStatus::NotShipped : CellStatus::Missing;
        if (found)
            cell.word = Text::tr("Found, import fails");
        cell.reason = Text::tr("Importing %1 in the image fails: %2").arg(need.module, *tried);
        return;
    }
    // Storage and results load what their extra brings only when the flow runs: importing them proves nothing of it.
    const bool lazyExtra = !need.extra.isEmpty()
        && (need.module.startsWith(u"prefect.storage"_s) || need.module.startsWith(u"prefect.engine"_s) || need.module == u"prefect");
    if (cell.status == CellStatus::Version || (cell.status == CellStatus::Missing && lazyExtra))
        return;
    cell.status = CellStatus::Provided;
    cell.word = cell.version.isEmpty() ? Text::tr("Imported") : Text::tr("%1 imported").arg(cell.version);
    cell.reason = Text::tr("%1 was imported in this image.").arg(need.module);
}

Cell cellOf(const Need &need, const Image &image, const Interpreter &python, const ImportTrial &trial)
{
    Cell cell = need.kind == ImportKind::StandardLibrary ? standardLibraryCell(need, python)
        : need.kind == ImportKind::Prefect               ? prefectCell(need, python)
        : need.kind == ImportKind::Local                 ? localCell(need, python)
                                                         : thirdPartyCell(need, python);
    if (image.source == u"expected" && cell.status == CellStatus::Provided) {
        cell.evidence = EvidenceLevel::Expected;
        cell.word = cell.version.isEmpty() ? Text::tr("Expected") : Text::tr("%1 expected").arg(cell.version);
    }
    applyTrial(cell, need, trial);
    if (cell.status == CellStatus::Provided)
        return cell;
    const bool mayBeSpared = need.necessity == Necessity::Conditional || need.necessity == Necessity::Optional;
    if (mayBeSpared && !need.condition.isEmpty()) {
        const std::optional<bool> holds = conditionHolds(need.condition, python.version);
        if (!holds.value_or(false)) {
            cell.status = CellStatus::Conditional;
            cell.word = holds ? Text::tr("Not needed") : Text::tr("Perhaps needed");
            cell.reason = holds ? Text::tr("The script imports %1 only if %2, which is not so in this image.").arg(need.module, need.condition)
                                : Text::tr("The script imports %1 only if %2; the image does not have it.").arg(need.module, need.condition);
            return cell;
        }
    }
    if (need.necessity == Necessity::Optional) {
        cell.status = CellStatus::OptionalMissing;
        cell.word = Text::tr("Optional, absent");
        cell.reason = Text::tr("The script goes on without %1.").arg(need.module);
    }
    return cell;
}

/// Alternatives (try … except ImportError) of which one has to be there, as rows; those that the script can do without are left out.
struct Alternatives {
    QMap<int, QList<qsizetype>> branches; ///< The imports of a branch are needed together.
    bool dispensable = false;
};

QList<Alternatives> alternativesOf(const QList<FlowScript> &scripts, const QList<Need> &needs)
{
    QHash<QPair<QString, QString>, qsizetype> rows;
    for (qsizetype i = 0; i < needs.size(); ++i)
        rows.insert({needs[i].script, needs[i].module}, i);
    QList<Alternatives> all;
    for (const FlowScript &script : scripts) {
        QMap<int, Alternatives> groups;
        for (const Import &import : script.imports) {
            if (import.group < 0 || import.necessity == Necessity::Typing)
                continue;
            Alternatives &group = groups[import.group];
            const auto row = rows.constFind({script.path, import.target});
            group.dispensable = group.dispensable || import.dispensable || row == rows.constEnd();
            if (row != rows.constEnd() && !group.branches[import.branch].contains(*row))
                group.branches[import.branch].append(*row);
        }
        groups.removeIf([](const auto &group) { return group.value().dispensable; });
        all += groups.values();
    }
    return all;
}

bool counts(const Need &need, const Cell &cell, const Interpreter *python)
{
    if (need.kind == ImportKind::StandardLibrary)
        return false;
    if (need.necessity == Necessity::Conditional)
        return cell.status != CellStatus::Conditional && python && conditionHolds(need.condition, python->version).value_or(false);
    return need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
}

ImageCoverage coverageOf(const QList<Need> &needs, const QList<Alternatives> &alternatives, const Image &image, const ImportTrial &trial)
{
    ImageCoverage coverage;
    coverage.image = image;
    const Interpreter *python = image.contents ? image.contents->defaultInterpreter() : nullptr;
    for (const Need &need : needs) {
        if (python)
            coverage.cells.append(cellOf(need, image, *python, trial));
        else if (!image.contents)
            coverage.cells.append(unknown(Text::tr("This image was not looked inside yet.")));
        else
            coverage.cells.append(unknown(image.contents->error ? image.contents->error->sentence : Text::tr("There is no Python in this image.")));
    }

    bool satisfied = python != nullptr;
    for (const Alternatives &group : alternatives) {
        const auto isThere = [&](const QList<qsizetype> &branch) {
            return std::all_of(branch.begin(), branch.end(), [&](qsizetype i) {
                return coverage.cells[i].status == CellStatus::Provided || coverage.cells[i].status == CellStatus::Conditional;
            });
        };
        if (!python || std::any_of(group.branches.begin(), group.branches.end(), isThere))
            continue;
        satisfied = false;
        for (const qsizetype i : group.branches.first()) {
            Cell &cell = coverage.cells[i];
            if (cell.status != CellStatus::OptionalMissing)
                continue;
            cell.status = CellStatus::Missing;
            cell.word = Text::tr("Missing");
            cell.reason = group.branches.size() > 1
                ? Text::tr("The script needs %1 or one of its alternatives, and the image has none of them.").arg(needs[i].module)
                : Text::tr("The script needs %1, and the image does not have it.").arg(needs[i].module);
        }
    }

    QMap<QString, bool> modules; // A module that two scripts need counts once, and only if both get it.
    for (qsizetype i = 0; i < needs.size(); ++i) {
        const Cell &cell = coverage.cells[i];
        const bool isProvided = cell.status == CellStatus::Provided;
        const bool required = needs[i].necessity == Necessity::Required || needs[i].necessity == Necessity::Implied;
        if (needs[i].kind == ImportKind::StandardLibrary)
            satisfied = satisfied && (isProvided || !required);
        if (counts(needs[i], cell, python))
            modules[needs[i].module] = modules.value(needs[i].module, true) && isProvided;
    }
    coverage.of = int(modules.size());
    coverage.covers = int(std::count(modules.cbegin(), modules.cend(), true));
    coverage.satisfied = satisfied && coverage.covers == coverage.of;
    return coverage;
}

/// Rows of the standard library are shown only where some image has trouble with them.
void dropUntroubledStandardLibrary(Coverage &coverage)
{
    for (qsizetype i = coverage.needs.size() - 1; i >= 0; --i) {
        if (coverage.needs[i].kind != ImportKind::StandardLibrary)
            continue;
        const bool troubled = std::any_of(coverage.images.begin(), coverage.images.end(),
                                          [i](const ImageCoverage &image) { return image.cells[i].status == CellStatus::Removed; });
        if (troubled)
            continue;
        coverage.needs.removeAt(i);
        for (ImageCoverage &image : coverage.images)
            image.cells.removeAt(i);
    }
}

} // namespace

const ImageCoverage *Coverage::best() const
{
    const auto found = std::find_if(images.begin(), images.end(), [](const ImageCoverage &c) {
        return c.image.contents && c.image.contents->defaultInterpreter();
    });
    return found == images.end() ? nullptr : &*found;
}

const ImageCoverage *Coverage::find(const QString &reference) const
{
    const auto found = std::find_if(images.begin(), images.end(), [&reference](const ImageCoverage &c) {
        return c.image.reference == reference || (!c.image.id.isEmpty() && c.image.id == reference);
    });
    return found == images.end() ? nullptr : &*found;
}

Coverage compare(const QList<FlowScript> &scripts, const QList<Image> &images, const QMap<QString, ImportTrial> &trials)
{
    Coverage coverage;
    coverage.needs = needsOf(scripts);
    for (const FlowScript &script : scripts) {
        for (const Import &import : script.imports) {
            const QString module = import.target.section(u'.', 0, 0);
            if (import.kind == ImportKind::StandardLibrary && !coverage.standardLibrary.contains(module))
                coverage.standardLibrary.append(module);
        }
    }
    const QList<Alternatives> alternatives = alternativesOf(scripts, coverage.needs);
    for (const Image &image : images)
        coverage.images.append(coverageOf(coverage.needs, alternatives, image, trials.value(image.id)));
    std::stable_sort(coverage.images.begin(), coverage.images.end(), [](const ImageCoverage &a, const ImageCoverage &b) {
        const auto rank = [](const ImageCoverage &c) {
            const bool read = c.image.contents && c.image.contents->defaultInterpreter();
            return std::tuple(c.satisfied, read, c.covers, c.image.builtHere());
        };
        return rank(a) > rank(b);
    });
    dropUntroubledStandardLibrary(coverage);
    return coverage;
}

int generationIn(const FlowScript &script, const Image &image)
{
    return script.generationAssumed && image.prefect().startsWith(u"2.") ? 2 : script.generation;
}

QString statusName(CellStatus status)
{
    switch (status) {
    case CellStatus::Provided:
        return u"provided"_s;
    case CellStatus::Missing:
        return u"missing"_s;
    case CellStatus::Version:
        return u"version"_s;
    case CellStatus::Removed:
        return u"removed"_s;
    case CellStatus::OptionalMissing:
        return u"optional-missing"_s;
    case CellStatus::Conditional:
        return u"conditional"_s;
    case CellStatus::NotShipped:
        return u"not-shipped"_s;
    case CellStatus::Unknown:
        break;
    }
    return u"unknown"_s;
}

QString evidenceName(EvidenceLevel level)
{
    switch (level) {
    case EvidenceLevel::Imported:
        return u"imported"_s;
    case EvidenceLevel::Expected:
        return u"expected"_s;
    case EvidenceLevel::Found:
        break;
    }
    return u"found"_s;
}

QJsonObject toJson(const Coverage &coverage)
{
    QJsonArray images;
    for (const ImageCoverage &image : coverage.images) {
        QJsonArray imports;
        for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
            const Need &need = coverage.needs[i];
            const Cell &cell = image.cells[i];
            imports.append(QJsonObject{{u"script"_s, need.script},
                                       {u"module"_s, need.module},
                                       {u"name"_s, need.names.isEmpty() ? QJsonValue() : QJsonValue(need.names.join(u", "_s))},
                                       {u"status"_s, statusName(cell.status)},
                                       {u"distribution"_s, cell.distribution.isEmpty() ? QJsonValue() : QJsonValue(cell.distribution)},
                                       {u"version"_s, cell.version.isEmpty() ? QJsonValue() : QJsonValue(cell.version)},
                                       {u"evidence"_s, evidenceName(cell.evidence)},
                                       {u"reason"_s, cell.reason}});
        }
        images.append(QJsonObject{{u"reference"_s, image.image.reference},
                                  {u"id"_s, image.image.id},
                                  {u"satisfied"_s, image.satisfied},
                                  {u"covers"_s, image.covers},
                                  {u"of"_s, image.of},
                                  {u"imports"_s, imports}});
    }
    return {{u"images"_s, images}};
}

} // namespace drydock
