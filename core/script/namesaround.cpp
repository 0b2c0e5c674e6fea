// SPDX-License-Identifier: Apache-2.0
#include "core/script/namesaround.h"

#include "core/script/loopelements.h"

#include <algorithm>

namespace drydock {

static constexpr int mostNodes = 2000; ///< Of one expression, whose names are looked at.

QStringList namesAround(const SourceView &source, int expression, int place)
{
    const SyntaxTree &tree = source.tree;
    QStringList names;
    if (expression < 0)
        return names;
    const int end = tree.endOf(expression);
    for (int node = expression; node < std::min(end, expression + mostNodes); ++node) {
        if (tree.kind(node) != Syntax::Identifier || tree[node].field == Field::Attribute
            || (tree[node].field == Field::Name && tree.kind(tree[node].parent) == Syntax::KeywordArgument))
            continue;
        const int clause = comprehensionOf(tree, node);
        const int tie = clause >= 0 ? tree[clause].parent : source.names.tieOf(node);
        const bool isWithin = tie >= expression && tie < end; // [x for x in …] is whole in itself
        const bool isAroundBoth = place >= 0 && tie <= place && place < tree.endOf(std::max(tie, 0));
        if (tie < 0 || isWithin || isAroundBoth)
            continue;
        if (const QString name = tree.text(node); !names.contains(name))
            names.append(name);
    }
    return names;
}

} // namespace drydock
