// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBasicTimer>
#include <QList>
#include <QObject>
#include <QRegularExpression>

#include <functional>

namespace drydock {

/// The lines of a log that a pattern is found in, looked for in slices of a few milliseconds so that the window never waits.
class LogSearch : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Where the text comes from: how many lines there are now, and each; numbers count from 1.
    void setSource(std::function<int()> count, std::function<QString(int)> line);
    void setPattern(const QRegularExpression &pattern); ///< An empty one finds nothing.
    void goOn(); ///< The log has grown.

    bool isActive() const { return m_isActive; }
    bool isComplete() const { return !m_timer.isActive(); }
    const QList<int> &matches() const { return m_matches; } ///< Line numbers, rising.
    /// The first match after a line, or before it; goes round at the end. 0 when there is none.
    int next(int line) const;
    int previous(int line) const;

Q_SIGNALS:
    void changed();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void restart();

    std::function<int()> m_count;
    std::function<QString(int)> m_line;
    QRegularExpression m_pattern;
    bool m_isActive = false;
    QList<int> m_matches;
    int m_seen = 0;
    QBasicTimer m_timer;
};

} // namespace drydock
