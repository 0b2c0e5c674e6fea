// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/syntaxtree.h"
#include "core/script/flowscript.h"

#include <optional>

namespace drydock {

/// What is one of two: of the kind that both are, or of one that names both. What they do not share shows both.
Storage oneOf(const Storage &a, const Storage &b);
RunConfig oneOf(const RunConfig &a, const RunConfig &b);

/// The branch of an `if` around a node that another node does not stand in, or -1. `if __name__ == …` counts for none: what stands
/// in there is what registers the flow.
int branchWithout(const SyntaxTree &tree, int node, int other);
/// Whether each branch of the `if` that a branch belongs to, `else` among them, holds one of the nodes.
bool everyBranchHolds(const SyntaxTree &tree, int branch, const QList<int> &nodes);

/// What something is set to, in source order: the last value, and those that stand when its branch is not taken.
template <typename Object>
class Alternatives
{
public:
    explicit Alternatives(const SyntaxTree &tree) : m_tree(&tree) { }

    /// @param node where it is set
    void set(const Object &object, int node)
    {
        const int branch = clear(node);
        m_objects.append(object);
        m_nodes.append(node);
        if (branch >= 0 && everyBranchHolds(*m_tree, branch, m_nodes)) {
            const int whole = (*m_tree)[branch].parent;
            keep([this, whole](int each) { return each >= whole && each < m_tree->endOf(whole); });
        }
    }
    /// It is set to something unknown there. Gives the branch where what it was before stays possible, or -1.
    int clear(int node)
    {
        int branch = -1;
        keep([&](int each) {
            const int without = branchWithout(*m_tree, node, each);
            branch = without >= 0 ? without : branch;
            return without >= 0;
        });
        return branch;
    }
    std::optional<Object> value() const
    {
        std::optional<Object> all;
        for (const Object &each : m_objects)
            all = all ? oneOf(*all, each) : each;
        return all;
    }
    qsizetype size() const { return m_objects.size(); }

private:
    template <typename Function>
    void keep(Function stays)
    {
        for (qsizetype i = m_nodes.size() - 1; i >= 0; --i) {
            if (stays(m_nodes[i]))
                continue;
            m_nodes.removeAt(i);
            m_objects.removeAt(i);
        }
        // A value for each turn of a generated script would make the work grow with the square of its size.
        constexpr qsizetype most = 20;
        while (m_nodes.size() >= most) {
            m_nodes.removeFirst();
            m_objects.removeFirst();
        }
    }

    const SyntaxTree *m_tree; ///< Never null.
    QList<Object> m_objects;
    QList<int> m_nodes;
};

} // namespace drydock
