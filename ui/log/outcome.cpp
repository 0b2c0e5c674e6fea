// SPDX-License-Identifier: Apache-2.0
#include "ui/log/outcome.h"

#include "ui/log/logsteps.h"
#include "core/build/buildfailure.h"
#include "core/session/buildtimes.h"
#include "core/words.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Outcome)
};

Outcome ofBuilding(const Snapshot &snapshot, const QDateTime &now)
{
    LogSteps steps;
    steps.add(snapshot.buildEvents);
    Outcome outcome;
    outcome.tone = Tone::Accent;
    outcome.icon = Icon::LoaderCircle;
    outcome.isRunning = true;
    outcome.actions = {Outcome::Action::Stop};
    if (const auto expected = snapshot.plan ? expectedSeconds(*snapshot.plan, snapshot.buildEvents, snapshot.pastBuilds) : std::nullopt) {
        // Past its time it has nothing to say that would be true.
        const double left = *expected - double(snapshot.buildStarted.msecsTo(now)) / 1000;
        if (left >= 1)
            outcome.note = Words::tr("%1 left").arg(aboutText(left));
    }
    const int current = steps.current();
    if (current < 0) {
        outcome.what = Words::tr("Building.");
        outcome.sentence = snapshot.plan ? snapshot.plan->tag : QString();
        return outcome;
    }
    const LogStep &step = steps.steps().at(current);
    const QStringList place = step.position.split(u'/');
    outcome.what = place.size() == 2 ? Words::tr("Building, step %1 of %2.").arg(place.first(), place.last()) : Words::tr("Building.");
    outcome.sentence = step.title.simplified();
    outcome.progressOf = steps.total();
    outcome.progress = int(std::count_if(steps.steps().begin(), steps.steps().end(), [](const LogStep &each) {
        return !each.position.isEmpty() && (each.state == StepState::Done || each.state == StepState::Cached);
    }));
    return outcome;
}

Outcome ofFailedBuild(const Snapshot &snapshot)
{
    const BuildEnd &end = *snapshot.buildEnd;
    LogSteps steps;
    steps.add(snapshot.buildEvents);
    steps.end(end.outcome);
    const int current = steps.current();
    const QStringList place = current < 0 ? QStringList() : steps.steps().at(current).position.split(u'/');
    Outcome outcome;
    if (end.outcome == BuildEnd::Outcome::Cancelled) {
        outcome.icon = Icon::OctagonX;
        outcome.what = place.size() == 2 ? Words::tr("Stopped by you at step %1.").arg(place.first()) : Words::tr("Stopped by you.");
        outcome.sentence = Words::tr("No image was made.");
        outcome.actions = {Outcome::Action::BuildAgain};
        return outcome;
    }
    outcome.tone = Tone::Red;
    outcome.icon = Icon::CircleX;
    outcome.what = place.size() == 2 ? Words::tr("Build failed at step %1 of %2.").arg(place.first(), place.last()) : Words::tr("Build failed.");
    outcome.sentence = end.error.sentence;
    if (place.size() == 2) // It is said already.
        outcome.sentence.remove(failedPlace(place.first().toInt(), place.last().toInt()) + u' ');
    // Where only the way to the index is wrong the plan is right, and where the plan is wrong the same build fails again.
    static const QStringList ofNetwork{u"certificate-not-trusted"_s, u"index-not-reached"_s};
    static const QStringList ofPlan{u"resolution-conflict"_s, u"distribution-not-found"_s, u"hash-mismatch"_s, u"needs-compiler"_s, u"dockerfile-invalid"_s,
                                    u"system-package-not-found"_s, u"base-not-found"_s, u"file-not-found"_s, u"builder-lacks-mounts"_s, u"platform-not-emulated"_s};
    if (ofNetwork.contains(end.error.code))
        outcome.actions = {Outcome::Action::NetworkSettings, Outcome::Action::BuildAgain};
    else if (ofPlan.contains(end.error.code))
        outcome.actions = {Outcome::Action::NextError, Outcome::Action::EditAndRetry};
    else
        outcome.actions = {Outcome::Action::EditAndRetry, Outcome::Action::BuildAgain};
    return outcome;
}

Outcome ofChecks(const Snapshot &snapshot)
{
    const CheckReport &report = *snapshot.checks;
    Outcome outcome;
    const int failed = report.count(CheckStatus::Failed);
    const int ran = failed + report.count(CheckStatus::Passed);
    if (report.passed()) {
        const bool built = snapshot.buildEnd && snapshot.buildEnd->outcome == BuildEnd::Outcome::Succeeded && snapshot.plan
            && snapshot.plan->tag == report.image;
        outcome.tone = Tone::Green;
        outcome.icon = Icon::CircleCheckFilled;
        outcome.what = built ? Words::tr("Built and checked.") : Words::tr("Checked.");
        const QString passed = (ran == 1 ? Words::tr("%1 passed 1 check.") : Words::tr("%1 passed %n checks.", nullptr, ran)).arg(report.image);
        outcome.sentence = built ? Words::tr("%1 Building took %2, the image has %3.")
                                       .arg(passed, durationText(snapshot.buildEnd->seconds),
                                            sizeText(snapshot.buildEnd->imageSize))
                                 : passed;
        outcome.actions = {Outcome::Action::CheckAgain};
        return outcome;
    }
    outcome.tone = Tone::Red;
    outcome.icon = Icon::CircleX;
    if (const Check *notRun = report.runThatWasSkipped(); failed == 0 && notRun) {
        outcome.tone = Tone::Amber;
        outcome.icon = Icon::TriangleAlert;
        outcome.what = Words::tr("The flow was not run.");
        outcome.sentence = notRun->detail;
        outcome.actions = {Outcome::Action::CheckAgain};
        return outcome;
    }
    if (failed == 0) {
        outcome.what = Words::tr("No check could run.");
        outcome.sentence = Words::tr("Every check was skipped, so nothing is known about %1.").arg(report.image);
        outcome.actions = {Outcome::Action::CheckAgain};
        return outcome;
    }
    const auto first = std::find_if(report.checks.begin(), report.checks.end(),
                                    [](const Check &check) { return check.status == CheckStatus::Failed; });
    outcome.what = Words::tr("%1 of %2 checks failed.").arg(failed).arg(report.checks.size());
    outcome.sentence = first->detail.isEmpty() ? first->sentence : Words::tr("%1: %2").arg(first->sentence, first->detail.section(u'\n', 0, 0));
    outcome.actions = {Outcome::Action::NextError, Outcome::Action::EditAndRetry, Outcome::Action::CheckAgain};
    return outcome;
}

} // namespace

std::optional<Outcome> outcomeOf(const Snapshot &snapshot, const QDateTime &now)
{
    if (snapshot.isBusy(Activity::Waiting)) {
        Outcome outcome;
        outcome.tone = Tone::Accent;
        outcome.icon = Icon::Clock;
        outcome.isRunning = true;
        outcome.what = Words::tr("Waiting for its turn.");
        const auto own = std::find_if(snapshot.queue.rbegin(), snapshot.queue.rend(),
                                      [&](const QueuedWork &work) { return work.document == snapshot.paths; });
        const auto before = std::count_if(own, snapshot.queue.rend(), [](const QueuedWork &work) { return work.builds; }) - 1;
        outcome.sentence = before == 1 ? Words::tr("Another image is built before it.") : Words::tr("%1 images are built before it.").arg(before);
        outcome.actions = {Outcome::Action::Stop};
        return outcome;
    }
    if (snapshot.isBusy(Activity::Building))
        return ofBuilding(snapshot, now);
    if (snapshot.isBusy(Activity::Checking)) {
        Outcome outcome;
        outcome.tone = Tone::Accent;
        outcome.icon = Icon::LoaderCircle;
        outcome.isRunning = true;
        outcome.what = Words::tr("Checking.");
        outcome.sentence = Words::tr("The imports and the flow are tried inside the image, without network.");
        outcome.actions = {Outcome::Action::Stop};
        return outcome;
    }
    if (snapshot.checkError) {
        Outcome outcome;
        const bool stopped = snapshot.checkError->code == "cancelled"_L1;
        outcome.tone = stopped ? Tone::Muted : Tone::Red;
        outcome.icon = stopped ? Icon::OctagonX : Icon::CircleX;
        outcome.what = stopped ? Words::tr("Checks stopped by you.") : Words::tr("Not checked.");
        outcome.sentence = stopped ? Words::tr("The image is kept.") : snapshot.checkError->sentence;
        outcome.actions = {Outcome::Action::CheckAgain};
        return outcome;
    }
    if (snapshot.buildEnd && snapshot.buildEnd->outcome != BuildEnd::Outcome::Succeeded)
        return ofFailedBuild(snapshot);
    if (snapshot.checks)
        return ofChecks(snapshot);
    if (snapshot.buildEnd) {
        Outcome outcome;
        outcome.tone = Tone::Green;
        outcome.icon = Icon::CircleCheck;
        outcome.what = Words::tr("Built.");
        outcome.sentence = Words::tr("The image was not checked yet.");
        outcome.actions = {Outcome::Action::CheckAgain};
        return outcome;
    }
    return std::nullopt;
}

QString checksTitle(const std::optional<CheckReport> &report)
{
    const int failed = report ? report->count(CheckStatus::Failed) : 0;
    return failed > 0 ? Words::tr("Checks, %n failed", nullptr, failed) : Words::tr("Checks");
}

} // namespace drydock
