// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/statementpanel.h"

#include "ui/theme/style.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

StatementPanel::StatementPanel(const QString &name, QWidget *parent)
    : QWidget(parent), m_icon(new IconView(Icon::CircleHelp)),
      m_statement(new Label({}, TextSize::Body, Tone::Text, QFont::DemiBold)),
      m_reason(new Label({}, TextSize::Body, Tone::Muted)), m_layout(new QHBoxLayout(this))
{
    m_statement->setObjectName(QString(name % u"Statement"_s));
    m_reason->setObjectName(QString(name % u"Reason"_s));
    for (Label *label : {m_statement, m_reason}) {
        label->setElided();
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(m_statement);
    words->addWidget(m_reason);
    words->addStretch(1);
    auto *icon = new QVBoxLayout;
    icon->setContentsMargins(0, 0, 0, 18);
    icon->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_layout->setContentsMargins(metrics::edge, 4, metrics::edge, 4);
    m_layout->setSpacing(8);
    m_layout->addLayout(icon);
    m_layout->addSpacing(2);
    m_layout->addLayout(words, 1);
    m_layout->addSpacing(16);
    setMinimumHeight(qMax(metrics::details, QFontMetrics(font()).height() * 2 + 16));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatementPanel::setStatement(std::optional<Icon> icon, Tone tone, const QString &statement, const QString &reason)
{
    m_icon->setVisible(icon.has_value());
    if (icon)
        m_icon->setIcon(*icon, tone);
    m_statement->setText(statement);
    m_reason->setText(reason);
}

void StatementPanel::addButton(QAbstractButton *button)
{
    m_layout->addWidget(button);
}

void StatementPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
}

} // namespace drydock
