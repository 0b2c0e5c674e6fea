// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuewords.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Queue)
};

} // namespace

QString stateText(const QList<QueuedWork> &queue, qsizetype index)
{
    const QueuedWork &work = queue.at(index);
    switch (work.state) {
    case Work::State::Waiting: {
        const auto before = std::count_if(queue.begin(), queue.begin() + index, [](const QueuedWork &each) { return each.builds; });
        return Text::tr("waits, %1 before it").arg(before);
    }
    case Work::State::Building:
        return work.of > 0 ? Text::tr("building, step %1 of %2").arg(work.step).arg(work.of) : Text::tr("building");
    case Work::State::Checking: return Text::tr("checking");
    case Work::State::Ended: break;
    }
    return {};
}

QString queueText(const Snapshot &snapshot)
{
    qsizetype shown = snapshot.queue.size() - 1;
    while (shown >= 0 && snapshot.queue.at(shown).document != snapshot.paths)
        --shown;
    const QueuedWork *running = nullptr;
    qsizetype waiting = 0;
    QString text;
    for (qsizetype i = 0; i < snapshot.queue.size(); ++i) {
        const QueuedWork &each = snapshot.queue.at(i);
        if (i == shown)
            continue;
        if (each.state == Work::State::Waiting) {
            ++waiting;
        } else if (!running) {
            running = &each;
            //: %1 is an image, %2 a script, %3 "building, step 3 of 5"
            text = Text::tr("%1 for %2: %3.").arg(each.image, QFileInfo(each.document.value(0)).fileName(), stateText(snapshot.queue, i));
        }
    }
    if (waiting > 0)
        text += (text.isEmpty() ? QString() : u" "_s) + (waiting == 1 ? Text::tr("1 more waits.") : Text::tr("%1 more wait.").arg(waiting));
    return text;
}

QString endText(const Work &work)
{
    const QString of = Text::tr("%1 for %2:").arg(work.image(), QFileInfo(work.document.value(0)).fileName());
    const auto say = [&of](const QString &text) { return QString(of % u' ' % text); };
    if (work.end && work.end->outcome == BuildEnd::Outcome::Cancelled)
        return say(Text::tr("stopped."));
    if (work.end && work.end->outcome == BuildEnd::Outcome::Failed)
        return say(work.end->error.sentence);
    if (work.checkError)
        return say(work.checkError->sentence);
    if (work.report && !work.report->passed())
        return say(Text::tr("%1 of %2 checks failed.").arg(work.report->count(CheckStatus::Failed)).arg(work.report->checks.size()));
    return say(work.end && work.report ? Text::tr("built and checked.") : work.end ? Text::tr("built.") : Text::tr("checked."));
}

} // namespace drydock
