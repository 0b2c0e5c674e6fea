// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/deliver/pythontext.h"
#include "core/plan/plan.h"

namespace drydock {

/// One flow that gets lines.
struct LinesTarget
{
    PlannedFlow flow; ///< Its function is a name that can be written.
    QString file; ///< File name of its script.
};

/// What all lines of a plan share.
struct LinesContext
{
    const BuildPlan &plan;
    QString image;
    QString runsOn;
    bool isLocalOnly = false; ///< The image is on this machine alone.
};

/// Prefect 1: a run configuration, or Docker storage.
QString runConfigurations(const LinesContext &context, const QList<LinesTarget> &targets);
/// Prefect 2 and 3: deployments.
QString deployments(const LinesContext &context, const QList<LinesTarget> &targets, int generation);

/// A comment on what has to happen before the service that runs the flow can have an image of this machine, or nothing.
QString mustBePushed(const LinesContext &context);

/// A dictionary display of source texts; an entry "**" is a mapping that is unpacked, and `added` wins.
QString dictionary(SourceArguments entries, const SourceArguments &added);
/// The texts as Python string literals.
SourceArguments pythonStrings(const QMap<QString, QString> &texts);

} // namespace drydock
