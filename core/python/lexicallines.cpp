// SPDX-License-Identifier: Apache-2.0
#include "core/python/lexicallines.h"

#include <algorithm>

namespace drydock {

LexicalLines readLexicalLines(const QByteArray &utf8)
{
    LexicalLines lines;
    lines.unfolded = utf8;
    lines.beginsInString.push_back(false);
    const QByteArrayView source(utf8);
    char *const unfolded = lines.unfolded.data();
    std::vector<int> brackets; // the lines of those that are open
    const auto line = [&lines] { return static_cast<int>(lines.beginsInString.size()); };
    bool stray = false; // a bracket was closed that was not open
    bool open = false; // the file ends in a string
    for (qsizetype at = 0; at < source.size(); ++at) {
        const char c = source[at];
        if (c == '\n') {
            if (!brackets.empty())
                unfolded[at] = ' ';
            lines.beginsInString.push_back(false);
        } else if (c == '#') {
            const qsizetype found = source.indexOf('\n', at);
            const qsizetype end = found < 0 ? source.size() : found;
            if (!brackets.empty())
                std::fill(unfolded + at, unfolded + end, ' ');
            at = end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            brackets.push_back(line());
        } else if (c == ')' || c == ']' || c == '}') {
            stray = stray || brackets.empty();
            if (!brackets.empty())
                brackets.pop_back();
        } else if (c == '"' || c == '\'') {
            const bool three = at + 2 < source.size() && source[at + 1] == c && source[at + 2] == c;
            const int start = line();
            qsizetype end = at + (three ? 3 : 1);
            for (open = true; open && end < source.size(); ++end) {
                if (source[end] == '\\' && end + 1 < source.size())
                    end += source[end + 1] == '\r' && end + 2 < source.size() ? 2 : 1; // raw strings keep the quote too
                else if (source[end] == c && (!three || (end + 2 < source.size() && source[end + 1] == c && source[end + 2] == c)))
                    open = false;
                else if (source[end] == '\n' && !three)
                    break; // a string that was never closed ends with its line
                if (source[end] == '\n')
                    lines.beginsInString.push_back(three);
            }
            if (open && !three && end < source.size()) {
                stray = true;
                at = end - 1;
            } else {
                lines.openLine = open && three ? start : 0;
                at = end - 1 + (three && !open ? 2 : 0);
            }
        }
    }
    lines.balanced = brackets.empty() && !stray && !open;
    if (lines.openLine == 0 && !brackets.empty())
        lines.openLine = brackets.back();
    return lines;
}

} // namespace drydock
