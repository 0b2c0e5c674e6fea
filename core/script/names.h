// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/importcollector.h"

#include <QHash>

namespace drydock {

/// What the names of one file stand for: imported things by their dotted origin, variables by what is assigned to them.
class Names
{
public:
    Names(const SyntaxTree &tree, const QList<FoundImport> &imports);

    /// "prefect.storage.GitHub" for whatever expression leads there (aliases, attributes, plain variables); else empty.
    QString origin(int node) const;
    /// The expressions assigned to an identifier where `node` stands, in source order.
    QList<int> values(int node) const;
    /// The function or class defined in this file that an identifier names, or -1.
    int definition(const QString &name) const { return m_definitions.value(name, -1); }

private:
    struct Binding {
        QString origin;
        QList<int> values;
    };
    const Binding *find(int node, const QString &name) const;

    const SyntaxTree &m_tree;
    QHash<QPair<int, QString>, Binding> m_bindings; ///< (enclosing function or -1, name)
    QHash<QString, int> m_definitions;
    QStringList m_stars; ///< Modules of `from m import *`.
};

} // namespace drydock
