// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/strategypage.h"

#include "ui/widgets/fieldnote.h"
#include "ui/wizard/strategycard.h"

#include <QButtonGroup>
#include <QJsonDocument>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

StrategyPage::StrategyPage(WizardState &state, QWidget *parent)
    : WizardPage(state, state.snapshot().scripts.size() > 1 ? tr("How should these flows get what they need?") : tr("How should this flow get what it needs?"), parent), m_group(new QButtonGroup(this)), m_list(new QVBoxLayout),
      m_note(new FieldNote)
{
    m_list->setContentsMargins({});
    m_list->setSpacing(8);
    content()->addLayout(m_list);
    content()->addSpacing(4);
    m_note->setObjectName(u"costNote"_s);
    content()->addWidget(m_note);
    content()->addStretch(1);
    refresh();
}

QString StrategyPage::summary() const
{
    return strategyName(state().strategy());
}

QWidget *StrategyPage::mainWidget() const
{
    return m_group->checkedButton();
}

bool StrategyPage::isComplete() const
{
    return m_group->checkedButton() && m_group->checkedButton()->isEnabled();
}

int StrategyPage::nextId() const
{
    return state().installs() ? DistributionsPageId : ImagePageId;
}

void StrategyPage::makeCards()
{
    const Advice &advice = state().snapshot().advice;
    const bool hadFocus = m_group->checkedButton() && m_group->checkedButton()->hasFocus();
    for (StrategyCard *card : std::as_const(m_cards)) {
        m_group->removeButton(card->button());
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    for (const StrategyAdvice &each : advice.strategies) {
        auto *card = new StrategyCard(each, each.strategy == advice.recommended);
        m_group->addButton(card->button(), int(each.strategy));
        connect(card->button(), &QRadioButton::toggled, this, [this, card](bool on) {
            if (!on)
                return;
            state().setStrategy(card->strategy());
            Q_EMIT completeChanged();
        });
        m_list->addWidget(card);
        m_cards.append(card);
    }
    // The person's own choice stays when better numbers arrive; without one the recommendation is chosen.
    if (!state().isStrategyChosen())
        state().setStrategy(advice.recommended, false);
    if (QAbstractButton *button = m_group->button(int(state().strategy()))) {
        button->setChecked(true);
        if (hadFocus)
            button->setFocus();
    }
}

void StrategyPage::refresh()
{
    const Snapshot &snapshot = state().snapshot();
    const QString shown = QString::fromUtf8(QJsonDocument(toJson(snapshot.advice, {})).toJson(QJsonDocument::Compact));
    if (shown == m_shown)
        return;
    m_shown = shown;
    makeCards();

    const QString base = snapshot.advice.base;
    const ImageCoverage *on = snapshot.coverage.find(base);
    if (!on)
        setSentence(base.isEmpty() ? tr("No image on this computer was looked inside yet.") : tr("It would stand on %1.").arg(base));
    else if (on->covers == on->of)
        setSentence(tr("%1 has all %2 imports.").arg(base, QString::number(on->of)));
    else
        setSentence(tr("%1 of %2 imports are not in %3.").arg(QString::number(on->of - on->covers), QString::number(on->of), base));

    const auto &strategies = snapshot.advice.strategies;
    const bool isSized = std::any_of(strategies.begin(), strategies.end(), [](const StrategyAdvice &each) { return each.cost.downloadBytes > 0; });
    const bool isMeasured = std::any_of(strategies.begin(), strategies.end(), [](const StrategyAdvice &each) { return each.cost.measured; });
    if (isSized && isMeasured)
        m_note->setInfo(tr("Sizes were asked from the package index. Times without “about” are those of a build of the same here."));
    else if (isSized)
        m_note->setInfo(tr("Sizes were asked from the package index. Times are estimates."));
    else if (state().mayAskIndex())
        m_note->setInfo(tr("Sizes are not known. Times are estimates."));
    else
        m_note->setInfo(tr("The package index was not asked, so sizes are not checked. Times are estimates."));
    Q_EMIT completeChanged();
}

} // namespace drydock
