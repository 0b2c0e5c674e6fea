// SPDX-License-Identifier: Apache-2.0
#include "ui/log/addedlines.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int margin = 10;
constexpr int textLeft = 28;

} // namespace

AddedLines::AddedLines(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void AddedLines::setLines(const QStringList &lines)
{
    m_lines = lines;
    setAccessibleName(tr("Added: %1").arg(lines.join(u' ')));
    updateGeometry();
    update();
}

QSize AddedLines::sizeHint() const
{
    return {200, int(m_lines.size()) * QFontMetrics(monoFont()).lineSpacing() + 2 * margin - 4};
}

void AddedLines::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.greenTint);
    painter.drawRoundedRect(rect(), 6, 6);
    painter.setFont(monoFont());
    const QFontMetrics metrics = painter.fontMetrics();
    int y = margin - 2 + metrics.ascent();
    painter.setPen(theme.green);
    painter.drawText(margin, y, u"+"_s);
    painter.setPen(theme.text);
    // Code is left to right everywhere.
    for (const QString &line : m_lines) {
        painter.drawText(textLeft, y, metrics.elidedText(line, Qt::ElideRight, width() - textLeft - margin));
        y += metrics.lineSpacing();
    }
}

} // namespace drydock
