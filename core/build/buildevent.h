// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <variant>

namespace drydock {

/// What happens during a build, the same for every builder. Steps count from 1.
struct StepStarted {
    int step = 0;
    int of = 0; ///< 0 while the builder has not said.
    QString instruction;
};
struct StepCached {
    int step = 0;
};
struct StepFinished {
    int step = 0;
    double seconds = 0;
};
struct StepOutput {
    int step = 0; ///< 0: outside any step.
    int line = 0; ///< Line in the spool, from 1.
    QString text;
};
struct StepFailed {
    int step = 0;
    QString message;
};
struct BuildWarning {
    QString text;
};

using BuildEvent = std::variant<StepStarted, StepCached, StepFinished, StepOutput, StepFailed, BuildWarning>;

} // namespace drydock
