// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowindex.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestChain = 8;
constexpr int mostSteps = 500'000;
constexpr int mostParameters = 255;
constexpr qsizetype longestAttribute = 200;

} // namespace

void FlowIndex::add(const Flow &flow, int node, qsizetype flowIndex)
{
    const int scope = flow.function.contains(u'.') || flow.function.contains(u'[') ? -1 : m_tree[node].function; // self.flow is one for all methods
    if (!flow.function.isEmpty())
        m_byName[{scope, flow.function}].append({node, flowIndex});
    if (m_tree[node].function >= 0)
        m_byFunction[m_tree[node].function].append(flowIndex);
    m_byNode.insert(node, flowIndex);
}

void FlowIndex::addCall(int call)
{
    const int function = m_tree.child(call, Field::Function);
    const int name = m_tree.kind(function) == Syntax::Attribute ? m_tree.child(function, Field::Attribute) : function;
    if (m_tree.kind(name) != Syntax::Identifier)
        return;
    const QString text = m_tree.text(name);
    if (m_source.names.definition(text) >= 0)
        m_calls[text].append(call);
}

bool FlowIndex::isCalled(int function) const
{
    return m_calls.contains(m_tree.text(m_tree.child(function, Field::Name)));
}

QList<int> FlowIndex::callsOf(int function) const
{
    return m_calls.value(m_tree.text(m_tree.child(function, Field::Name)));
}

QList<qsizetype> FlowIndex::flowsOf(int expression) const
{
    QList<qsizetype> flows;
    find(expression, 0, flows);
    return flows;
}

FlowIndex::Parameter FlowIndex::parameterOf(int expression) const
{
    const int list = m_source.names.valueBefore(expression);
    const int function = list < 0 ? -1 : m_tree[list].parent;
    if (list < 0 || parametersOf(m_tree, function) != list)
        return {};
    const QByteArrayView name = m_tree.bytes(expression);
    int position = 0;
    for (int each = m_tree[list].child; each >= 0 && position < mostParameters; each = m_tree[each].next) {
        const QByteArrayView own = m_tree.bytes(parameterName(m_tree, each));
        if (own == name)
            return {function, position};
        if (own != "self" && own != "cls")
            ++position;
    }
    return {};
}

int FlowIndex::argumentFor(int call, const QString &name, int position) const
{
    return argumentsOf(m_tree, call).find(name, position);
}

void FlowIndex::find(int expression, int depth, QList<qsizetype> &into) const
{
    if (expression < 0 || depth > deepestChain || ++m_steps > mostSteps)
        return;
    switch (m_tree.kind(expression)) {
    case Syntax::Parenthesized:
    case Syntax::Await:
        find(m_tree[expression].child, depth + 1, into);
        break;
    case Syntax::Identifier:
        findByName(expression, depth, into);
        break;
    case Syntax::Attribute:
    case Syntax::Subscript:
        if (m_tree.bytes(expression).size() > longestAttribute)
            break;
        if (const auto found = m_byName.constFind({-1, m_tree.text(expression)}); found != m_byName.constEnd())
            into.append(found->last().flow);
        else if (m_tree.kind(expression) == Syntax::Subscript)
            find(m_source.values.item(expression), depth + 1, into);
        break;
    case Syntax::Call:
        if (const auto made = m_byNode.constFind(expression); made != m_byNode.constEnd()) {
            into.append(*made);
        } else {
            const int function = m_tree.child(expression, Field::Function);
            const int name =
                m_tree.kind(function) == Syntax::Attribute ? m_tree.child(function, Field::Attribute) : function;
            if (m_tree.kind(name) != Syntax::Identifier)
                return;
            const QList<qsizetype> inside = m_byFunction.value(m_source.names.definition(m_tree.text(name)));
            m_steps += int(inside.size());
            into += inside;
        }
        break;
    default:
        break;
    }
}

void FlowIndex::findByName(int identifier, int depth, QList<qsizetype> &into) const
{
    const QString name = m_tree.text(identifier);
    const int own = m_tree[identifier].function;
    // What the names say comes first where the name is bound to something else in between: a parameter, a loop.
    const int value = m_source.names.valueBefore(identifier);
    if (m_tree.kind(value) == Syntax::For)
        return findInLoop(value, identifier, depth, into);
    if (const Parameter parameter = parameterOf(identifier); parameter.function >= 0) {
        const QList<int> calls = m_calls.value(m_tree.text(m_tree.child(parameter.function, Field::Name)));
        for (const int call : calls)
            find(argumentFor(call, name, parameter.position), depth + 1, into);
        return;
    }
    for (int scope = own;; scope = m_tree[scope].function) {
        const auto found = m_byName.constFind({scope, name});
        if (found != m_byName.constEnd()) {
            // The last one made before, in the same function; else the last of all.
            const auto after = std::lower_bound(found->begin(), found->end(), identifier,
                                                [](const Made &made, int node) { return made.node < node; });
            into.append(scope == own && after != found->begin() ? std::prev(after)->flow : found->last().flow);
            return;
        }
        if (scope < 0)
            break;
    }
    if (value >= 0 && m_tree.kind(value) != Syntax::Module)
        find(value, depth + 1, into);
}

void FlowIndex::findInLoop(int loop, int identifier, int depth, QList<qsizetype> &into) const
{
    if (m_tree.bytes(m_tree.child(loop, Field::Left)) != m_tree.bytes(identifier))
        return;
    int over = m_tree.child(loop, Field::Right);
    for (int step = 0; step < deepestChain && m_tree.kind(over) == Syntax::Identifier; ++step)
        over = m_source.names.valueBefore(over);
    const Syntax kind = m_tree.kind(over);
    // `for flow in a, b:` is a list without brackets, which the grammar names otherwise.
    if (kind != Syntax::List && kind != Syntax::Tuple && kind != Syntax::Set && kind != Syntax::Other)
        return;
    for (int each = m_tree[over].child; each >= 0 && m_steps <= mostSteps; each = m_tree[each].next)
        find(each, depth + 1, into);
}

} // namespace drydock
