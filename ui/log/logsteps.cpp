// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logsteps.h"

#include "core/words.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

void LogSteps::clear()
{
    *this = LogSteps();
}

LogStep &LogSteps::stepAt(int number)
{
    const auto at = std::lower_bound(m_numbers.begin(), m_numbers.end(), number);
    const auto index = std::distance(m_numbers.begin(), at);
    if (at == m_numbers.end() || *at != number) {
        m_numbers.insert(index, number);
        LogStep step;
        if (number == 0) {
            step.title = QCoreApplication::translate("LogSteps", "Output outside the steps");
            step.isCommand = false;
            step.state = StepState::Done;
        }
        m_steps.insert(index, step);
    }
    return m_steps[index];
}

void LogSteps::add(const QList<StepLines> &lines)
{
    for (const StepLines &stretch : lines) {
        QList<int> &numbers = stepAt(stretch.step).lines;
        for (int line = stretch.first; line <= stretch.last; ++line)
            numbers.append(line);
    }
}

void LogSteps::add(const QList<BuildEvent> &events)
{
    for (const BuildEvent &event : events) {
        std::visit(Overloaded{
                       [this](const StepStarted &started) {
                           m_of = qMax(m_of, started.of);
                           LogStep &step = stepAt(started.step);
                           step.state = StepState::Running;
                           step.title = started.instruction;
                           step.since = QDateTime::currentDateTimeUtc();
                       },
                       [this](const StepCached &cached) {
                           LogStep &step = stepAt(cached.step);
                           step.state = StepState::Cached;
                           step.note = QCoreApplication::translate("LogSteps", "cached");
                       },
                       [this](const StepFinished &finished) {
                           LogStep &step = stepAt(finished.step);
                           if (step.state == StepState::Cached)
                               return;
                           step.state = StepState::Done;
                           // The classic builder does not say how long a step took.
                           const double here = double(step.since.msecsTo(QDateTime::currentDateTimeUtc())) / 1000;
                           step.note = durationText(finished.seconds >= 0 ? finished.seconds : here);
                       },
                       [this](const StepOutput &output) {
                           QList<int> &lines = stepAt(output.step).lines;
                           if (lines.isEmpty() || lines.last() < output.line)
                               lines.append(output.line);
                       },
                       [this](const StepProgress &progress) {
                           if (progress.step == 0 || progress.of <= 0)
                               return;
                           LogStep &step = stepAt(progress.step);
                           if (step.state == StepState::Running)
                               step.note = QCoreApplication::translate("LogSteps", "%1 of %2").arg(sizeText(progress.done), sizeText(progress.of));
                       },
                       [this](const StepFailed &failed) {
                           LogStep &step = stepAt(failed.step);
                           step.state = StepState::Failed;
                           if (step.since.isValid())
                               step.note = durationText(double(step.since.msecsTo(QDateTime::currentDateTimeUtc())) / 1000);
                       },
                       [](const BuildWarning &) {},
                   },
                   event);
    }
    for (qsizetype i = 0; i < m_steps.size(); ++i)
        m_steps[i].position = m_numbers.at(i) == 0 ? QString() : u"%1/%2"_s.arg(m_numbers.at(i)).arg(qMax(m_of, m_numbers.last()));
}

void LogSteps::end(BuildEnd::Outcome outcome, const QStringList &instructions)
{
    for (LogStep &step : m_steps) {
        if (step.state != StepState::Running)
            continue;
        const double seconds = double(step.since.msecsTo(QDateTime::currentDateTimeUtc())) / 1000;
        step.note = durationText(seconds);
        step.state = outcome == BuildEnd::Outcome::Succeeded ? StepState::Done
            : outcome == BuildEnd::Outcome::Cancelled        ? StepState::Stopped
                                                             : StepState::Failed;
    }
    // A step that the builder never came to still has its place.
    if (outcome == BuildEnd::Outcome::Succeeded || m_numbers.isEmpty())
        return;
    for (int number = m_numbers.last() + 1; number <= m_of; ++number) {
        LogStep &step = stepAt(number);
        step.note = QCoreApplication::translate("LogSteps", "not run");
        if (instructions.size() == m_of)
            step.title = instructions.at(number - 1).simplified();
        step.position = u"%1/%2"_s.arg(number).arg(m_of);
    }
}

int LogSteps::current() const
{
    for (qsizetype i = m_steps.size() - 1; i >= 0; --i) {
        const StepState state = m_steps.at(i).state;
        if (state == StepState::Running || state == StepState::Failed || state == StepState::Stopped)
            return int(i);
    }
    return -1;
}

} // namespace drydock
