// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/environment.h"
#include "core/script/flowscript.h"

#include <QHash>

namespace drydock {

/// Says which distribution provides an import and how that is known, best evidence first: the person's word, the
/// person's own environment, what the project declares, what it locks, the table, the name itself.
class Provenance
{
public:
    /// @param said import name → distribution, by the person
    /// @param locked lives as long as this
    /// @param environment may be null; lives as long as this
    /// @param title what the person calls the environment
    Provenance(const QMap<QString, QString> &said, const QList<DeclaredRequirement> &declared,
               const QList<DeclaredRequirement> &locked, const PythonEnvironment *environment, const QString &title);

    /// Fills distributions, confidence, evidence and, for the standard library, since and until.
    void explain(Import &import) const;

private:
    bool bySaying(Import &import) const;
    bool byEnvironment(Import &import, bool known) const;
    bool byPython2(Import &import) const;
    bool byDeclaration(Import &import) const;
    bool byLock(Import &import) const;

    const QMap<QString, QString> m_said;
    QHash<QString, DeclaredRequirement> m_declared; ///< Normalised name → declaration.
    const QList<DeclaredRequirement> &m_lockedList;
    mutable QHash<QString, const DeclaredRequirement *> m_locked; ///< The same by normalised name, once one was asked for.
    const PythonEnvironment *m_environment;
    const QString m_title;
};

} // namespace drydock
