// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <vector>

namespace drydock {

/// What strings, comments and brackets alone say about the lines of a Python source, valid or not.
struct LexicalLines {
    /// For each line, from 0: whether it begins inside a string of three quotes.
    std::vector<bool> beginsInString;
    /// The source, byte for byte as long, with blanks for the line breaks and comments inside brackets, where they mean nothing.
    QByteArray unfolded;
    /// Every bracket and every string is closed.
    bool balanced = false;
    /// Line of the innermost bracket, or of the string of three quotes, that the file leaves open, from 1; or 0.
    int openLine = 0;
};

LexicalLines readLexicalLines(const QByteArray &utf8);

} // namespace drydock
