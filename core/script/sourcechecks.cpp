// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"

#include "core/python/lexicallines.h"
#include "core/script/problems.h"

#include <QCoreApplication>
#include <QHash>

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

/// `from a import b,` without parentheses, and a plain argument after one with a name: the grammar takes both.
bool isMisplaced(const SyntaxTree &tree, int node)
{
    if (tree.kind(node) == Syntax::ImportFrom)
        return tree.bytes(node).endsWith(',');
    if (tree.kind(node) != Syntax::ArgumentList)
        return false;
    bool named = false;
    bool unpacked = false;
    for (int each = tree[node].child; each >= 0; each = tree[each].next) {
        const Syntax kind = tree.kind(each);
        if (kind == Syntax::Comment || tree.bytes(each).startsWith('\\')) // or a line that goes on
            continue;
        if (kind == Syntax::ListSplat ? unpacked : kind != Syntax::KeywordArgument && kind != Syntax::DictionarySplat && (named || unpacked))
            return true;
        named = named || kind == Syntax::KeywordArgument;
        unpacked = unpacked || kind == Syntax::DictionarySplat;
    }
    return false;
}

/// How far a line is indented, as Python measures it: in columns with tabs to each eighth, and in characters.
struct Indentation
{
    int columns = 0;
    int characters = 0;
    bool isKnown = false; ///< The statement begins its line.
};

Indentation indentationOf(const SyntaxTree &tree, int statement)
{
    const QByteArray &source = tree.source();
    const qsizetype start = tree[statement].start;
    qsizetype line = start;
    while (line > 0 && (source[line - 1] == ' ' || source[line - 1] == '\t'))
        --line;
    if (line > 0 && source[line - 1] != '\n')
        return {}; // after a semicolon, a form feed, a colon
    if (line > 1 && (source[line - 2] == '\\' || (line > 2 && source[line - 2] == '\r' && source[line - 3] == '\\')))
        return {}; // the line before goes on
    Indentation found{0, int(start - line), true};
    constexpr int tab = 8;
    for (; line < start; ++line)
        found.columns = source[line] == '\t' ? (found.columns / tab + 1) * tab : found.columns + 1;
    return found;
}

/// The first statement whose indentation Python refuses, or -1: one of the file itself that has any, or one whose tabs and blanks
/// leave its depth to taste.
int misindented(const SyntaxTree &tree)
{
    const bool hasTabs = tree.source().contains('\t');
    QHash<int, Indentation> blocks; // of what stands in each
    for (int node = tree.size() > 0 ? tree[0].child : -1; node >= 0; node = tree[node].next) {
        const Indentation found = tree.kind(node) == Syntax::Comment ? Indentation() : indentationOf(tree, node);
        if (found.isKnown && found.characters > 0)
            return node;
    }
    for (int block = 0; block < tree.size(); ++block) {
        if (tree.kind(block) != Syntax::Block)
            continue;
        Indentation first;
        for (int node = tree[block].child; node >= 0; node = tree[node].next) {
            const Indentation found = tree.kind(node) == Syntax::Comment ? Indentation() : indentationOf(tree, node);
            if (!found.isKnown)
                continue;
            if (first.isKnown && (found.columns != first.columns || found.characters != first.characters))
                return node;
            first = found;
        }
        if (!hasTabs || !first.isKnown)
            continue;
        blocks.insert(block, first);
        int around = tree[block].parent;
        while (around >= 0 && !blocks.contains(around))
            around = tree[around].parent;
        if (around >= 0 && first.columns > blocks[around].columns && first.characters <= blocks[around].characters)
            return tree[block].child;
    }
    return -1;
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
        if (kind != Syntax::Error && !tree[node].missing && !oldPrint && kind != Syntax::Exec && !lacksBody(tree, node) && !isMisplaced(tree, node))
            continue;
        line = tree[node].line;
        // An error as large as the file says nothing while there is one inside.
        if (tree[node].parent >= 0)
            last = tree.lineOf(tree[node].end);
    }
    if (line == 0) {
        const int node = misindented(tree);
        return node < 0 ? 0 : tree[node].line;
    }
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
