// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/foldedsteps.h"
#include "app/cli/output.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace drydock {

/// Tells on standard error how a build goes on: a terminal shows folded steps that move, everything else gets line by line,
/// with what a step prints indented below it.
class BuildProgress : public QObject
{
    Q_OBJECT
public:
    /// @param output outlives this
    BuildProgress(Output &output, QObject *parent);
    void tell(const QList<BuildEvent> &events);
    /// One thing that takes its time, in place of the build.
    void tellWork(const QString &work);

private:
    double now() const { return double(m_clock.elapsed()) / 1000; }
    void draw(const QList<TerminalLine> &stay);

    Output &m_output;
    FoldedSteps m_steps;
    QString m_work;
    double m_workStarted = 0;
    QElapsedTimer m_clock;
    QTimer m_tick; ///< Times go on while nothing is printed.
};

} // namespace drydock
