// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QStackedLayout;
class QTreeView;

namespace drydock {

class HistoryModel;

/// The builds and checks of the open document: each opens its log, builds again, or is deleted; two are compared.
class HistoryPage : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPage(FlowSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void logRequested(const drydock::HistoryEntry &entry);
    void failed(const drydock::Error &error);

private:
    void follow();
    QList<HistoryEntry> selected() const; ///< Newest first.
    void updateButtons();
    void openLog();
    void compare();
    void rebuild();
    void remove();

    FlowSession &m_session;
    HistoryModel *m_model;
    QTreeView *m_view;
    QStackedLayout *m_stack;
    QPushButton *m_open;
    QPushButton *m_compare;
    QPushButton *m_rebuild;
    QPushButton *m_delete;
    Job<BuildPlan> m_rebuilding;
};

} // namespace drydock
