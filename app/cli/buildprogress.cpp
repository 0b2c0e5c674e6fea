// SPDX-License-Identifier: Apache-2.0
#include "app/cli/buildprogress.h"

#include "core/words.h"

#include <QCoreApplication>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(BuildProgress)
};

QString lineOf(const StepStarted &event)
{
    const QString instruction = event.instruction.simplified();
    return event.of > 0 ? Text::tr("[%1/%2] %3").arg(event.step).arg(event.of).arg(instruction) : Text::tr("[%1] %2").arg(event.step).arg(instruction);
}
QString lineOf(const StepCached &event) { return u"    "_s + Text::tr("step %1 unchanged").arg(event.step); }
QString lineOf(const StepFinished &event) { return event.seconds < 0 ? QString() : u"    "_s + Text::tr("step %1 done in %2").arg(event.step).arg(durationText(event.seconds)); }
QString lineOf(const StepOutput &event) { return u"    "_s + event.text; }
QString lineOf(const StepProgress &) { return {}; }
QString lineOf(const StepFailed &event) { return u"    "_s + Text::tr("step %1 failed: %2").arg(event.step).arg(event.message.simplified()); }
QString lineOf(const BuildWarning &event) { return Text::tr("Warning: %1").arg(event.text); }

} // namespace

BuildProgress::BuildProgress(Output &output, QObject *parent) : QObject(parent), m_output(output)
{
    m_clock.start();
    connect(&m_tick, &QTimer::timeout, this, [this] { draw({}); });
}

void BuildProgress::draw(const QList<TerminalLine> &stay)
{
    QList<TerminalLine> live = m_steps.live(now());
    if (!m_work.isEmpty())
        live.append({.spans = {{.text = m_work, .bold = true}}, .end = durationText(now() - m_workStarted)});
    m_output.show(stay, live);
    if (!m_tick.isActive())
        m_tick.start(250ms);
}

void BuildProgress::tellWork(const QString &work)
{
    if (!m_output.hasTerminal()) {
        m_output.progress(work);
        return;
    }
    m_steps.clear();
    m_work = work;
    m_workStarted = now();
    draw({});
}

void BuildProgress::tell(const QList<BuildEvent> &events)
{
    if (m_output.hasTerminal()) {
        QList<TerminalLine> stay;
        for (const BuildEvent &event : events)
            stay += m_steps.take(event, now());
        draw(stay);
        return;
    }
    for (const BuildEvent &event : events) {
        const QString line = std::visit([](const auto &each) { return lineOf(each); }, event);
        if (!line.trimmed().isEmpty())
            m_output.progress(line);
    }
}

} // namespace drydock
