// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/log/logpane.h"

#include "core/session/flowsession.h"

class QPlainTextEdit;
class QPushButton;
class QStackedLayout;

namespace drydock {

class AddedLines;
class Label;

/// What was tried inside an image, each as a sentence; beside a failure, what can be done about it.
class ChecksPage : public QWidget
{
    Q_OBJECT
public:
    explicit ChecksPage(FlowSession &session, QWidget *parent = nullptr);

    LogPane *pane() const { return m_pane; }

Q_SIGNALS:
    void strategyRequested();
    void checkAgainRequested();
    void proposalAccepted(const drydock::Proposal &proposal);

private:
    void follow();
    void showReport(const CheckReport &report);
    void showFailure(int index);

    FlowSession &m_session;
    LogPane *m_pane;
    QStackedLayout *m_stack;
    Label *m_empty;
    QWidget *m_side;
    Label *m_title;
    Label *m_cause;
    QWidget *m_proposal; ///< Shown where a cure is known, in place of the details.
    AddedLines *m_added;
    Label *m_facts;
    QPushButton *m_mend;
    QPushButton *m_again;
    QWidget *m_said;
    QPlainTextEdit *m_details;
    QStringList m_lines; ///< What the details of all checks say, line by line.
    QString m_shown; ///< The report that is shown, to leave folds alone while nothing changes.
};

} // namespace drydock
