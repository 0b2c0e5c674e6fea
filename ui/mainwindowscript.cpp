// SPDX-License-Identifier: Apache-2.0
// What the window shows of the scripts themselves, how reading them goes, and what the person says about their imports.
#include "ui/groups/groupsview.h"
#include "ui/images/coverageview.h"
#include "ui/mainwindow.h"
#include "ui/models/importsmodel.h"
#include "ui/models/problemsmodel.h"
#include "ui/script/providedbydialog.h"
#include "ui/script/scriptview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/statepage.h"

#include <QAction>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QUndoCommand>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// One thing that the person said, or took back.
class Said : public QUndoCommand
{
public:
    using Apply = std::function<void(const QString &distribution)>;
    Said(const QString &text, const QString &before, const QString &now, Apply apply)
        : QUndoCommand(text), m_before(before), m_now(now), m_apply(std::move(apply))
    { }
    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_now); }

private:
    const QString m_before;
    const QString m_now;
    const Apply m_apply;
};

QString counted(qsizetype count)
{
    return QLocale().toString(count);
}

struct Worst
{
    const FlowScript *script = nullptr;
    const Problem *problem = nullptr;
    qsizetype errors = 0;
};

Worst worstOf(const Snapshot &snapshot)
{
    Worst worst;
    for (const FlowScript &script : snapshot.scripts) {
        for (const Problem &problem : script.problems) {
            if (problem.severity != Severity::Error)
                continue;
            ++worst.errors;
            if (!worst.problem) {
                worst.script = &script;
                worst.problem = &problem;
            }
        }
    }
    return worst;
}

} // namespace

void MainWindow::makeScriptActions()
{
    auto &a = m_actions;
    a.script = new QAction(themeIcon(Icon::FileCode), tr("&Script"), this);
    a.script->setObjectName(u"showScript"_s);
    a.script->setCheckable(true);
    a.script->setShortcut(QKeySequence(u"Ctrl+4"_s));
    connect(a.script, &QAction::triggered, this, [this](bool shown) { showView(shown ? View::Script : View::Images); });
    a.groups = new QAction(themeIcon(Icon::Layers), tr("S&hared images"), this);
    a.groups->setObjectName(u"showGroups"_s);
    a.groups->setCheckable(true);
    a.groups->setShortcut(QKeySequence(u"Ctrl+5"_s));
    connect(a.groups, &QAction::triggered, this, [this](bool shown) { showView(shown ? View::Groups : View::Images); });
    a.back = makeAction(u"back"_s, {}, QKeySequence::Back, &MainWindow::goBack);
    a.back->setIcon(themeIcon(Icon::ArrowLeft));
    a.back->setVisible(false);
    a.providedBy = makeAction(u"providedBy"_s, tr("This import is &provided by…"), QKeySequence(u"Ctrl+M"_s),
                              &MainWindow::askProvidedBy);
    a.providedBy->setIcon(themeIcon(Icon::Pencil));
    a.forget = makeAction(u"forgetProvidedByAction"_s, tr("&Forget what I said about it"),
                          QKeySequence(u"Ctrl+Shift+M"_s), &MainWindow::forgetProvidedBy);
    a.undo = m_undo.createUndoAction(this, tr("&Undo"));
    a.undo->setObjectName(u"undo"_s);
    a.undo->setIcon(themeIcon(Icon::Undo2));
    a.undo->setShortcut(QKeySequence::Undo);
    a.redo = m_undo.createRedoAction(this, tr("&Redo"));
    a.redo->setObjectName(u"redo"_s);
    a.redo->setIcon(themeIcon(Icon::Redo2));
    a.redo->setShortcut(QKeySequence::Redo);
}

bool MainWindow::isFolder() const
{
    return QFileInfo(m_session.snapshot().paths.value(0)).isDir();
}

bool MainWindow::isFolderArriving() const
{
    const Snapshot &snapshot = m_session.snapshot();
    // Reading again is quick, and what is there stays to be seen meanwhile.
    return snapshot.isBusy(Activity::Reading) && isFolder() && (snapshot.scripts.isEmpty() || snapshot.filesOf > 0);
}

void MainWindow::showView(View view)
{
    m_view = view;
    updatePages();
    updateVerdict();
    updateProblems();
    updateActions();
    if (m_pages->currentWidget() != m_work)
        return;
    if (m_view == View::Script)
        m_script->focusImports();
    else if (m_view == View::Groups)
        m_groups->focusGroups();
    else
        m_coverage->focusMatrix();
}

void MainWindow::openPart(const QStringList &scripts, bool choose)
{
    const QStringList from = m_session.snapshot().paths;
    open(scripts);
    showView(View::Images);
    m_from = from;
    m_choosesWhenReady = choose;
    updateActions();
}

void MainWindow::goBack()
{
    open(QStringList(m_from));
    showView(View::Groups);
}

void MainWindow::showScriptMenu(const QPoint &globalPosition)
{
    const auto &a = m_actions;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"importMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({a.evidence, a.source});
    menu->addSeparator();
    menu->addActions({a.providedBy, a.forget});
    menu->addSeparator();
    menu->addAction(a.copy);
    menu->popup(globalPosition);
}

void MainWindow::goToSource()
{
    if (m_view != View::Script) {
        const Need *need = m_coverage->current().need;
        if (!need)
            return;
        const QString script = need->script;
        const QString module = need->module;
        showView(View::Script);
        m_script->showImport(script, module);
    }
    m_script->focusSource();
}

void MainWindow::goToProblem(int rows)
{
    if (m_view == View::Script)
        m_script->goToProblem(rows);
    else
        m_coverage->goToProblem(rows, 0);
}

void MainWindow::showWorstProblem()
{
    const Worst worst = worstOf(m_session.snapshot());
    if (!worst.problem)
        return;
    const QString path = worst.script->path;
    const int line = worst.problem->line;
    m_analyseAnyway = true;
    showView(View::Script);
    m_script->showProblem(path, line);
}

std::optional<ImportRow> MainWindow::currentRow() const
{
    if (m_view == View::Script) {
        const ImportRow *row = m_script->current();
        return row ? std::optional(*row) : std::nullopt;
    }
    const Need *need = m_coverage->current().need;
    if (!need)
        return {};
    for (const FlowScript &script : m_session.snapshot().scripts) {
        if (script.path != need->script)
            continue;
        for (const ImportRow &row : importRows(script, m_settings.providedBy.value(script.path)))
            if (row.name == need->module)
                return row;
    }
    return {};
}

void MainWindow::askProvidedBy()
{
    const std::optional<ImportRow> row = currentRow();
    if (!row || !row->canBeSaid())
        return;
    auto *dialog = new ProvidedByDialog(*row, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, script = row->script] { sayProvidedBy(script, dialog->name(), dialog->distribution()); });
    dialog->open();
}

void MainWindow::forgetProvidedBy()
{
    const std::optional<ImportRow> row = currentRow();
    if (row && !row->saidFor.isEmpty())
        sayProvidedBy(row->script, row->saidFor, {});
}

void MainWindow::sayProvidedBy(const QString &script, const QString &name, const QString &distribution)
{
    const QString before = m_settings.providedBy.value(script).value(name);
    if (before == distribution)
        return;
    const QString text = distribution.isEmpty() ? tr("forgetting what provides %1").arg(name)
                                                : tr("%1 is provided by %2").arg(name, distribution);
    m_undo.push(new Said(text, before, distribution, [this, script, name](const QString &said) {
        ProvidedBy &all = m_settings.providedBy[script];
        if (said.isEmpty())
            all.remove(name);
        else
            all.insert(name, said);
        if (all.isEmpty())
            m_settings.providedBy.remove(script);
        m_settings.save(m_store);
        m_session.setProvidedBy(m_settings.providedBy);
    }));
}

void MainWindow::updateReading()
{
    const Snapshot &snapshot = m_session.snapshot();
    const bool isReading = snapshot.isBusy(Activity::Reading);
    auto *stop = m_reading->findChild<QPushButton *>(u"stopReading"_s);
    auto *again = m_reading->findChild<QPushButton *>(u"readFolderAgain"_s);
    const QString scripts = snapshot.scripts.size() == 1
        ? tr("1 script with a flow")
        : tr("%1 scripts with a flow").arg(counted(snapshot.scripts.size()));
    const bool showsProgress = isFolderArriving();
    const bool isOld = !isReading && snapshot.scriptError && !snapshot.scripts.isEmpty();
    if (showsProgress) {
        const QString files = snapshot.filesOf > 0
            ? tr("%1 of %2 files").arg(counted(snapshot.filesRead), counted(snapshot.filesOf))
            : QString();
        m_reading->setMessage(
            Tone::Accent, Icon::FolderTree,
            snapshot.scripts.isEmpty() ? tr("Looking for scripts with a flow.") : tr("%1 so far.").arg(scripts), {});
        m_reading->setProgress(snapshot.filesRead, qMax(1, snapshot.filesOf), files);
    } else if (snapshot.readingStopped) {
        m_reading->setMessage(Tone::Amber, Icon::OctagonX, tr("Reading was stopped."),
                              tr("%1 in %2 of %3 files. The others are not known.")
                                  .arg(scripts, counted(snapshot.filesRead), counted(snapshot.filesOf)));
        m_reading->setProgress(0, 0);
    } else if (isOld) {
        const bool isGone = snapshot.scriptError->code == u"file-not-found";
        m_reading->setMessage(Tone::Amber, Icon::TriangleAlert,
                              isGone ? tr("%1 is not there any more.").arg(QFileInfo(snapshot.paths.value(0)).fileName())
                                     : snapshot.scriptError->sentence,
                              tr("What was read before is still shown."));
        m_reading->setProgress(0, 0);
    }
    stop->setVisible(showsProgress);
    again->setVisible(!showsProgress);
    m_reading->setVisible(showsProgress || (!isReading && snapshot.readingStopped) || isOld);
}

void MainWindow::updateProblems()
{
    const Snapshot &snapshot = m_session.snapshot();
    const Worst worst = worstOf(snapshot);
    if (worst.problem) {
        const Problem &problem = *worst.problem;
        const QString file = QFileInfo(worst.script->path).fileName();
        const QString where = problem.line > 0 ? tr("%1 line %2:").arg(file).arg(problem.line) : QString(file % u':');
        QString sentence = problem.fix.isEmpty() ? problem.message : QString(problem.message % u' ' % problem.fix);
        if (worst.errors > 1)
            sentence +=
                u' ' + (worst.errors == 2 ? tr("There is 1 more.") : tr("There are %1 more.").arg(worst.errors - 1));
        m_problems->setMessage(Tone::Red, Icon::CircleX, where, sentence);
    }
    // The script's own view says it where it is.
    m_problems->setVisible(worst.problem && m_view != View::Script);

    QList<Problem> all;
    for (const FlowScript &script : snapshot.scripts)
        all += script.problems;
    const auto has = [&all](Severity severity) {
        return std::any_of(all.begin(), all.end(),
                           [severity](const Problem &each) { return each.severity == severity; });
    };
    const QString name = isFolder() || snapshot.scripts.size() > 1 ? tr("Scripts") : tr("Script");
    const bool isWrong = has(Severity::Error) || has(Severity::Warning);
    all.removeIf([](const Problem &each) { return each.severity == Severity::Note; });
    //: %1 is "Script", %2 "1 error, 2 warnings"
    m_actions.script->setIconText(isWrong ? tr("%1, %2").arg(name, problemCounts(all)) : name);
    m_actions.script->setIcon(has(Severity::Error) ? themeIcon(Icon::CircleX, Tone::Red)
                                  : isWrong        ? themeIcon(Icon::TriangleAlert, Tone::Amber)
                                                   : themeIcon(Icon::FileCode));
    m_actions.script->setToolTip(tr("What the script needs and why, with its source (%1)")
                                     .arg(m_actions.script->shortcut().toString(QKeySequence::NativeText)));
}

void MainWindow::updateNotice()
{
    const Snapshot &snapshot = m_session.snapshot();
    const QString file = QFileInfo(snapshot.paths.value(0)).fileName();
    auto *anyway = m_notice->findChild<QPushButton *>(u"analyseAnyway"_s);
    auto *again = m_notice->findChild<QPushButton *>(u"readAgain"_s);
    const bool isUnread = snapshot.scriptError && snapshot.scripts.isEmpty();
    anyway->setVisible(!isUnread && !snapshot.scripts.isEmpty());
    again->setVisible(isUnread || isFolder());
    QStringList lines;
    if (isUnread) {
        m_notice->setState(Icon::FileText, tr("%1 was not opened").arg(file), snapshot.scriptError->sentence);
        m_notice->setDetails(tr("Details"), snapshot.scriptError->details.split(u'\n', Qt::SkipEmptyParts), false);
    } else if (snapshot.scripts.isEmpty()) {
        m_notice->setState(Icon::FolderTree, tr("No flow found in %1").arg(file),
                           tr("Drydock looks for functions with @flow, and for Flow objects of Prefect 1, in all "
                              "Python files of the folder."));
        for (const ScriptSearch::Skipped &each : snapshot.skipped.mid(0, 12))
            lines.append(tr("%1: %2").arg(QFileInfo(each.path).fileName(), each.why));
        if (snapshot.skipped.size() > lines.size())
            lines.append(tr("%1 more").arg(snapshot.skipped.size() - lines.size()));
        m_notice->setDetails(tr("What was skipped, and why"), lines, true);
    } else {
        m_notice->setState(Icon::Workflow, tr("No flow found in %1").arg(file),
                           tr("Drydock looks for a function with @flow, or for a Flow object of Prefect 1. "
                              "The imports can be compared with images all the same."));
        // A script that cannot be parsed may hold one all the same.
        for (const FlowScript &script : snapshot.scripts)
            for (const Problem &problem : script.problems)
                if (problem.severity == Severity::Error)
                    lines.append(problemSentence(problem));
        m_notice->setDetails(lines.size() == 1 ? tr("There is an error in it") : tr("There are errors in it"),
                             lines.mid(0, 12), true);
    }
}

} // namespace drydock
