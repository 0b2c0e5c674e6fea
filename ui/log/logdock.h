// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/log/outcome.h"

#include "core/job.h"

#include <QDockWidget>
#include <QTimer>

class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace drydock {

class Banner;
class BuildPage;
class ChecksPage;
class FindField;
class HistoryPage;
class LogPane;

/// What ran: the log of the build, the checks and the history in tabs; its last row states the outcome.
class LogDock : public QDockWidget
{
    Q_OBJECT
public:
    enum Tab { BuildTab, ChecksTab, HistoryTab };

    explicit LogDock(FlowSession &session, QWidget *parent = nullptr);

    void setTab(Tab tab);
    /// For a menu: find, next problem, filter, follow, plain text, copy, save.
    QList<QAction *> logActions() const;

Q_SIGNALS:
    void settingsRequested(); ///< The network of this machine has to be told.
    void strategyRequested(); ///< The person wants to change what is built.
    void retryRequested(); ///< The same, from the plan of the last build.
    void failed(const drydock::Error &error);

private:
    QAction *makeAction(const QString &objectName, const QString &text, Icon icon, const QKeySequence &shortcut = {});
    QWidget *makeStrip();
    LogPane *pane() const; ///< Of the current tab; null in the history.
    void follow();
    void followOutcome();
    void showOutcome(const Outcome &outcome);
    void act(Outcome::Action action);
    void checkAgain();
    void updateStrip();
    void save();
    void saveTo(const QString &path);

    FlowSession &m_session;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    BuildPage *m_build;
    ChecksPage *m_checks;
    HistoryPage *m_history;
    FindField *m_find;
    QAction *m_findAction;
    QAction *m_nextProblem;
    QAction *m_filter;
    QAction *m_followAction;
    QAction *m_plain;
    QAction *m_copy;
    QAction *m_save;
    QVBoxLayout *m_layout;
    Banner *m_banner = nullptr;
    QString m_shownOutcome; ///< What the banner is about, buttons included.
    QString m_closedOutcome;
    QDateTime m_buildSeen;
    bool m_checksSeen = false;
    Job<void> m_saving;
    QTimer m_clock;
};

} // namespace drydock
