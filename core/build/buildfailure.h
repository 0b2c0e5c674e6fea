// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"

#include <QStringList>

namespace drydock {

/// Where a build stood when it failed.
struct FailedStep {
    int step = 0; ///< 0: before or outside the Dockerfile's instructions.
    int of = 0;
    QString instruction;
    QString message; ///< What the builder said of the failure, or empty.
};

/// "Step 3 of 5 failed.": how the sentence for a failure inside a step begins.
QString failedPlace(int step, int of);

/// The sentence for a failed build: the step and the likeliest cause, read from the last lines of its log.
/// Codes: "no-space", "engine-not-ready", "builder-missing", "builder-lacks-mounts", "dockerfile-invalid", "registry-failed", "base-not-found",
/// "file-not-found", "certificate-not-trusted", "platform-not-emulated", "hash-mismatch", "resolution-conflict", "distribution-not-found",
/// "index-failed", "index-not-reached", "system-package-not-found", "out-of-memory", "needs-compiler", else "build-failed".
/// @param lastLines plain text, without control sequences; the last of them become the details
Error buildFailure(const Engine &engine, const FailedStep &step, const QStringList &lastLines);

} // namespace drydock
