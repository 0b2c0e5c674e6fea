// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/tally.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum Mark : char { NotNeeded, Provided, Lacking };

void mark(Mark &module, bool isProvided)
{
    // A module that two scripts need is provided only if both get it.
    module = !isProvided || module == Lacking ? Lacking : Provided;
}

} // namespace

Tally::Tally(const QList<FlowScript> &scripts, const QList<Need> &needs) : m_scripts(scripts.size())
{
    QHash<QString, qsizetype> numbers;
    for (const FlowScript &script : scripts)
        numbers.insert(script.path, numbers.size());
    QHash<QPair<QString, QString>, qsizetype> rows;
    for (qsizetype i = 0; i < needs.size(); ++i) {
        const Need &need = needs.at(i);
        rows.insert({need.script, need.module}, i);
        const bool mayCount = need.kind != ImportKind::StandardLibrary && need.necessity != Necessity::Optional;
        Place place = mayCount ? placeOf(need.module, need.script, numbers.value(need.script)) : Place();
        place.script = numbers.value(need.script);
        m_places.append(place);
    }
    for (const FlowScript &script : scripts) {
        if (!script.unread.isEmpty())
            m_unread.insert(numbers.value(script.path));
        addAlternatives(script, numbers.value(script.path), needs, rows);
    }
}

Tally::Place Tally::placeOf(const QString &key, const QString &script, qsizetype number)
{
    const auto numberIn = [](auto &known, const auto &of) {
        const auto found = known.constFind(of);
        return found != known.constEnd() ? *found : *known.insert(of, known.size());
    };
    const Place place{numberIn(m_modules, key), numberIn(m_ofScripts, QPair<QString, QString>(script, key)), number};
    if (place.ofScript == m_scriptOf.size())
        m_scriptOf.append(number);
    return place;
}

void Tally::addAlternatives(const FlowScript &script, qsizetype number, const QList<Need> &needs,
                            const QHash<QPair<QString, QString>, qsizetype> &rows)
{
    struct Group {
        QMap<int, QList<qsizetype>> branches;
        bool isDispensable = false;
    };
    QMap<int, Group> groups;
    for (const Import &import : script.imports) {
        if (import.group < 0 || import.necessity == Necessity::Typing)
            continue;
        Group &group = groups[import.group];
        const qsizetype row = rows.value({script.path, import.target}, -1);
        group.isDispensable = group.isDispensable || import.dispensable || row < 0;
        if (row >= 0 && !group.branches[import.branch].contains(row))
            group.branches[import.branch].append(row);
    }
    for (const Group &group : std::as_const(groups)) {
        if (group.isDispensable || group.branches.isEmpty())
            continue;
        Alternatives alternatives;
        alternatives.branches = group.branches.values();
        // What Python itself brings, or what is needed anyhow, is no module more.
        const bool isCounted = std::none_of(alternatives.branches.cbegin(), alternatives.branches.cend(), [&needs](const QList<qsizetype> &branch) {
            return std::all_of(branch.begin(), branch.end(),
                               [&needs](qsizetype i) { return needs.at(i).kind == ImportKind::StandardLibrary || needs.at(i).isRequired(); });
        });
        QStringList names;
        for (const QList<qsizetype> &branch : std::as_const(alternatives.branches))
            for (const qsizetype i : branch)
                names.append(needs.at(i).module);
        if (isCounted)
            alternatives.place = placeOf(names.join(u'|'), script.path, number);
        alternatives.place.script = number;
        m_alternatives.append(alternatives);
    }
}

void Tally::count(ImageCoverage &image, const QList<Need> &needs, std::vector<Judge> &judges) const
{
    const Interpreter *python = image.python();
    image.coversKnown = python;
    if (m_scripts > 1)
        image.scripts.resize(m_scripts);
    for (CoverageCount &script : image.scripts)
        script.coversKnown = python;
    const auto fail = [&](qsizetype script, int uncounted) {
        image.coversKnown = false;
        image.uncounted += uncounted;
        if (m_scripts > 1) {
            image.scripts[script].coversKnown = false;
            image.scripts[script].uncounted += uncounted;
        }
    };
    for (const ImageWarning &warning : std::as_const(image.warnings)) {
        if (warning.blocks)
            fail(warning.script, 0);
    }
    std::vector<Mark> modules(size_t(m_modules.size()), NotNeeded);
    std::vector<Mark> ofScripts(size_t(m_scripts > 1 ? m_scriptOf.size() : 0), NotNeeded);
    const auto markPlace = [&](const Place &place, bool isProvided) {
        if (place.module < 0)
            return;
        mark(modules[size_t(place.module)], isProvided);
        if (m_scripts > 1)
            mark(ofScripts[size_t(place.ofScript)], isProvided);
    };

    for (const Alternatives &group : m_alternatives) {
        const auto isThere = [&image](const QList<qsizetype> &branch) {
            return std::all_of(branch.begin(), branch.end(), [&image](qsizetype i) {
                const CellStatus status = image.cells.at(i).status;
                return status == CellStatus::Provided || status == CellStatus::Conditional;
            });
        };
        const bool isAny = std::any_of(group.branches.begin(), group.branches.end(), isThere);
        markPlace(group.place, isAny);
        if (isAny || !python)
            continue;
        fail(group.place.script, 0);
        for (const qsizetype i : group.branches.first()) {
            Cell &cell = image.cells[i];
            if (cell.status != CellStatus::OptionalMissing)
                continue;
            cell.status = CellStatus::Missing;
            cell.cause = group.branches.size() > 1 ? Cause::NoAlternative : cell.detail.isEmpty() ? Cause::NotInstalled : Cause::ImportFails;
        }
    }

    static const QString nothing;
    for (qsizetype i = 0; i < needs.size(); ++i) {
        const Place &place = m_places.at(i);
        const bool isStandard = needs.at(i).kind == ImportKind::StandardLibrary;
        if ((place.module < 0 && !isStandard) || !judges[size_t(i)].isRequiredIn(python ? python->version : nothing))
            continue;
        const bool isProvided = image.cells.at(i).status == CellStatus::Provided;
        if (isStandard && !isProvided && python)
            fail(place.script, 1);
        markPlace(place, isProvided);
    }

    const auto add = [](CoverageCount &count, Mark module) {
        count.of += module == NotNeeded ? 0 : 1;
        count.covers += module == Provided ? 1 : 0;
        count.coversKnown = count.coversKnown && module != Lacking;
    };
    for (const Mark module : modules)
        add(image, module);
    for (size_t i = 0; i < ofScripts.size(); ++i)
        add(image.scripts[m_scriptOf.at(qsizetype(i))], ofScripts[i]);
    image.satisfied = image.coversKnown && m_unread.isEmpty();
    for (qsizetype script = 0; script < image.scripts.size(); ++script)
        image.scripts[script].satisfied = image.scripts.at(script).coversKnown && !m_unread.contains(script);
}

} // namespace drydock
