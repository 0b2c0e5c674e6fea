// SPDX-License-Identifier: Apache-2.0
#include "ui/log/findfield.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace drydock {

FindField::FindField(QWidget *parent) : QLineEdit(parent)
{
    setObjectName(u"findField"_s);
    setPlaceholderText(tr("Find in all steps"));
    setAccessibleName(tr("Find in the log"));
    addAction(themeIcon(Icon::Search, Tone::Muted), QLineEdit::LeadingPosition);
    setSmall(this);
}

void FindField::setResult(const QString &result)
{
    if (result == m_result)
        return;
    m_result = result;
    setAccessibleDescription(result);
    setTextMargins(0, 0, result.isEmpty() ? 0 : QFontMetrics(textFont(TextSize::Note)).horizontalAdvance(result) + 8, 0);
    update();
}

void FindField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            Q_EMIT previousRequested();
        else
            Q_EMIT nextRequested();
        return;
    }
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        return clear();
    QLineEdit::keyPressEvent(event);
}

void FindField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_result.isEmpty())
        return;
    QPainter painter(this);
    painter.setFont(textFont(TextSize::Note));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QRect room = QStyle::visualRect(layoutDirection(), rect(), rect().adjusted(8, 0, -10, 0));
    painter.drawText(room, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight | Qt::AlignVCenter)), m_result);
}

} // namespace drydock
