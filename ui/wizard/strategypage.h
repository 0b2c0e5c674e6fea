// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/wizard/wizardpage.h"

class QButtonGroup;

namespace drydock {

class FieldNote;
class StrategyCard;

/// Which of the five strategies, the recommendation first.
class StrategyPage : public WizardPage
{
    Q_OBJECT
public:
    explicit StrategyPage(WizardState &state, QWidget *parent = nullptr);

    void refresh() override;
    QString summary() const override;
    QWidget *mainWidget() const override;
    bool isComplete() const override;
    int nextId() const override;

private:
    void makeCards();

    QButtonGroup *m_group;
    QList<StrategyCard *> m_cards;
    QVBoxLayout *m_list;
    FieldNote *m_note;
    QString m_shown; ///< The advice the cards show.
};

} // namespace drydock
