// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/buildqueue.h"

#include <QDateTime>

namespace drydock {

enum class StepState { NotRun, Running, Done, Cached, Failed, Skipped, Stopped };

/// One row that folds: a step of a build, or a check.
struct LogStep {
    StepState state = StepState::NotRun;
    QString position; ///< "3/5", or empty.
    QString title;
    QString note; ///< On the right: "32 s", "cached", "skipped: needs xgboost".
    QList<int> lines; ///< Numbers of its lines in the log, rising.
    bool isCommand = true; ///< The title is shown as code.
    QDateTime since; ///< While it runs: when it began.
};

/// The steps of a build as its events tell them.
class LogSteps
{
public:
    void clear();
    void add(const QList<BuildEvent> &events);
    /// Of a build that began before anybody looked.
    void add(const QList<StepLines> &lines);
    /// What still ran has failed or was stopped.
    /// @param instructions of the Dockerfile, in order, for the steps that were not come to
    void end(BuildEnd::Outcome outcome, const QStringList &instructions = {});

    const QList<LogStep> &steps() const { return m_steps; }
    /// The step that runs, or that failed or was stopped; -1 when there is none.
    int current() const;
    int total() const { return m_of; } ///< As the builder says; 0 before it did.

private:
    LogStep &stepAt(int number);

    QList<LogStep> m_steps; ///< In order of their numbers; what belongs to no step comes first.
    QList<int> m_numbers;
    int m_of = 0;
};

} // namespace drydock
