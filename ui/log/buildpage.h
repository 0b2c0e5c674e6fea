// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/log/logpane.h"

#include "core/session/flowsession.h"

class QStackedLayout;

namespace drydock {

class Label;
class LogFile;

/// The log of the running or last build, step by step as it grows, or an old log from the history.
class BuildPage : public QWidget
{
    Q_OBJECT
public:
    explicit BuildPage(FlowSession &session, QWidget *parent = nullptr);
    ~BuildPage() override;

    LogPane *pane() const { return m_pane; }
    void showOldLog(const HistoryEntry &entry);
    void showCurrentLog();
    QString spool() const; ///< Of what is shown; empty when nothing is.

private:
    void follow();
    void take(const QList<BuildEvent> &events);
    void readGrowth();
    void openSpool(const QString &path);

    FlowSession &m_session;
    LogPane *m_pane;
    QWidget *m_oldBand;
    Label *m_oldText;
    QStackedLayout *m_stack;
    std::unique_ptr<LogFile> m_file;
    LogSteps m_steps;
    QStringList m_document;
    QDateTime m_build; ///< When the build that is shown began.
    bool m_ended = false;
    std::optional<HistoryEntry> m_old;
    QTimer m_growth;
};

} // namespace drydock
