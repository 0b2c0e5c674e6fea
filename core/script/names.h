// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/importcollector.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace drydock {

/// The parenthesised parameter list of a function, or -1.
int parametersOf(const SyntaxTree &tree, int function);
/// The identifier that a parameter binds, or -1.
int parameterName(const SyntaxTree &tree, int parameter);

/// The variable or attribute that takes what an expression makes, or empty.
QString targetOf(const SyntaxTree &tree, int node);

/// What the names of one file stand for: imported things by their dotted origin, variables by what is assigned to them.
class Names
{
public:
    Names(const SyntaxTree &tree, const QList<FoundImport> &imports);

    /// "prefect.storage.GitHub" for whatever expression leads there (aliases, attributes, plain variables, functools.partial,
    /// a class of this file that derives from it); else empty.
    QString origin(int node) const;
    /// What an identifier may stand for where `node` stands, in source order: expressions, or the `for` statement or parameter
    /// list that gives it its values.
    QList<int> values(int node) const;
    /// The last of them that stands before the node when both are of one function, else the last of all; -1 when there is none.
    int valueBefore(int node) const;
    /// All those that it may be the last of, in source order.
    QList<int> valuesBefore(int node) const;
    /// The loop or function outside of which an identifier means nothing, or something else; -1 when it means the same in the
    /// whole file.
    int tieOf(int node) const;
    /// The call of functools.partial that an expression is, through a variable too; else -1.
    int partialCall(int node) const;
    /// The function or class defined in this file that an identifier names, or -1.
    int definition(const QString &name) const { return m_definitions.value(name, -1); }
    /// Whether entries of a variable are set or taken away somewhere in the file.
    bool isChanged(const QString &name) const;
    /// What names of the person's own modules really are: "common.Flow" is "prefect.Flow".
    void setReexports(const QHash<QString, QString> &origins)
    {
        m_reexports = origins;
        m_origins.clear();
    }
    /// Names of this file that stand for something of Prefect's.
    QHash<QString, QString> prefectNames() const;
    /// Names of this file that stand for what it imports from elsewhere, with the dotted origin there ("base.task").
    QHash<QString, QString> handedOn() const;
    const QStringList &stars() const { return m_stars; }

private:
    struct Binding {
        QString origin;
        QList<int> values;
    };
    using Scoped = QPair<int, QString>; ///< (enclosing function or -1, name)

    QString findOrigin(int node) const;
    QString attributeAskedFor(int call) const;
    bool isPartial(int call) const;
    QHash<QString, QString> moduleNames() const; ///< Names outside functions that are known to be imported from somewhere.
    void bind(int scope, int target, int value);
    void bindParameters(int function);
    const Binding *find(int node, const QString &name, int *where = nullptr) const;

    const SyntaxTree &m_tree;
    QHash<Scoped, Binding> m_bindings;
    QHash<QString, int> m_definitions;
    QStringList m_stars; ///< Modules of `from m import *`.
    QHash<QString, QString> m_reexports;
    mutable std::optional<QSet<QString>> m_changed; ///< Names whose entries change, once it is asked for.
    mutable QHash<int, QString> m_origins; ///< Those found so far, by node.
};

} // namespace drydock
