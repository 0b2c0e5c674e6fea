// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/judge.h"

#include "core/coverage/condition.h"
#include "core/python/interpreter.h"
#include "core/python/standardlibrary.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

int minorOf(const QString &version)
{
    return version.section(u'.', 1, 1).toInt();
}

Cell cell(CellStatus status, Cause cause, const Release *release = nullptr, const QString &detail = {})
{
    Cell cell;
    cell.status = status;
    cell.cause = cause;
    cell.detail = detail;
    if (release) {
        cell.distribution = release->name;
        cell.version = release->version;
    }
    return cell;
}

/// What a trial says of a module and of the names taken from it: empty when all is well.
QString failureIn(const ImportTrial &trial, const Need &need, const QString &ofModule)
{
    if (!ofModule.isEmpty())
        return ofModule;
    for (const QString &name : need.names) {
        const auto tried = trial.constFind(QString(need.module + u':' + name));
        if (tried != trial.constEnd() && !tried->isEmpty())
            return *tried;
    }
    return {};
}

} // namespace

Demands demandsOf(const FlowScript &script)
{
    Demands demands;
    const auto add = [&demands](const QString &line, bool isLocked) {
        Result<Requirement> requirement = Requirement::parse(line);
        if (!requirement || requirement->specifiers.isEmpty())
            return;
        QList<Demand> &known = demands[normalizedName(requirement->name)];
        // The declaration nearest to the script counts, and before any lock; a marker makes it one of several.
        const bool isSuperseded = std::any_of(known.cbegin(), known.cend(),
                                              [isLocked](const Demand &each) { return isLocked || each.requirement.marker.isEmpty(); });
        if (!isSuperseded)
            known.append({std::move(*requirement), isLocked});
    };
    for (const DeclaredRequirement &line : script.declared)
        add(line.requirement, false);
    const QHash<QString, QString> locked = lockedBy(script);
    for (const QString &line : locked)
        add(line, true);
    return demands;
}

Judge::Judge(const Need &need, const Demands &demands, const SharedNames &names)
    : m_need(need), m_demands(demands), m_module(names.findDotted(need.module)), m_extras(need.extra.split(u',', Qt::SkipEmptyParts)),
      m_loadsLate(!need.extra.isEmpty()
                  && (need.module.startsWith(u"prefect.storage"_s) || need.module.startsWith(u"prefect.engine"_s) || need.module == u"prefect"))
{
    for (const QString &distribution : need.distributions)
        m_candidates.append(normalizedName(distribution));
}

const Demand *Judge::broken(const InterpreterIndex &index, const Release &release) const
{
    const auto demands = m_demands.constFind(release.normalizedName);
    if (demands == m_demands.constEnd() || release.version.isEmpty())
        return nullptr;
    const QMap<QString, QString> environment = markerEnvironment(index.python());
    const Version version(release.version);
    const auto found = std::find_if(demands->cbegin(), demands->cend(), [&](const Demand &each) {
        return each.requirement.appliesTo(environment) && !each.requirement.specifiers.containsInstalled(version);
    });
    return found == demands->cend() ? nullptr : &*found;
}

Cell Judge::provided(const InterpreterIndex &index, const Release &release)
{
    const std::pair key(&release, index.version());
    if (const auto known = m_provided.constFind(key); known != m_provided.constEnd())
        return *known;
    const Demand *demand = broken(index, release);
    const VersionSpecifiers specifiers = demand ? demand->requirement.specifiers : VersionSpecifiers();
    const QString pinned = specifiers.pinned();
    const Cell judged = !demand ? cell(CellStatus::Provided, Cause::Installed, &release)
        : demand->isLocked      ? cell(CellStatus::Version, Cause::OtherThanLocked, &release, pinned.isEmpty() ? specifiers.text() : pinned)
                                : cell(CellStatus::Version, Cause::OtherThanDeclared, &release, specifiers.text());
    return *m_provided.insert(key, judged);
}

Cell Judge::standardLibraryCell(const InterpreterIndex &index) const
{
    const int minor = index.minor();
    const bool tooOld = !m_need.since.isEmpty() && minor >= 0 && minor < minorOf(m_need.since);
    const bool tooNew = !m_need.until.isEmpty() && (isOfPython2Alone(m_need.until) || minor > minorOf(m_need.until));
    if (!tooOld && !tooNew && index.findsStandard(m_module))
        return cell(CellStatus::Provided, Cause::InPython);
    // A distribution may stand in: setuptools brings distutils back.
    if (const Release *release = index.providerOf(m_module))
        return cell(CellStatus::Provided, Cause::Installed, release);
    return tooNew ? cell(CellStatus::Removed, Cause::RemovedFromPython)
        : tooOld  ? cell(CellStatus::Removed, Cause::NotYetInPython)
                  : cell(CellStatus::Missing, Cause::NotInThisPython);
}

Cell Judge::prefectCell(const InterpreterIndex &index)
{
    const Release *prefect = index.prefect();
    if (!prefect)
        return cell(CellStatus::Missing, Cause::NoPrefect);
    const int generation = index.prefectGeneration();
    if (m_need.generation > 0 && generation != m_need.generation && !(m_need.generationAssumed && generation == 2))
        return cell(CellStatus::Version, Cause::OtherGeneration, prefect);
    if (!index.prefectHas(m_module.first()))
        return cell(CellStatus::Missing, Cause::NotInRelease, prefect);
    for (const QString &extra : std::as_const(m_extras)) {
        const QStringList &lacking = index.lackingForExtra(extra);
        if (!lacking.isEmpty())
            return cell(CellStatus::Missing, Cause::ExtraLacks, prefect, QString(extra + u": "_s + lacking.join(u", "_s)));
    }
    return provided(index, *prefect);
}

Cell Judge::localCell(const InterpreterIndex &index)
{
    if (const Release *release = index.providerOf(m_module))
        return provided(index, *release);
    if (m_need.shipped)
        return cell(CellStatus::Provided, Cause::Travels);
    return cell(CellStatus::NotShipped, m_need.mayBeShipped ? Cause::PerhapsNotShipped : Cause::NotShipped);
}

Cell Judge::thirdPartyCell(const InterpreterIndex &index)
{
    const Release *release = index.providerOf(m_module, m_candidates);
    return release ? provided(index, *release) : cell(CellStatus::Missing, Cause::NotInstalled);
}

Cell Judge::cellOf(const InterpreterIndex &index, const Image &image, const ImportTrial *trial)
{
    Cell cell = m_need.kind == ImportKind::StandardLibrary ? standardLibraryCell(index)
        : m_need.kind == ImportKind::Prefect               ? prefectCell(index)
        : m_need.kind == ImportKind::Local                 ? localCell(index)
                                                           : thirdPartyCell(index);
    static const QString expected = u"expected"_s;
    if (cell.cause == Cause::Installed && image.source == expected)
        cell.evidence = EvidenceLevel::Expected;
    // What was tried outranks what the files suggest. Only what travels with the flow is not there to be tried.
    const auto tried = trial && cell.cause != Cause::Travels ? trial->constFind(m_need.module) : ImportTrial::const_iterator();
    if (trial && cell.cause != Cause::Travels && tried != trial->constEnd()) {
        const QString failure = failureIn(*trial, m_need, *tried);
        const bool isFound = cell.status == CellStatus::Provided || cell.status == CellStatus::Version;
        if (!failure.isEmpty()) {
            // A reason that the files gave says more than "no module named so".
            if (isFound && cell.cause != Cause::OtherGeneration) {
                cell.status = CellStatus::Missing;
                cell.cause = Cause::ImportFails;
                cell.detail = failure;
            }
            cell.evidence = EvidenceLevel::Imported;
        } else if (isFound) {
            cell.evidence = EvidenceLevel::Imported;
        } else if (cell.status == CellStatus::Missing || cell.status == CellStatus::NotShipped || cell.status == CellStatus::Removed) {
            // Storage and results load what their extra brings only when the flow runs: importing them proves nothing of it.
            if (!(cell.cause == Cause::ExtraLacks && m_loadsLate)) {
                cell.status = CellStatus::Provided;
                cell.cause = m_need.kind == ImportKind::StandardLibrary ? Cause::InPython : Cause::Installed;
                cell.evidence = EvidenceLevel::Imported;
                cell.detail.clear();
            }
        }
    }
    if (cell.status == CellStatus::Provided)
        return cell;
    const bool mayBeSpared = m_need.necessity == Necessity::Conditional || m_need.necessity == Necessity::Optional;
    if (mayBeSpared && !m_need.condition.isEmpty()) {
        const std::optional<bool> holds = guard(index.python().version);
        if (!holds.value_or(false)) {
            cell.status = CellStatus::Conditional;
            cell.cause = holds ? Cause::NotNeededHere : Cause::PerhapsNeeded;
            return cell;
        }
    }
    if (m_need.necessity == Necessity::Optional) {
        // Another version is there, and says so; it only does no harm.
        if (cell.status != CellStatus::Version) {
            if (cell.cause != Cause::ImportFails)
                cell.detail.clear();
            cell.cause = Cause::OptionalAbsent;
        }
        cell.status = CellStatus::OptionalMissing;
    }
    return cell;
}

std::optional<bool> Judge::guard(const QString &python)
{
    for (const Guard &each : std::as_const(m_guards)) {
        if (each.python == python)
            return each.holds;
    }
    m_guards.append({python, conditionHolds(m_need.condition, python)});
    return m_guards.last().holds;
}

bool Judge::isRequiredIn(const QString &python)
{
    if (m_need.necessity == Necessity::Conditional)
        return m_need.condition.isEmpty() || guard(python).value_or(false);
    return m_need.isRequired();
}

} // namespace drydock
