// SPDX-License-Identifier: Apache-2.0
#include "ui/history/historymodel.h"

#include "core/words.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

bool isGood(const HistoryEntry &entry)
{
    return entry.outcome == "succeeded"_L1 || entry.outcome == "passed"_L1;
}

} // namespace

QString outcomeWord(const QString &outcome)
{
    if (outcome == "succeeded"_L1)
        return HistoryModel::tr("Built");
    if (outcome == "passed"_L1)
        return HistoryModel::tr("Passed");
    if (outcome == "not-passed"_L1)
        return HistoryModel::tr("Not passed");
    return outcome == "cancelled"_L1 ? HistoryModel::tr("Stopped") : HistoryModel::tr("Failed");
}

void HistoryModel::setEntries(const QList<HistoryEntry> &entries)
{
    // The list only ever grows at its top; keeping the rows keeps selection and scrolling.
    const auto sameId = [](const HistoryEntry &one, const HistoryEntry &other) { return one.id == other.id; };
    const qsizetype more = entries.size() - m_entries.size();
    if (more >= 0 && !m_entries.isEmpty()
        && std::equal(m_entries.begin(), m_entries.end(), entries.begin() + more, entries.end(), sameId)) {
        if (more > 0) {
            beginInsertRows({}, 0, int(more) - 1);
            m_entries = entries;
            endInsertRows();
        }
        return;
    }
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString HistoryModel::text(const HistoryEntry &entry, int column) const
{
    switch (column) {
    case When: return QLocale().toString(entry.started.toLocalTime(), QLocale::ShortFormat);
    case Kind: return entry.kind == "build"_L1 ? tr("Build") : tr("Checks");
    case Outcome: return outcomeWord(entry.outcome);
    case Image: return entry.image;
    case Duration: return durationText(entry.seconds);
    case Summary: return entry.outcome == "cancelled"_L1 ? QString() : entry.sentence; // Which the outcome says.
    default: return {};
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const HistoryEntry &entry = m_entries.at(index.row());
    const bool stopped = entry.outcome == "cancelled"_L1;
    switch (role) {
    case Qt::DisplayRole: return text(entry, index.column());
    case Qt::ToolTipRole: return index.column() == Summary || index.column() == Image ? text(entry, index.column()) : QVariant();
    case Qt::TextAlignmentRole:
        return int((index.column() == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (index.column() == Outcome)
            return isGood(entry) ? themeIcon(Icon::CircleCheck, Tone::Green)
                                 : stopped ? themeIcon(Icon::OctagonX, Tone::Muted) : themeIcon(Icon::CircleX, Tone::Red);
        return {};
    case Qt::AccessibleTextRole: {
        QStringList parts;
        for (int column = 0; column < ColumnCount; ++column)
            parts.append(text(entry, column));
        parts.removeAll(QString());
        return parts.join(u", "_s);
    }
    default: return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When: return tr("When");
    case Kind: return tr("What");
    case Outcome: return tr("Outcome");
    case Image: return tr("Image");
    case Duration: return tr("Time");
    case Summary: return tr("Why");
    default: return {};
    }
}

} // namespace drydock
