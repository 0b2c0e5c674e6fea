// SPDX-License-Identifier: Apache-2.0
#include "ui/imports/importdelegate.h"

#include "ui/models/coveragemodel.h"
#include "ui/models/importsmodel.h"
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

void paintImport(QPainter *painter, const QStyleOptionViewItem &option, int x, const ImportLook &look)
{
    const Theme theme = Theme::of(option.palette);
    const QRect row = option.rect.adjusted(x, 0, -12, 0);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(option.direction, option.rect, QRect(row.left() + left, row.top(), width, row.height()));
    };
    const QRect icon = place(0, 16);
    paintIcon(painter, QRect(icon.left(), icon.center().y() - 7, 16, 16), look.icon, theme.colour(look.iconTone));

    const QFont small = textFont(TextSize::Note);
    const int placeWidth = look.place.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(look.place) + 1;
    const QFont strong = textFont(TextSize::Body, look.weak ? QFont::Normal : look.weight);
    const int room = row.width() - 24 - (placeWidth > 0 ? placeWidth + 12 : 0);
    const QString name = QFontMetrics(strong).elidedText(look.name, Qt::ElideMiddle, room);
    const int nameWidth = QFontMetrics(strong).horizontalAdvance(name) + 1;
    const int flags = Qt::AlignVCenter | Qt::AlignAbsolute | Qt::TextSingleLine
        | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    painter->setFont(strong);
    painter->setPen(look.weak ? theme.muted : theme.text);
    painter->drawText(place(24, nameWidth), flags, name);

    const int rest = room - nameWidth - 8;
    painter->setFont(small);
    painter->setPen(theme.muted);
    if (rest > 24 && !look.note.isEmpty())
        painter->drawText(place(24 + nameWidth + 8, rest), flags, QFontMetrics(small).elidedText(look.note, Qt::ElideRight, rest));
    painter->setPen(theme.colour(look.placeTone));
    if (placeWidth > 0)
        painter->drawText(place(row.width() - placeWidth, placeWidth), flags, look.place);
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
    ImportLook look;
    look.name = index.data().toString();
    look.icon = need ? kindIcon(need->kind) : Icon::Library;
    look.weak = !need || !need->isRequired();
    const int scripts = need ? model->scriptCount(index.row()) : 0;
    look.place = !need ? QString() : scripts > 1 ? tr("%1 scripts").arg(scripts) : placeText(*need, model->hasSeveralScripts());
    const auto count = model->coverage().standardLibrary.size();
    look.note = need     ? sourceText(*need)
        : count == 1     ? tr("1 module, nothing to install")
                         : tr("%1 modules, nothing to install").arg(count);

    painter->save();
    if (m_view->currentIndex().isValid() && m_view->currentIndex().row() == index.row())
        painter->fillRect(option.rect, Theme::of(option.palette).tint);
    paintRowLine(painter, option);
    paintImport(painter, option, 12, look);
    painter->restore();
}

QSize ImportTreeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return QSize(200, metrics::height(metrics::row, option.font));
}

void ImportTreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto kind = ImportsModel::Kind(index.data(ImportsModel::KindRole).toInt());
    ImportLook look;
    look.name = index.data().toString();
    look.icon = Icon(index.data(ImportsModel::IconRole).toInt());
    look.iconTone = Tone(index.data(ImportsModel::ToneRole).toInt());
    look.note = index.data(ImportsModel::NoteRole).toString();
    look.place = index.data(ImportsModel::PlaceRole).toString();
    look.weak = index.data(ImportsModel::WeakRole).toBool();
    if (kind == ImportsModel::Kind::Script || kind == ImportsModel::Kind::Group)
        look.weight = QFont::DemiBold;
    if (kind == ImportsModel::Kind::Script)
        look.placeTone = look.iconTone;
    painter->save();
    paintImport(painter, option, 2, look);
    painter->restore();
}

} // namespace drydock
