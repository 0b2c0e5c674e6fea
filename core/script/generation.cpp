// SPDX-License-Identifier: Apache-2.0
#include "core/script/generation.h"

#include "core/script/prefecttables.h"

#include <QCoreApplication>
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
    explicit Votes(const SyntaxTree &tree)
        : m_lines(tree.source().split('\n'))
    {
    }

    void add(int generation, int line)
    {
        if (generation && line > 0 && !m_seen.contains({generation, line})) {
            m_seen.insert({generation, line});
            m_votes[generation].append({line, QString::fromUtf8(m_lines.value(line - 1)).trimmed().left(200)});
        }
    }

    QList<LineOfText> of(int generation) const { return m_votes.value(generation); }
    qsizetype count(int generation) const { return m_votes.value(generation).size(); }

private:
    QList<QByteArray> m_lines;
    QSet<QPair<int, int>> m_seen;
    QMap<int, QList<LineOfText>> m_votes;
};

} // namespace

Generation findGeneration(const SourceView &source, const QList<FoundImport> &imports, const FlowFacts &facts,
                          const QList<Deployment> &deployments, const QString &declaredVersion, const QString &declaredBy)
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

    Generation result;
    const qsizetype later = votes.count(2) + votes.count(3) + votes.count(23);
    const int declared = declaredVersion.startsWith(u"0.") ? 1 : declaredVersion.section(u'.', 0, 0).toInt();
    const LineOfText declaration{0, QCoreApplication::translate("Generation", "Prefect %1 by %2").arg(declaredVersion, declaredBy)};
    if (votes.count(1) && votes.count(1) >= later) {
        result.generation = 1;
        result.evidence = votes.of(1);
        if (later)
            result.otherLine = (votes.of(23) + votes.of(2) + votes.of(3)).front().line;
        return result;
    }
    if (votes.count(1))
        result.otherLine = votes.of(1).front().line;
    if (votes.count(2) || votes.count(3)) {
        result.generation = votes.count(3) > votes.count(2) ? 3 : 2;
        result.evidence = votes.of(result.generation);
    } else if (later) {
        result.generation = declared == 2 ? 2 : 3;
        result.evidence = votes.of(23);
        if (declared >= 2)
            result.evidence.prepend(declaration);
        else
            result.evidence.append({0, QCoreApplication::translate("Generation", "Prefect 2 and 3 both understand this; 3 is assumed.")});
    } else if (declared >= 1 && declared <= 3 && std::any_of(imports.begin(), imports.end(), [](const FoundImport &found) { return isPrefectName(found.record.module); })) {
        result.generation = declared;
        result.evidence = {declaration};
    }
    return result;
}

} // namespace drydock
