// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>

namespace drydock {

/// Builds and checks of a document, newest first.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Kind, Outcome, Image, Duration, Summary, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<HistoryEntry> &entries);
    const HistoryEntry &entry(int row) const { return m_entries.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const HistoryEntry &entry, int column) const;

    QList<HistoryEntry> m_entries;
};

/// "Built", "Passed", "Stopped", …
QString outcomeWord(const QString &outcome);

} // namespace drydock
