// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock::test {

/// A script as a plan holds it: flows by their names, and the functions they are in.
inline BuildPlan::Script script(const QString &path, int generation, const QStringList &names, const QStringList &functions)
{
    BuildPlan::Script script;
    script.path = path;
    script.generation = generation;
    for (qsizetype i = 0; i < names.size(); ++i)
        script.flows.append({names.at(i), functions.value(i)});
    return script;
}

} // namespace drydock::test
