// SPDX-License-Identifier: Apache-2.0
// What a person does in the window: the calls of the session behind its actions.
#include "ui/mainwindow.h"

#include "core/store/keychain.h"
#include "ui/images/builtimagesdialog.h"
#include "ui/images/coverageview.h"
#include "ui/images/evidencedialog.h"
#include "ui/images/imageactions.h"
#include "ui/lines/linesdialog.h"
#include "ui/log/logdock.h"
#include "ui/models/statement.h"
#include "ui/models/verdict.h"
#include "ui/queue/queuedialog.h"
#include "ui/queue/queuewords.h"
#include "ui/script/scriptview.h"
#include "core/words.h"
#include "ui/settings/settingsdialog.h"
#include "ui/theme/icons.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/strategywizard.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

void MainWindow::chooseEngine(const QString &engine, const QString &context)
{
    m_settings.engine = engine;
    m_settings.engineContext = context;
    m_settings.save(m_store);
    m_session.findEngine({engine, context, true});
}

void MainWindow::chooseExpectedEngine()
{
    const QList<Engine> &engines = m_session.snapshot().engines;
    const auto other = std::find_if(engines.begin(), engines.end(), [](const Engine &each) { return !each.isReady() && each.state != EngineState::Absent; });
    if (other != engines.end())
        chooseEngine(other->name, {});
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
    case NextStep::SharedImages: showView(View::Groups); break;
    case NextStep::LinesToPaste: showLines(); break;
    case NextStep::ShowChecks: m_actions.showChecks->trigger(); break;
    case NextStep::None: break;
    }
}

void MainWindow::chooseStrategy()
{
    openWizard(nullptr);
}

void MainWindow::editAndRetry()
{
    const Work *last = m_session.lastWork();
    openWizard(last && last->plan ? last : nullptr);
}

void MainWindow::openWizard(const Work *retried)
{
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    auto *wizard = new StrategyWizard(m_session, m_store, retried, this);
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
    if (current.image && current.image->python())
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
    if (m_view == View::Script) {
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
    if (m_view == View::Script) {
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
    auto *dialog = new SettingsDialog(m_session, m_settings, m_keychain, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const Settings before = m_settings;
        m_settings = dialog->settings();
        keepLogins(before, dialog->logins());
        applySettings(before);
    });
    dialog->open();
}

void MainWindow::showNetworkSettings()
{
    showSettings();
    findChild<SettingsDialog *>()->showNetwork();
}

void MainWindow::keepLogins(const Settings &before, const QMap<QString, QString> &logins)
{
    const QStringList now{m_settings.indexHasLogin ? m_settings.indexUrl : QString(), m_settings.proxyHasLogin ? m_settings.proxy : QString()};
    for (const QString &place : {before.indexHasLogin ? before.indexUrl : QString(), before.proxyHasLogin ? before.proxy : QString()})
        if (!place.isEmpty() && !now.contains(place))
            m_keychain.forget(place);
    for (auto login = logins.begin(); login != logins.end(); ++login) {
        if (!now.contains(login.key()))
            continue;
        whenEnded(m_keychain.keep(login.key(), *login), this, [this](const Result<QString> &end) {
            if (!end)
                say(end.error());
        });
    }
}

/// The settings are changed already.
void MainWindow::applySettings(const Settings &before)
{
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

void MainWindow::showQueue()
{
    if (m_queueDialog) {
        m_queueDialog->raise();
        m_queueDialog->activateWindow();
        return;
    }
    auto *dialog = new QueueDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QueueDialog::openRequested, this, [this](const QStringList &paths) { open(paths); });
    m_queueDialog = dialog;
    dialog->show(); // Beside the window, to be looked at while another script is worked on.
}

void MainWindow::updateQueue()
{
    const QString running = queueText(m_session.snapshot());
    const QStringList open = m_session.snapshot().paths;
    if (!m_queueEnd.isEmpty() && m_queueEndDocument == open)
        m_queueEnd.clear(); // The person is there.
    if (!m_queueEnd.isEmpty())
        m_queue->setMessage(m_queueEndIsGood ? Tone::Green : Tone::Red, m_queueEndIsGood ? Icon::CircleCheck : Icon::CircleX, m_queueEnd, running);
    else
        m_queue->setMessage(Tone::Accent, Icon::LoaderCircle, tr("Going on:"), running);
    m_queue->setClosable(!m_queueEnd.isEmpty());
    m_queue->findChild<QPushButton *>(u"openEndedWork"_s)->setVisible(!m_queueEnd.isEmpty());
    m_queue->findChild<QPushButton *>(u"showQueueButton"_s)->setVisible(!running.isEmpty());
    m_queue->setVisible(!running.isEmpty() || !m_queueEnd.isEmpty());
}

void MainWindow::sayEnded(const Work &work)
{
    const bool isStopped = (work.end && work.end->outcome == BuildEnd::Outcome::Cancelled) || (work.checkError && work.checkError->code == cancelledError().code);
    if (isStopped) // By the person, who knows.
        return;
    m_queueEnd = endText(work);
    m_queueEndDocument = work.document;
    m_queueEndIsGood = work.isGood();
    updateQueue();
}

void MainWindow::showBuiltImages()
{
    auto *dialog = new BuiltImagesDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::buildOnNewerBase()
{
    const Snapshot &snapshot = m_session.snapshot();
    if (!snapshot.plan)
        return;
    BuildOptions options;
    options.pull = true;
    m_session.build(*snapshot.plan, snapshot.planFolder, options);
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
