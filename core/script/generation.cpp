// SPDX-License-Identifier: Apache-2.0
#include "core/script/generation.h"

#include "core/python/requirement.h"
#include "core/script/prefecttables.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMap>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Lines that speak for a generation (1, 2, 3, or 23 for the latter two).
class Votes
{
public:
    explicit Votes(const SyntaxTree &tree) : m_source(tree.source()) { }

    void add(int generation, int line)
    {
        if (generation && line > 0 && !m_seen.contains({generation, line})) {
            m_seen.insert({generation, line});
            m_votes[generation].append({line, textOf(line)});
        }
    }

    QList<LineOfText> of(int generation) const { return m_votes.value(generation); }
    qsizetype count(int generation) const { return m_votes.value(generation).size(); }

private:
    QString textOf(int line)
    {
        for (qsizetype start = 0; m_starts.isEmpty() || start > 0; start = m_source.indexOf('\n', start) + 1)
            m_starts.append(start);
        const qsizetype start = m_starts.value(line - 1, m_source.size());
        const qsizetype end = m_starts.value(line, m_source.size());
        return QString::fromUtf8(QByteArrayView(m_source).sliced(start, end - start)).trimmed().left(200);
    }

    const QByteArray &m_source;
    QList<qsizetype> m_starts; ///< Of all lines, once one is asked for.
    QSet<QPair<int, int>> m_seen;
    QMap<int, QList<LineOfText>> m_votes;
};

} // namespace

DeclaredPrefect declaredPrefect(const QList<DeclaredRequirement> &declared, const QString &yamlVersion)
{
    for (const DeclaredRequirement &declaration : declared) {
        if (!declaration.requirement.contains("prefect"_L1, Qt::CaseInsensitive))
            continue; // Parsing all that a project declares would cost each of its scripts more than this.
        const auto requirement = Requirement::parse(declaration.requirement);
        if (!requirement || normalizedName(requirement->name) != u"prefect" || requirement->specifiers.isEmpty())
            continue;
        DeclaredPrefect found;
        found.requirement = declaration.requirement;
        found.file = declaration.source;
        found.line = declaration.line;
        found.by = declaration.source.isEmpty() ? declaration.requirement
                                                : u"%1 (%2)"_s.arg(declaration.requirement, QFileInfo(declaration.source).fileName());
        if (const QString pinned = requirement->specifiers.pinned(); !pinned.isEmpty()) {
            found.generations = {std::max(1, pinned.section(u'.', 0, 0).toInt())};
            return found;
        }
        // Releases of each generation that stand for their time; a bound lets in those it lets in.
        static const QList<QPair<int, Version>> releases{
            {1, Version(u"0.14.22"_s)}, {1, Version(u"0.15.13"_s)}, {1, Version(u"1.0.0"_s)}, {1, Version(u"1.2.4"_s)},   {1, Version(u"1.4.1"_s)},   {2, Version(u"2.0.4"_s)},
            {2, Version(u"2.4.5"_s)},   {2, Version(u"2.7.12"_s)},  {2, Version(u"2.8.7"_s)}, {2, Version(u"2.10.21"_s)}, {2, Version(u"2.13.8"_s)},  {2, Version(u"2.14.21"_s)},
            {2, Version(u"2.16.9"_s)},  {2, Version(u"2.19.9"_s)},  {2, Version(u"2.20.25"_s)}, {3, Version(u"3.0.11"_s)}, {3, Version(u"3.1.15"_s)}, {3, Version(u"3.4.25"_s)},
            {3, Version(u"3.8.8"_s)},   {3, Version(u"3.99"_s)}};
        for (const auto &[generation, release] : releases) {
            if (requirement->specifiers.contains(release) && !found.generations.contains(generation))
                found.generations.append(generation);
        }
        return found;
    }
    if (const int major = yamlVersion.section(u'.', 0, 0).toInt(); major >= 2 && major <= 3)
        return {{major}, u"prefect-version: %1 (prefect.yaml)"_s.arg(yamlVersion), {}};
    return {};
}

DeclaredPrefect installedPrefect(const OwnEnvironment &environment)
{
    if (environment.prefect.isEmpty())
        return {};
    DeclaredPrefect found;
    found.generations = {std::clamp(environment.prefect.section(u'.', 0, 0).toInt(), 1, 3)};
    found.by = QCoreApplication::translate("Generation", "Prefect %1 is installed in %2").arg(environment.prefect, environment.title);
    return found;
}

Generation findGeneration(const SourceView &source, const QList<FoundImport> &imports, const FlowFacts &facts,
                          const QList<Deployment> &deployments, const DeclaredPrefect &declared)
{
    Votes votes(source.tree);
    for (const FoundImport &found : imports) {
        const Import &record = found.record;
        if (isPrefectName(record.module) && record.necessity != Necessity::Typing)
            votes.add(generationOf(record.name.isEmpty() || record.name == u"*" ? record.module : QString(record.module + u'.' + record.name)), record.line);
    }
    for (const Flow &flow : facts.flows)
        votes.add(flow.form == Flow::Form::Object ? 1 : 23, flow.line);
    for (int node = 0; node < source.tree.size(); ++node) {
        if (source.tree.kind(node) != Syntax::Call)
            continue;
        const QString origin = source.names.origin(source.tree.child(node, Field::Function));
        if (isPrefectName(origin))
            votes.add(generationOf(origin), source.tree[node].line);
    }
    for (const Deployment &deployment : deployments)
        votes.add(deployment.source == u"build_from_flow" ? 2 : 23, deployment.source == u"prefect.yaml" ? 0 : deployment.line);

    const auto inYaml = std::find_if(deployments.begin(), deployments.end(), [](const Deployment &deployment) { return deployment.source == u"prefect.yaml"; });
    const bool deployedByYaml = inYaml != deployments.end();

    Generation result;
    const qsizetype later = votes.count(2) + votes.count(3) + votes.count(23) + (deployedByYaml ? 1 : 0);
    const int only = declared.generations.size() == 1 ? declared.generations.front() : 0;
    const LineOfText declaration{declared.line, declared.by, declared.file};
    if (votes.count(1) && votes.count(1) >= later) {
        result.generation = 1;
        result.evidence = votes.of(1);
        if (later)
            result.otherLine = (votes.of(23) + votes.of(2) + votes.of(3)).value(0).line;
        return result;
    }
    if (votes.count(1))
        result.otherLine = votes.of(1).front().line;
    if (votes.count(2) || votes.count(3)) {
        result.generation = votes.count(3) > votes.count(2) ? 3 : 2;
        result.evidence = votes.of(result.generation);
    } else if (later) {
        const bool second = !declared.generations.isEmpty() && declared.generations.last() == 2;
        result.generation = second ? 2 : 3;
        result.evidence = votes.of(23);
        if (second || only == 3)
            result.evidence.prepend(declaration);
        else {
            result.isAssumed = true;
            result.evidence.append({0, QCoreApplication::translate("Generation", "Prefect 2 and 3 both understand this; 3 is assumed.")});
        }
    } else if (only && std::any_of(imports.begin(), imports.end(), [](const FoundImport &found) { return isPrefectName(found.record.module); })) {
        result.generation = only;
        result.evidence = {declaration};
    }
    if (deployedByYaml && result.generation > 1) {
        result.evidence.append({inYaml->line, QCoreApplication::translate("Generation", "prefect.yaml deploys this script, which Prefect 1 has not."), inYaml->file});
    }
    return result;
}

} // namespace drydock
