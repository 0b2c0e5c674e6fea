// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/pill.h"

#include <QPainter>
#include <QStyle>

namespace drydock {

namespace {
constexpr int padding = 7;
constexpr int iconSize = 12;
constexpr int gap = 4;
}

Pill::Pill(const QString &text, Tone tone, std::optional<Icon> icon, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setPill(text, tone, icon);
}

void Pill::setPill(const QString &text, Tone tone, std::optional<Icon> icon)
{
    m_text = text;
    m_tone = tone;
    m_icon = icon;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return pillSize(m_text, m_icon.has_value());
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPill(&painter, rect(), m_text, m_tone, m_icon, Theme::of(palette()), layoutDirection());
}

QSize pillSize(const QString &text, bool hasIcon)
{
    const QFont font = textFont(TextSize::Caption, QFont::Medium);
    const int width = QFontMetrics(font).horizontalAdvance(text) + 2 * padding + 1 + (hasIcon ? iconSize + gap : 0);
    return QSize(width, qMax(metrics::pill, QFontMetrics(font).height() + 4));
}

void paintPill(QPainter *painter, const QRect &rect, const QString &text, Tone tone, std::optional<Icon> icon, const Theme &theme,
               Qt::LayoutDirection direction)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.tintOf(tone));
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    QRect words = rect.adjusted(padding, 0, -padding, 0);
    if (icon) {
        const QRect place(words.left(), rect.top() + (rect.height() - iconSize) / 2, iconSize, iconSize);
        paintIcon(painter, QStyle::visualRect(direction, rect, place), *icon, theme.colour(tone), 2.4);
        words.setLeft(words.left() + iconSize + gap);
    }
    painter->setFont(textFont(TextSize::Caption, QFont::Medium));
    painter->setPen(theme.colour(tone));
    painter->drawText(QStyle::visualRect(direction, rect, words), Qt::AlignCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width() + 1));
    painter->restore();
}

} // namespace drydock
