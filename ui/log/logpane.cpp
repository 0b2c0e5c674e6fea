// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logpane.h"

#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

LogPane::LogPane(QWidget *parent) : QWidget(parent), m_view(new LogView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_view);
    setFocusProxy(m_view);
    m_errors.setPattern(errorLines());
    connect(&m_search, &LogSearch::changed, this, [this] {
        if (m_filtering)
            applyFilter();
        Q_EMIT findResultChanged();
    });
}

void LogPane::setSource(std::function<int()> count, std::function<QString(int)> line)
{
    m_count = count;
    m_problems.reset();
    m_view->clear();
    m_view->setReader(line);
    m_search.setSource(count, line);
    m_errors.setSource(count, line);
    grown();
}

void LogPane::grown()
{
    m_view->setLineCount(m_count ? m_count() : 0);
    m_search.goOn();
    m_errors.goOn();
}

void LogPane::setProblems(const QList<int> &lines)
{
    m_problems = lines;
}

void LogPane::find(const QString &text)
{
    QRegularExpression pattern(text, QRegularExpression::CaseInsensitiveOption);
    if (!pattern.isValid())
        pattern.setPattern(QRegularExpression::escape(text));
    m_view->setHighlight(pattern);
    m_search.setPattern(pattern);
    applyFilter();
}

void LogPane::setFiltering(bool filtering)
{
    m_filtering = filtering;
    applyFilter();
    Q_EMIT findResultChanged();
}

void LogPane::applyFilter()
{
    if (m_filtering && m_search.isActive())
        m_view->setShown(m_search.matches());
    else
        m_view->setShown(std::nullopt);
}

void LogPane::findNext()
{
    go(m_search.next(m_view->currentLine()));
}

void LogPane::findPrevious()
{
    go(m_search.previous(m_view->currentLine()));
}

void LogPane::nextProblem()
{
    const QList<int> &problems = m_problems ? *m_problems : m_errors.matches();
    if (problems.isEmpty())
        return;
    const auto found = std::upper_bound(problems.begin(), problems.end(), m_view->currentLine());
    go(found == problems.end() ? problems.first() : *found);
}

void LogPane::go(int line)
{
    if (line <= 0)
        return;
    m_view->showLine(line);
    m_view->setFollowing(false);
    Q_EMIT findResultChanged();
}

QString LogPane::findResult() const
{
    if (!m_search.isActive())
        return {};
    const QLocale locale;
    const QList<int> &matches = m_search.matches();
    if (m_filtering)
        return tr("%1 of %2 lines").arg(locale.toString(matches.size()), locale.toString(m_count ? m_count() : 0));
    if (matches.isEmpty())
        return m_search.isComplete() ? tr("not found") : QString();
    const auto at = std::lower_bound(matches.begin(), matches.end(), m_view->currentLine());
    if (at != matches.end() && *at == m_view->currentLine())
        return tr("%1 of %2").arg(locale.toString(at - matches.begin() + 1), locale.toString(matches.size()));
    return tr("%n found", nullptr, int(matches.size()));
}

} // namespace drydock
