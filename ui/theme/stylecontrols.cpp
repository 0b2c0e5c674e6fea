// SPDX-License-Identifier: Apache-2.0
// How Style draws whole controls; sizes and primitives are in style.cpp.
#include "ui/theme/style.h"

#include "ui/theme/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace drydock {

namespace {

constexpr int iconSize = 16;

struct Label {
    QString text;
    QIcon icon;
    bool hasMenu = false;
    QIcon::Mode mode = QIcon::Normal;
    QColor colour;
    QFont::Weight weight = QFont::Normal;
    bool leading = false; ///< Starts at the edge instead of standing in the middle.
};

/// Icon, text and menu arrow of a button, mirrored where the layout is.
void paintLabel(QPainter *painter, const QStyleOption *option, const QWidget *widget, const Label &label, int margin, const Theme &theme)
{
    painter->save();
    QFont font = painter->font();
    if (label.weight != QFont::Normal)
        font.setWeight(label.weight);
    painter->setFont(font);
    painter->setPen(label.colour);
    const QRect rect = option->rect;
    const int arrow = label.hasMenu ? 20 : 0;
    const int iconWidth = label.icon.isNull() ? 0 : iconSize + (label.text.isEmpty() ? 0 : 8);
    const int textWidth = QFontMetrics(font).size(Qt::TextShowMnemonic, label.text).width();
    const int room = rect.width() - 2 * margin - arrow - iconWidth;
    const int shown = qMin(textWidth, room);
    int x = label.leading ? rect.x() + margin : rect.x() + (rect.width() - iconWidth - shown - arrow) / 2;
    const auto place = [&](int width, int height) {
        const QRect logical(x, rect.y() + (rect.height() - height) / 2, width, height);
        return QStyle::visualRect(option->direction, rect, logical);
    };
    if (!label.icon.isNull()) {
        label.icon.paint(painter, place(iconSize, iconSize), Qt::AlignCenter, label.mode);
        x += iconWidth;
    }
    const bool underline = widget && widget->style()->styleHint(QStyle::SH_UnderlineShortcut, option, widget);
    const QString text = shown < textWidth ? QFontMetrics(font).elidedText(label.text, Qt::ElideRight, room, Qt::TextShowMnemonic)
                                           : label.text;
    painter->drawText(place(shown + 1, rect.height()),
                      Qt::AlignVCenter | Qt::AlignAbsolute | Qt::AlignLeft | Qt::TextSingleLine
                          | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                      text);
    x += shown;
    if (label.hasMenu) {
        x += 6;
        paintIcon(painter, place(14, 14), Icon::ChevronDown, label.mode == QIcon::Selected ? theme.onFill
                  : label.mode == QIcon::Disabled                                          ? theme.disabled
                                                                                           : theme.muted);
    }
    painter->restore();
}

void drawPushButtonLabel(const QStyleOptionButton *option, QPainter *painter, const QWidget *widget, const Theme &theme)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const ButtonKind kind = buttonKind(widget);
    Label label;
    label.text = option->text;
    label.icon = option->icon;
    label.hasMenu = option->features & QStyleOptionButton::HasMenu;
    label.mode = !enabled ? QIcon::Disabled : kind == ButtonKind::Primary ? QIcon::Selected : QIcon::Normal;
    label.colour = !enabled               ? theme.disabled
        : kind == ButtonKind::Primary     ? theme.onFill
        : kind == ButtonKind::Link        ? theme.accent
                                          : theme.text;
    label.weight = kind == ButtonKind::Primary ? QFont::DemiBold : QFont::Normal;
    paintLabel(painter, option, widget, label, kind == ButtonKind::Link || option->text.isEmpty() ? 0 : 13, theme);
}

void drawToolButton(const Style *style, const QStyleOptionToolButton *option, QPainter *painter, const QWidget *widget, const Theme &theme)
{
    style->drawPrimitive(QStyle::PE_PanelButtonTool, option, painter, widget);
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool checked = (option->state & QStyle::State_On) && buttonKind(widget) == ButtonKind::Flat;
    Label label;
    if (option->toolButtonStyle != Qt::ToolButtonIconOnly)
        label.text = option->text;
    if (option->toolButtonStyle != Qt::ToolButtonTextOnly)
        label.icon = option->icon;
    label.hasMenu = option->features & QStyleOptionToolButton::HasMenu;
    label.mode = enabled ? QIcon::Normal : QIcon::Disabled;
    label.colour = !enabled ? theme.disabled : checked ? theme.accent : theme.text;
    paintLabel(painter, option, widget, label, label.text.isEmpty() ? 0 : 10, theme);
}

void drawTab(const QStyleOptionTab *option, QPainter *painter, const QWidget *widget, const Theme &theme)
{
    const bool selected = option->state & QStyle::State_Selected;
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool hovered = option->state & QStyle::State_MouseOver;
    const bool focused = (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
    QRect inner = option->rect.adjusted(12, 0, -12, 0);
    painter->save();
    if (selected) {
        painter->fillRect(QRect(inner.left(), option->rect.bottom() - 1, inner.width(), 2), theme.accent);
        QFont font = painter->font();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
    }
    if (focused) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(5, 5, -5, -5), 6, 6);
    }
    if (!option->icon.isNull()) {
        const QRect place(inner.left(), inner.center().y() - iconSize / 2 + 1, iconSize, iconSize);
        option->icon.paint(painter, QStyle::visualRect(option->direction, option->rect, place));
        inner.setLeft(inner.left() + iconSize + 6);
    }
    painter->setPen(!enabled ? theme.disabled : selected || hovered ? theme.text : theme.muted);
    const bool underline = widget && widget->style()->styleHint(QStyle::SH_UnderlineShortcut, option, widget);
    painter->drawText(QStyle::visualRect(option->direction, option->rect, inner),
                      Qt::AlignCenter | Qt::TextSingleLine | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                      option->text);
    painter->restore();
}

void drawMenuItem(const QStyleOptionMenuItem *option, QPainter *painter, const QWidget *widget, const Theme &theme)
{
    const QRect rect = option->rect;
    const auto mirrored = [&](const QRect &logical) { return QStyle::visualRect(option->direction, rect, logical); };
    if (option->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(rect.left() + 4, rect.center().y(), rect.width() - 8, 1), theme.border);
        return;
    }
    painter->save();
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool current = enabled && (option->state & QStyle::State_Selected);
    if (current) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.menuCurrent);
        painter->drawRoundedRect(rect, 4, 4);
    }
    const QRect mark = mirrored(QRect(rect.left() + 8, rect.center().y() - iconSize / 2 + 1, iconSize, iconSize));
    if (option->checkType != QStyleOptionMenuItem::NotCheckable && option->checked)
        paintIcon(painter, mark, Icon::Check, enabled ? theme.accent : theme.disabled);
    else if (!option->icon.isNull())
        option->icon.paint(painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);

    const int tab = static_cast<int>(option->text.indexOf(QLatin1Char('\t')));
    const QRect words = rect.adjusted(34, 0, -12, 0);
    const bool underline = widget && widget->style()->styleHint(QStyle::SH_UnderlineShortcut, option, widget);
    const int flags = Qt::AlignVCenter | Qt::TextSingleLine | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    painter->setFont(option->font);
    painter->setPen(enabled ? theme.text : theme.disabled);
    painter->drawText(mirrored(words), flags | Qt::AlignLeading, tab < 0 ? option->text : option->text.left(tab));
    if (tab >= 0) {
        painter->setPen(!enabled ? theme.disabled : current ? theme.text : theme.muted);
        painter->drawText(mirrored(words), flags | Qt::AlignTrailing, option->text.mid(tab + 1));
    }
    if (option->menuItemType == QStyleOptionMenuItem::SubMenu) {
        const QRect arrow = mirrored(QRect(rect.right() - 22, rect.center().y() - 6, 14, 14));
        paintIcon(painter, arrow, option->direction == Qt::RightToLeft ? Icon::ChevronLeft : Icon::ChevronRight,
                  enabled ? theme.muted : theme.disabled);
    }
    painter->restore();
}

void drawProgress(const QStyleOptionProgressBar *option, QPainter *painter, const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QRectF track = option->rect;
    track.setHeight(6);
    track.moveCenter(QRectF(option->rect).center());
    painter->setBrush(theme.barTrack);
    painter->drawRoundedRect(track, 3, 3);
    const qint64 range = qint64(option->maximum) - option->minimum;
    if (range > 0 && option->progress > option->minimum) {
        QRectF bar = track;
        bar.setWidth(track.width() * static_cast<double>(qint64(option->progress) - option->minimum) / static_cast<double>(range));
        if (option->direction == Qt::RightToLeft)
            bar.moveRight(track.right());
        QPainterPath clip;
        clip.addRoundedRect(track, 3, 3);
        painter->setClipPath(clip);
        painter->setBrush(theme.fill);
        painter->drawRoundedRect(bar, 3, 3);
    }
    painter->restore();
}

} // namespace

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    switch (element) {
    case CE_PushButton: // Label and panel share one rectangle; Fusion would inset the label.
        drawControl(CE_PushButtonBevel, option, painter, widget);
        drawControl(CE_PushButtonLabel, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawPushButtonLabel(button, painter, widget, theme);
        return;
    case CE_PushButtonBevel:
        drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        return;
    case CE_TabBarTabShape:
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTab(tab, painter, widget, theme);
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            drawMenuItem(item, painter, widget, theme);
        return;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, theme.button);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, theme.window);
        return;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(option->rect, theme.window);
            if (option->state & State_Enabled && option->state & (State_Selected | State_Sunken)) {
                painter->save();
                painter->setRenderHint(QPainter::Antialiasing);
                painter->setPen(Qt::NoPen);
                painter->setBrush(theme.hover);
                painter->drawRoundedRect(option->rect.adjusted(0, 2, 0, -2), 4, 4);
                painter->restore();
            }
            // Alt gives the bar the focus; until then its letters are not marked.
            const bool underline = widget && widget->hasFocus() && styleHint(SH_UnderlineShortcut, option, widget, nullptr);
            drawItemText(painter, option->rect,
                         Qt::AlignCenter | Qt::TextSingleLine | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic),
                         item->palette, option->state & State_Enabled, item->text, QPalette::ButtonText);
        }
        return;
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            // Selected rows are tinted and keep their own text and icon colours.
            QStyleOptionViewItem plain = *item;
            if (item->state & State_Selected)
                painter->fillRect(item->rect, theme.tint);
            plain.state &= ~(State_Selected | State_HasFocus);
            QProxyStyle::drawControl(element, &plain, painter, widget);
        }
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, theme.window);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.border);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            painter->save();
            painter->setFont(textFont(TextSize::Caption, QFont::DemiBold));
            painter->setPen(theme.muted);
            const QRect words = header->rect.adjusted(8, 0, -8, 0);
            painter->drawText(words, static_cast<int>(visualAlignment(header->direction, header->textAlignment)) | Qt::TextSingleLine,
                              painter->fontMetrics().elidedText(header->text, Qt::ElideRight, words.width()));
            painter->restore();
        }
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, theme.window);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.border);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, theme.border);
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            drawProgress(bar, painter, theme);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    switch (control) {
    case CC_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            drawToolButton(this, button, painter, widget, theme);
        return;
    case CC_ScrollBar: {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        painter->fillRect(option->rect, theme.base);
        if (!bar || bar->maximum <= bar->minimum)
            return;
        const bool across = bar->orientation == Qt::Horizontal;
        QRectF handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
        handle = across ? handle.adjusted(2, 3, -2, -3) : handle.adjusted(3, 2, -3, -2);
        const bool lively = bar->state & State_MouseOver || bar->state & State_Sunken;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(lively ? theme.edge : theme.outline);
        painter->drawRoundedRect(handle, 3, 3);
        painter->restore();
        return;
    }
    case CC_ComboBox:
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            QStyleOptionFrame frame;
            frame.QStyleOption::operator=(*option);
            frame.lineWidth = 1;
            // A closed choice shows focus like a field; an editable one holds a field of its own.
            if (box->frame)
                drawPrimitive(PE_PanelLineEdit, &frame, painter, widget);
            QRect arrow(0, 0, 14, 14);
            arrow.moveCenter(subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget).center());
            paintIcon(painter, arrow, Icon::ChevronDown, option->state & State_Enabled ? theme.muted : theme.disabled);
        }
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace drydock
