// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QWidget>

class QStackedLayout;
class QTreeView;

namespace drydock {

class HistoryModel;

/// The builds and checks of the open document; each opens its log.
class HistoryPage : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPage(FlowSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void logRequested(const drydock::HistoryEntry &entry);

private:
    void follow();

    FlowSession &m_session;
    HistoryModel *m_model;
    QTreeView *m_view;
    QStackedLayout *m_stack;
};

} // namespace drydock
