// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/syntaxtree.h"

#include <QHash>
#include <QSet>

namespace drydock {

/// What the classes of one file hold: constants of their bodies, and what their methods give to `self`.
class ClassMembers
{
public:
    explicit ClassMembers(const SyntaxTree &tree) : m_tree(tree) { }

    /// The only value that `name` has in a class of this file, or -1. Bases are not looked into.
    int value(int classDefinition, const QString &name) const;
    /// The class in whose body a node stands, or -1.
    int classAround(int node) const;

private:
    void read() const;

    const SyntaxTree &m_tree;
    mutable bool m_isRead = false;
    mutable QHash<QPair<int, QString>, QList<int>> m_inBody;
    mutable QHash<QPair<int, QString>, QList<int>> m_ofSelf; ///< self.name = …
    mutable QSet<QString> m_ofOthers; ///< "Settings.NAME", given a value from outside the class.
};

} // namespace drydock
