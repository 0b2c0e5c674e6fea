// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowdecorators.h"

#include "core/script/prefecttables.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestDecorators = 3; ///< A function that makes a decorator that makes a wrapper.

/// flow, flow(…), partial(flow, …)
bool isFlowDecorator(const SourceView &source, int expression)
{
    if (isFlowFunction(source.names.origin(expression)))
        return true;
    const int call = source.values.call(expression);
    return call >= 0 && isFlowFunction(source.names.origin(source.tree.child(call, Field::Function)));
}

/// Whether an identifier is a parameter of the function or of one around it.
bool isParameter(const SourceView &source, int identifier)
{
    const SyntaxTree &tree = source.tree;
    if (tree.kind(identifier) != Syntax::Identifier)
        return false;
    const int list = source.names.valueBefore(identifier);
    return list >= 0 && parametersOf(tree, tree[list].parent) == list;
}

/// flow(parameter, …) and flow(…)(parameter)
bool wrapsParameter(const SourceView &source, int call)
{
    const Arguments arguments = argumentsOf(source.tree, call);
    int wrapped = arguments.find(u"__fn"_s, 0);
    if (wrapped < 0)
        wrapped = arguments.find(u"fn"_s);
    return isParameter(source, wrapped) && isFlowDecorator(source, source.tree.child(call, Field::Function));
}

bool makes(const SourceView &source, int function, int depth)
{
    const SyntaxTree &tree = source.tree;
    if (depth > deepestDecorators || tree.kind(function) != Syntax::Function)
        return false;
    for (int node = function + 1, end = tree.endOf(function); node < end; ++node) {
        if (tree.kind(node) != Syntax::Return || tree[node].function != function || tree[node].child < 0)
            continue;
        const int returned = tree[node].child;
        if (const int call = source.values.call(returned); call >= 0 && wrapsParameter(source, call))
            return true;
        const int inner = tree.kind(returned) == Syntax::Identifier ? source.names.definition(tree.text(returned)) : -1;
        if (inner < 0 || tree[inner].function != function)
            continue;
        const int decorated = tree[inner].parent;
        for (int each = tree.kind(decorated) == Syntax::Decorated ? tree[decorated].child : -1; each >= 0; each = tree[each].next) {
            if (tree.kind(each) == Syntax::Decorator && isFlowDecorator(source, tree[each].child))
                return true;
        }
        if (makes(source, inner, depth + 1))
            return true;
    }
    return false;
}

} // namespace

bool makesFlows(const SourceView &source, int function)
{
    return makes(source, function, 0);
}

} // namespace drydock
