// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow.h"

#include "ui/groups/groupsview.h"
#include "ui/headerbar.h"
#include "ui/images/coverageview.h"
#include "ui/images/detailspanel.h"
#include "ui/images/enginepage.h"
#include "ui/images/imageactions.h"
#include "ui/log/logdock.h"
#include "ui/models/statement.h"
#include "ui/script/scriptview.h"
#include "ui/script/importtree.h"
#include "ui/script/problemlist.h"
#include "ui/start/startpage.h"
#include "ui/verdictband.h"
#include "ui/widgets/banner.h"

#include <QCloseEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

const QString geometryKey = u"window/geometry"_s;
const QString stateKey = u"window/state"_s;
const QString splitterKey = u"window/splitter"_s;
const QString scriptSplitterKey = u"window/script-splitter"_s;
const QString logKey = u"window/log-shown"_s;

bool hasFlow(const Snapshot &snapshot)
{
    return std::any_of(snapshot.scripts.begin(), snapshot.scripts.end(), [](const FlowScript &each) { return !each.flows.isEmpty(); });
}

QStringList droppedPaths(const QMimeData *data)
{
    QStringList paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl &url : urls)
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    return paths;
}

} // namespace

MainWindow::MainWindow(FlowSession &session, QSettings &settings, Keychain &keychain, QWidget *parent)
    : QMainWindow(parent), m_session(session), m_store(settings), m_keychain(keychain), m_settings(Settings::load(settings))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setMinimumSize(1000, 560); // Narrower, the toolbar would hide the engine.
    m_engineMenu = new QMenu(tr("&Engine"), this);
    m_engineMenu->setToolTipsVisible(true);
    m_recentMenu = new QMenu(tr("Open &recent"), this);
    m_buildMenu = new QMenu(this);
    m_log = new LogDock(session, this);
    addDockWidget(Qt::BottomDockWidgetArea, m_log);
    makeActions();
    makeMenus();
    makePages();

    connect(&m_session, &FlowSession::changed, this, &MainWindow::showSnapshot);
    connect(&m_session, &FlowSession::settled, this, [this] {
        showSnapshot();
        QTimer::singleShot(0, this, [this] {
            if (isSettled())
                Q_EMIT settled();
        });
    });
    connect(m_log, &LogDock::strategyRequested, this, &MainWindow::chooseStrategy);
    connect(m_log, &LogDock::retryRequested, this, &MainWindow::editAndRetry);
    connect(m_log, &LogDock::settingsRequested, this, &MainWindow::showNetworkSettings);
    connect(m_log, &LogDock::failed, this, &MainWindow::say);
    connect(&m_session, &FlowSession::endedElsewhere, this, &MainWindow::sayEnded);

    m_wantsLog = m_store.value(logKey, true).toBool();
    constexpr int frame = 40; // Of the window manager, which tells its size only once the window is there.
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(0, frame)));
    restoreGeometry(m_store.value(geometryKey).toByteArray());
    if (!restoreState(m_store.value(stateKey).toByteArray()))
        resizeDocks({m_log}, {226}, Qt::Vertical);
    m_coverage->splitter()->restoreState(m_store.value(splitterKey).toByteArray());
    m_script->splitter()->restoreState(m_store.value(scriptSplitterKey).toByteArray());
    m_session.setProvidedBy(m_settings.providedBy);
    if (m_settings.lookInside)
        m_session.allowLookingInside(*m_settings.lookInside);
    showRecent();
    showSnapshot();
}

MainWindow::~MainWindow() = default;

void MainWindow::makePages()
{
    m_header = new HeaderBar(m_actions.open, m_actions.build, m_buildMenu, m_actions.check, m_actions.stop, m_engineMenu, this);
    addToolBar(m_header);

    m_start = new StartPage;
    connect(m_start->dropArea(), &DropArea::openScriptRequested, this, &MainWindow::openDialog);
    connect(m_start->dropArea(), &DropArea::openFolderRequested, this, &MainWindow::openFolderDialog);
    connect(m_start->recent(), &RecentList::openRequested, this, [this](const QString &path) { open({path}); });
    connect(m_start->recent(), &RecentList::clearRequested, this, [this] {
        m_settings.recentScripts.clear();
        m_settings.save(m_store);
        showRecent();
    });

    m_notice = new StatePage;
    m_notice->setObjectName(u"noticePage"_s);
    QPushButton *anyway = m_notice->addButton(u"analyseAnyway"_s, tr("Analyse anyway"), ButtonKind::Outlined);
    QPushButton *another = m_notice->addButton(u"openAnother"_s, tr("Open another…"), ButtonKind::Primary, Icon::FolderOpen);
    QPushButton *again = m_notice->addButton(u"readAgain"_s, tr("Read again"), ButtonKind::Outlined, Icon::RefreshCw);
    connect(anyway, &QPushButton::clicked, this, [this] {
        m_analyseAnyway = true;
        showSnapshot();
    });
    connect(another, &QPushButton::clicked, this, &MainWindow::openDialog);
    connect(again, &QPushButton::clicked, this, [this] { m_session.readAgain(); });

    m_verdict = new VerdictBand;
    m_consent = new Banner;
    m_message = new Banner;
    m_problems = new Banner;
    m_reading = new Banner;
    m_script = new ScriptView;
    m_groups = new GroupsView;
    m_standIn = new Banner;
    m_newerBase = new Banner;
    m_queue = new Banner;
    m_coverage = new CoverageView;
    m_enginePage = new EnginePage(m_coverage);
    m_details = new DetailsPanel;
    m_enginePage->hide();
    m_consent->setObjectName(u"consentBanner"_s);
    m_consent->setClosable(false);
    m_message->setObjectName(u"messageBanner"_s);
    m_problems->setObjectName(u"problemsBanner"_s);
    m_problems->setClosable(false);
    m_reading->setObjectName(u"readingBanner"_s);
    m_reading->setClosable(false);
    m_standIn->setObjectName(u"standInBanner"_s);
    connect(m_standIn->addButton(u"standInButton"_s, tr("Show why")), &QPushButton::clicked, this, &MainWindow::chooseExpectedEngine);
    connect(m_standIn, &Banner::closed, this, [this] { m_standInClosed = m_session.snapshot().engineNotice; });
    m_newerBase->setObjectName(u"newerBaseBanner"_s);
    connect(m_newerBase->addButton(u"buildOnNewerBase"_s, tr("Pull it and build again")), &QPushButton::clicked, this, &MainWindow::buildOnNewerBase);
    connect(m_newerBase, &Banner::closed, this, [this] { m_newerBaseClosed = m_session.snapshot().newerBase; });
    m_queue->setObjectName(u"queueBanner"_s);
    connect(m_queue->addButton(u"openEndedWork"_s, tr("Open its script")), &QPushButton::clicked, this, [this] {
        m_queueEnd.clear();
        open(QStringList(m_queueEndDocument));
    });
    connect(m_queue->addButton(u"showQueueButton"_s, tr("Show the queue…")), &QPushButton::clicked, this, &MainWindow::showQueue);
    connect(m_queue, &Banner::closed, this, [this] {
        m_queueEnd.clear();
        updateQueue();
    });
    for (Banner *banner : {m_consent, m_message, m_problems, m_reading, m_standIn, m_newerBase, m_queue})
        banner->hide();
    QPushButton *look = m_consent->addButton(u"lookInside"_s, tr("Look inside"));
    setButtonKind(look, ButtonKind::Primary);
    QPushButton *later = m_consent->addButton(u"onlyWhenChosen"_s, tr("Only when I choose"));
    connect(look, &QPushButton::clicked, this, [this] { answerLookInside(LookInside::Always); });
    connect(later, &QPushButton::clicked, this, [this] { answerLookInside(LookInside::OnlyWhenChosen); });

    connect(m_problems->addButton(u"showProblem"_s, tr("Show the line")), &QPushButton::clicked, this, &MainWindow::showWorstProblem);
    connect(m_reading->addButton(u"stopReading"_s, tr("Stop")), &QPushButton::clicked, this, [this] { m_session.stopReading(); });
    connect(m_reading->addButton(u"readFolderAgain"_s, tr("Read again")), &QPushButton::clicked, this, [this] { m_session.readAgain(); });

    m_verdict->setScriptAction(m_actions.script);
    connect(m_script, &ScriptView::currentChanged, this, &MainWindow::updateActions);
    connect(m_script, &ScriptView::evidenceRequested, this, &MainWindow::showEvidence);
    connect(m_script, &ScriptView::providedByRequested, this, &MainWindow::askProvidedBy);
    connect(m_script, &ScriptView::copyRequested, this, &MainWindow::copyCurrent);
    m_verdict->setBackAction(m_actions.back);
    connect(m_groups, &GroupsView::openRequested, this, &MainWindow::openPart);
    connect(m_groups, &GroupsView::left, this, [this] { showView(View::Images); });
    connect(m_script, &ScriptView::left, this, [this] { showView(View::Images); });
    connect(m_script, &ScriptView::menuRequested, this, &MainWindow::showScriptMenu);
    connect(m_verdict, &VerdictBand::nextRequested, this, &MainWindow::takeNextStep);
    connect(m_verdict->imagesMenu(), &QMenu::aboutToShow, this, [this] { m_coverage->fillImagesMenu(m_verdict->imagesMenu()); });
    connect(m_coverage, &CoverageView::currentChanged, this, &MainWindow::updateDetails);
    connect(m_coverage, &CoverageView::imagesChanged, this, [this] { m_verdict->setImages(m_coverage->imagesText()); });
    connect(m_coverage, &CoverageView::evidenceRequested, this, &MainWindow::showEvidence);
    connect(m_coverage, &CoverageView::sourceRequested, this, &MainWindow::goToSource);
    connect(m_coverage, &CoverageView::lookInsideRequested, this, &MainWindow::lookInsideCurrent);
    connect(m_coverage, &CoverageView::copyRequested, this, &MainWindow::copyCurrent);
    m_imageActions = new ImageActions(m_session, *m_coverage, this);
    connect(m_imageActions, &ImageActions::failed, this, &MainWindow::say);
    connect(m_coverage, &CoverageView::menuRequested, this, &MainWindow::showCellMenu);
    m_imageMenu->addActions(m_imageActions->ofImage());
    m_imageMenu->addSeparator();
    m_imageMenu->addAction(m_imageActions->exportAction());
    connect(m_enginePage, &EnginePage::chooseRequested, this, &MainWindow::chooseEngineProgram);
    connect(m_enginePage, &EnginePage::retryRequested, this, &MainWindow::lookAgain);
    connect(m_enginePage, &EnginePage::startRequested, this, [this] {
        whenEnded(m_session.startEngine(), this, [this](const Result<CommandOutput> &end) {
            if (!end)
                say(end.error());
        });
    });
    connect(m_details, &DetailsPanel::evidenceRequested, this, &MainWindow::showEvidence);
    connect(m_details, &DetailsPanel::useImageRequested, this, &MainWindow::useImage);
    connect(m_details, &DetailsPanel::lookInsideRequested, this, [this](const QString &image) { m_session.lookInside({image}); });
    connect(m_details, &DetailsPanel::addMissingRequested, this, &MainWindow::chooseStrategy);

    m_work = new QWidget;
    auto *work = new QVBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(0);
    work->addWidget(m_verdict);
    work->addWidget(m_standIn);
    work->addWidget(m_newerBase);
    work->addWidget(m_consent);
    work->addWidget(m_reading);
    work->addWidget(m_message);
    work->addWidget(m_problems);
    m_images = new QWidget;
    auto *images = new QVBoxLayout(m_images);
    images->setContentsMargins(0, 0, 0, 0);
    images->setSpacing(0);
    images->addWidget(m_coverage, 1);
    images->addWidget(m_details);
    m_views = new QStackedWidget;
    m_views->addWidget(m_images);
    m_views->addWidget(m_script);
    m_views->addWidget(m_groups);
    work->addWidget(m_views, 1);

    m_pages = new QStackedWidget;
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_notice);
    m_pages->addWidget(m_work);
    auto *central = new QWidget;
    auto *all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_pages, 1);
    all->addWidget(m_queue);
    setCentralWidget(central);
}

void MainWindow::open(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    m_analyseAnyway = false;
    m_message->hide();
    m_from.clear();
    m_choosesWhenReady = false;
    m_session.open(paths);
    if (m_toSay)
        say(*std::exchange(m_toSay, {}));
    // A folder arrives script by script, and there is much to see before images are compared.
    showView(isFolder() ? View::Script : View::Images);
    if (paths.size() == 1)
        remember(QFileInfo(paths.first()).absoluteFilePath());
}

bool MainWindow::isSettled() const
{
    return m_session.snapshot().activities.isEmpty() && !m_session.isChanging() && !m_planning.isRunning();
}

void MainWindow::showSnapshot()
{
    const Snapshot &snapshot = m_session.snapshot();
    m_header->setSnapshot(snapshot);
    m_coverage->setSnapshot(snapshot);
    m_script->setSnapshot(snapshot, m_settings.providedBy);
    m_groups->setSnapshot(snapshot);
    m_enginePage->setSnapshot(snapshot);
    updateVerdict();
    m_verdict->setActivity(activityText(snapshot));
    m_verdict->setImages(snapshot.coverage.images.isEmpty() ? QString() : m_coverage->imagesText());
    if (snapshot.isWorking() && !m_wasWorking)
        showView(View::Images); // The log comes with the images.
    m_wasWorking = snapshot.isWorking();
    updatePages();
    updateBanners();
    updateQueue();
    updateReading();
    updateProblems();
    updateTitle();
    updateActions();
    fillEngineMenu();
    if (m_choosesWhenReady && snapshot.engine.isReady() && !snapshot.advice.strategies.isEmpty() && !snapshot.isBusy(Activity::Comparing)) {
        m_choosesWhenReady = false;
        chooseStrategy();
    }
}

void MainWindow::updateVerdict()
{
    Verdict verdict = verdictOf(m_session.snapshot(), QDateTime::currentDateTimeUtc());
    if (verdict.next == NextStep::SharedImages && m_view == View::Groups)
        verdict.next = NextStep::None; // It stands beside the group.
    m_verdict->setVerdict(verdict);
}

void MainWindow::updatePages()
{
    const Snapshot &snapshot = m_session.snapshot();
    QWidget *page = m_work;
    const bool isRead = !snapshot.isBusy(Activity::Reading);
    if (snapshot.paths.isEmpty())
        page = m_start;
    else if (snapshot.scripts.isEmpty() && isRead && !snapshot.readingStopped)
        page = m_notice;
    else if (!snapshot.scripts.isEmpty() && !hasFlow(snapshot) && !m_analyseAnyway && isRead)
        page = m_notice;
    if (page == m_notice)
        updateNotice();
    const bool isOpened = snapshot.paths != m_shownPaths;
    if (m_pages->currentWidget() != page) {
        if (page == m_start)
            showRecent();
        m_pages->setCurrentWidget(page);
    }
    const bool hasEngine = snapshot.engine.isReady();
    m_coverage->setPage(hasEngine ? nullptr : m_enginePage);
    m_details->setVisible(hasEngine);
    if (snapshot.isWorking() && !m_log->isVisible())
        m_wantsLog = true;
    if (m_view == View::Groups && snapshot.groups.size() < 2 && !snapshot.advice.strategies.isEmpty())
        m_view = View::Images; // One image serves them all now.
    m_views->setCurrentWidget(m_view == View::Script ? static_cast<QWidget *>(m_script) : m_view == View::Groups ? m_groups : m_images);
    m_log->setVisible(page == m_work && hasEngine && m_wantsLog && m_view == View::Images);
    if (isOpened && !snapshot.scripts.isEmpty()) {
        m_shownPaths = snapshot.paths;
        if (m_view == View::Script)
            m_script->focusImports();
        else if (m_view == View::Groups)
            m_groups->focusGroups();
        else
            m_coverage->focusMatrix();
    }
}

void MainWindow::updateBanners()
{
    const Snapshot &snapshot = m_session.snapshot();
    const bool isAsked = snapshot.consentNeeded && snapshot.engine.isReady();
    if (isAsked) {
        const auto count = snapshot.unread.size();
        m_consent->setMessage(Tone::Accent, Icon::ScanSearch,
                              count == 1 ? tr("1 image was not looked inside yet.") : tr("%1 images were not looked inside yet.").arg(count),
                              count == 1 ? tr("It is started once for half a second, without network.")
                                         : tr("Each is started once for half a second, without network."));
    }
    m_consent->setVisible(isAsked);

    m_standIn->setMessage(Tone::Amber, Icon::Unplug, snapshot.engineNotice, {});
    m_standIn->setVisible(!snapshot.engineNotice.isEmpty() && snapshot.engineNotice != m_standInClosed);

    if (!snapshot.newerBase.isEmpty())
        m_newerBase->setMessage(Tone::Accent, Icon::Download, tr("%1 has a newer image by now.").arg(snapshot.newerBase), tr("Its registry keeps another one under the same name."));
    m_newerBase->setVisible(!snapshot.newerBase.isEmpty() && snapshot.newerBase != m_newerBaseClosed && !snapshot.isWorking() && snapshot.engine.isReady());

    if (m_messageOf != snapshot.paths.value(0))
        m_message->hide();
}

void MainWindow::updateTitle()
{
    const QStringList &paths = m_session.snapshot().paths;
    setWindowFilePath(paths.value(0));
    const QString name = paths.size() > 1 ? tr("%1 scripts").arg(paths.size()) : QFileInfo(paths.value(0)).fileName();
    setWindowTitle(paths.isEmpty() ? tr("Drydock") : tr("%1[*] – Drydock").arg(name));
}

void MainWindow::updateDetails()
{
    m_details->setCurrent(m_coverage->current(), m_session.snapshot());
    updateActions();
}

void MainWindow::say(const Error &error)
{
    if (m_session.snapshot().paths.isEmpty()) {
        m_toSay = error;
        return;
    }
    m_messageOf = m_session.snapshot().paths.value(0);
    // What is kept for this run only goes on working.
    const bool isNotice = error.code == "no-keychain"_L1 || error.code == "login-not-found"_L1;
    m_message->setMessage(isNotice ? Tone::Amber : Tone::Red, isNotice ? Icon::TriangleAlert : Icon::CircleX, error.sentence, {});
    m_message->setToolTip(error.details);
    m_message->show();
}

void MainWindow::remember(const QString &path)
{
    m_settings.recentScripts.removeAll(path);
    m_settings.recentScripts.prepend(path);
    m_settings.recentScripts = m_settings.recentScripts.mid(0, 10);
    m_settings.save(m_store);
}

void MainWindow::showRecent()
{
    m_start->recent()->setRecent(m_settings.recentScripts, {});
    if (m_session.context().store) {
        whenEnded(m_session.context().store->history(), this, [this](const Result<QList<HistoryEntry>> &history) {
            if (history)
                m_start->recent()->setRecent(m_settings.recentScripts, *history);
        });
    }
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // An engine that was started, stopped or installed meanwhile is found when the person comes back, and so are its images.
    const Snapshot &snapshot = m_session.snapshot();
    if (event->type() != QEvent::ActivationChange || !isActiveWindow() || !snapshot.engineKnown || snapshot.isBusy(Activity::FindingEngine))
        return;
    if (snapshot.engine.isReady())
        m_session.refreshImages();
    else
        lookAgain();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QList<QueuedWork> &queue = m_session.snapshot().queue;
    if (!queue.isEmpty() && !m_quitting) {
        event->ignore();
        const auto builds = std::count_if(queue.begin(), queue.end(), [](const QueuedWork &work) { return work.builds; });
        auto *question = new QMessageBox(QMessageBox::Question, tr("Drydock"),
                                         builds == 0 ? tr("Checks are running.") : builds == 1 ? tr("An image is being built.") : tr("%1 images are being built or wait for it.").arg(builds),
                                         QMessageBox::NoButton, this);
        question->setObjectName(u"quitQuestion"_s);
        question->setAttribute(Qt::WA_DeleteOnClose);
        question->setInformativeText(builds > 1 ? tr("Quitting stops them. What was built so far stays in the engine’s cache.")
                                                : tr("Quitting stops it. What was built so far stays in the engine’s cache."));
        QPushButton *keep = question->addButton(builds > 0 ? tr("&Keep building") : tr("&Keep checking"), QMessageBox::RejectRole);
        QPushButton *stop = question->addButton(tr("&Stop and quit"), QMessageBox::AcceptRole);
        question->setDefaultButton(keep);
        question->setEscapeButton(keep);
        connect(stop, &QPushButton::clicked, this, [this] {
            m_quitting = true;
            m_session.stopAll();
            close();
        });
        question->open();
        return;
    }
    save();
    event->accept();
}

void MainWindow::save()
{
    m_store.setValue(geometryKey, saveGeometry());
    m_store.setValue(stateKey, saveState());
    m_store.setValue(splitterKey, m_coverage->splitter()->saveState());
    m_store.setValue(scriptSplitterKey, m_script->splitter()->saveState());
    m_store.setValue(logKey, m_wantsLog);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedPaths(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_start->dropArea()->setDragged(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_start->dropArea()->setDragged(false);
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_start->dropArea()->setDragged(false);
    event->acceptProposedAction();
    open(droppedPaths(event->mimeData()));
}

} // namespace drydock
