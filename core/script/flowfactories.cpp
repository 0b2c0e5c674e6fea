// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowfactories.h"

#include <QSet>

namespace drydock {

namespace {

constexpr qsizetype longestName = 200; ///< Of what a function returns.
constexpr qsizetype mostFlows = 1000; ///< Of one file.

QSet<QString> namesReturnedBy(int function, const SyntaxTree &tree)
{
    QSet<QString> names;
    for (int node = function + 1, end = tree.endOf(function); node < end; ++node) {
        if (tree.kind(node) == Syntax::Return && tree[node].function == function && tree[node].child >= 0)
            names.insert(tree.text(tree[node].child).left(longestName));
    }
    return names;
}

} // namespace

QList<Flow> flowsOfFactories(const QList<Flow> &flows, const QList<FlowPlace> &places, const SourceView &source, const FlowIndex &index)
{
    const SyntaxTree &tree = source.tree;
    QHash<int, QSet<QString>> returned; // by function
    const auto returns = [&](int function, const QString &name) {
        auto known = returned.constFind(function);
        if (known == returned.constEnd())
            known = returned.insert(function, namesReturnedBy(function, tree));
        return known->contains(name);
    };
    QList<Flow> found;
    for (qsizetype i = 0; i < flows.size(); ++i) {
        const Flow &made = flows[i];
        const int name = places[i].name;
        const int function = tree[places[i].node].function;
        const qsizetype before = found.size();
        if (name >= 0 && function >= 0 && !source.values.value(name).value.isString() && returns(function, made.function)) {
            const QList<int> calls = index.callsOf(function);
            for (const int call : calls) {
                const QString target = tree[call].function >= 0 ? QString() : targetOf(tree, call);
                const QString text = target.isEmpty() || found.size() > mostFlows ? QString() : source.values.textInCall(name, call, function);
                if (text.isEmpty())
                    continue;
                found.append(made);
                found.last().name = text;
                found.last().function = target;
                found.last().line = tree[call].line;
            }
        }
        if (found.size() == before)
            found.append(made);
    }
    return found;
}

} // namespace drydock
