// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractTableModel>
#include <QHash>

namespace drydock {

/// A table of texts that is set whole: what was read of an image, what differs between two.
class TextModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit TextModel(const QStringList &headers, QObject *parent = nullptr);

    void setRows(const QList<QStringList> &rows); ///< Each as long as the headers.
    /// Numbers by which a column of amounts or times is sorted, one for each row; others sort by their text.
    void setAmounts(int column, const QList<qint64> &amounts);

    static constexpr int sortRole = Qt::UserRole;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const QStringList m_headers;
    QList<QStringList> m_rows;
    QHash<int, QList<qint64>> m_amounts; ///< By column.
};

} // namespace drydock
