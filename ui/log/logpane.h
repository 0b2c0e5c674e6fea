// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/log/logsearch.h"
#include "ui/log/logview.h"

#include <QWidget>

namespace drydock {

/// A log that can be searched: the view, what is found in it, and its problems.
class LogPane : public QWidget
{
    Q_OBJECT
public:
    explicit LogPane(QWidget *parent = nullptr);

    LogView *view() const { return m_view; }
    /// A new log; what was shown before is forgotten.
    void setSource(std::function<int()> count, std::function<QString(int)> line);
    void grown(); ///< The source has more lines.
    /// Lines that are problems, instead of those that look like errors.
    void setProblems(const QList<int> &lines);

    /// What to find: a regular expression where it is one, else the text as it is.
    void find(const QString &text);
    void setFiltering(bool filtering); ///< Only lines in which it is found.
    bool isFiltering() const { return m_filtering; }
    void findNext();
    void findPrevious();
    void nextProblem();
    QString findResult() const; ///< "3 of 12", "12 of 214 lines", "not found", or empty.

Q_SIGNALS:
    void findResultChanged();

private:
    void applyFilter();
    void go(int line);

    LogView *m_view;
    LogSearch m_search;
    LogSearch m_errors;
    std::optional<QList<int>> m_problems;
    std::function<int()> m_count;
    bool m_filtering = false;
};

} // namespace drydock
