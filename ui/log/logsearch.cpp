// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logsearch.h"

#include "core/log/escapes.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>

namespace drydock {

namespace {
constexpr int sliceMilliseconds = 4;
}

void LogSearch::setSource(std::function<int()> count, std::function<QString(int)> line)
{
    m_count = std::move(count);
    m_line = std::move(line);
    restart();
}

void LogSearch::setPattern(const QRegularExpression &pattern)
{
    m_pattern = pattern;
    m_isActive = !pattern.pattern().isEmpty() && pattern.isValid();
    restart();
}

void LogSearch::restart()
{
    m_matches.clear();
    m_seen = 0;
    goOn();
    Q_EMIT changed();
}

void LogSearch::goOn()
{
    if (m_isActive && m_count)
        m_timer.start(0, this);
    else
        m_timer.stop();
}

int LogSearch::next(int line) const
{
    if (m_matches.isEmpty())
        return 0;
    const auto found = std::upper_bound(m_matches.begin(), m_matches.end(), line);
    return found == m_matches.end() ? m_matches.first() : *found;
}

int LogSearch::previous(int line) const
{
    if (m_matches.isEmpty())
        return 0;
    const auto found = std::lower_bound(m_matches.begin(), m_matches.end(), line);
    return found == m_matches.begin() ? m_matches.last() : *std::prev(found);
}

void LogSearch::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return QObject::timerEvent(event);
    QElapsedTimer elapsed;
    elapsed.start();
    const int count = m_count();
    const qsizetype before = m_matches.size();
    // The last line seen may have been unfinished then, so it is looked at again.
    for (int number = qMax(1, m_seen); number <= count; ++number) {
        if (elapsed.elapsed() >= sliceMilliseconds)
            break;
        m_seen = number;
        if ((m_matches.isEmpty() || m_matches.last() < number) && m_pattern.match(plainText(m_line(number))).hasMatch())
            m_matches.append(number);
    }
    if (m_seen >= count)
        m_timer.stop();
    if (m_matches.size() != before || !m_timer.isActive())
        Q_EMIT changed();
}

} // namespace drydock
