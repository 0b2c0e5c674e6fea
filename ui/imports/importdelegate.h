// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace drydock {

/// An import's row: kind, module, distribution where it is named differently, and at the end the line.
class ImportDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ImportDelegate(class QAbstractItemView *view);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QAbstractItemView *m_view;
};

/// The line below each row.
void paintRowLine(QPainter *painter, const QStyleOptionViewItem &option);

} // namespace drydock
