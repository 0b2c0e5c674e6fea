// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/wizard/wizardstate.h"

#include <QWizardPage>

class QVBoxLayout;

namespace drydock {

class Label;

enum PageId { StrategyPageId, DistributionsPageId, ImagePageId, ReviewPageId };

/// A page: heading, one sentence, content. It shows the state, and is told when that changed.
class WizardPage : public QWizardPage
{
    Q_OBJECT
public:
    WizardPage(WizardState &state, const QString &heading, QWidget *parent = nullptr);

    virtual void refresh() = 0;
    virtual QString summary() const { return {}; } ///< What was chosen here, for the list of steps.
    virtual QWidget *mainWidget() const = 0; ///< Takes the focus when the page opens.

Q_SIGNALS:
    void pageRequested(int id);

protected:
    WizardState &state() const { return m_state; }
    QVBoxLayout *content() const { return m_content; }
    void setSentence(const QString &sentence);

private:
    WizardState &m_state;
    Label *m_sentence;
    QVBoxLayout *m_content;
};

} // namespace drydock
