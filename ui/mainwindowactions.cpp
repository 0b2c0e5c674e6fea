// SPDX-License-Identifier: Apache-2.0
// What a person can do in the window: its actions, menus, and the calls of the session behind them.
#include "ui/mainwindow.h"

#include "ui/headerbar.h"
#include "ui/images/coverageview.h"
#include "ui/images/evidencedialog.h"
#include "ui/images/imageactions.h"
#include "ui/lines/linesdialog.h"
#include "ui/log/logdock.h"
#include "ui/models/statement.h"
#include "ui/models/verdict.h"
#include "ui/script/scriptview.h"
#include "core/words.h"
#include "ui/settings/settingsdialog.h"
#include "ui/theme/icons.h"
#include "ui/wizard/strategywizard.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

QAction *MainWindow::makeAction(const QString &objectName, const QString &text, const QKeySequence &shortcut, void (MainWindow::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(objectName);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void MainWindow::makeActions()
{
    auto &a = m_actions;
    a.open = makeAction(u"open"_s, tr("&Open…"), QKeySequence::Open, &MainWindow::openDialog);
    a.open->setIcon(themeIcon(Icon::FolderOpen));
    a.openFolder = makeAction(u"openFolderAction"_s, tr("Open &folder…"), QKeySequence(u"Ctrl+Shift+O"_s), &MainWindow::openFolderDialog);
    a.close = makeAction(u"closeDocument"_s, tr("&Close script"), QKeySequence::Close, &MainWindow::closeDocument);
    a.quit = new QAction(tr("&Quit"), this);
    a.quit->setShortcut(QKeySequence::Quit);
    a.quit->setMenuRole(QAction::QuitRole);
    connect(a.quit, &QAction::triggered, this, &MainWindow::close);

    a.copy = makeAction(u"copySentence"_s, tr("&Copy as a sentence"), {}, &MainWindow::copyCurrent);
    a.copy->setIcon(themeIcon(Icon::Copy));
    a.filter = new QAction(themeIcon(Icon::Search), tr("&Filter imports and images"), this);
    a.filter->setShortcut(QKeySequence(u"Ctrl+K"_s));
    connect(a.filter, &QAction::triggered, this, [this] {
        if (m_showsScript)
            m_script->focusFilter();
        else
            m_coverage->focusFilter();
    });
    a.settings = makeAction(u"settings"_s, tr("&Settings…"), QKeySequence(u"Ctrl+,"_s), &MainWindow::showSettings);
    a.settings->setIcon(themeIcon(Icon::Settings));
    a.settings->setMenuRole(QAction::PreferencesRole);

    a.showLog = new QAction(tr("Show &log"), this);
    a.showLog->setCheckable(true);
    a.showLog->setShortcut(QKeySequence(u"Ctrl+0"_s));
    connect(a.showLog, &QAction::triggered, this, [this](bool shown) {
        m_wantsLog = shown;
        showScript(false);
    });
    const auto tabAction = [this](const QString &text, const QString &shortcut, LogDock::Tab tab) {
        auto *action = new QAction(text, this);
        action->setShortcut(QKeySequence(shortcut));
        connect(action, &QAction::triggered, this, [this, tab] {
            m_wantsLog = true;
            showScript(false);
            m_log->setTab(tab);
        });
        return action;
    };
    a.showBuild = tabAction(tr("&Build log"), u"Ctrl+1"_s, LogDock::BuildTab);
    a.showChecks = tabAction(tr("&Checks"), u"Ctrl+2"_s, LogDock::ChecksTab);
    a.showHistory = tabAction(tr("&History"), u"Ctrl+3"_s, LogDock::HistoryTab);
    a.nextProblem = new QAction(tr("&Next problem"), this);
    a.nextProblem->setShortcut(QKeySequence(u"Ctrl+J"_s));
    connect(a.nextProblem, &QAction::triggered, this, [this] { goToProblem(1); });
    a.previousProblem = new QAction(tr("&Previous problem"), this);
    a.previousProblem->setShortcut(QKeySequence(u"Ctrl+Shift+J"_s));
    connect(a.previousProblem, &QAction::triggered, this, [this] { goToProblem(-1); });

    a.evidence = makeAction(u"showEvidence"_s, tr("&Evidence…"), QKeySequence(u"Ctrl+E"_s), &MainWindow::showEvidence);
    a.source = makeAction(u"goToSource"_s, tr("Go to the source &line"), QKeySequence(Qt::Key_F2), &MainWindow::goToSource);
    a.source->setIcon(themeIcon(Icon::FileCode));
    makeScriptActions();
    a.lookInside = makeAction(u"lookInsideCurrent"_s, tr("&Look inside this image"), QKeySequence(u"Ctrl+I"_s), &MainWindow::lookInsideCurrent);
    a.lookInside->setIcon(themeIcon(Icon::ScanSearch));
    a.lookInsideAll = makeAction(u"lookInsideAll"_s, tr("Look inside &all images"), QKeySequence(u"Ctrl+Shift+I"_s), &MainWindow::lookInsideAll);
    a.tryImports = makeAction(u"tryImports"_s, tr("&Try the imports in this image"), QKeySequence(u"Ctrl+T"_s), &MainWindow::tryImportsInCurrent);
    a.useImage = makeAction(u"useImage"_s, tr("&Use this image…"), QKeySequence(u"Ctrl+U"_s), &MainWindow::useCurrentImage);

    a.strategy = makeAction(u"chooseStrategy"_s, tr("Choose &strategy…"), QKeySequence(u"Ctrl+D"_s), &MainWindow::chooseStrategy);
    a.build = makeAction(u"build"_s, tr("&Build image"), QKeySequence(u"Ctrl+B"_s), &MainWindow::buildImage);
    a.build->setIconText(tr("Build"));
    a.build->setIcon(themeIcon(Icon::Hammer));
    a.buildWithoutCache = makeAction(u"buildWithoutCache"_s, tr("Build &without cache"), QKeySequence(u"Ctrl+Shift+B"_s), &MainWindow::buildWithoutCache);
    a.check = makeAction(u"check"_s, tr("&Check image"), QKeySequence(u"Ctrl+R"_s), &MainWindow::checkImage);
    a.check->setIconText(tr("Check"));
    a.check->setIcon(themeIcon(Icon::ListChecks));
    a.stop = makeAction(u"stop"_s, tr("S&top"), QKeySequence(u"Ctrl+."_s), &MainWindow::stopWork);
    a.stop->setIcon(themeIcon(Icon::Square));
    a.lines = makeAction(u"linesToPaste"_s, tr("&Lines to paste…"), QKeySequence(u"Ctrl+L"_s), &MainWindow::showLines);
    a.lines->setIcon(themeIcon(Icon::ClipboardList));
    a.buildFolder = makeAction(u"showBuildFolder"_s, tr("Show the build &folder"), {}, &MainWindow::showBuildFolder);
    a.buildFolder->setIcon(themeIcon(Icon::FolderOutput));

    a.lookAgain = makeAction(u"lookAgain"_s, tr("&Look again"), QKeySequence(Qt::Key_F5), &MainWindow::lookAgain);
    a.lookAgain->setIcon(themeIcon(Icon::RefreshCw));
    a.chooseEngine = makeAction(u"chooseEngineProgram"_s, tr("&Choose program…"), {}, &MainWindow::chooseEngineProgram);
    a.chooseEngine->setIcon(themeIcon(Icon::FolderSearch));
    a.about = makeAction(u"about"_s, tr("&About Drydock"), {}, &MainWindow::showAbout);
    a.about->setMenuRole(QAction::AboutRole);
}

void MainWindow::makeMenus()
{
    auto &a = m_actions;
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.open, a.openFolder});
    file->addMenu(m_recentMenu);
    file->addSeparator();
    file->addActions({a.close, a.quit});
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({a.undo, a.redo});
    edit->addSeparator();
    edit->addAction(a.copy);
    edit->addAction(a.filter);
    edit->addSeparator();
    edit->addActions(m_log->logActions());
    edit->addSeparator();
    edit->addAction(a.settings);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(a.script);
    view->addSeparator();
    QMenu *images = view->addMenu(tr("&Images"));
    connect(images, &QMenu::aboutToShow, this, [this, images] { m_coverage->fillImagesMenu(images); });
    view->addSeparator();
    view->addActions({a.showLog, a.showBuild, a.showChecks, a.showHistory});
    view->addSeparator();
    view->addActions({a.nextProblem, a.previousProblem});

    QMenu *image = m_imageMenu = menuBar()->addMenu(tr("&Image"));
    image->addActions({a.evidence, a.source, a.providedBy, a.forget});
    image->addSeparator();
    image->addActions({a.lookInside, a.lookInsideAll, a.tryImports});
    image->addSeparator();
    image->addAction(a.useImage);
    image->addSeparator();

    QMenu *build = menuBar()->addMenu(tr("&Build"));
    build->addAction(a.strategy);
    build->addSeparator();
    build->addActions({a.build, a.buildWithoutCache, a.check, a.stop});
    build->addSeparator();
    build->addActions({a.lines, a.buildFolder});
    m_buildMenu->addActions({a.strategy, a.build, a.buildWithoutCache});
    m_buildMenu->addSeparator();
    m_buildMenu->addActions({a.lines, a.buildFolder});

    QMenu *tools = menuBar()->addMenu(tr("&Tools"));
    tools->addMenu(m_engineMenu);
    tools->addAction(a.lookAgain);

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(a.about);
}

void MainWindow::updateActions()
{
    const Snapshot &snapshot = m_session.snapshot();
    const auto &a = m_actions;
    const CoverageView::Current current = m_coverage->current();
    const bool isOpen = !snapshot.scripts.isEmpty() && m_pages && m_pages->currentWidget() == m_work;
    const bool isReady = isOpen && snapshot.engine.isReady();
    const bool isFree = isReady && !snapshot.isWorking();
    const bool isRead = current.image && current.image->image.contents && current.image->image.contents->defaultInterpreter();
    a.close->setEnabled(!snapshot.paths.isEmpty());
    const std::optional<ImportRow> row = isOpen ? currentRow() : std::nullopt;
    a.copy->setEnabled(m_showsScript ? isOpen : current.cell || current.need);
    a.script->setEnabled(isOpen);
    a.script->setChecked(m_showsScript);
    a.providedBy->setEnabled(row && row->canBeSaid());
    a.forget->setEnabled(row && !row->saidFor.isEmpty());
    a.filter->setEnabled(isOpen);
    for (QAction *action : {a.showLog, a.showBuild, a.showChecks, a.showHistory})
        action->setEnabled(isReady);
    a.showLog->setChecked(m_wantsLog);
    a.nextProblem->setEnabled(m_showsScript ? isOpen : isReady && current.cell);
    a.previousProblem->setEnabled(a.nextProblem->isEnabled());
    a.evidence->setEnabled(isOpen && (m_showsScript ? row.has_value() : current.need || current.isStandardLibrary));
    a.source->setEnabled(isOpen && (m_showsScript || current.need));
    a.lookInside->setEnabled(isReady && current.image && !current.image->image.contents);
    a.lookInsideAll->setEnabled(isReady && !snapshot.unread.isEmpty());
    a.lookInsideAll->setText(snapshot.isBusy(Activity::LookingInside) ? tr("Stop looking inside &images") : tr("Look inside &all images"));
    a.tryImports->setEnabled(isReady && isRead && !snapshot.isBusy(Activity::TryingImports));
    a.useImage->setEnabled(isReady && current.image && current.image->satisfied);
    if (m_imageActions)
        m_imageActions->update();
    a.strategy->setEnabled(isFree);
    a.build->setEnabled(isFree);
    a.buildWithoutCache->setEnabled(isFree && snapshot.plan && !snapshot.plan->command.isEmpty());
    a.check->setEnabled(isFree && currentImage());
    a.stop->setEnabled(snapshot.isWorking() || isFolderArriving());
    a.lines->setEnabled(isReady && (coveringImage(snapshot) || (snapshot.plan && !snapshot.plan->lines.isEmpty())));
    a.buildFolder->setEnabled(!snapshot.planFolder.isEmpty() && QFileInfo::exists(snapshot.planFolder));
}

void MainWindow::fillEngineMenu()
{
    m_engineMenu->clear();
    const Snapshot &snapshot = m_session.snapshot();
    const auto add = [this](const Icon icon, const Tone tone, const QString &text, const Engine &engine, const QString &context) {
        QAction *action = m_engineMenu->addAction(themeIcon(icon, tone), QString(text).replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, name = engine.name, context] { chooseEngine(name, context); });
        return action;
    };
    for (const Engine &engine : snapshot.engines) {
        if (engine.state == EngineState::Absent)
            continue;
        QAction *action = add(engine.isReady() ? Icon::CircleCheck : Icon::TriangleAlert, engine.isReady() ? Tone::Green : Tone::Amber,
                              engineText(engine), engine, engine.name == snapshot.engine.name ? m_settings.engineContext : QString());
        action->setToolTip(QStringList{QStringList{engine.detail} + engine.warnings}.join(u'\n'));
        // One context leaves no choice.
        for (const EngineContext &context : engine.contexts) {
            if (engine.contexts.size() < 2 && engine.context == context.name)
                continue;
            //: An engine's context, and where it is: "work (ssh://ann@server)"
            QAction *choice = add(Icon::Server, Tone::Muted, tr("%1: %2 (%3)").arg(engine.title(), context.name, context.endpoint), engine,
                                  context.name);
            choice->setCheckable(true);
            choice->setChecked(engine.context == context.name);
        }
    }
    if (!m_engineMenu->isEmpty())
        m_engineMenu->addSeparator();
    m_engineMenu->addActions({m_actions.chooseEngine, m_actions.lookAgain});
}

void MainWindow::chooseEngine(const QString &engine, const QString &context)
{
    m_settings.engine = engine;
    m_settings.engineContext = context;
    m_settings.save(m_store);
    m_session.findEngine({engine, context, true});
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const QString &path : std::as_const(m_settings.recentScripts)) {
        QString text = folderText(path);
        QAction *action = m_recentMenu->addAction(text.replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, path] { open({path}); });
    }
    if (m_recentMenu->isEmpty())
        m_recentMenu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
}

void MainWindow::openDialog()
{
    auto *dialog = new QFileDialog(this, tr("Open a flow script"));
    dialog->setObjectName(u"openDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Python scripts (*.py)"), tr("All files (*)")});
    if (!m_settings.recentScripts.isEmpty())
        dialog->setDirectory(QFileInfo(m_settings.recentScripts.first()).absolutePath());
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::open);
    dialog->open();
}

void MainWindow::openFolderDialog()
{
    auto *dialog = new QFileDialog(this, tr("Open a folder of flows"));
    dialog->setObjectName(u"openFolderDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::open);
    dialog->open();
}

void MainWindow::closeDocument()
{
    m_session.close();
}

void MainWindow::chooseEngineProgram()
{
    auto *dialog = new QFileDialog(this, tr("Choose the program docker or podman"));
    dialog->setObjectName(u"engineDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &program) { chooseEngine(program, {}); });
    dialog->open();
}

void MainWindow::lookAgain()
{
    m_session.findEngine({m_settings.engine, m_settings.engineContext, true});
}

void MainWindow::takeNextStep()
{
    switch (verdictOf(m_session.snapshot(), QDateTime::currentDateTimeUtc()).next) {
    case NextStep::ChooseStrategy: chooseStrategy(); break;
    case NextStep::LinesToPaste: showLines(); break;
    case NextStep::ShowChecks: m_actions.showChecks->trigger(); break;
    case NextStep::None: break;
    }
}

void MainWindow::chooseStrategy()
{
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    auto *wizard = new StrategyWizard(m_session, m_store, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    // It may have asked for the package index and kept the answer.
    connect(wizard, &QDialog::finished, this, [this] { m_settings = Settings::load(m_store); });
    m_wizard = wizard;
    wizard->open();
}

void MainWindow::buildImage()
{
    const Snapshot &snapshot = m_session.snapshot();
    if (snapshot.plan && !snapshot.plan->command.isEmpty())
        m_session.build(*snapshot.plan, snapshot.planFolder);
    else
        chooseStrategy();
}

void MainWindow::buildWithoutCache()
{
    const Snapshot &snapshot = m_session.snapshot();
    BuildOptions options;
    options.noCache = true;
    m_session.build(*snapshot.plan, snapshot.planFolder, options);
}

const Image *MainWindow::currentImage() const
{
    const CoverageView::Current current = m_coverage->current();
    if (current.image && current.image->image.contents && current.image->image.contents->defaultInterpreter())
        return &current.image->image;
    return nullptr;
}

void MainWindow::checkImage()
{
    const Snapshot &snapshot = m_session.snapshot();
    const Image *image = currentImage();
    if (!image)
        return;
    if (snapshot.plan && snapshot.plan->tag == image->reference)
        m_session.check(checkRequest(*snapshot.plan));
    else
        m_session.check(checkRequest(snapshot.scripts, *image));
}

void MainWindow::stopWork()
{
    if (m_session.snapshot().isWorking())
        m_session.stop();
    else
        m_session.stopReading();
}

void MainWindow::showLines()
{
    const Snapshot &snapshot = m_session.snapshot();
    const ImageCoverage *covering = coveringImage(snapshot);
    const bool ofPlan = snapshot.plan && !snapshot.plan->lines.isEmpty()
        && (!covering || covering->image.reference == snapshot.plan->tag || snapshot.plan->tag.isEmpty());
    if (!ofPlan) {
        if (covering)
            useImage(covering->image.reference);
        return;
    }
    auto *dialog = new LinesDialog(*snapshot.plan, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::useImage(const QString &reference)
{
    PlanChoices choices;
    choices.strategy = Strategy::DefaultImage;
    choices.base = reference;
    m_planning.start(m_session.plan(choices), [this](Result<BuildPlan> plan) {
        if (!plan) {
            if (plan.error().code != u"cancelled")
                say(plan.error());
            return;
        }
        auto *dialog = new LinesDialog(*plan, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

void MainWindow::useCurrentImage()
{
    if (const ImageCoverage *image = m_coverage->current().image)
        useImage(image->image.reference);
}

void MainWindow::lookInsideCurrent()
{
    const ImageCoverage *image = m_coverage->current().image;
    if (image && !image->image.contents)
        m_session.lookInside({image->image.reference});
}

void MainWindow::lookInsideAll()
{
    if (m_session.snapshot().isBusy(Activity::LookingInside)) {
        m_session.stopLookingInside();
        return;
    }
    m_session.lookInside(m_session.snapshot().unread);
}

void MainWindow::tryImportsInCurrent()
{
    if (const Image *image = currentImage())
        m_session.tryImports({image->reference});
}

void MainWindow::showEvidence()
{
    Evidence evidence;
    if (m_showsScript) {
        const ImportRow *row = m_script->current();
        if (!row)
            return;
        evidence = evidenceOf(*row);
    } else {
        const CoverageView::Current current = m_coverage->current();
        if (!current.need && !current.isStandardLibrary)
            return;
        evidence = evidenceOf(current, m_session.snapshot());
    }
    auto *dialog = new EvidenceDialog(evidence, m_session.snapshot(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EvidenceDialog::sourceRequested, this, &MainWindow::goToSource);
    dialog->open();
}

void MainWindow::showCellMenu(const QPoint &position)
{
    const auto &a = m_actions;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"cellMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(a.useImage);
    QAction *add = menu->addAction(themeIcon(Icon::Plus), tr("&Add what is missing…"), this, &MainWindow::chooseStrategy);
    add->setObjectName(u"addMissing"_s);
    const CoverageView::Current current = m_coverage->current();
    add->setEnabled(a.strategy->isEnabled() && current.image && current.image->python() && !current.image->satisfied);
    menu->addActions({a.lookInside, a.tryImports});
    menu->addSeparator();
    menu->addActions(m_imageActions->ofImage());
    menu->addSeparator();
    menu->addActions({a.evidence, a.source, a.providedBy, a.forget, a.copy});
    menu->popup(position);
}

void MainWindow::copyCurrent()
{
    if (m_showsScript) {
        QApplication::clipboard()->setText(m_script->copyText());
        return;
    }
    const CoverageView::Current current = m_coverage->current();
    if (!current.cell) {
        if (const std::optional<ImportRow> row = currentRow())
            QApplication::clipboard()->setText(copiedSentence(*row));
        return;
    }
    const QString reference = current.image->image.reference;
    QApplication::clipboard()->setText(current.need ? copiedSentence(*current.need, *current.cell, current.image->image)
                                                    : QString(reference % u": "_s % current.reason()));
}

void MainWindow::showBuildFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_session.snapshot().planFolder));
}

void MainWindow::answerLookInside(LookInside answer)
{
    m_settings.lookInside = answer;
    m_settings.save(m_store);
    m_session.allowLookingInside(answer);
    m_coverage->focusMatrix();
}

void MainWindow::showSettings()
{
    auto *dialog = new SettingsDialog(m_settings, m_session.context().network, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { applySettings(dialog->settings()); });
    dialog->open();
}

void MainWindow::applySettings(const Settings &settings)
{
    const Settings before = std::exchange(m_settings, settings);
    m_settings.recentScripts = before.recentScripts;
    m_settings.save(m_store);
    if (m_settings.appearance != before.appearance)
        applyAppearance(*qApp, m_settings.appearance);
    if (m_settings.lookInside && m_settings.lookInside != before.lookInside)
        m_session.allowLookingInside(*m_settings.lookInside);
    if (m_settings.engine != before.engine)
        chooseEngine(m_settings.engine, {}); // A context belongs to the engine before.
    Q_EMIT settingsChanged(m_settings);
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Drydock"),
                                tr("Drydock %1").arg(QStringLiteral(DRYDOCK_VERSION)), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("Finds, builds and tests the container image that a Prefect flow needs. "
                               "Apache License 2.0. Icons by Lucide (ISC)."));
    box->open();
}

} // namespace drydock
