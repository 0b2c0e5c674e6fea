// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/theme/icons.h"

namespace drydock {

/// The one thing to do next; the window offers it beside the verdict.
enum class NextStep { None, ChooseStrategy, SharedImages, LinesToPaste, ShowChecks };

/// What is true now, in one sentence.
struct Verdict {
    Icon icon = Icon::Info;
    Tone tone = Tone::Muted;
    QString sentence;
    QString detail;
    NextStep next = NextStep::None;
};

/// @param now decides how a time is said
Verdict verdictOf(const Snapshot &snapshot, const QDateTime &now);

/// What works in the background while the verdict says something else; empty when nothing does.
QString activityText(const Snapshot &snapshot);

/// The image that the lines name: one that covers everything, the last one built here first. Null when there is none.
const ImageCoverage *coveringImage(const Snapshot &snapshot);

int neededCount(const Coverage &coverage); ///< Distinct modules that count.
int optionalCount(const Coverage &coverage);

} // namespace drydock
