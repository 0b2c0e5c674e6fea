// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/values.h"

namespace drydock {

/// One parsed file seen through its names; what collectors work on.
struct SourceView
{
    const SyntaxTree &tree;
    const Names &names;
    Values values;

    SourceView(const SyntaxTree &syntaxTree, const Names &fileNames)
        : tree(syntaxTree), names(fileNames), values(syntaxTree, fileNames)
    { }
};

/// `something.storage = …` or `.run_config = …` on an object that is no flow of its file: a helper's parameter, say.
struct LooseSetting
{
    QString function; ///< The function that holds it, or empty.
    int parameter = -1; ///< Which parameter of it the object is; -1 when it is none.
    std::optional<Storage> storage;
    std::optional<RunConfig> runConfig;
};

/// What another file of the person's own gives to the flows of a script, under the names that the script has for it
/// ("conf.STORAGE", ".helpers.configure").
struct SharedObjects
{
    QHash<QString, QString> origins; ///< Prefect's things under another name.
    QHash<QString, Storage> storages; ///< Variables, and functions that return one.
    QHash<QString, RunConfig> runConfigs;
    QHash<QString, QList<LooseSetting>> helpers; ///< Functions that set something on a parameter.
    QHash<QString, bool> decorators; ///< Functions that make flows of what they decorate.

    bool isEmpty() const
    {
        return origins.isEmpty() && storages.isEmpty() && runConfigs.isEmpty() && helpers.isEmpty() && decorators.isEmpty();
    }
    /// Adds what a module holds, under the name that the script knows the module by.
    void add(const QString &module, const SharedObjects &held);
    /// Adds what it holds under one dotted name under another name too.
    void rename(const QString &from, const QString &to, const SharedObjects &held);
    /// Adds what it holds of a module's under the names that they have in there: `from module import *`.
    void unpack(const QString &module, const SharedObjects &held);
};

/// What a file holds for others, under its own names.
SharedObjects sharedObjects(const SourceView &source);

/// Reads Prefect's objects from the expressions that make them: a call, a variable, a function that returns one.
class PrefectObjects
{
public:
    PrefectObjects(const SourceView &source, const SharedObjects &shared);

    /// Empty when the expression is not known to be one.
    std::optional<Storage> storage(int expression) const;
    /// @param place where its arguments shall mean the same: the node that makes the flow, or -1
    std::optional<RunConfig> runConfig(int expression, int place = -1) const;
    /// The same for what a flow is given: what cannot be read is of a kind that is its source text. Empty for None
    /// alone.
    std::optional<Storage> givenStorage(int expression) const;
    std::optional<RunConfig> givenRunConfig(int expression, int place = -1) const;

private:
    template <typename Object>
    std::optional<Object> find(int expression, const QHash<QString, Object> &shared,
                               QHash<int, std::optional<Object>> &returned, int place, int depth) const;
    template <typename Object>
    std::optional<Object> findAlternatives(int expression, const QHash<QString, Object> &shared,
                                           QHash<int, std::optional<Object>> &returned, int place, int depth) const;
    bool isProperty(int function) const;
    int baseCall(int call) const;
    std::optional<Storage> make(int call, int place, const Storage *) const;
    std::optional<RunConfig> make(int call, int place, const RunConfig *) const;
    QMap<QString, SourceValue> arguments(int call, const QStringList &positional) const;
    void readTemplate(RunConfig &config, int expression) const;
    void tie(RunConfig &config, int call, const QStringList &positional, int place) const;

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const SharedObjects &m_shared;
    mutable QHash<int, int> m_baseCalls; ///< By class.
    mutable QHash<int, std::optional<Storage>> m_returnedStorages; ///< By function: each is read once.
    mutable QHash<int, std::optional<RunConfig>> m_returnedRunConfigs;
};

} // namespace drydock
