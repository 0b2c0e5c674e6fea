// SPDX-License-Identifier: Apache-2.0
#include "ui/models/problemsmodel.h"

#include "core/script/problems.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString meaningOf(const QString &code)
{
    const QList<ProblemKind> &kinds = problemKinds();
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&code](const ProblemKind &each) { return each.code == code; });
    return kind == kinds.end() ? QString() : kind->meaning;
}

QString messageOf(const Problem &problem)
{
    return problem.fix.isEmpty() ? problem.message : QString(problem.message % u' ' % problem.fix);
}

bool isSame(const Problem &a, const Problem &b)
{
    return a.line == b.line && a.code == b.code && a.message == b.message && a.fix == b.fix && a.severity == b.severity;
}

} // namespace

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return ProblemsModel::tr("Error");
    case Severity::Warning:
        return ProblemsModel::tr("Warning");
    case Severity::Note:
        break;
    }
    return ProblemsModel::tr("Note");
}

Icon severityIcon(Severity severity)
{
    return severity == Severity::Error  ? Icon::CircleX
        : severity == Severity::Warning ? Icon::TriangleAlert
                                        : Icon::Info;
}

Tone severityTone(Severity severity)
{
    return severity == Severity::Error ? Tone::Red : severity == Severity::Warning ? Tone::Amber : Tone::Muted;
}

QString problemCounts(const QList<Problem> &problems)
{
    const auto count = [&problems](Severity severity) {
        return int(std::count_if(problems.begin(), problems.end(),
                                 [severity](const Problem &each) { return each.severity == severity; }));
    };
    QStringList words;
    if (const int errors = count(Severity::Error))
        words.append(errors == 1 ? ProblemsModel::tr("1 error") : ProblemsModel::tr("%1 errors").arg(errors));
    if (const int warnings = count(Severity::Warning))
        words.append(warnings == 1 ? ProblemsModel::tr("1 warning") : ProblemsModel::tr("%1 warnings").arg(warnings));
    if (const int notes = count(Severity::Note))
        words.append(notes == 1 ? ProblemsModel::tr("1 note") : ProblemsModel::tr("%1 notes").arg(notes));
    return words.isEmpty() ? ProblemsModel::tr("none") : words.join(u", "_s);
}

QString problemSentence(const Problem &problem)
{
    const QString message = QString(messageOf(problem) % u" ("_s % problem.code % u')');
    return problem.line > 0 ? ProblemsModel::tr("Line %1, %2: %3")
                                  .arg(QString::number(problem.line), severityWord(problem.severity).toLower(), message)
                            : ProblemsModel::tr("%1: %2").arg(severityWord(problem.severity), message);
}

void ProblemsModel::setProblems(const QList<Problem> &problems)
{
    if (std::equal(problems.begin(), problems.end(), m_problems.begin(), m_problems.end(), isSame))
        return;
    beginResetModel();
    m_problems = problems;
    endResetModel();
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Problem &problem = m_problems.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case SeverityColumn:
            return severityWord(problem.severity);
        case LineColumn:
            return problem.line > 0 ? tr("line %1").arg(problem.line) : tr("file");
        case MessageColumn:
            return messageOf(problem);
        case CodeColumn:
            return problem.code;
        default:
            return {};
        }
    case Qt::DecorationRole:
        return index.column() == SeverityColumn
            ? QVariant(themeIcon(severityIcon(problem.severity), severityTone(problem.severity)))
            : QVariant();
    case Qt::ToolTipRole:
        return index.column() == CodeColumn ? meaningOf(problem.code) : messageOf(problem);
    case Qt::AccessibleTextRole:
        return problemSentence(problem);
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn:
        return tr("Severity");
    case LineColumn:
        return tr("Line");
    case MessageColumn:
        return tr("Problem");
    case CodeColumn:
        return tr("Code");
    default:
        return {};
    }
}

} // namespace drydock
