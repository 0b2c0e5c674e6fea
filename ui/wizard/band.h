// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

class QPushButton;

namespace drydock {

class IconView;
class Label;

/// Inside a page: one sentence on a tint, and the button that does something about it.
class Band : public QWidget
{
    Q_OBJECT
public:
    explicit Band(QWidget *parent = nullptr);

    /// @param action what the button says; empty shows none
    void setMessage(Tone tone, Icon icon, const QString &text, const QString &action = {});
    void setDetails(const QString &details); ///< What the tool below said, as the tooltip.
    QString text() const;
    QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void acted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Amber;
    IconView *m_icon;
    Label *m_text;
    QPushButton *m_button;
};

} // namespace drydock
