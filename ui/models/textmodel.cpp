// SPDX-License-Identifier: Apache-2.0
#include "ui/models/textmodel.h"

namespace drydock {

TextModel::TextModel(const QStringList &headers, QObject *parent) : QAbstractTableModel(parent), m_headers(headers) { }

void TextModel::setRows(const QList<QStringList> &rows)
{
    beginResetModel();
    m_rows = rows;
    m_amounts.clear();
    endResetModel();
}

void TextModel::setAmounts(int column, const QList<qint64> &amounts)
{
    m_amounts.insert(column, amounts);
}

int TextModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant TextModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto amounts = m_amounts.constFind(index.column());
    const bool isAmount = amounts != m_amounts.constEnd() && index.row() < amounts->size();
    switch (role) {
    case sortRole:
        if (isAmount)
            return amounts->at(index.row());
        return m_rows.at(index.row()).value(index.column());
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return m_rows.at(index.row()).value(index.column());
    case Qt::TextAlignmentRole: return isAmount ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default: return {};
    }
}

QVariant TextModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? m_headers.value(section) : QVariant();
}

} // namespace drydock
