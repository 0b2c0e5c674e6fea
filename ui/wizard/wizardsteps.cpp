// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/wizardsteps.h"

#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {
constexpr int stepsTop = 68;
constexpr int stepDistance = 56;
constexpr int disc = 24;
constexpr int left = 8;
constexpr int right = 24;
} // namespace

WizardSteps::WizardSteps(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"wizardSteps"_s);
    setAccessibleName(tr("Steps"));
    setFixedWidth(sizeHint().width());
}

QSize WizardSteps::sizeHint() const
{
    return {208, 480};
}

void WizardSteps::setScript(const QString &name, const QString &facts)
{
    m_name = name;
    m_about = facts;
    update();
}

void WizardSteps::setSteps(const QList<Step> &steps, int current)
{
    m_steps = steps;
    m_current = current;
    if (current < steps.size())
        setAccessibleDescription(tr("Step %1 of %2: %3").arg(QString::number(current + 1), QString::number(steps.size()), steps.at(current).name));
    update();
}

void WizardSteps::setFacts(const QList<Line> &facts)
{
    m_facts = facts;
    update();
}

void WizardSteps::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = Theme::of(palette());
    const auto place = [this](const QRect &rect) { return QStyle::visualRect(layoutDirection(), this->rect(), rect); };
    const auto write = [&](const QRect &rect, const QString &text, const QFont &font, const QColor &colour) {
        painter.setFont(font);
        painter.setPen(colour);
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
        painter.drawText(place(rect), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)), shown);
    };
    painter.fillRect(place(QRect(width() - 1, 0, 1, height())), theme.border);
    const int room = width() - left - right;
    write({left, 6, room, 20}, m_name, textFont(TextSize::Body, QFont::DemiBold), theme.text);
    write({left, 25, room, 18}, m_about, textFont(TextSize::Note), theme.muted);

    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const Step &step = m_steps.at(i);
        const int top = stepsTop + int(i) * stepDistance;
        const bool isDone = i < m_current && !step.skipped;
        const bool isCurrent = i == m_current;
        if (i + 1 < m_steps.size()) {
            painter.setPen(QPen(i < m_current ? theme.accent : theme.border, i < m_current ? 2 : 1));
            const int x = place(QRect(left + disc / 2, 0, 1, 1)).x();
            painter.drawLine(x, top + disc + 4, x, top + stepDistance - 4);
        }
        const QRectF circle = QRectF(place(QRect(left, top, disc, disc))).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(isCurrent || isDone ? QPen(Qt::NoPen) : QPen(step.skipped ? theme.border : theme.edge));
        painter.setBrush(isCurrent ? QBrush(theme.fill) : isDone ? QBrush(theme.tint) : QBrush(Qt::NoBrush));
        painter.drawEllipse(circle);
        if (isDone) {
            paintIcon(&painter, circle.adjusted(4.5, 4.5, -4.5, -4.5), Icon::Check, theme.accent, 2.4);
        } else if (step.skipped) {
            paintIcon(&painter, circle.adjusted(4.5, 4.5, -4.5, -4.5), Icon::Minus, theme.muted);
        } else {
            painter.setFont(textFont(TextSize::Note, QFont::DemiBold));
            painter.setPen(isCurrent ? theme.onFill : theme.muted);
            painter.drawText(circle, int(Qt::AlignCenter), QString::number(i + 1));
        }
        const QRect name(left + disc + 12, top, room - disc - 12, disc);
        write(name, step.name, textFont(TextSize::Body, isCurrent ? QFont::DemiBold : QFont::Normal),
              isCurrent || isDone ? theme.text : theme.muted);
        if ((isDone || step.skipped) && !step.choice.isEmpty())
            write(name.translated(0, 18), step.choice, textFont(TextSize::Note), theme.muted);
    }

    int bottom = height() - 8 - int(m_facts.size()) * 24;
    painter.fillRect(place(QRect(left, bottom - 9, room, 1)), theme.border);
    for (const Line &fact : m_facts) {
        paintIcon(&painter, place(QRect(left, bottom + 5, 14, 14)), fact.icon, theme.muted);
        write({left + 22, bottom, room - 22, 24}, fact.text, textFont(TextSize::Note), theme.muted);
        bottom += 24;
    }
}

} // namespace drydock
