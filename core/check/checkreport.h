// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/check.h"

namespace drydock {

/// What the program inside wrote: one JSON object a line.
struct CheckAnswers
{
    QList<Check> checks;
    QString debian; ///< Code name of the Debian release in the image, or empty.
    qsizetype begin = -1; ///< Where in the output the program began to answer.
    bool isComplete = false; ///< The program came to its end.
    bool hasBegun() const { return begin >= 0; }
};

/// Lines that are no answers are left out, as is everything before the program began.
/// @param scripts what the flows say of the Python they run on
CheckAnswers readChecks(const QByteArray &output, const CheckRequest &request, const QList<FlowScript> &scripts);

/// What is said when the image's entrypoint ended before anything else could be tried.
QList<Check> installationFailed(const QString &said, const CheckRequest &request);

/// The check of the platform, which the engine alone answers.
/// @param native what the engine runs without emulation, or empty when that is not known
Check platformCheck(const CheckRequest &request, const Image &image, const QString &native);

/// What is said of an image in which nothing can be started that is written in Python.
Check pythonMissingCheck();

} // namespace drydock
