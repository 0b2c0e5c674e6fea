// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

#include <optional>

class QPainter;

namespace drydock {

/// A small word of state on its own tint: "Recommended", "1 check failed".
class Pill : public QWidget
{
    Q_OBJECT
public:
    explicit Pill(const QString &text = {}, Tone tone = Tone::Muted, std::optional<Icon> icon = {}, QWidget *parent = nullptr);

    void setPill(const QString &text, Tone tone, std::optional<Icon> icon = {});

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone;
    std::optional<Icon> m_icon;
};

/// For delegates and headers.
QSize pillSize(const QString &text, bool hasIcon);
void paintPill(QPainter *painter, const QRect &rect, const QString &text, Tone tone, std::optional<Icon> icon, const Theme &theme,
               Qt::LayoutDirection direction);

} // namespace drydock
