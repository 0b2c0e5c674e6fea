// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow.h"

#include "ui/headerbar.h"
#include "ui/images/coverageview.h"
#include "ui/images/detailspanel.h"
#include "ui/images/enginepage.h"
#include "ui/log/logdock.h"
#include "ui/models/statement.h"
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

MainWindow::MainWindow(FlowSession &session, QSettings &settings, QWidget *parent)
    : QMainWindow(parent), m_session(session), m_store(settings), m_settings(Settings::load(settings))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setMinimumSize(1000, 560); // Narrower, the toolbar would hide the engine.
    m_engineMenu = new QMenu(tr("&Engine"), this);
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

    m_wantsLog = m_store.value(logKey, true).toBool();
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    restoreGeometry(m_store.value(geometryKey).toByteArray());
    if (!restoreState(m_store.value(stateKey).toByteArray()))
        resizeDocks({m_log}, {226}, Qt::Vertical);
    m_coverage->splitter()->restoreState(m_store.value(splitterKey).toByteArray());
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
    connect(again, &QPushButton::clicked, this, [this] { m_session.open(m_session.snapshot().paths); });

    m_verdict = new VerdictBand;
    m_consent = new Banner;
    m_message = new Banner;
    m_problems = new Banner;
    m_coverage = new CoverageView;
    m_enginePage = new EnginePage(m_coverage);
    m_details = new DetailsPanel;
    m_enginePage->hide();
    m_consent->setObjectName(u"consentBanner"_s);
    m_consent->setClosable(false);
    m_message->setObjectName(u"messageBanner"_s);
    m_problems->setObjectName(u"problemsBanner"_s);
    m_problems->setClosable(false);
    for (Banner *banner : {m_consent, m_message, m_problems})
        banner->hide();
    QPushButton *look = m_consent->addButton(u"lookInside"_s, tr("Look inside"));
    setButtonKind(look, ButtonKind::Primary);
    QPushButton *later = m_consent->addButton(u"onlyWhenChosen"_s, tr("Only when I choose"));
    connect(look, &QPushButton::clicked, this, [this] { answerLookInside(LookInside::Always); });
    connect(later, &QPushButton::clicked, this, [this] { answerLookInside(LookInside::OnlyWhenChosen); });

    connect(m_verdict, &VerdictBand::nextRequested, this, &MainWindow::takeNextStep);
    connect(m_verdict->imagesMenu(), &QMenu::aboutToShow, this, [this] { m_coverage->fillImagesMenu(m_verdict->imagesMenu()); });
    connect(m_coverage, &CoverageView::currentChanged, this, &MainWindow::updateDetails);
    connect(m_coverage, &CoverageView::imagesChanged, this, [this] { m_verdict->setImages(m_coverage->imagesText()); });
    connect(m_coverage, &CoverageView::evidenceRequested, this, &MainWindow::showEvidence);
    connect(m_coverage, &CoverageView::sourceRequested, this, &MainWindow::showEvidence);
    connect(m_coverage, &CoverageView::lookInsideRequested, this, &MainWindow::lookInsideCurrent);
    connect(m_coverage, &CoverageView::copyRequested, this, &MainWindow::copyCurrent);
    connect(m_enginePage, &EnginePage::chooseRequested, this, &MainWindow::chooseEngineProgram);
    connect(m_enginePage, &EnginePage::retryRequested, this, &MainWindow::lookAgain);
    connect(m_details, &DetailsPanel::evidenceRequested, this, &MainWindow::showEvidence);
    connect(m_details, &DetailsPanel::useImageRequested, this, &MainWindow::useImage);
    connect(m_details, &DetailsPanel::lookInsideRequested, this, [this](const QString &image) { m_session.lookInside({image}); });
    connect(m_details, &DetailsPanel::addMissingRequested, this, &MainWindow::chooseStrategy);

    m_work = new QWidget;
    auto *work = new QVBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(0);
    work->addWidget(m_verdict);
    work->addWidget(m_consent);
    work->addWidget(m_message);
    work->addWidget(m_problems);
    work->addWidget(m_coverage, 1);
    work->addWidget(m_details);

    m_pages = new QStackedWidget;
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_notice);
    m_pages->addWidget(m_work);
    setCentralWidget(m_pages);
}

void MainWindow::open(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    m_analyseAnyway = false;
    m_message->hide();
    m_session.open(paths);
    remember(QFileInfo(paths.first()).absoluteFilePath());
}

bool MainWindow::isSettled() const
{
    return m_session.snapshot().activities.isEmpty() && !m_planning.isRunning();
}

void MainWindow::showSnapshot()
{
    const Snapshot &snapshot = m_session.snapshot();
    m_header->setSnapshot(snapshot);
    m_coverage->setSnapshot(snapshot);
    m_enginePage->setSnapshot(snapshot);
    m_verdict->setVerdict(verdictOf(snapshot, QDateTime::currentDateTimeUtc()));
    m_verdict->setActivity(activityText(snapshot));
    m_verdict->setImages(snapshot.coverage.images.isEmpty() ? QString() : m_coverage->imagesText());
    updatePages();
    updateBanners();
    updateTitle();
    updateActions();
    fillEngineMenu();
}

void MainWindow::updatePages()
{
    const Snapshot &snapshot = m_session.snapshot();
    const QString file = QFileInfo(snapshot.paths.value(0)).fileName();
    QWidget *page = m_work;
    if (snapshot.paths.isEmpty()) {
        page = m_start;
    } else if (snapshot.scriptError && snapshot.scripts.isEmpty()) {
        page = m_notice;
        m_notice->setState(Icon::FileText, tr("%1 was not opened").arg(file), snapshot.scriptError->sentence);
        m_notice->setDetails(tr("Details"), snapshot.scriptError->details.split(u'\n', Qt::SkipEmptyParts), false);
        m_notice->findChild<QPushButton *>(u"analyseAnyway"_s)->hide();
        m_notice->findChild<QPushButton *>(u"readAgain"_s)->show();
    } else if (!snapshot.scripts.isEmpty() && !hasFlow(snapshot) && !m_analyseAnyway) {
        page = m_notice;
        m_notice->setState(Icon::Workflow, tr("No flow found in %1").arg(file),
                           tr("Drydock looks for a function with @flow, or for a Flow object of Prefect 1. "
                              "The imports can be compared with images all the same."));
        m_notice->setDetails({}, {}, false);
        m_notice->findChild<QPushButton *>(u"analyseAnyway"_s)->show();
        m_notice->findChild<QPushButton *>(u"readAgain"_s)->hide();
    }
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
    m_log->setVisible(page == m_work && hasEngine && m_wantsLog);
    if (isOpened && !snapshot.scripts.isEmpty()) {
        m_shownPaths = snapshot.paths;
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

    const Problem *worst = nullptr;
    qsizetype count = 0;
    QString file;
    for (const FlowScript &script : snapshot.scripts) {
        for (const Problem &problem : script.problems) {
            if (problem.severity != Severity::Error)
                continue;
            ++count;
            if (!worst) {
                worst = &problem;
                file = QFileInfo(script.path).fileName();
            }
        }
    }
    if (worst) {
        const QString where = worst->line > 0 ? tr("%1 line %2:").arg(file).arg(worst->line) : QString(file % u':');
        QString sentence = worst->fix.isEmpty() ? worst->message : QString(worst->message % u' ' % worst->fix);
        if (count > 1)
            sentence += u' ' + tr("There are %1 more.").arg(count - 1);
        m_problems->setMessage(Tone::Amber, Icon::TriangleAlert, where, sentence);
    }
    m_problems->setVisible(worst);
    if (m_messageOf != snapshot.paths.value(0))
        m_message->hide();
}

void MainWindow::updateTitle()
{
    const QStringList &paths = m_session.snapshot().paths;
    setWindowFilePath(paths.value(0));
    setWindowTitle(paths.isEmpty() ? tr("Drydock") : tr("%1[*] – Drydock").arg(QFileInfo(paths.first()).fileName()));
}

void MainWindow::updateDetails()
{
    m_details->setCurrent(m_coverage->current(), m_session.snapshot());
    updateActions();
}

void MainWindow::say(const Error &error)
{
    m_messageOf = m_session.snapshot().paths.value(0);
    m_message->setMessage(Tone::Red, Icon::CircleX, error.sentence, {});
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
    // An engine that was started or installed meanwhile is found when the person comes back.
    const Snapshot &snapshot = m_session.snapshot();
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && snapshot.engineKnown && !snapshot.engine.isReady()
        && !snapshot.isBusy(Activity::FindingEngine))
        lookAgain();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_session.snapshot().isWorking() && !m_quitting) {
        event->ignore();
        const bool isBuilding = m_session.snapshot().isBusy(Activity::Building);
        auto *question = new QMessageBox(QMessageBox::Question, tr("Drydock"),
                                         isBuilding ? tr("An image is being built.") : tr("Checks are running."), QMessageBox::NoButton, this);
        question->setObjectName(u"quitQuestion"_s);
        question->setAttribute(Qt::WA_DeleteOnClose);
        question->setInformativeText(tr("Quitting stops it. What was built so far stays in the engine’s cache."));
        question->addButton(isBuilding ? tr("Keep building") : tr("Keep checking"), QMessageBox::RejectRole);
        QPushButton *stop = question->addButton(tr("Stop and quit"), QMessageBox::AcceptRole);
        connect(stop, &QPushButton::clicked, this, [this] {
            m_quitting = true;
            m_session.stop();
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
