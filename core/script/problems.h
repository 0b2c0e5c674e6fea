// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

#include <QList>

namespace drydock {

/// The one table of problem codes that reading a script can give; the window and the command line share it.
struct ProblemKind {
    QString code;
    Severity severity;
    QString meaning; ///< One sentence for documentation and tooltips.
};
const QList<ProblemKind> &problemKinds();

/// A problem of a code of the table, with its severity from there.
Problem problem(const QString &code, int line, const QString &message, const QString &fix = {});

} // namespace drydock
