// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/log/escapes.h"

namespace drydock {

/// What standard error is, as far as it matters for what is written there.
struct Terminal {
    bool isThere = false; ///< Else it is a file or a pipe, or a terminal that cannot move its cursor.
    bool hasColour = false;
    int columns = 80;
    int rows = 24;
};
Terminal terminalOfErrors();

/// A line for a terminal.
struct TerminalLine {
    QList<TextSpan> spans;
    QString end; ///< Stays to be seen when the spans have to be cut.
    bool isWhole = false; ///< Goes on in the next row rather than being cut.
};

/// How many columns a text takes: East Asian characters take two, accents of their own none.
int columnsOf(const QString &text);
/// The line with its colours, cut to the terminal unless it is whole. Nothing in its texts is obeyed by the terminal.
QString rendered(const TerminalLine &line, const Terminal &terminal);

} // namespace drydock
