// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/problemsmodel.h"

#include <QWidget>

class QTreeView;

namespace drydock {

class Label;

/// The problems of the script that is shown, with a title that counts them; without any, the title is all there is.
class ProblemList : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemList(QWidget *parent = nullptr);

    void setProblems(const QList<Problem> &problems);
    const Problem *current() const; ///< Null when none is.
    bool go(int rows); ///< To the next or previous one; false when there is none.
    void setCurrent(int line);
    void clearCurrent();
    QTreeView *view() const { return m_view; }

Q_SIGNALS:
    void currentMoved(); ///< The person chose one.
    void sourceRequested();
    void copyRequested();
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    ProblemsModel m_model;
    Label *m_counts;
    QTreeView *m_view;
};

} // namespace drydock
