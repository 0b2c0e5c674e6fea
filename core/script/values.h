// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/classmembers.h"
#include "core/script/names.h"

namespace drydock {

/// The arguments of a call.
struct Arguments {
    QList<int> positional;
    QMap<QString, int> named;
    int unread = -1; ///< A mapping that `**` unpacks and that cannot be read, or -1.

    /// The argument given by name or at a position (-1: by name only), or -1.
    int find(const QString &name, int position = -1) const;
};
/// As they are written; what `**` unpacks is left out.
Arguments argumentsOf(const SyntaxTree &tree, int call);

/// Reads literals, constants of the same file, f-strings and sums of them; nothing is executed.
class Values
{
public:
    Values(const SyntaxTree &tree, const Names &names);

    SourceValue value(int node) const;
    /// The text that an expression certainly is, or a null QString.
    QString text(int node) const;
    /// The text, or the source text of what is not known to be one.
    QString textOrExpression(int node) const;
    /// The same inside a function of this file that is called so: its parameters stand for what the call gives.
    QString textInCall(int node, int call, int function) const;
    /// The arguments of a call with those that `**` unpacks from a dictionary display or dict(…) call of this file, and those
    /// that functools.partial bound before.
    Arguments arguments(int call) const;
    /// The keys and values of a dictionary display or dict(…) call, through a constant too. What cannot be read stands under
    /// "**" as its source text.
    QMap<QString, SourceValue> dictionary(int node) const;
    /// What `Class.NAME`, `self.name` or an enumeration's `Class.NAME.value` is in this file, or -1.
    int member(int attribute) const;
    /// What stands under a key of a dictionary display or dict(…) call, through constants too, or -1.
    int entry(int mapping, const QString &key) const;
    /// The elements of a list or tuple display, through constants too.
    QList<int> elements(int list) const;
    /// What `mapping["key"]` or `list[1]` of a literal that nothing changes stands for, or -1.
    int item(int subscript) const;
    /// The call that an expression is or that its variable was last given before, or -1.
    int call(int node) const;

private:
    int dictionaryNode(int node) const;
    Arguments givenArguments(int call) const;
    void unpack(int mapping, int depth, Arguments &into) const;
    void readDictionary(int node, int depth, QMap<QString, SourceValue> &entries) const;
    QJsonValue literal(int node, int depth) const;
    QJsonValue string(int node, int depth) const;
    QJsonValue sum(int node, int depth) const;
    QJsonValue joinedPath(int call, int depth) const;
    QJsonValue dictCall(int call, int depth) const;

    const SyntaxTree &m_tree;
    const Names &m_names;
    ClassMembers m_members;
    mutable int m_parameters = -1; ///< The list of those that stand for something while a call is looked into.
    mutable QHash<QString, int> m_given; ///< What they stand for, by name.
    mutable int m_steps = 0; ///< Spent on the value being read: constants that double each other end somewhere.
};

} // namespace drydock
