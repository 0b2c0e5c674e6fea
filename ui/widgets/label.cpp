// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/label.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace drydock {

Label::Label(const QString &text, TextSize size, Tone tone, QFont::Weight weight, QWidget *parent)
    : QLabel(text, parent), m_size(size), m_tone(tone), m_weight(weight)
{
    setTextFormat(Qt::PlainText);
    applyFont();
    applyTone();
}

void Label::setTone(Tone tone)
{
    if (m_tone == tone)
        return;
    m_tone = tone;
    applyTone();
}

void Label::setTextSize(TextSize size, QFont::Weight weight)
{
    m_size = size;
    m_weight = weight;
    applyFont();
}

void Label::setElided(Qt::TextElideMode mode)
{
    m_elide = mode;
    QSizePolicy policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Maximum);
    setSizePolicy(policy);
    updateGeometry();
}

QSize Label::sizeHint() const
{
    if (m_elide == Qt::ElideNone)
        return QLabel::sizeHint();
    const QFontMetrics metrics = fontMetrics();
    return QSize(metrics.size(Qt::TextSingleLine, text()).width() + 1, metrics.height());
}

QSize Label::minimumSizeHint() const
{
    if (m_elide == Qt::ElideNone)
        return QLabel::minimumSizeHint();
    const QFontMetrics metrics = fontMetrics();
    return QSize(qMin(sizeHint().width(), metrics.averageCharWidth() * 3), metrics.height());
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyTone();
}

void Label::paintEvent(QPaintEvent *event)
{
    if (m_elide == Qt::ElideNone) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), m_elide, width());
    const auto flags = QStyle::visualAlignment(layoutDirection(), alignment()) | Qt::TextSingleLine;
    style()->drawItemText(&painter, rect(), static_cast<int>(flags), palette(), isEnabled(), shown, foregroundRole());
}

void Label::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (m_elide != Qt::ElideNone)
        setToolTip(width() < sizeHint().width() ? text() : QString());
}

void Label::applyFont()
{
    setFont(textFont(m_size, m_weight));
}

void Label::applyTone()
{
    // Both calls below send a palette change to this label.
    if (m_applying)
        return;
    m_applying = true;
    setForegroundRole(m_tone == Tone::Muted ? QPalette::PlaceholderText : QPalette::WindowText);
    QPalette own;
    if (m_tone != Tone::Text && m_tone != Tone::Muted)
        own.setColor(QPalette::WindowText, Theme::of(QApplication::palette()).colour(m_tone));
    setPalette(own);
    m_applying = false;
}

} // namespace drydock
