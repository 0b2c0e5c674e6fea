// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/advice.h"

namespace drydock {

/// Flow scripts that one image serves.
struct FlowGroup {
    QStringList scripts; ///< Absolute paths.
    Advice advice; ///< For all of them together.
    QString reason; ///< Why they belong together, and apart from the group before.
};

/// The smallest set of images that covers all scripts of a situation, as far as a first fit finds it: first those that images at
/// hand cover, then shared images to build; no group mixes generations of Prefect, Pythons that exclude each other, or versions
/// that cannot be met at once: by what they ask for, and by what the package index answered about groups formed before. Asking
/// about the groups, and forming them again with the answers, ends with groups that were resolved together. A pure function.
/// @param indexes as of compare()
QList<FlowGroup> groupsOf(const Situation &situation, const Answers &answers = {}, const QMap<QString, ImportTrial> &trials = {},
                          InterpreterIndexes *indexes = nullptr);

/// The scripts of a group, in its order.
QList<FlowScript> scriptsOf(const FlowGroup &group, const QList<FlowScript> &scripts);

/// All scripts with the advice that stands for them.
FlowGroup soleGroup(const Situation &situation, const Advice &advice);

/// The answer of `drydock-cli advise --json`.
QJsonObject toJson(const Advice &advice, const QList<FlowGroup> &groups);

} // namespace drydock
