// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/importsmodel.h"

#include <QSortFilterProxyModel>
#include <QTreeView>

namespace drydock {

/// The imports of what is open, in groups that fold, with a filter. The keys are those of the table of images: Enter
/// for evidence, F2 for the source, Ctrl+C for a sentence, and what is typed filters.
class ImportTree : public QTreeView
{
    Q_OBJECT
public:
    explicit ImportTree(QWidget *parent = nullptr);

    void setScripts(const Snapshot &snapshot, const QMap<QString, ProvidedBy> &said);
    void setFilter(const QString &filter);

    const ImportsModel &imports() const { return m_model; }
    QModelIndex current() const; ///< In the model, not in the filtered one.
    void setCurrent(const QModelIndex &index); ///< Of the model; unfolds what it is in.
    bool isFiltered() const { return !m_filter.filterRegularExpression().pattern().isEmpty(); }

Q_SIGNALS:
    void currentMoved();
    void evidenceRequested();
    void sourceRequested();
    void copyRequested();
    void typed(const QString &text);
    void left(); ///< Escape.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &options, const QModelIndex &index) const override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void unfold(const QModelIndex &parent, int first, int last);

    ImportsModel m_model;
    QSortFilterProxyModel m_filter;
    QStringList m_paths;
};

} // namespace drydock
