// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style.h"

#include "ui/theme/icons.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSpinBox>
#include <QStyleOption>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr char kindProperty[] = "drydockKind";
constexpr char smallProperty[] = "drydockSmall";
constexpr char invalidProperty[] = "drydockInvalid";
constexpr int icon16 = 16;

int controlHeight(const QWidget *widget, const QFontMetrics &metrics)
{
    const bool small = widget && widget->property(smallProperty).toBool();
    return qMax(small ? metrics::smallControl : metrics::control, metrics.height() + 8);
}

void refresh(QWidget *widget)
{
    widget->updateGeometry();
    widget->update();
}

/// A rounded rectangle whose outline lies on whole pixels.
void paintBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width, qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = line.isValid() ? width / 2 : 0;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

bool isKeyboardFocused(const QStyleOption *option)
{
    return (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
}

void paintButtonPanel(QPainter *painter, const QStyleOption *option, const QWidget *widget, const Theme &theme)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool hovered = enabled && (option->state & QStyle::State_MouseOver);
    const bool pressed = enabled && (option->state & QStyle::State_Sunken);
    const ButtonKind kind = buttonKind(widget);
    const bool checked = option->state & QStyle::State_On;
    if (kind == ButtonKind::Primary && enabled) {
        paintBox(painter, option->rect, hovered || pressed ? theme.fillHover : theme.fill, {}, 0, 6);
        if (isKeyboardFocused(option))
            paintBox(painter, option->rect.adjusted(2, 2, -2, -2), {}, theme.onFill, 1, 4);
        return;
    }
    if (kind == ButtonKind::Outlined || (kind == ButtonKind::Primary && !enabled)) {
        const QColor line = enabled ? theme.outline : theme.border;
        paintBox(painter, option->rect, !enabled ? theme.window : hovered || pressed ? theme.hover : theme.button, line, 1, 6);
    } else if (checked && kind == ButtonKind::Flat) {
        paintBox(painter, option->rect, theme.tint, {}, 0, 6);
    } else if ((hovered || pressed) && kind != ButtonKind::Link) {
        paintBox(painter, option->rect, theme.hover, {}, 0, 6);
    }
    if (isKeyboardFocused(option))
        paintBox(painter, option->rect, {}, theme.accent, 2, 6);
}

void paintMark(QPainter *painter, const QStyleOption *option, const Theme &theme, bool round)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const QRect box = option->rect.adjusted(1, 1, -1, -1);
    const qreal radius = round ? box.width() / 2.0 : 4;
    if (on)
        paintBox(painter, box, enabled ? theme.fill : theme.disabled, {}, 0, radius);
    else
        paintBox(painter, box, enabled ? theme.base : theme.window, enabled ? theme.edge : theme.border, 1, radius);
    if (on && round) {
        const QRectF dot = QRectF(box).adjusted(4, 4, -4, -4);
        paintBox(painter, dot.toAlignedRect(), theme.onFill, {}, 0, dot.width() / 2);
    } else if (on) {
        paintIcon(painter, box.adjusted(1, 1, -1, -1), option->state & QStyle::State_NoChange ? Icon::Minus : Icon::Check,
                  theme.onFill, 3);
    }
    if (isKeyboardFocused(option))
        paintBox(painter, option->rect.adjusted(-1, -1, 1, 1), {}, theme.accent, 2, round ? radius + 2 : 6);
}

void paintField(QPainter *painter, const QStyleOption *option, const QWidget *widget, const Theme &theme)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool focused = option->state & QStyle::State_HasFocus;
    const bool invalid = widget && widget->property(invalidProperty).toBool();
    const QColor line = invalid ? theme.red : focused ? theme.accent : enabled ? theme.edge : theme.border;
    paintBox(painter, option->rect, enabled ? theme.base : theme.window, line, focused || invalid ? 2 : 1, 6);
}

} // namespace

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty(kindProperty, static_cast<int>(kind));
    refresh(button);
}

ButtonKind buttonKind(const QWidget *button)
{
    return button ? static_cast<ButtonKind>(button->property(kindProperty).toInt()) : ButtonKind::Outlined;
}

void setSmall(QWidget *control)
{
    control->setProperty(smallProperty, true);
    refresh(control);
}

void setInvalid(QWidget *field, bool invalid)
{
    if (field->property(invalidProperty).toBool() == invalid)
        return;
    field->setProperty(invalidProperty, invalid);
    refresh(field);
}

Style::Style() : QProxyStyle(u"Fusion"_s) { }

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QTabBar *>(widget) || qobject_cast<QScrollBar *>(widget)
        || qobject_cast<QComboBox *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        return 2; // With radius 4 the viewport's corners lie inside the rounded frame.
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_LineEditIconSize:
        return icon16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 17;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_TabBarTabHSpace:
        return 24;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 1;
    case PM_DockWidgetFrameWidth:
    case PM_ToolBarFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_ToolBarItemSpacing:
        return 4;
    case PM_MenuBarHMargin:
        return 4;
    case PM_MenuBarVMargin:
        return 0;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 4;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 16;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_FocusFrameHMargin: // Item views: text stands 8 from the cell's edge, as their headers' does.
        return 7;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_Table_GridLineColor:
        return option ? static_cast<int>(Theme::of(option->palette).hairline.rgb()) : 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_ComboBox_Popup:
    case SH_DockWidget_ButtonsHaveFrame:
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_TabBar_ElideMode:
        return Qt::ElideRight;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const int height = option ? controlHeight(widget, option->fontMetrics) : metrics::control;
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const ButtonKind kind = buttonKind(widget);
            QFont font = widget ? widget->font() : QFont();
            font.setWeight(kind == ButtonKind::Primary ? QFont::DemiBold : font.weight());
            int width = kind == ButtonKind::Link ? 2 : 28;
            width += QFontMetrics(font).size(Qt::TextShowMnemonic, button->text).width();
            if (!button->icon.isNull())
                width += icon16 + (button->text.isEmpty() ? 0 : 8);
            if (button->features & QStyleOptionButton::HasMenu)
                width += 20;
            return QSize(button->text.isEmpty() ? height : width, height);
        }
        break;
    case CT_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            const bool hasText = button->toolButtonStyle != Qt::ToolButtonIconOnly && !button->text.isEmpty();
            const bool hasIcon = button->toolButtonStyle != Qt::ToolButtonTextOnly && !button->icon.isNull();
            if (!hasText)
                return QSize(height, height);
            int width = 20 + option->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
            if (hasIcon)
                width += icon16 + 8;
            if (button->features & QStyleOptionToolButton::HasMenu)
                width += 20;
            return QSize(width, height);
        }
        break;
    case CT_LineEdit:
        return QSize(size.width(), height);
    case CT_SpinBox:
    case CT_ComboBox: {
        const QSize own = QProxyStyle::sizeFromContents(type, option, size, widget);
        return QSize(own.width() + 12, height);
    }
    case CT_ItemViewItem: {
        const QSize own = QProxyStyle::sizeFromContents(type, option, size, widget);
        return QSize(own.width(), qMax(metrics::row, own.height() + 8));
    }
    case CT_TabBarTab: {
        // The selected tab's words are bolder, and so wider, than those that it was measured with.
        int bolder = 4;
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option); tab && widget) {
            QFont strong = widget->font();
            strong.setWeight(QFont::DemiBold);
            bolder = qMax(bolder, QFontMetrics(strong).horizontalAdvance(tab->text) - QFontMetrics(widget->font()).horizontalAdvance(tab->text));
        }
        return QSize(size.width() + bolder, qMax(metrics::tabStrip, size.height()));
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return QSize(10, 9);
            // Icon column 34, arrow or room at the end; the shortcut's width comes with the text, after a tab.
            return QSize(size.width() + 62, qMax(28, item->fontMetrics.height() + 10));
        }
        break;
    case CT_MenuBarItem:
        return QSize(size.width() + 12, qMax(28, size.height() + 8));
    case CT_HeaderSection:
        return QSize(size.width(), qMax(28, size.height()));
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents:
        // The field inside an editable choice has no frame and stands at the choice's own margin.
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth == 0)
            return option->rect;
        return option->rect.adjusted(7, 2, -7, -2);
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (control == CC_ComboBox) {
        const QRect rect = option->rect;
        if (part == SC_ComboBoxEditField)
            return visualRect(option->direction, rect, rect.adjusted(9, 2, -30, -2));
        if (part == SC_ComboBoxArrow)
            return visualRect(option->direction, rect, QRect(rect.right() - 28, rect.top(), 28, rect.height()));
    }
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar)
            return {};
        const bool across = bar->orientation == Qt::Horizontal;
        const int length = across ? bar->rect.width() : bar->rect.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        const int slider = range <= 0
            ? length
            : qBound(qMin(length, pixelMetric(PM_ScrollBarSliderMin, bar, widget)),
                     static_cast<int>(qint64(length) * bar->pageStep / (range + bar->pageStep)), length);
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
        const auto stretch = [&](int from, int size) {
            return across ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
        };
        switch (part) {
        case SC_ScrollBarGroove: return stretch(0, length);
        case SC_ScrollBarSlider: return stretch(start, slider);
        case SC_ScrollBarSubPage: return stretch(0, start);
        case SC_ScrollBarAddPage: return stretch(start + slider, length - start - slider);
        default: return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        paintButtonPanel(painter, option, widget, theme);
        return;
    case PE_PanelButtonTool:
        paintButtonPanel(painter, option, widget, theme);
        return;
    case PE_FrameFocusRect: // Marks and buttons show focus themselves.
    case PE_FrameDefaultButton:
    case PE_PanelMenuBar:
    case PE_FrameMenu:
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_PanelStatusBar:
    case PE_PanelToolBar:
        if (element == PE_FrameMenu)
            paintBox(painter, option->rect, {}, theme.outline, 1, 0);
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, theme.base);
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, theme.border);
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, theme.button);
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.button);
        paintBox(painter, option->rect, {}, theme.outline, 1, 0);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option)) {
            if (frame->lineWidth > 0)
                paintField(painter, option, widget, theme);
        }
        return;
    case PE_FrameLineEdit:
        return;
    case PE_Frame: {
        const bool focused = isKeyboardFocused(option);
        paintBox(painter, option->rect, {}, focused ? theme.accent : theme.border, focused ? 2 : 1, 4);
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paintMark(painter, option, theme, false);
        return;
    case PE_IndicatorRadioButton:
        paintMark(painter, option, theme, true);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowRight:
    case PE_IndicatorArrowLeft: {
        const Icon icon = element == PE_IndicatorArrowDown ? Icon::ChevronDown
            : element == PE_IndicatorArrowUp               ? Icon::ChevronUp
            : element == PE_IndicatorArrowRight            ? Icon::ChevronRight
                                                           : Icon::ChevronLeft;
        QRect place(0, 0, 14, 14);
        place.moveCenter(option->rect.center());
        paintIcon(painter, place, icon, option->state & State_Enabled ? theme.muted : theme.disabled);
        return;
    }
    case PE_IndicatorBranch:
        if (option->state & State_Children) {
            QRect place(0, 0, 14, 14);
            place.moveCenter(option->rect.center());
            const bool mirrored = option->direction == Qt::RightToLeft;
            paintIcon(painter, place, option->state & State_Open ? Icon::ChevronDown : mirrored ? Icon::ChevronLeft : Icon::ChevronRight,
                      theme.muted);
        }
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            if (item->backgroundBrush.style() != Qt::NoBrush)
                painter->fillRect(option->rect, item->backgroundBrush);
            if (item->state & State_Selected)
                painter->fillRect(option->rect, theme.tint);
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

QIcon Style::standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const
{
    switch (icon) {
    case SP_MessageBoxInformation: return themeIcon(Icon::Info, Tone::Accent);
    case SP_MessageBoxWarning: return themeIcon(Icon::TriangleAlert, Tone::Amber);
    case SP_MessageBoxCritical: return themeIcon(Icon::CircleX, Tone::Red);
    case SP_MessageBoxQuestion: return themeIcon(Icon::CircleHelp, Tone::Accent);
    case SP_LineEditClearButton: return themeIcon(Icon::X, Tone::Muted);
    case SP_ToolBarHorizontalExtensionButton: return themeIcon(Icon::ChevronDown);
    default: return QProxyStyle::standardIcon(icon, option, widget);
    }
}

} // namespace drydock
