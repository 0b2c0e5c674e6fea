// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "core/script/flowscript.h"
#include "ui/lines/codeview.h"

#include <QWidget>

class QToolButton;

namespace drydock {

class FactsBar;
class Label;

/// A script or another file of the person's, read-only, with lines marked; above it, what the script says about its
/// flows.
class SourcePane : public QWidget
{
    Q_OBJECT
public:
    explicit SourcePane(QWidget *parent = nullptr);

    /// The script that facts and problems are about; null when there is none. The file that is shown stays while it is
    /// the same.
    void setScript(const FlowScript *script);
    /// Marks lines of a file and goes to the first; the script's own text is at hand, another file is read.
    void show(const QString &file, const QList<int> &lines);
    void setHeadHeight(int height);
    CodeView *code() const { return m_code; }
    QString file() const { return m_file; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setText(const QString &text);
    void mark();

    Label *m_name;
    Label *m_note;
    QToolButton *m_open;
    FactsBar *m_facts;
    QWidget *m_head;
    CodeView *m_code;
    Label *m_empty;
    QString m_file;
    QList<int> m_lines;
    QString m_script; ///< Path.
    QString m_source;
    QList<Problem> m_problems;
    Job<QString> m_reading;
};

} // namespace drydock
