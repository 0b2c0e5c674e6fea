// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/widgets/statepage.h"

namespace drydock {

/// Stands in the images' place while no engine answers: absent, stopped, or not permitted, each with its way out.
class EnginePage : public StatePage
{
    Q_OBJECT
public:
    explicit EnginePage(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);

Q_SIGNALS:
    void chooseRequested();
    void retryRequested();
    void startRequested();

private:
    QPushButton *m_install;
    QPushButton *m_copy;
    QPushButton *m_start;
    QPushButton *m_retry;
    QString m_shown; ///< So that folds stay as the person left them.
    QString m_command;
};

/// A remedy's command for a person to read and copy.
QString remedyText(const Remedy &remedy);

} // namespace drydock
