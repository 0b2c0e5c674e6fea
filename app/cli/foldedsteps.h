// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/terminal.h"
#include "core/build/buildevent.h"

#include <QMap>
#include <QStringList>

namespace drydock {

/// A build as a terminal shows it: a step that is over is one line that stays, one that goes on shows the last it printed,
/// one that failed leaves more of that.
class FoldedSteps
{
public:
    /// @param now seconds, of any clock that only goes forward
    /// @return lines that stay
    QList<TerminalLine> take(const BuildEvent &event, double now);
    /// What goes on, in place of what was shown of it before.
    QList<TerminalLine> live(double now) const;
    void clear() { m_steps.clear(); }

private:
    struct Step
    {
        QString head;
        double started = 0;
        QStringList tail; ///< The last lines of output.
        QString progress;
    };
    TerminalLine over(int step, const TextSpan &mark, const QString &end);

    QMap<int, Step> m_steps; ///< Those that go on.
};

} // namespace drydock
