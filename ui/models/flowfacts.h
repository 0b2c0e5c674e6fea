// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/theme/icons.h"

namespace drydock {

/// One thing that a script says about its flows, with the lines that say it.
struct FlowFact
{
    enum Kind { Flows, Prefect, Storage, RunsOn, Image } kind = Flows;
    Icon icon = Icon::Workflow;
    QString text; ///< "Prefect 3, assumed"
    QString tip; ///< How it is known, or all of it where the text sums up.
    QString brief; ///< For a narrow place; empty where the text is as good.
    QList<LineOfText> places; ///< "etl, line 12", each with its line; none where no line says it.
};

/// Flows and tasks, Prefect, storage, run configuration or work pool, image; what the script does not say is left out.
QList<FlowFact> flowFacts(const FlowScript &script);
/// The same at a glance for everything that is open; of several scripts, only what can be added up.
QList<FlowFact> flowFacts(const Snapshot &snapshot);

} // namespace drydock
