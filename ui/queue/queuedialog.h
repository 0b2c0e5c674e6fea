// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QDialog>

class QPushButton;
class QTreeWidget;

namespace drydock {

class Label;

/// What is built and checked, and what waits for its turn, of all documents; each can be stopped.
class QueueDialog : public QDialog
{
    Q_OBJECT
public:
    explicit QueueDialog(FlowSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void openRequested(const QStringList &paths);

private:
    void follow();
    void updateButtons();
    const QueuedWork *current() const;

    FlowSession &m_session;
    QList<QueuedWork> m_shown;
    QTreeWidget *m_list;
    Label *m_empty;
    QPushButton *m_stop;
    QPushButton *m_open;
};

} // namespace drydock
