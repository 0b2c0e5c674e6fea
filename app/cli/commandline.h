// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "core/check/check.h"
#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/plan/plan.h"
#include "core/script/inspect.h"

#include <QCommandLineParser>

namespace drydock {

/// What was typed, checked and in the words of core.
struct CommandLine {
    QString command;
    QStringList operands; ///< Scripts, folders or a plan's folder.
    bool json = false;

    EngineChoice engine;
    Network network; ///< Only what options say.
    InspectOptions inspect;
    QStringList images; ///< --image
    bool verify = false; ///< compare --verify
    QString runsOn;
    PlanChoices plan;
    QString output; ///< plan --output
    BuildOptions build;
    bool check = true; ///< Not build --no-check.
    CheckRequest checks; ///< Only what options say.
    QString junit; ///< check --junit
    bool all = false; ///< clean --all
    enum class EntryAction { List, Log, Compare, Retry, Delete } entryAction = EntryAction::List; ///< history
    qint64 entry = 0; ///< Which one; 0 for the list.
    qint64 otherEntry = 0; ///< history --compare
};

/// What the program is asked to say instead of working: help or its version; and how it ends.
struct Notice {
    QString text;
    int status = 0;
};

/// @param arguments without the program's name
/// An Error is "used wrongly" (exit status 2).
Result<std::variant<CommandLine, Notice>> readCommandLine(const QStringList &arguments);

} // namespace drydock
