// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

namespace drydock {

/// The kinds of Python syntax that anything here asks for; all else is Other.
enum class Syntax : quint8 {
    Other, Error, Module, Import, ImportFrom, FutureImport, DottedName, AliasedImport, RelativeImport, WildcardImport,
    Identifier, Attribute, Call, ArgumentList, KeywordArgument, DictionarySplat, ListSplat, String, StringStart, StringContent,
    Interpolation, FormatSpecifier, ConcatenatedString, Integer, Float, True, False, None, List, Tuple, Dictionary, Pair, Set,
    Subscript, UnaryOperator, BinaryOperator, Comparison, BooleanOperator, NotOperator, Parenthesized, Assignment,
    AugmentedAssignment, NamedExpression, ExpressionStatement, If, Elif, Else, Try, Except, Finally, With, WithClause, WithItem,
    AsPattern, AsPatternTarget, Function, Class, Lambda, Decorated, Decorator, Block, Return, Raise, For, While, Await,
    Print, Exec, Chevron, Comment, ForIn, Conditional,
};

/// The role of a node in its parent.
enum class Field : quint8 {
    None, Alias, Alternative, Argument, Arguments, Attribute, Body, Condition, Consequence, Definition, Expression, Function, Key,
    Left, ModuleName, Name, Object, Operator, Right, Subject, Subscript, Superclasses, Value,
};

/// A named node, or one that the parser missed. Links are indexes into the tree; -1 is none.
struct SyntaxNode {
    Syntax kind = Syntax::Other;
    Field field = Field::None;
    bool missing = false; ///< The parser expected it here; the source has nothing.
    quint32 start = 0; ///< Bytes of the source …
    quint32 end = 0; ///< … up to, not including, this one.
    int line = 0; ///< From 1.
    int parent = -1;
    int next = -1; ///< The following sibling.
    int child = -1; ///< The first child.
    int function = -1; ///< The function in whose body it stands.
};

/// The syntax of one Python source as a flat table in source order: walking it is a loop over indexes, never recursion,
/// whatever the nesting. A broken source has a tree too, with Error nodes where it could not be read.
class SyntaxTree
{
public:
    SyntaxTree() = default;
    /// @param isCancelled polled while parsing; what was read until then is in the tree
    static SyntaxTree parse(const QByteArray &utf8, const std::function<bool()> &isCancelled = {});

    const QByteArray &source() const { return m_source; }
    int size() const { return static_cast<int>(m_nodes.size()); }
    const SyntaxNode &operator[](int node) const { return m_nodes[static_cast<size_t>(node)]; }
    Syntax kind(int node) const { return node < 0 ? Syntax::Other : (*this)[node].kind; }
    /// The first child in a role, or -1. A node of -1 has no children.
    int child(int node, Field field) const;
    int child(int node, Syntax kind) const;
    QByteArrayView bytes(int node) const;
    QString text(int node) const;
    /// The index after the last node inside `node`.
    int endOf(int node) const;
    /// The 1-based line on which a byte stands.
    int lineOf(quint32 byte) const;

private:
    QByteArray m_source;
    std::vector<SyntaxNode> m_nodes;
};

} // namespace drydock
