// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Finds the flows that an expression stands for, among those that were made so far.
class FlowIndex
{
public:
    explicit FlowIndex(const SourceView &source) : m_source(source), m_tree(source.tree) { }

    /// @param node the expression that makes the flow, in source order
    void add(const Flow &flow, int node, qsizetype flowIndex);
    /// A call that may hand a flow to a function of this file.
    void addCall(int call);
    bool isCalled(int function) const;
    /// The calls of a function of this file, in source order.
    QList<int> callsOf(int function) const;
    /// Indexes of flows. A parameter stands for what the calls hand over.
    QList<qsizetype> flowsOf(int expression) const;
    /// Whether an expression is a parameter, of which function, and which one; -1 when it is none.
    struct Parameter
    {
        int function = -1;
        int position = -1;
    };
    Parameter parameterOf(int expression) const;
    /// The argument that a call hands to a parameter, or -1.
    int argumentFor(int call, const QString &name, int position) const;

private:
    struct Made
    {
        int node;
        qsizetype flow;
    };
    void find(int expression, int depth, QList<qsizetype> &into) const;
    void findByName(int identifier, int depth, QList<qsizetype> &into) const;
    void findInLoop(int loop, int identifier, int depth, QList<qsizetype> &into) const;

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    QHash<QPair<int, QString>, QList<Made>> m_byName; ///< (function or -1, variable or attribute)
    QHash<int, QList<qsizetype>> m_byFunction; ///< Flows made in a function.
    QHash<int, qsizetype> m_byNode;
    QHash<QString, QList<int>> m_calls; ///< By the called function's name.
    mutable int m_steps = 0; ///< Spent so far on loops and calls, which may multiply.
};

} // namespace drydock
