// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/strategycard.h"

#include "core/words.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pill.h"
#include "ui/wizard/wizardstate.h"

#include <QGridLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int mostReasons = 3;
constexpr int textLeft = 25; ///< Under the title, right of the radio button.

QString buildText(const StrategyAdvice &advice)
{
    if (!buildsImage(advice.strategy))
        return StrategyCard::tr("no build");
    if (advice.cost.buildSeconds < 0)
        return StrategyCard::tr("time not known");
    return advice.cost.measured ? durationText(advice.cost.buildSeconds) : aboutText(advice.cost.buildSeconds);
}

QString runText(const Cost &cost)
{
    return cost.secondsPerRun < 1 ? StrategyCard::tr("+ 0 s") : StrategyCard::tr("+ %1").arg(durationText(qMax(10.0, cost.secondsPerRun)));
}

QWidget *statement(Icon icon, Tone tone, const QString &text, Tone textTone)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(new IconView(icon, tone, 14));
    auto *label = new Label(text, TextSize::Body, textTone);
    label->setElided();
    layout->addWidget(label);
    layout->addStretch(1);
    return row;
}

} // namespace

StrategyCard::StrategyCard(const StrategyAdvice &advice, bool recommended, QWidget *parent)
    : QWidget(parent), m_strategy(advice.strategy), m_button(new QRadioButton(strategyName(advice.strategy)))
{
    m_button->setObjectName(u"strategy-"_s + strategyId(advice.strategy));
    QFont font = textFont(recommended ? TextSize::Verdict : TextSize::Body, QFont::DemiBold);
    m_button->setFont(font);
    setEnabled(advice.applicable);
    setAttribute(Qt::WA_Hover);
    QString description = advice.reasons.join(u". "_s);
    if (recommended)
        description.prepend(tr("Recommended. "));
    m_button->setAccessibleDescription(description);
    setToolTip(QStringList(advice.reasons + advice.warnings).join(u'\n'));
    connect(m_button, &QRadioButton::toggled, this, qOverload<>(&QWidget::update));
    if (recommended)
        fillLarge(advice);
    else
        fillSmall(advice);
}

void StrategyCard::fillLarge(const StrategyAdvice &advice)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 11, 19, 11);
    layout->setSpacing(0);
    auto *leftSide = new QVBoxLayout;
    leftSide->setSpacing(3);
    auto *title = new QHBoxLayout;
    title->setSpacing(16);
    title->addWidget(m_button);
    title->addWidget(new Pill(tr("Recommended"), Tone::Accent, Icon::Star));
    title->addStretch(1);
    leftSide->addLayout(title);
    auto *reasons = new QVBoxLayout;
    reasons->setContentsMargins(textLeft, 2, 0, 0);
    reasons->setSpacing(3);
    const qsizetype room = mostReasons - qMin<qsizetype>(1, advice.warnings.size());
    for (const QString &reason : advice.reasons.first(qMin(room, advice.reasons.size())))
        reasons->addWidget(statement(Icon::Check, Tone::Green, reason, Tone::Text));
    if (!advice.warnings.isEmpty())
        reasons->addWidget(statement(Icon::TriangleAlert, Tone::Amber, advice.warnings.first(), Tone::Muted));
    leftSide->addLayout(reasons);
    leftSide->addStretch(1);
    layout->addLayout(leftSide, 1);

    auto *line = new QFrame;
    line->setFrameStyle(int(QFrame::VLine) | int(QFrame::Plain));
    line->setForegroundRole(QPalette::Mid);
    layout->addSpacing(16);
    layout->addWidget(line);
    layout->addSpacing(24);
    auto *costs = new QGridLayout;
    costs->setHorizontalSpacing(14);
    costs->setVerticalSpacing(2);
    const std::pair<QString, QString> rows[]{{tr("Download"), sizeText(advice.cost.downloadBytes)},
                                             {buildsImage(advice.strategy) ? tr("First build") : tr("Build"), buildText(advice)},
                                             {tr("Every run"), runText(advice.cost)}};
    int row = 0;
    for (const auto &[name, value] : rows) {
        costs->addWidget(new Label(name, TextSize::Body, Tone::Muted), row, 0);
        costs->addWidget(new Label(value, TextSize::Body, Tone::Text, QFont::DemiBold), row, 1, Qt::AlignRight);
        ++row;
    }
    auto *right = new QVBoxLayout;
    right->addLayout(costs);
    right->addStretch(1);
    layout->addLayout(right);
}

void StrategyCard::fillSmall(const StrategyAdvice &advice)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(16, 8, 19, 8);
    layout->setHorizontalSpacing(16);
    layout->setVerticalSpacing(2);
    layout->addWidget(m_button, 0, 0);
    QWidget *reason;
    if (!advice.applicable)
        reason = statement(Icon::Ban, Tone::Muted, tr("Not possible: %1").arg(advice.reasons.value(0)), Tone::Muted);
    else if (!advice.warnings.isEmpty())
        reason = statement(Icon::TriangleAlert, Tone::Amber, advice.warnings.first(), Tone::Muted);
    else {
        auto *label = new Label(advice.reasons.value(0), TextSize::Body, Tone::Muted);
        label->setElided();
        reason = label;
    }
    auto *indented = new QHBoxLayout;
    indented->setContentsMargins(textLeft, 0, 0, 0);
    indented->addWidget(reason);
    indented->addStretch(1);
    layout->addLayout(indented, 1, 0);
    layout->setColumnStretch(0, 1);
    if (!advice.applicable)
        return;
    const bool builds = buildsImage(advice.strategy);
    layout->addWidget(new Label(builds ? sizeText(advice.cost.downloadBytes) : buildText(advice), TextSize::Body, Tone::Text, QFont::Medium), 0, 1,
                      Qt::AlignRight);
    layout->addWidget(new Label(builds ? buildText(advice) : tr("%1 in every run").arg(runText(advice.cost)), TextSize::Body, Tone::Muted), 1, 1,
                      Qt::AlignRight);
}

void StrategyCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = Theme::of(palette());
    const bool chosen = m_button->isChecked();
    const qreal width = chosen ? 2 : 1;
    painter.setPen(QPen(chosen ? theme.accent : underMouse() && isEnabled() ? theme.outline : theme.border, width));
    painter.setBrush(!isEnabled() ? theme.window : chosen ? theme.columnTint : theme.base);
    const qreal inset = width / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 8, 8);
}

void StrategyCard::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
        m_button->setFocus(Qt::MouseFocusReason);
        m_button->click();
    }
}

} // namespace drydock
