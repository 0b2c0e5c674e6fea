// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"

#include "core/python/lexicallines.h"
#include "core/script/problems.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Whether a statement that holds others holds none: the grammar takes a comment for a body.
bool lacksBody(const SyntaxTree &tree, int node)
{
    switch (tree.kind(node)) {
    case Syntax::Function:
    case Syntax::Class:
    case Syntax::If:
    case Syntax::Elif:
    case Syntax::Else:
    case Syntax::For:
    case Syntax::While:
    case Syntax::With:
    case Syntax::Try:
    case Syntax::Except:
    case Syntax::Finally:
        break;
    default:
        return false;
    }
    const int block = tree.child(node, Syntax::Block);
    for (int each = block < 0 ? -1 : tree[block].child; each >= 0; each = tree[each].next) {
        if (tree.kind(each) != Syntax::Comment)
            return false;
    }
    return true;
}

/// Line of the first thing that Python 3 would refuse, or 0.
int syntaxErrorLine(const SyntaxTree &tree)
{
    int line = 0; // of the first error …
    int last = 0; // … and where it ends
    for (int node = 0; node < tree.size() && !last; ++node) {
        const Syntax kind = tree.kind(node);
        // `print >> file, text` is an expression of Python 3 too, whatever it does.
        const bool oldPrint = kind == Syntax::Print && tree.child(node, Syntax::Chevron) < 0;
        if (kind != Syntax::Error && !tree[node].missing && !oldPrint && kind != Syntax::Exec && !lacksBody(tree, node))
            continue;
        line = tree[node].line;
        // An error as large as the file says nothing while there is one inside.
        if (tree[node].parent >= 0)
            last = tree.lineOf(tree[node].end);
    }
    if (line == 0)
        return 0;
    // What a bracket that is never closed makes of the rest is seen far from it.
    const int open = readLexicalLines(tree.source()).openLine;
    return open > 0 && (last == 0 || open <= last) ? open : line;
}

} // namespace

QList<Problem> sourceProblems(const SourceFile &file)
{
    QList<Problem> problems;
    if (!file.text.problem.isEmpty())
        problems.append(problem(u"encoding"_s, file.text.problemLine, file.text.problem));
    if (file.text.nullByteLine) {
        problems.append(problem(u"syntax-error"_s, file.text.nullByteLine,
                                QCoreApplication::translate("sourceProblems", "The file holds a null byte, which Python refuses. Save it again as plain text.")));
    } else if (const int line = syntaxErrorLine(file.tree)) {
        problems.append(problem(u"syntax-error"_s, line,
                                QCoreApplication::translate("sourceProblems", "Python 3 cannot read the file from about line %1 on. What stands outside the broken part was read.")
                                    .arg(line)));
    }
    return problems;
}

} // namespace drydock
