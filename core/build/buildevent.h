// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <variant>

namespace drydock {

/// What happens during a build, the same for every builder. Steps count from 1.
struct StepStarted {
    int step = 0;
    int of = 0; ///< 0 while the builder has not said. Grows when a builder announces another stage.
    QString instruction;
    friend bool operator==(const StepStarted &, const StepStarted &) = default;
};
struct StepCached {
    int step = 0;
    friend bool operator==(const StepCached &, const StepCached &) = default;
};
struct StepFinished {
    int step = 0;
    double seconds = 0; ///< A builder that does not say gets the time measured by Build; from the parser alone it is -1.
    friend bool operator==(const StepFinished &, const StepFinished &) = default;
};
struct StepOutput {
    int step = 0; ///< 0: outside any step.
    int line = 0; ///< Line in the log, from 1.
    QString text;
    friend bool operator==(const StepOutput &, const StepOutput &) = default;
};
/// How far something of a step is, as fetching the base.
struct StepProgress {
    int step = 0; ///< 0: outside any step, as sending the files of the plan.
    QString what; ///< In the builder's words.
    qint64 done = 0; ///< Bytes.
    qint64 of = 0; ///< 0 while it is not known.
    friend bool operator==(const StepProgress &, const StepProgress &) = default;
};
struct StepFailed {
    int step = 0; ///< 0: outside any step.
    QString message;
    friend bool operator==(const StepFailed &, const StepFailed &) = default;
};
struct BuildWarning {
    QString text;
    friend bool operator==(const BuildWarning &, const BuildWarning &) = default;
};

using BuildEvent = std::variant<StepStarted, StepCached, StepFinished, StepOutput, StepProgress, StepFailed, BuildWarning>;

} // namespace drydock
