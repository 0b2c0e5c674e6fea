// SPDX-License-Identifier: Apache-2.0
#include "ui/script/factsbar.h"

#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {
constexpr int gap = 4;
constexpr int longest = 260; ///< Pixels of one fact's words.
} // namespace

FactsBar::FactsBar(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    for (int i = 0; i <= FlowFact::Image; ++i) {
        auto *button = new QToolButton;
        button->setObjectName(u"fact%1"_s.arg(i));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFont(textFont(TextSize::Note));
        setButtonKind(button, ButtonKind::Flat);
        setSmall(button);
        layout->addWidget(button);
        m_buttons.append(button);
    }
    layout->addStretch(1);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setFacts({});
}

void FactsBar::setFacts(const QList<FlowFact> &facts)
{
    // A menu that is open stays while nothing changed.
    if (!m_facts.isEmpty()
        && std::equal(facts.begin(), facts.end(), m_facts.begin(), m_facts.end(),
                      [](const FlowFact &a, const FlowFact &b) { return a.text == b.text && a.tip == b.tip; }))
        return;
    m_facts = facts;
    for (int i = 0; i < m_buttons.size(); ++i) {
        QToolButton *button = m_buttons.at(i);
        const FlowFact fact = facts.value(i);
        button->setProperty("shown", i < facts.size());
        button->setIcon(themeIcon(fact.icon, Tone::Muted));
        QString text = button->fontMetrics().elidedText(fact.text, Qt::ElideMiddle, longest);
        button->setText(text.replace(u'&', u"&&"_s));
        button->setToolTip(fact.tip);
        button->setAccessibleName(fact.text.isEmpty() ? tr("Not said") : fact.text);
        button->disconnect(this);
        if (QMenu *menu = button->menu()) {
            button->setMenu(nullptr);
            menu->deleteLater();
        }
        if (fact.places.size() == 1) {
            const int line = fact.places.first().line;
            button->setPopupMode(QToolButton::DelayedPopup);
            if (line > 0)
                connect(button, &QToolButton::clicked, this, [this, line] { Q_EMIT lineRequested(line); });
        } else if (fact.places.size() > 1) {
            auto *menu = new QMenu(button);
            for (const LineOfText &place : fact.places) {
                QString words = place.text;
                QAction *action = menu->addAction(words.replace(u'&', u"&&"_s));
                action->setEnabled(place.line > 0);
                connect(action, &QAction::triggered, this, [this, line = place.line] { Q_EMIT lineRequested(line); });
            }
            button->setMenu(menu);
            button->setPopupMode(QToolButton::InstantPopup);
        }
    }
    fit();
}

void FactsBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void FactsBar::fit()
{
    int used = 0;
    for (QToolButton *button : std::as_const(m_buttons)) {
        const bool wanted = button->property("shown").toBool();
        used += wanted ? button->sizeHint().width() + gap : 0;
        button->setVisible(wanted && used <= width() + gap);
    }
}

} // namespace drydock
