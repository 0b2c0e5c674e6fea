// SPDX-License-Identifier: Apache-2.0
#include "ui/imports/importdelegate.h"

#include "ui/models/coveragemodel.h"
#include "ui/models/statement.h"

#include <QAbstractItemView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace drydock {

void paintRowLine(QPainter *painter, const QStyleOptionViewItem &option)
{
    const QRect rect = option.rect;
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), Theme::of(option.palette).hairline);
}

ImportDelegate::ImportDelegate(QAbstractItemView *view) : QStyledItemDelegate(view), m_view(view) { }

QSize ImportDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return QSize(200, metrics::height(metrics::row, option.font));
}

void ImportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const CoverageModel *>(index.model());
    const Need *need = model->need(index.row());
    const Theme theme = Theme::of(option.palette);
    const bool isNeededHere = need && isNeeded(*need);

    painter->save();
    if (m_view->currentIndex().isValid() && m_view->currentIndex().row() == index.row())
        painter->fillRect(option.rect, theme.tint);
    paintRowLine(painter, option);

    const QRect row = option.rect.adjusted(12, 0, -12, 0);
    const auto place = [&](int x, int width) {
        return QStyle::visualRect(option.direction, option.rect, QRect(row.left() + x, row.top(), width, row.height()));
    };
    const QRect icon = place(0, 16);
    paintIcon(painter, QRect(icon.left(), icon.center().y() - 7, 16, 16), need ? kindIcon(need->kind) : Icon::Library, theme.muted);

    const QFont small = textFont(TextSize::Note);
    const QString line = need ? placeText(*need, model->severalScripts()) : QString();
    const int lineWidth = line.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(line) + 1;

    const QFont strong = textFont(TextSize::Body, isNeededHere ? QFont::Medium : QFont::Normal);
    const int room = row.width() - 24 - (lineWidth > 0 ? lineWidth + 12 : 0);
    const QString module = QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideMiddle, room);
    const int moduleWidth = QFontMetrics(strong).horizontalAdvance(module) + 1;
    const int flags = Qt::AlignVCenter | Qt::AlignAbsolute | Qt::TextSingleLine
        | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    painter->setFont(strong);
    painter->setPen(isNeededHere ? theme.text : theme.muted);
    painter->drawText(place(24, moduleWidth), flags, module);

    const int count = static_cast<int>(model->coverage().standardLibrary.size());
    const QString source = need ? sourceText(*need)
        : count == 1            ? tr("1 module, nothing to install")
                                : tr("%1 modules, nothing to install").arg(count);
    const int rest = room - moduleWidth - 8;
    painter->setFont(small);
    painter->setPen(theme.muted);
    if (rest > 24 && !source.isEmpty())
        painter->drawText(place(24 + moduleWidth + 8, rest), flags, QFontMetrics(small).elidedText(source, Qt::ElideRight, rest));
    if (lineWidth > 0)
        painter->drawText(place(row.width() - lineWidth, lineWidth), flags, line);
    painter->restore();
}

} // namespace drydock
