// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace drydock {

class Label;
class TextModel;

/// A sorted table of texts under a field that filters it as one types.
class TextTable : public QWidget
{
    Q_OBJECT
public:
    /// @param name object name of the view; its filter is called name + "Filter"
    TextTable(const QString &name, const QString &title, const QStringList &headers, QWidget *parent = nullptr);

    /// The last column takes the room that is left unless another one is named.
    void setRows(const QList<QStringList> &rows, int wideColumn = -1);
    void setAmounts(int column, const QList<qint64> &amounts);
    void setSorted(int column); ///< -1 keeps the order of the rows.
    void setNote(const QString &note); ///< In place of rows that are not there.
    QList<int> selectedRows() const; ///< Of those that setRows() got.
    QLineEdit *filter() const { return m_filter; }
    QTableView *view() const { return m_view; }

private:
    void countRows();

    TextModel *m_model;
    QSortFilterProxyModel *m_shown;
    QLineEdit *m_filter;
    QTableView *m_view;
    Label *m_count;
    QString m_note;
};

} // namespace drydock
