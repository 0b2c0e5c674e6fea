// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"

#include <QHash>
#include <QMap>

#include <memory>
#include <unordered_map>
#include <vector>

namespace drydock {

/// A distribution in one version: one value for all images that hold it, so that its address tells it from others.
struct Release {
    QString name;
    QString normalizedName;
    QString version;
};

/// What many images have in common, kept once: texts by number, and releases.
class SharedNames
{
public:
    int add(const QString &text); ///< The text's number.
    int find(const QString &text) const { return m_numbers.value(text, -1); }
    QList<int> findDotted(const QString &module) const; ///< The numbers of a module and of the packages it is in, itself first.
    const Release *release(const Distribution &distribution);

private:
    QHash<QString, int> m_numbers;
    std::unordered_map<quint64, Release> m_releases; ///< By the numbers of name and version.
};

/// What coverage asks of an interpreter, prepared once for its contents: asking is then a matter of nanoseconds. Modules are
/// numbers of the shared names; where one is dotted, the packages it is in follow it.
class InterpreterIndex
{
public:
    /// @param names outlive the index
    InterpreterIndex(const Interpreter &python, SharedNames &names);

    const Interpreter &python() const { return m_python; }
    int version() const { return m_version; } ///< The number of its version's text.
    int minor() const { return m_minor; }
    const Release *prefect() const { return m_prefect; } ///< Null when not installed.
    int prefectGeneration() const { return m_prefectGeneration; }
    bool prefectHas(int module) const; ///< True also where only the top module is known.
    const QStringList &lackingForExtra(const QString &extra) const; ///< What an extra of the installed Prefect asks for and is not there.
    bool findsStandard(const QList<int> &module) const; ///< True also where it is not known what the standard library holds.
    /// The distribution that provides a module: by the longest match, among equals one of the candidates. Null when none does.
    /// @param candidates normalised names
    const Release *providerOf(const QList<int> &module, const QStringList &candidates = {}) const;

private:
    struct Provided {
        int module;
        int distribution;
        friend auto operator<=>(const Provided &, const Provided &) = default;
    };
    struct Standard {
        int module;
        bool hasSubmodules; ///< That are known.
    };

    Interpreter m_python; // Shares its lists with whom it came from, and keeps them alive.
    int m_version = 0;
    int m_minor = 0;
    std::vector<const Release *> m_releases; ///< One for each distribution.
    std::vector<Provided> m_provided; ///< In order.
    std::vector<Standard> m_standard; ///< By number.
    const Release *m_prefect = nullptr;
    int m_prefectGeneration = 0;
    int m_prefectDistribution = -1;
    bool m_knowsPrefectModules = false;
    QMap<QString, QStringList> m_lacking; ///< By extra of Prefect.
};

/// The indexes of all contents that were asked about: contents never change, so each is made once.
class InterpreterIndexes
{
public:
    std::shared_ptr<const InterpreterIndex> of(const Interpreter &python);
    const SharedNames &names() const { return m_names; }
    /// Lets go of what was not asked for since the last call.
    void dropUnused();

private:
    struct Entry {
        std::shared_ptr<const InterpreterIndex> index;
        bool used = false;
    };
    SharedNames m_names;
    QHash<const Distribution *, Entry> m_entries; ///< By the address of the list, which the index keeps alive.
};

} // namespace drydock
