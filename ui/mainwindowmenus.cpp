// SPDX-License-Identifier: Apache-2.0
// The window's actions and menus: what there is, where it stands, and when it can be used.
#include "ui/mainwindow.h"

#include "core/words.h"
#include "ui/headerbar.h"
#include "ui/images/coverageview.h"
#include "ui/images/imageactions.h"
#include "ui/log/logdock.h"
#include "ui/models/statement.h"
#include "ui/models/verdict.h"
#include "ui/script/scriptview.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QFileInfo>
#include <QMenuBar>
#include <QStackedWidget>

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
        if (m_view == View::Script)
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
        showView(View::Images);
    });
    const auto tabAction = [this](const QString &text, const QString &shortcut, LogDock::Tab tab) {
        auto *action = new QAction(text, this);
        action->setShortcut(QKeySequence(shortcut));
        connect(action, &QAction::triggered, this, [this, tab] {
            m_wantsLog = true;
            showView(View::Images);
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
    a.queue = makeAction(u"showQueue"_s, tr("Builds and check&s…"), QKeySequence(u"Ctrl+G"_s), &MainWindow::showQueue);
    a.queue->setIcon(themeIcon(Icon::ListTree));
    a.builtImages = makeAction(u"builtImages"_s, tr("Images &built by Drydock…"), QKeySequence(u"Ctrl+Shift+G"_s), &MainWindow::showBuiltImages);
    a.builtImages->setIcon(themeIcon(Icon::Layers));
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
    view->addActions({a.script, a.groups, a.back});
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
    build->addAction(a.queue);
    build->addSeparator();
    build->addActions({a.lines, a.buildFolder});
    m_buildMenu->addActions({a.strategy, a.build, a.buildWithoutCache});
    m_buildMenu->addSeparator();
    m_buildMenu->addActions({a.lines, a.buildFolder});

    QMenu *tools = menuBar()->addMenu(tr("&Tools"));
    tools->addMenu(m_engineMenu);
    tools->addActions({a.lookAgain, a.builtImages});

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
    const bool isRead = current.image && current.image->python();
    a.close->setEnabled(!snapshot.paths.isEmpty());
    const std::optional<ImportRow> row = isOpen ? currentRow() : std::nullopt;
    a.copy->setEnabled(m_view == View::Script ? isOpen : current.cell || current.need);
    a.script->setEnabled(isOpen);
    a.script->setChecked(m_view == View::Script);
    a.groups->setEnabled(isOpen && snapshot.groups.size() > 1);
    a.groups->setChecked(m_view == View::Groups);
    a.back->setVisible(!m_from.isEmpty());
    //: %1 is a folder's name
    a.back->setText(m_from.size() == 1 ? tr("Back to %1").arg(QFileInfo(m_from.first()).fileName()) : tr("Back to the other scripts"));
    a.providedBy->setEnabled(row && row->canBeSaid());
    a.forget->setEnabled(row && !row->saidFor.isEmpty());
    a.filter->setEnabled(isOpen);
    for (QAction *action : {a.showLog, a.showBuild, a.showChecks, a.showHistory})
        action->setEnabled(isReady);
    a.showLog->setChecked(m_wantsLog);
    a.nextProblem->setEnabled(m_view == View::Script ? isOpen : isReady && current.cell);
    a.previousProblem->setEnabled(a.nextProblem->isEnabled());
    a.evidence->setEnabled(isOpen && (m_view == View::Script ? row.has_value() : current.need || current.isStandardLibrary));
    a.source->setEnabled(isOpen && (m_view == View::Script || current.need));
    a.lookInside->setEnabled(isReady && current.image && !current.image->image.contents);
    a.lookInsideAll->setEnabled(isReady && !snapshot.unread.isEmpty());
    a.lookInsideAll->setText(snapshot.isBusy(Activity::LookingInside) ? tr("Stop looking inside &images") : tr("Look inside &all images"));
    a.tryImports->setEnabled(isReady && isRead && !snapshot.isBusy(Activity::TryingImports));
    a.useImage->setEnabled(isReady && current.image && current.image->satisfied);
    if (m_imageActions)
        m_imageActions->update();
    a.strategy->setEnabled(isReady);
    a.builtImages->setEnabled(snapshot.engine.isReady());
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

} // namespace drydock
