// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logdock.h"

#include "ui/history/historypage.h"
#include "ui/log/buildpage.h"
#include "ui/log/checkspage.h"
#include "ui/log/findfield.h"
#include "ui/log/logsave.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"

#include <QAction>
#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

LogDock::LogDock(FlowSession &session, QWidget *parent)
    : QDockWidget(tr("Log"), parent), m_session(session), m_tabs(new QTabBar), m_pages(new QStackedWidget),
      m_build(new BuildPage(session)), m_checks(new ChecksPage(session)), m_history(new HistoryPage(session)), m_find(new FindField),
      m_findAction(makeAction(u"findAction"_s, tr("&Find in the log"), Icon::Search, QKeySequence::Find)),
      m_nextProblem(makeAction(u"nextProblemAction"_s, tr("Next &problem"), Icon::TriangleAlert, Qt::Key_F8)),
      m_filter(makeAction(u"filterAction"_s, tr("Filter"), Icon::Funnel)),
      m_followAction(makeAction(u"followAction"_s, tr("Follow"), Icon::ArrowDownToLine)),
      m_plain(makeAction(u"plainTextAction"_s, tr("Plain text"), Icon::Text)),
      m_copy(makeAction(u"copyLogAction"_s, tr("Copy"), Icon::Copy)), m_save(makeAction(u"saveLogAction"_s, tr("Save…"), Icon::Save))
{
    setObjectName(u"logDock"_s);
    setTitleBarWidget(new QWidget);
    setFeatures(QDockWidget::NoDockWidgetFeatures);
    m_filter->setToolTip(tr("Show only the lines that hold what is typed in the find field; it may be a regular expression"));
    m_followAction->setToolTip(tr("Stay at the end while the log grows"));
    m_plain->setToolTip(tr("Show every line as the builder wrote it"));
    m_save->setToolTip(tr("Save the whole log with the command and the versions"));
    for (QAction *action : {m_filter, m_followAction, m_plain})
        action->setCheckable(true);
    m_followAction->setChecked(true);

    auto *content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins({});
    m_layout->setSpacing(0);
    m_layout->addWidget(makeStrip());
    auto *line = new QFrame;
    line->setFrameStyle(int(QFrame::HLine) | int(QFrame::Plain));
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    m_layout->addWidget(line);
    m_pages->addWidget(m_build);
    m_pages->addWidget(m_checks);
    m_pages->addWidget(m_history);
    m_layout->addWidget(m_pages, 1);
    setWidget(content);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_pages->setCurrentIndex(tab);
        updateStrip();
    });
    connect(m_findAction, &QAction::triggered, this, [this] {
        m_find->setFocus(Qt::ShortcutFocusReason);
        m_find->selectAll();
    });
    connect(m_nextProblem, &QAction::triggered, this, [this] { act(Outcome::Action::NextError); });
    connect(m_filter, &QAction::toggled, this, [this](bool on) {
        for (LogPane *each : {m_build->pane(), m_checks->pane()})
            each->setFiltering(on);
    });
    connect(m_plain, &QAction::toggled, m_build->pane()->view(), &LogView::setPlainText);
    connect(m_followAction, &QAction::toggled, this, [this](bool on) {
        if (pane())
            pane()->view()->setFollowing(on);
    });
    connect(m_copy, &QAction::triggered, this, [this] {
        if (pane())
            pane()->view()->copy();
    });
    connect(m_save, &QAction::triggered, this, &LogDock::save);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (LogPane *each : {m_build->pane(), m_checks->pane()})
            each->find(text);
    });
    connect(m_find, &FindField::nextRequested, this, [this] {
        if (pane())
            pane()->findNext();
    });
    connect(m_find, &FindField::previousRequested, this, [this] {
        if (pane())
            pane()->findPrevious();
    });
    for (LogPane *each : {m_build->pane(), m_checks->pane()}) {
        connect(each, &LogPane::findResultChanged, this, &LogDock::updateStrip);
        connect(each->view(), &LogView::followingChanged, this, &LogDock::updateStrip);
    }
    connect(m_checks, &ChecksPage::strategyRequested, this, &LogDock::strategyRequested);
    connect(m_checks, &ChecksPage::proposalAccepted, &session, &FlowSession::buildWith);
    connect(m_checks, &ChecksPage::checkAgainRequested, this, &LogDock::checkAgain);
    connect(m_history, &HistoryPage::logRequested, this, [this](const HistoryEntry &entry) {
        m_build->showOldLog(entry);
        setTab(BuildTab);
        m_build->setFocus();
    });
    connect(m_history, &HistoryPage::failed, this, &LogDock::failed);
    connect(&session, &FlowSession::changed, this, &LogDock::follow);
    m_clock.setInterval(1s);
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &LogDock::followOutcome);
    follow();
    updateStrip();
}

QAction *LogDock::makeAction(const QString &objectName, const QString &text, Icon icon, const QKeySequence &shortcut)
{
    auto *action = new QAction(themeIcon(icon), text, this);
    action->setObjectName(objectName);
    action->setShortcut(shortcut);
    addAction(action);
    return action;
}

QWidget *LogDock::makeStrip()
{
    m_tabs->setObjectName(u"logTabs"_s);
    m_tabs->setAccessibleName(tr("Build, checks and history"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_tabs->addTab(tr("Build"));
    m_tabs->addTab(checksTitle(std::nullopt));
    m_tabs->addTab(tr("History"));

    auto *strip = new QWidget;
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(4, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(m_tabs);
    row->addStretch(1);
    m_find->setMinimumWidth(120);
    m_find->setMaximumWidth(200);
    row->addWidget(m_find, 2);
    for (QAction *action : {m_filter, m_followAction, m_plain, m_copy, m_save}) {
        QToolButton *button = makeToolButton(action);
        button->setObjectName(QString(action->objectName()).replace("Action"_L1, "Button"_L1));
        setSmall(button);
        row->addWidget(button);
    }
    strip->setMinimumHeight(metrics::height(metrics::tabStrip, font()));
    return strip;
}

QList<QAction *> LogDock::logActions() const
{
    return {m_findAction, m_nextProblem, m_filter, m_followAction, m_plain, m_copy, m_save};
}

LogPane *LogDock::pane() const
{
    switch (m_tabs->currentIndex()) {
    case BuildTab: return m_build->pane();
    case ChecksTab: return m_checks->pane();
    default: return nullptr;
    }
}

void LogDock::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void LogDock::updateStrip()
{
    LogPane *current = pane();
    for (QAction *action : {m_findAction, m_nextProblem, m_filter, m_copy})
        action->setEnabled(current != nullptr);
    m_find->setEnabled(current != nullptr);
    const bool isLog = m_tabs->currentIndex() == BuildTab;
    m_followAction->setEnabled(isLog);
    m_plain->setEnabled(isLog);
    m_save->setEnabled(isLog ? !m_build->spool().isEmpty() : current && m_session.snapshot().checks);
    const QSignalBlocker blocker(m_followAction);
    m_followAction->setChecked(isLog && m_build->pane()->view()->isFollowing());
    m_find->setResult(current ? current->findResult() : QString());
}

void LogDock::follow()
{
    const Snapshot &snapshot = m_session.snapshot();
    const bool failed = snapshot.checks && snapshot.checks->count(CheckStatus::Failed) > 0;
    m_tabs->setTabText(ChecksTab, checksTitle(snapshot.checks));
    m_tabs->setTabIcon(ChecksTab, failed ? themeIcon(Icon::CircleX, Tone::Red) : QIcon());
    // The tab follows what begins to run and what fails; it does not wander otherwise.
    if (snapshot.isBusy(Activity::Building) && snapshot.buildStarted != m_buildSeen) {
        m_buildSeen = snapshot.buildStarted;
        setTab(BuildTab);
    }
    if (snapshot.checks.has_value() != m_checksSeen) {
        m_checksSeen = snapshot.checks.has_value();
        if (failed)
            setTab(ChecksTab);
    }
    updateStrip();
    followOutcome();
}

void LogDock::followOutcome()
{
    m_clock.stop();
    const std::optional<Outcome> outcome = outcomeOf(m_session.snapshot(), QDateTime::currentDateTimeUtc());
    if (!outcome) {
        m_shownOutcome.clear();
        if (m_banner)
            m_banner->hide();
        return;
    }
    QStringList actions;
    for (const Outcome::Action action : outcome->actions)
        actions.append(QString::number(int(action)));
    if (outcome->isRunning)
        m_clock.start(); // The time that is left passes without news.
    // While something runs only words and progress change; the buttons keep their place and focus.
    const QString kind = actions.join(u',') % u'|' % (outcome->isRunning ? QString() : QString(outcome->what % outcome->sentence));
    if (kind != m_shownOutcome) {
        m_shownOutcome = kind;
        showOutcome(*outcome);
    }
    if (!m_banner)
        return;
    m_banner->setMessage(outcome->tone, outcome->icon, outcome->what, outcome->sentence);
    m_banner->setProgress(outcome->progress, outcome->progressOf, outcome->note);
    m_banner->setVisible(m_closedOutcome != m_shownOutcome);
}

void LogDock::showOutcome(const Outcome &outcome)
{
    if (m_banner) {
        m_banner->hide();
        m_banner->deleteLater();
    }
    m_banner = new Banner;
    m_banner->setObjectName(u"outcomeBanner"_s);
    m_banner->setClosable(!outcome.isRunning);
    m_closedOutcome.clear();
    connect(m_banner, &Banner::closed, this, [this] { m_closedOutcome = m_shownOutcome; });
    for (const Outcome::Action action : outcome.actions) {
        const auto [name, label] = [action]() -> std::pair<QString, QString> {
            switch (action) {
            case Outcome::Action::Stop: return {u"stopButton"_s, tr("Stop")};
            case Outcome::Action::NextError: return {u"nextErrorButton"_s, tr("Next error  F8")};
            case Outcome::Action::EditAndRetry: return {u"editAndRetryButton"_s, tr("Edit and retry…")};
            case Outcome::Action::NetworkSettings: return {u"networkSettingsButton"_s, tr("Network settings…")};
            case Outcome::Action::BuildAgain: return {u"buildAgainButton"_s, tr("Build again")};
            case Outcome::Action::CheckAgain: return {u"checkAgainButton"_s, tr("Run checks again")};
            }
            return {};
        }();
        QPushButton *button = m_banner->addButton(name, label);
        connect(button, &QPushButton::clicked, this, [this, action] { act(action); });
    }
    m_layout->addWidget(m_banner);
}

void LogDock::act(Outcome::Action action)
{
    switch (action) {
    case Outcome::Action::Stop: return m_session.stop();
    case Outcome::Action::NextError:
        if (pane())
            pane()->nextProblem();
        return;
    case Outcome::Action::EditAndRetry: Q_EMIT retryRequested(); return;
    case Outcome::Action::NetworkSettings: Q_EMIT settingsRequested(); return;
    case Outcome::Action::BuildAgain: return m_session.buildAgain();
    case Outcome::Action::CheckAgain: return checkAgain();
    }
}

void LogDock::checkAgain()
{
    const Snapshot &snapshot = m_session.snapshot();
    const QString image = snapshot.checks ? snapshot.checks->image : QString();
    if (snapshot.plan && (image.isEmpty() || image == snapshot.plan->tag || image == snapshot.plan->base))
        return m_session.check(checkRequest(*snapshot.plan));
    if (const ImageCoverage *found = snapshot.coverage.find(image))
        m_session.check(checkRequest(snapshot.scripts, found->image));
}

void LogDock::save()
{
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"log"_s);
    dialog->selectFile(m_tabs->currentIndex() == ChecksTab ? u"checks.log"_s : u"build.log"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &LogDock::saveTo);
    dialog->open();
}

void LogDock::saveTo(const QString &path)
{
    const Snapshot &snapshot = m_session.snapshot();
    const LogSource source = m_tabs->currentIndex() == ChecksTab && snapshot.checks ? LogSource{{}, checksText(*snapshot.checks)}
                                                                                    : LogSource{m_build->spool(), {}};
    m_saving.start(saveLog(path, logHeader(snapshot), source), [this](const Result<void> &end) {
        if (end)
            return;
        Outcome outcome;
        outcome.tone = Tone::Red;
        outcome.icon = Icon::CircleX;
        outcome.what = tr("The log was not saved.");
        outcome.sentence = end.error().sentence;
        showOutcome(outcome);
        m_banner->setMessage(outcome.tone, outcome.icon, outcome.what, outcome.sentence);
        m_shownOutcome.clear();
    });
}

} // namespace drydock
