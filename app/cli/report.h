// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/check.h"
#include "core/session/flowsession.h"

namespace drydock {

// The answers as a person reads them in a terminal. Each ends with a newline.

QString scriptsText(const QList<FlowScript> &scripts, const QList<ScriptSearch::Skipped> &skipped);
QString leftOutText(const QList<ScriptSearch::Skipped> &skipped); ///< Empty when nothing was left out.
QString enginesText(const QList<Engine> &engines);
QString imagesText(const QList<Image> &images);
QString coverageText(const Coverage &coverage);
QString adviceText(const Advice &advice);
QString groupsText(const QList<FlowGroup> &groups); ///< Empty for a single one.
/// @param folder where the plan is
QString planText(const BuildPlan &plan, const QString &folder);
QString buildText(const BuildEnd &end, const QString &tag);
QString checksText(const CheckReport &report);

} // namespace drydock
