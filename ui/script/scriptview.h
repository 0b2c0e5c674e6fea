// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/importrow.h"

#include <QWidget>

class QSplitter;

namespace drydock {

class ImportsHeader;
class ImportTree;
class ProblemList;
class SourcePane;
class StatementPanel;
struct Snapshot;

/// What the opened scripts need and why: the imports in groups, the source with the current one marked, and the
/// problems.
class ScriptView : public QWidget
{
    Q_OBJECT
public:
    explicit ScriptView(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot, const QMap<QString, ProvidedBy> &said);

    const ImportRow *current() const; ///< Null when something else is current.
    QString currentScript() const; ///< Path of the script that is shown, or empty.
    void showImport(const QString &script, const QString &module); ///< Makes it current and shows its line.
    void showProblem(const QString &script, int line);
    bool goToProblem(int rows); ///< The next (1) or previous (-1) of the shown script; false when there is none.
    void focusImports();
    void focusFilter();
    void focusSource();
    QString copyText() const; ///< What is current, as a sentence.
    ImportTree *tree() const { return m_tree; }
    ProblemList *problems() const { return m_problems; }
    QSplitter *splitter() const { return m_splitter; }

Q_SIGNALS:
    void currentChanged();
    void evidenceRequested();
    void providedByRequested();
    void copyRequested();
    void left(); ///< Escape: back to the images.
    void menuRequested(const QPoint &globalPosition);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showCurrent(); ///< The import's lines, or the script.
    void showCurrentProblem();
    void updateStatement();
    const FlowScript *scriptOf(const QString &path) const;
    void alignHeads();

    ImportsHeader *m_header;
    ImportTree *m_tree;
    SourcePane *m_source;
    ProblemList *m_problems;
    StatementPanel *m_statement;
    class QPushButton *m_evidence;
    class QPushButton *m_providedBy;
    QSplitter *m_splitter;
    QList<FlowScript> m_scripts;
    bool m_isReading = false;
    bool m_showsProblem = false; ///< The statement is about the current problem.
};

} // namespace drydock
