// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QBasicTimer>
#include <QWidget>

namespace drydock {

/// One icon in one tone. A loader turns while it is visible, the window's only animation.
class IconView : public QWidget
{
    Q_OBJECT
public:
    explicit IconView(Icon icon, Tone tone = Tone::Muted, int size = 16, QWidget *parent = nullptr);

    void setIcon(Icon icon, Tone tone);
    void setStroke(qreal stroke);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void turnIfLoader();

    Icon m_icon;
    Tone m_tone;
    int m_size;
    qreal m_stroke = 2;
    int m_angle = 0;
    QBasicTimer m_timer;
};

/// An icon and its words, as one fact in a row of facts; the words elide.
class Fact : public QWidget
{
    Q_OBJECT
public:
    Fact(Icon icon, const QString &text, QWidget *parent = nullptr, TextSize size = TextSize::Note, Tone tone = Tone::Muted);
    void setFact(Icon icon, const QString &text);

private:
    IconView *m_icon;
    class Label *m_label;
    Tone m_tone;
};

} // namespace drydock
