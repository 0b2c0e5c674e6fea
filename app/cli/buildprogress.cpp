// SPDX-License-Identifier: Apache-2.0
#include "app/cli/buildprogress.h"

#include "core/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

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

void BuildProgress::tell(const QList<BuildEvent> &events)
{
    for (const BuildEvent &event : events) {
        const QString line = std::visit([](const auto &each) { return lineOf(each); }, event);
        if (!line.trimmed().isEmpty())
            m_output.progress(line);
    }
}

} // namespace drydock
