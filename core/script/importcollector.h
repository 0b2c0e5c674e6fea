// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/syntaxtree.h"
#include "core/script/flowscript.h"

#include <QHash>

#include <optional>

namespace drydock {

/// An import statement's one bound name, as the syntax alone tells it.
struct FoundImport {
    Import record; ///< module, name, line, necessity, condition, group (counted per file), inFunction.
    QString alias; ///< After `as`, or empty.
    int node = -1; ///< The statement.
};

/// What stands around a node and decides whether and when it runs.
struct Surroundings {
    Necessity necessity = Necessity::Required;
    QString condition;
    int guard = -1; ///< The statement (try, with, if) that makes it optional, of fallbacks in fallbacks the outermost; or -1.
    int clause = -1; ///< The branch of the guard, or of a fallback in it, that it stands in.
    bool dispensable = false; ///< Some way through the guard needs no import.
    bool inFunction = false;
};

/// A condition that holds, or that does not, where some code runs.
struct Premise {
    int condition;
    bool holds;
};

/// Reads surroundings; remembers what it found out about a statement for the next node in it.
class SurroundingsReader
{
public:
    explicit SurroundingsReader(const SyntaxTree &tree)
        : m_tree(tree)
    {
    }
    Surroundings read(int node);
    /// Says in an import record what stands around it; groups and their branches are numbered as they are met.
    void describe(Import &record, const Surroundings &surroundings);
    int groupCount() const { return int(m_groups.size()); }

private:
    /// What a condition says, a variable that stands for one looked up.
    struct Flag {
        enum Meaning { Other, Typing, Platform, Module } meaning = Other;
        QString text; ///< Of a condition on the platform.
    };

    void apply(const QList<Premise> &premises, int statement, int clause, Surroundings &surroundings, QStringList &conditions);
    void guardBy(int statement, int clause, Surroundings &surroundings);
    bool needsNone(int statement);
    bool handlerNeedsNone(int handler);
    Flag flagOf(int condition);
    Flag readFlag(int condition);
    bool tolerates(int statement);

    const SyntaxTree &m_tree;
    QHash<int, bool> m_tolerant;
    QHash<int, bool> m_needsNone;
    QHash<int, int> m_groups;
    QHash<int, QList<int>> m_branches; ///< Of each guard, in the order they were met.
    QHash<int, Flag> m_flags;
    std::optional<QHash<QString, QList<int>>> m_assignments; ///< Assignments to each name outside functions, once they are asked for.
};

/// All import statements of a file, in order of lines. Statements in a region that is not valid Python are recovered where
/// they stand whole.
QList<FoundImport> collectImports(const SyntaxTree &tree, SurroundingsReader &surroundings);

} // namespace drydock
