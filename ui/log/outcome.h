// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/theme/icons.h"

namespace drydock {

/// What the band below the log says about the running or last build and its checks.
struct Outcome {
    enum class Action { Stop, NextError, EditAndRetry, NetworkSettings, BuildAgain, CheckAgain };
    Tone tone = Tone::Muted;
    Icon icon = Icon::Info;
    QString what; ///< "Build failed at step 3 of 5."
    QString sentence;
    QList<Action> actions;
    bool isRunning = false;
    int progress = 0; ///< Steps that ended …
    int progressOf = 0; ///< … of these many; 0 while unknown.
    QString note; ///< "about 20 s left", or empty.
};

/// Nothing when nothing was built or checked yet.
std::optional<Outcome> outcomeOf(const Snapshot &snapshot, const QDateTime &now);

/// "Checks", "Checks, 1 failed"
QString checksTitle(const std::optional<CheckReport> &report);

} // namespace drydock
