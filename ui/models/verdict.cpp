// SPDX-License-Identifier: Apache-2.0
#include "ui/models/verdict.h"

#include "ui/models/statement.h"
#include "core/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

/// "Closest: ds/base:py39, which lacks 2 and has an old pandas"
QString closestText(const Coverage &coverage)
{
    const ImageCoverage *best = coverage.best();
    if (!best || best->of == 0)
        return {};
    int lacking = 0;
    QString other;
    for (qsizetype i = 0; i < best->cells.size() && i < coverage.needs.size(); ++i) {
        if (!coverage.needs.at(i).isRequired() || !isProblem(best->cells.at(i).status))
            continue;
        if (best->cells.at(i).status == CellStatus::Version)
            other = coverage.needs.at(i).module;
        else
            ++lacking;
    }
    const QString name = shortReference(best->image.reference);
    if (best->coversKnown && !best->satisfied)
        return Text::tr("%1 has all that is known").arg(name);
    if (lacking == 0 && other.isEmpty() && !best->satisfied && best->covers == best->of)
        return Text::tr("Closest: %1, which has all imports and runs another Python").arg(name);
    if (lacking == 0 && other.isEmpty())
        return Text::tr("Closest: %1, which covers %2 of %3").arg(name).arg(best->covers).arg(best->of);
    if (lacking == 0)
        return Text::tr("Closest: %1, which has another version of %2").arg(name, other);
    if (other.isEmpty())
        return Text::tr("Closest: %1, which lacks %2").arg(name).arg(lacking);
    return Text::tr("Closest: %1, which lacks %2 and has another version of %3").arg(name).arg(lacking).arg(other);
}

int currentStep(const Snapshot &snapshot, int *of)
{
    int step = 0;
    for (const BuildEvent &event : snapshot.buildEvents) {
        if (const auto *started = std::get_if<StepStarted>(&event)) {
            step = std::max(step, started->step);
            *of = std::max(*of, started->of);
        }
    }
    return step;
}

Verdict atWork(const Snapshot &snapshot)
{
    if (snapshot.isBusy(Activity::Waiting))
        return {Icon::Clock, Tone::Accent, Text::tr("%1 waits for its turn").arg(snapshot.plan ? snapshot.plan->tag : QString()), Text::tr("Images are built one after another.")};
    if (snapshot.isBusy(Activity::Building)) {
        int of = 0;
        const int step = currentStep(snapshot, &of);
        const QString tag = snapshot.plan ? snapshot.plan->tag : QString();
        const ImageCoverage *best = snapshot.coverage.best();
        QString detail = step == 0 ? Text::tr("Starting.")
            : of > 0               ? Text::tr("Step %1 of %2.").arg(step).arg(of)
                                   : Text::tr("Step %1.").arg(step);
        if (best && !best->satisfied)
            detail += u' ' + Text::tr("The closest image here covers %1 of %2").arg(best->covers).arg(best->of);
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("Building %1").arg(tag), detail};
    }
    const QString image = snapshot.checks ? snapshot.checks->image : snapshot.plan ? snapshot.plan->tag : QString();
    return {Icon::LoaderCircle, Tone::Accent, image.isEmpty() ? Text::tr("Checking the image") : Text::tr("Checking %1").arg(image),
            Text::tr("The imports and the flow are loaded inside it.")};
}

/// The checks of an image that covers the flow say more than the coverage.
std::optional<Verdict> failedChecks(const Snapshot &snapshot)
{
    if (!snapshot.checks || snapshot.checks->count(CheckStatus::Failed) == 0)
        return {};
    const QList<Check> &checks = snapshot.checks->checks;
    const int failed = snapshot.checks->count(CheckStatus::Failed);
    const auto first = std::find_if(checks.begin(), checks.end(), [](const Check &each) { return each.status == CheckStatus::Failed; });
    const bool onlyImports = std::all_of(checks.begin(), checks.end(), [](const Check &each) {
        return each.status != CheckStatus::Failed || each.id.startsWith(u"import:");
    });
    const int of = neededCount(snapshot.coverage);
    Verdict verdict{Icon::TriangleAlert, Tone::Amber, {}, {}, NextStep::ShowChecks};
    const ImageCoverage *checked = snapshot.coverage.find(snapshot.checks->image);
    if (onlyImports && checked && checked->image.contents && checked->covers + failed >= of)
        verdict.sentence = failed == 1 ? Text::tr("All %1 imports are installed, 1 fails to load").arg(of)
                                       : Text::tr("All %1 imports are installed, %2 fail to load").arg(of).arg(failed);
    else
        verdict.sentence = failed == 1 ? Text::tr("1 check failed in the image") : Text::tr("%1 checks failed in the image").arg(failed);
    //: %1 is a sentence about the check without a full stop, %2 an image
    verdict.detail = Text::tr("%1, in %2").arg(first->sentence, snapshot.checks->image);
    return verdict;
}

Verdict covered(const Snapshot &snapshot, const ImageCoverage &image, const QDateTime &now)
{
    Verdict verdict{Icon::CircleCheckFilled, Tone::Green, {}, {}, NextStep::LinesToPaste};
    verdict.sentence = image.of == 0 ? Text::tr("%1 has everything this flow needs").arg(image.image.reference)
        : image.of == 1            ? Text::tr("%1 covers the one import").arg(image.image.reference)
                                   : Text::tr("%1 covers all %2 imports").arg(image.image.reference).arg(image.of);
    bool isImported = true;
    for (qsizetype i = 0; i < image.cells.size() && i < snapshot.coverage.needs.size(); ++i) {
        if (snapshot.coverage.needs.at(i).isRequired() && image.cells.at(i).status == CellStatus::Provided)
            isImported = isImported && image.cells.at(i).evidence == EvidenceLevel::Imported;
    }
    if (snapshot.checks && snapshot.checks->image == image.image.reference && snapshot.checks->passed()) {
        const auto entry = std::find_if(snapshot.history.begin(), snapshot.history.end(), [&](const HistoryEntry &each) {
            return each.image == image.image.reference && each.outcome == u"passed"_s;
        });
        const QString when = whenText(entry == snapshot.history.end() ? now : entry->started, now);
        verdict.detail = isImported ? Text::tr("Imported in the image and checked %1").arg(when) : Text::tr("Checked %1").arg(when);
    } else if (isImported) {
        verdict.detail = Text::tr("Each was imported in the image; the flow was not checked in it");
    } else {
        verdict.detail = Text::tr("Found in the image; not all were imported yet");
    }
    return verdict;
}

/// What several scripts need that no one image can hold.
Verdict ofGroups(const Snapshot &snapshot)
{
    qsizetype images = 0;
    qsizetype toBuild = 0;
    qsizetype covered = 0;
    for (const FlowGroup &group : snapshot.groups) {
        const bool isCovered = group.advice.recommended == Strategy::DefaultImage;
        images += isCovered ? 0 : 1;
        (isCovered ? covered : toBuild) += group.scripts.size();
    }
    const auto scripts = [](qsizetype count) { return count == 1 ? Text::tr("1 script") : Text::tr("%1 scripts").arg(count); };
    if (images == 0) {
        return {Icon::CircleCheckFilled, Tone::Green, Text::tr("Images here cover all %1").arg(scripts(covered)), Text::tr("Not one image, but %1").arg(snapshot.groups.size()),
                NextStep::SharedImages};
    }
    return {Icon::Layers, Tone::Accent, images == 1 ? Text::tr("1 more image would cover %1").arg(scripts(toBuild)) : Text::tr("%1 images would cover %2").arg(images).arg(scripts(toBuild)),
            covered > 0 ? Text::tr("%1 covered already").arg(scripts(covered)) : QString(), NextStep::SharedImages};
}

} // namespace

int neededCount(const Coverage &coverage)
{
    QSet<QString> modules;
    for (const Need &need : coverage.needs)
        if (need.isRequired() && need.kind != ImportKind::StandardLibrary)
            modules.insert(need.module);
    return static_cast<int>(modules.size());
}

int optionalCount(const Coverage &coverage)
{
    QSet<QString> modules;
    for (const Need &need : coverage.needs)
        if (!need.isRequired() && need.kind != ImportKind::StandardLibrary)
            modules.insert(need.module);
    return static_cast<int>(modules.size());
}

QString activityText(const Snapshot &snapshot)
{
    if (snapshot.isWorking())
        return {};
    if (snapshot.isBusy(Activity::Planning))
        return Text::tr("Making the plan");
    if (snapshot.isBusy(Activity::LookingInside))
        return Text::tr("Looking inside, %1 of %2").arg(snapshot.progress).arg(snapshot.progressOf);
    if (snapshot.isBusy(Activity::TryingImports))
        return Text::tr("Trying the imports");
    if (snapshot.isBusy(Activity::Resolving))
        return Text::tr("Asking the package index");
    return {};
}

const ImageCoverage *coveringImage(const Snapshot &snapshot)
{
    if (snapshot.plan && !snapshot.plan->tag.isEmpty()) {
        const ImageCoverage *planned = snapshot.coverage.find(snapshot.plan->tag);
        if (planned && planned->satisfied)
            return planned;
    }
    for (const ImageCoverage &image : snapshot.coverage.images)
        if (image.satisfied)
            return &image;
    return nullptr;
}

Verdict verdictOf(const Snapshot &snapshot, const QDateTime &now)
{
    const QString file = QFileInfo(snapshot.paths.value(0)).fileName();
    if (snapshot.isWorking())
        return atWork(snapshot);
    const bool isArriving = snapshot.isBusy(Activity::Reading) && snapshot.filesOf > 0; // A folder, script by script.
    if (snapshot.scripts.isEmpty() || isArriving)
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("Reading %1").arg(file), Text::tr("Nothing in it is run.")};

    const Coverage &coverage = snapshot.coverage;
    const int needed = neededCount(coverage);
    const QString count = needed == 0 ? Text::tr("Only Python itself is needed")
        : needed == 1                 ? Text::tr("1 import needed")
                                      : Text::tr("%1 imports needed").arg(needed);
    if (!snapshot.engineKnown || snapshot.isBusy(Activity::FindingEngine)) {
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("%1, looking for Docker or Podman").arg(count),
                Text::tr("The script was read. Nothing was run.")};
    }
    if (!snapshot.engine.isReady()) {
        return {Icon::TriangleAlert, Tone::Amber, Text::tr("%1, no engine to compare images with").arg(count),
                Text::tr("The script was read. Nothing was run.")};
    }
    if (const auto verdict = failedChecks(snapshot))
        return *verdict;
    const auto unread = std::find_if(snapshot.scripts.begin(), snapshot.scripts.end(),
                                     [](const FlowScript &script) { return !script.unread.isEmpty(); });
    if (snapshot.scripts.size() == 1 && unread != snapshot.scripts.end()) {
        // Whatever an image holds: the rest of the script may need something else. Why, the problem's own banner says.
        const QString closest = closestText(coverage);
        return {Icon::TriangleAlert, Tone::Amber, Text::tr("Not all that %1 needs is known").arg(file), closest.isEmpty() ? unread->unread : closest};
    }
    if (snapshot.groups.size() > 1 && !snapshot.isBusy(Activity::LookingInside) && coverage.best())
        return ofGroups(snapshot);
    if (const ImageCoverage *image = coveringImage(snapshot))
        return covered(snapshot, *image, now);
    if (snapshot.isBusy(Activity::ListingImages) && coverage.images.isEmpty())
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("%1, listing the images here").arg(count), {}};
    if (snapshot.imageError && coverage.images.isEmpty())
        return {Icon::TriangleAlert, Tone::Amber, Text::tr("The images could not be listed"), snapshot.imageError->sentence};
    if (coverage.images.isEmpty() && snapshot.isBusy(Activity::Comparing))
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("%1, comparing").arg(count), {}};
    if (coverage.images.isEmpty()) {
        return {Icon::CircleX, Tone::Red, Text::tr("There is no image on this computer yet"),
                Text::tr("%1. A new image can be built from a base that is downloaded").arg(count), NextStep::ChooseStrategy};
    }
    if (snapshot.isBusy(Activity::LookingInside))
        return {Icon::LoaderCircle, Tone::Accent, Text::tr("%1, looking inside images").arg(count), closestText(coverage)};
    if (!coverage.best()) {
        return {Icon::CircleHelp, Tone::Muted, Text::tr("%1, no image was looked inside yet").arg(count),
                Text::tr("What the images hold is not known"), snapshot.consentNeeded ? NextStep::None : NextStep::ChooseStrategy};
    }
    return {Icon::CircleX, Tone::Red, snapshot.scripts.size() > 1 ? Text::tr("No image here covers these %1 scripts").arg(snapshot.scripts.size()) : Text::tr("No image here covers this flow"), closestText(coverage), NextStep::ChooseStrategy};
}

} // namespace drydock
