// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/iconview.h"

#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QTimerEvent>

namespace drydock {

IconView::IconView(Icon icon, Tone tone, int size, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_tone(tone), m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconView::setIcon(Icon icon, Tone tone)
{
    if (m_icon == icon && m_tone == tone)
        return;
    m_icon = icon;
    m_tone = tone;
    turnIfLoader();
    update();
}

void IconView::setStroke(qreal stroke)
{
    m_stroke = stroke;
    update();
}

QSize IconView::sizeHint() const
{
    return QSize(m_size, m_size);
}

void IconView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QRectF place(0, 0, m_size, m_size);
    place.moveCenter(QRectF(rect()).center());
    const Theme theme = Theme::of(palette());
    const QColor colour = isEnabled() ? theme.colour(m_tone) : theme.disabled;
    if (m_icon == Icon::LoaderCircle)
        paintTurnedIcon(&painter, place, m_icon, colour, m_angle);
    else
        paintIcon(&painter, place, m_icon, colour, m_stroke);
}

void IconView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    m_angle = (m_angle + 30) % 360;
    update();
}

void IconView::showEvent(QShowEvent *)
{
    turnIfLoader();
}

void IconView::hideEvent(QHideEvent *)
{
    m_timer.stop();
}

void IconView::turnIfLoader()
{
    if (m_icon != Icon::LoaderCircle)
        m_timer.stop();
    else if (isVisible() && !m_timer.isActive())
        m_timer.start(80, this);
}

Fact::Fact(Icon icon, const QString &text, QWidget *parent, TextSize size, Tone tone)
    : QWidget(parent), m_icon(new IconView(icon, tone, 14, this)), m_label(new Label(text, size, tone, QFont::Normal, this)), m_tone(tone)
{
    m_icon->setStroke(2.4);
    m_label->setElided();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_label);
}

void Fact::setFact(Icon icon, const QString &text)
{
    m_icon->setIcon(icon, m_tone);
    m_label->setText(text);
    setVisible(!text.isEmpty());
}

} // namespace drydock
