// SPDX-License-Identifier: Apache-2.0
#include "ui/images/celldelegate.h"

#include "ui/imports/importdelegate.h"
#include "ui/models/coveragemodel.h"
#include "ui/models/statement.h"

#include <QAbstractItemView>
#include <QPainter>

namespace drydock {

CellDelegate::CellDelegate(QAbstractItemView *view) : QStyledItemDelegate(view), m_view(view) { }

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return QSize(168, metrics::height(metrics::row, option.font));
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const CoverageModel *>(index.model());
    const Cell *cell = model->cell(index.row(), index.column());
    const Theme theme = Theme::of(option.palette);
    const QModelIndex current = m_view->currentIndex();

    painter->save();
    if (current.isValid() && current.row() == index.row())
        painter->fillRect(option.rect, theme.tint);
    else if (current.isValid() && current.column() == index.column())
        painter->fillRect(option.rect, theme.columnTint);
    paintRowLine(painter, option);

    const auto place = [&](int x, int width) {
        return QStyle::visualRect(option.direction, option.rect,
                                  QRect(option.rect.left() + x, option.rect.top(), width, option.rect.height()));
    };
    if (cell) { // Else the column's script does not import it.
        const CellLook look = lookOf(*cell);
        const QRect icon = place(12, 16);
        paintIcon(painter, QRect(icon.left(), icon.center().y() - 7, 16, 16), look.icon, theme.colour(look.iconTone));
        painter->setFont(textFont(TextSize::Body));
        painter->setPen(theme.colour(look.wordTone));
        const int room = option.rect.width() - 36 - 8;
        painter->drawText(place(36, room),
                          Qt::AlignVCenter | Qt::AlignAbsolute | Qt::TextSingleLine
                              | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft),
                          painter->fontMetrics().elidedText(model->word(index.row(), index.column()), Qt::ElideRight, room));
    }
    if (current == index) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_view->hasFocus() ? theme.accent : theme.edge, m_view->hasFocus() ? 2 : 1));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -2), 4, 4);
    }
    painter->restore();
}

} // namespace drydock
