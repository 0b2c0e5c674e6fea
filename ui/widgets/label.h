// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace drydock {

/// Text in one of the window's sizes and tones; follows a change of font and palette. Plain text always.
class Label : public QLabel
{
    Q_OBJECT
public:
    explicit Label(const QString &text = {}, TextSize size = TextSize::Body, Tone tone = Tone::Text,
                   QFont::Weight weight = QFont::Normal, QWidget *parent = nullptr);

    void setTone(Tone tone);
    void setTextSize(TextSize size, QFont::Weight weight = QFont::Normal);
    /// Text that does not fit ends in "…" and is shown in full as the tooltip; the label may then be made narrow.
    void setElided(Qt::TextElideMode mode = Qt::ElideRight);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyFont();
    void applyTone();

    TextSize m_size;
    Tone m_tone;
    QFont::Weight m_weight;
    Qt::TextElideMode m_elide = Qt::ElideNone;
    bool m_applying = false;
};

} // namespace drydock
