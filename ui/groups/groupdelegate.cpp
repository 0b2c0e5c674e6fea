// SPDX-License-Identifier: Apache-2.0
#include "ui/groups/groupdelegate.h"

#include "ui/models/groupsmodel.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int groupHeight = 52;

/// One line of text at the start or the end of a rect.
void drawLine(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect, const QString &text, const QFont &font, const QColor &colour,
              bool atEnd = false, Qt::TextElideMode mode = Qt::ElideRight)
{
    painter->setFont(font);
    painter->setPen(colour);
    const bool isRight = atEnd != (option.direction == Qt::RightToLeft);
    painter->drawText(QStyle::visualRect(option.direction, option.rect, rect), Qt::AlignVCenter | Qt::AlignAbsolute | (isRight ? Qt::AlignRight : Qt::AlignLeft),
                      QFontMetrics(font).elidedText(text, mode, rect.width()));
}

void paintGroup(QPainter *painter, const QStyleOptionViewItem &option, const GroupRow &row)
{
    const Theme theme = Theme::of(option.palette);
    const QRect rect = option.rect.adjusted(8, 0, -12, 0);
    const QFont strong = textFont(TextSize::Body, QFont::DemiBold);
    const QFont small = textFont(TextSize::Note);
    const int endWidth = std::max(QFontMetrics(strong).horizontalAdvance(row.count), QFontMetrics(small).horizontalAdvance(row.size)) + 2;
    const QRect first(rect.left(), rect.top() + 6, rect.width(), (rect.height() - 12) / 2);
    const QRect second = first.translated(0, first.height());
    const QRect icon = QStyle::visualRect(option.direction, option.rect, QRect(rect.left(), rect.center().y() - 9, 18, 18));
    paintIcon(painter, icon, row.icon, theme.colour(row.tone));
    drawLine(painter, option, first.adjusted(30, 0, -endWidth - 12, 0), row.title, strong, theme.text);
    drawLine(painter, option, second.adjusted(30, 0, -endWidth - 12, 0), row.note, small, row.refusal.isEmpty() ? theme.muted : theme.amber);
    drawLine(painter, option, first, row.count, strong, theme.text, true);
    drawLine(painter, option, second, row.size, small, theme.muted, true);
}

} // namespace

QSize GroupDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = QFontMetrics(textFont(TextSize::Body, QFont::DemiBold)).height() + QFontMetrics(textFont(TextSize::Note)).height() + 12;
    return QSize(80, index.parent().isValid() ? metrics::height(metrics::row, option.font) : std::max(groupHeight, line));
}

void GroupDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = static_cast<const GroupsModel *>(index.model());
    const GroupFlow *flow = model->flow(index);
    painter->save();
    if (!flow) {
        if (index.column() == 0)
            paintGroup(painter, option, *model->group(index));
        painter->restore();
        return;
    }
    const Theme theme = Theme::of(option.palette);
    const QRect rect = option.rect.adjusted(index.column() == 0 ? 8 : 4, 0, -8, 0);
    const QString text = index.data().toString();
    switch (index.column()) {
    case GroupsModel::FlowColumn:
        paintIcon(painter, QStyle::visualRect(option.direction, option.rect, QRect(rect.left(), rect.center().y() - 7, 16, 16)), Icon::Workflow, theme.muted);
        drawLine(painter, option, rect.adjusted(30, 0, 0, 0), text, textFont(TextSize::Body, QFont::Medium), theme.text, false, Qt::ElideMiddle);
        break;
    case GroupsModel::CoversColumn:
        if (flow->of > 0) {
            const bool isFull = flow->covers == flow->of;
            const QRect bar = QStyle::visualRect(option.direction, option.rect, QRect(rect.left(), rect.center().y() - 2, 56, 6));
            QRect part = bar;
            part.setWidth(bar.width() * flow->covers / flow->of);
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.barTrack);
            painter->drawRoundedRect(bar, 3, 3);
            painter->setBrush(isFull ? theme.green : theme.grey);
            painter->drawRoundedRect(part, 3, 3);
            drawLine(painter, option, rect.adjusted(64, 0, 0, 0), text, textFont(TextSize::Body, QFont::DemiBold), theme.text);
        }
        break;
    default:
        drawLine(painter, option, rect, text, textFont(TextSize::Note), theme.muted, false, index.column() == GroupsModel::ScriptColumn ? Qt::ElideMiddle : Qt::ElideRight);
    }
    painter->restore();
}

} // namespace drydock
