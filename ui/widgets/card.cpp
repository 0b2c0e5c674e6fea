// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/card.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace drydock {

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace drydock
