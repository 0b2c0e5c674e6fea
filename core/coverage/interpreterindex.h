// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"

#include <QHash>
#include <QSet>

#include <memory>

namespace drydock {

/// What coverage asks of an interpreter, prepared once for its contents: asking is then a matter of nanoseconds.
class InterpreterIndex
{
public:
    explicit InterpreterIndex(const Interpreter &python);

    const Interpreter &python() const { return m_python; }
    const QString &normalizedNameOf(const Distribution &distribution) const;
    const Distribution *prefect() const { return m_prefect; } ///< Null when not installed.
    bool prefectHas(const QString &module) const; ///< True also where only the top module is known.
    QStringList lackingForExtra(const QString &extra) const; ///< What an extra of the installed Prefect asks for and is not there.
    bool findsStandard(const QString &module) const; ///< True where it is not known what the standard library holds.
    /// The distribution that provides a module: by the longest match, among equals one of the candidates. Null when none does.
    /// @param candidates normalised names
    const Distribution *providerOf(const QString &module, const QStringList &candidates = {}) const;

private:
    qsizetype find(const QString &normalizedName) const;
    bool isThere(const QString &requirement) const;

    Interpreter m_python; // Shares its lists with whom it came from, and keeps them alive.
    QStringList m_names; ///< Normalised, one for each distribution.
    QHash<QString, qsizetype> m_byName;
    QHash<QString, QList<qsizetype>> m_byRoot; ///< Distributions by the top-level names that they provide.
    QList<QStringList> m_sorted; ///< The modules of each distribution, in order.
    QHash<QString, QStringList> m_lacking; ///< By extra of Prefect.
    QSet<QString> m_standard;
    const Distribution *m_prefect = nullptr;
};

/// The indexes of all contents that were asked about: contents never change, so each is made once.
class InterpreterIndexes
{
public:
    std::shared_ptr<const InterpreterIndex> of(const Interpreter &python);
    /// Lets go of what was not asked for since the last call.
    void dropUnused();

private:
    struct Entry {
        std::shared_ptr<const InterpreterIndex> index;
        bool used = false;
    };
    QHash<const Distribution *, Entry> m_entries; ///< By the address of the list, which the index keeps alive.
};

} // namespace drydock
