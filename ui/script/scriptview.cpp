// SPDX-License-Identifier: Apache-2.0
#include "ui/script/scriptview.h"

#include "core/words.h"
#include "ui/imports/importsheader.h"
#include "ui/models/verdict.h"
#include "ui/script/importtree.h"
#include "ui/script/problemlist.h"
#include "ui/script/sourcepane.h"
#include "ui/theme/style.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/statementpanel.h"

#include <QEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

ScriptView::ScriptView(QWidget *parent)
    : QWidget(parent), m_header(new ImportsHeader(tr("Filter imports"))), m_tree(new ImportTree),
      m_source(new SourcePane), m_problems(new ProblemList), m_statement(new StatementPanel(u"import"_s)),
      m_evidence(makeButton(u"importEvidence"_s, tr("Evidence…"), ButtonKind::Outlined)),
      m_providedBy(makeButton(u"importProvidedBy"_s, tr("Provided by…"), ButtonKind::Outlined, Icon::Pencil)),
      m_splitter(new QSplitter)
{
    m_header->filter()->setObjectName(u"scriptFilter"_s);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(m_header);
    leftLayout->addWidget(m_tree, 1);
    left->setMinimumWidth(240);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_source, 1);
    rightLayout->addWidget(m_problems);
    right->setMinimumWidth(320);
    m_splitter->addWidget(left);
    m_splitter->addWidget(right);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({404, 876});
    m_statement->addButton(m_evidence);
    m_statement->addButton(m_providedBy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_statement);
    alignHeads();

    m_source->code()->installEventFilter(this);

    connect(m_tree, &ImportTree::currentMoved, this, &ScriptView::showCurrent);
    connect(m_tree, &ImportTree::evidenceRequested, this, &ScriptView::evidenceRequested);
    connect(m_tree, &ImportTree::sourceRequested, this, &ScriptView::focusSource);
    connect(m_tree, &ImportTree::copyRequested, this, &ScriptView::copyRequested);
    connect(m_tree, &ImportTree::left, this, &ScriptView::left);
    connect(m_tree, &ImportTree::typed, this, [this](const QString &text) {
        m_header->filter()->setFocus();
        m_header->filter()->setText(text);
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &position) { Q_EMIT menuRequested(m_tree->viewport()->mapToGlobal(position)); });
    connect(m_header->filter(), &QLineEdit::textChanged, m_tree, &ImportTree::setFilter);
    connect(m_header, &ImportsHeader::leftDownwards, this, &ScriptView::focusImports);
    connect(m_problems, &ProblemList::currentMoved, this, &ScriptView::showCurrentProblem);
    connect(m_problems, &ProblemList::sourceRequested, this, &ScriptView::focusSource);
    connect(m_problems, &ProblemList::copyRequested, this, &ScriptView::copyRequested);
    connect(m_problems, &ProblemList::left, this, &ScriptView::focusImports);
    connect(m_evidence, &QPushButton::clicked, this, &ScriptView::evidenceRequested);
    connect(m_providedBy, &QPushButton::clicked, this, &ScriptView::providedByRequested);
}

void ScriptView::setSnapshot(const Snapshot &snapshot, const QMap<QString, ProvidedBy> &said)
{
    m_scripts = snapshot.scripts;
    m_isReading = snapshot.isBusy(Activity::Reading);
    const bool several = snapshot.scripts.size() > 1 || QFileInfo(snapshot.paths.value(0)).isDir();
    if (several)
        m_header->setTitle(tr("Scripts"), tr("%1 with a flow").arg(snapshot.scripts.size()));
    else
        m_header->setCounts(neededCount(snapshot.coverage), optionalCount(snapshot.coverage));
    m_header->filter()->setPlaceholderText(several ? tr("Filter scripts and imports") : tr("Filter imports"));
    m_tree->setScripts(snapshot, said);
    const FlowScript *script = scriptOf(currentScript());
    m_source->setScript(script);
    m_problems->setProblems(script ? script->problems : QList<Problem>());
    m_problems->setVisible(script);
    if (!m_problems->current())
        m_showsProblem = false;
    updateStatement();
}

const FlowScript *ScriptView::scriptOf(const QString &path) const
{
    for (const FlowScript &script : m_scripts)
        if (script.path == path)
            return &script;
    return nullptr;
}

const ImportRow *ScriptView::current() const
{
    return m_tree->imports().row(m_tree->current());
}

QString ScriptView::currentScript() const
{
    return m_tree->imports().script(m_tree->current());
}

void ScriptView::showCurrent()
{
    const FlowScript *script = scriptOf(currentScript());
    m_source->setScript(script);
    m_problems->setProblems(script ? script->problems : QList<Problem>());
    m_problems->setVisible(script);
    m_problems->clearCurrent();
    m_showsProblem = false;
    if (const ImportRow *row = current()) {
        const SourcePlace place = row->place();
        QList<int> lines;
        for (const SourcePlace &each : row->places())
            if (each.file == place.file && each.line > 0)
                lines.append(each.line);
        m_source->show(place.file.isEmpty() && script ? script->path : place.file, lines);
    } else {
        m_source->show(script ? script->path : QString(), {});
    }
    updateStatement();
    Q_EMIT currentChanged();
}

void ScriptView::showCurrentProblem()
{
    const Problem *problem = m_problems->current();
    if (!problem)
        return;
    m_showsProblem = true;
    m_source->show(currentScript(), problem->line > 0 ? QList<int>{problem->line} : QList<int>());
    updateStatement();
    Q_EMIT currentChanged();
}

void ScriptView::updateStatement()
{
    const Problem *problem = m_showsProblem ? m_problems->current() : nullptr;
    const ImportRow *row = problem ? nullptr : current();
    m_evidence->setVisible(row);
    m_providedBy->setVisible(row && row->canBeSaid());
    const QModelIndex index = m_tree->current();
    const ImportsModel &imports = m_tree->imports();
    if (problem) {
        const QString where = problem->line > 0
            ? tr("%1 in line %2").arg(severityWord(problem->severity)).arg(problem->line)
            : severityWord(problem->severity);
        //: %1 is "Error in line 7", %2 a sentence
        m_statement->setStatement(severityIcon(problem->severity), severityTone(problem->severity),
                                  tr("%1: %2").arg(where, problem->message),
                                  problem->fix.isEmpty() ? problem->code : problem->fix);
    } else if (row) {
        m_statement->setStatement(Icon(index.data(ImportsModel::IconRole).toInt()),
                                  Tone(index.data(ImportsModel::ToneRole).toInt()), originSentence(*row),
                                  reasonSentence(*row));
    } else if (!index.isValid()) {
        m_statement->setStatement({}, Tone::Muted,
                                  m_tree->isFiltered() ? tr("Nothing matches the filter")
                                      : m_isReading    ? tr("Reading")
                                                       : tr("Nothing is imported"),
                                  {});
    } else {
        const QString note = index.data(ImportsModel::NoteRole).toString();
        const QString tip = index.data(Qt::ToolTipRole).toString();
        const QString name = index.data().toString();
        const bool isLeft = imports.kind(index) == ImportsModel::Kind::Left;
        const FlowScript *script =
            imports.kind(index) == ImportsModel::Kind::Script ? scriptOf(currentScript()) : nullptr;
        m_statement->setStatement(Icon(index.data(ImportsModel::IconRole).toInt()),
                                  Tone(index.data(ImportsModel::ToneRole).toInt()), name,
                                  isLeft       ? note
                                      : script ? tr("%1. Problems: %2.").arg(note, problemCounts(script->problems))
                                               : tip);
    }
}

void ScriptView::showImport(const QString &script, const QString &module)
{
    m_header->filter()->clear();
    const QModelIndex index = m_tree->imports().find(script, module);
    if (index.isValid())
        m_tree->setCurrent(index);
    showCurrent();
}

void ScriptView::showProblem(const QString &script, int line)
{
    if (currentScript() != script) {
        m_header->filter()->clear();
        for (int row = 0; row < m_tree->imports().rowCount(); ++row) {
            const QModelIndex index = m_tree->imports().index(row, 0);
            if (m_tree->imports().path(index) == script)
                m_tree->setCurrent(index);
        }
    }
    m_problems->setCurrent(line);
    showCurrentProblem();
    m_problems->view()->setFocus(Qt::OtherFocusReason);
}

bool ScriptView::goToProblem(int rows)
{
    if (!m_problems->go(rows))
        return false;
    m_problems->view()->setFocus(Qt::OtherFocusReason);
    return true;
}

void ScriptView::focusImports()
{
    m_tree->setFocus(Qt::OtherFocusReason);
}

void ScriptView::focusFilter()
{
    m_header->filter()->setFocus(Qt::ShortcutFocusReason);
    m_header->filter()->selectAll();
}

void ScriptView::focusSource()
{
    m_source->code()->setFocus(Qt::OtherFocusReason);
}

QString ScriptView::copyText() const
{
    if (const Problem *problem = m_showsProblem ? m_problems->current() : nullptr)
        return QString(QFileInfo(currentScript()).fileName() % u": "_s % problemSentence(*problem));
    if (const ImportRow *row = current())
        return copiedSentence(*row);
    const QModelIndex index = m_tree->current();
    return index.isValid() ? index.data(Qt::AccessibleTextRole).toString() : QString();
}

bool ScriptView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_source->code() && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        focusImports();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ScriptView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        alignHeads();
}

void ScriptView::alignHeads()
{
    const int height = qMax(metrics::height(metrics::matrixHeader, font()), m_header->minimumSizeHint().height());
    m_header->setFixedHeight(height);
    m_source->setHeadHeight(height);
}

} // namespace drydock
