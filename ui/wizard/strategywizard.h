// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWizard>

class QSettings;

namespace drydock {

class FlowSession;
class ReviewPage;
class WizardPage;
class WizardState;
class WizardSteps;
struct Work;

/// From the advice to a plan in four pages; its last button starts the build, which goes on in the window.
class StrategyWizard : public QWizard
{
    Q_OBJECT
public:
    /// @param store where choices are remembered; outlives this
    /// @param retried a build whose plan is to be changed, edits of its files included: it opens at the last page. Null: it
    /// begins with the strategy, as chosen the last time
    StrategyWizard(FlowSession &session, QSettings &store, const Work *retried = nullptr, QWidget *parent = nullptr);

    void accept() override;

private:
    WizardPage *current() const;
    void follow();
    void openPage(int id);

    FlowSession &m_session;
    WizardState *m_state;
    ReviewPage *m_review;
    WizardSteps *m_steps;
};

} // namespace drydock
