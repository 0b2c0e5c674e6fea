// SPDX-License-Identifier: Apache-2.0
#include "core/script/alternatives.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int farthestBranch = 100; ///< How far up from a node one is looked for.
constexpr int mostBranches = 1000;
constexpr qsizetype longestText = 2000;

QString either(const QString &a, const QString &b)
{
    return a == b || a.size() + b.size() > longestText ? b : QString(a + u" or "_s + b);
}

bool isSame(const SourceValue &a, const SourceValue &b)
{
    return a.value == b.value && (!a.value.isNull() || a.expression == b.expression);
}

SourceValue oneOf(const SourceValue &a, const SourceValue &b)
{
    if (isSame(a, b))
        return b;
    const QString none = u"None"_s; // what is not given
    SourceValue both{QJsonValue::Null, either(a.expression.isEmpty() ? none : a.expression, b.expression.isEmpty() ? none : b.expression), a.namesAround};
    for (const QString &name : b.namesAround) {
        if (!both.namesAround.contains(name))
            both.namesAround.append(name);
    }
    return both;
}

QMap<QString, SourceValue> oneOf(const QMap<QString, SourceValue> &a, const QMap<QString, SourceValue> &b)
{
    QMap<QString, SourceValue> both = b;
    for (auto each = a.begin(); each != a.end(); ++each)
        both.insert(each.key(), oneOf(*each, b.value(each.key())));
    for (auto each = both.begin(); each != both.end(); ++each) {
        if (!a.contains(each.key()))
            *each = oneOf(SourceValue(), *each);
    }
    return both;
}

QList<Storage> allOf(const Storage &storage)
{
    return storage.alternatives.isEmpty() ? QList<Storage>{storage} : storage.alternatives;
}

} // namespace

Storage oneOf(const Storage &a, const Storage &b)
{
    Storage both = b;
    both.ships = a.ships == b.ships ? b.ships : Ships::Unknown;
    if (a.kind == b.kind && a.alternatives.isEmpty() && b.alternatives.isEmpty()) {
        both.arguments = oneOf(a.arguments, b.arguments);
        return both;
    }
    both.alternatives = allOf(a);
    const QList<Storage> others = allOf(b);
    for (const Storage &each : others) {
        bool isNew = true;
        for (Storage &known : both.alternatives) {
            if (known.kind != each.kind)
                continue;
            known = oneOf(known, each);
            isNew = false;
        }
        if (isNew)
            both.alternatives.append(each);
    }
    QStringList kinds;
    for (const Storage &each : std::as_const(both.alternatives))
        kinds.append(each.kind);
    both.kind = kinds.join(u" or ");
    both.extra = a.extra == b.extra ? b.extra : QString();
    both.arguments.clear();
    return both;
}

RunConfig oneOf(const RunConfig &a, const RunConfig &b)
{
    RunConfig both = b;
    if (!a.kind.split(u" or "_s).contains(b.kind))
        both.kind = either(a.kind, b.kind);
    else
        both.kind = a.kind;
    if (a.image || b.image)
        both.image = oneOf(a.image.value_or(SourceValue()), b.image.value_or(SourceValue()));
    both.env = oneOf(a.env, b.env);
    both.arguments = oneOf(a.arguments, b.arguments);
    both.ofOtherFile = a.ofOtherFile || b.ofOtherFile;
    if (a.templateText != b.templateText)
        both.templateText.clear();
    return both;
}

int branchWithout(const SyntaxTree &tree, int node, int other)
{
    int branch = node;
    for (int step = 0; step < farthestBranch && branch >= 0; ++step, branch = tree[branch].parent) {
        const int statement = tree[branch].parent;
        if (tree.kind(branch) == Syntax::Function || statement < 0)
            return -1;
        const Syntax kind = tree.kind(branch);
        const bool isBranch = tree.kind(statement) == Syntax::If && (kind == Syntax::Block || kind == Syntax::Elif || kind == Syntax::Else);
        if (!isBranch || (other >= branch && other < tree.endOf(branch)))
            continue;
        if (!tree.bytes(tree.child(statement, Field::Condition)).contains("__name__"))
            return branch;
    }
    return -1;
}

bool everyBranchHolds(const SyntaxTree &tree, int branch, const QList<int> &nodes)
{
    bool hasElse = false;
    int count = 0;
    for (int each = tree[tree[branch].parent].child; each >= 0; each = tree[each].next) {
        const Syntax kind = tree.kind(each);
        if (kind != Syntax::Block && kind != Syntax::Elif && kind != Syntax::Else)
            continue;
        const auto isInside = [&](int node) { return node >= each && node < tree.endOf(each); };
        if (++count > mostBranches || std::none_of(nodes.begin(), nodes.end(), isInside))
            return false;
        hasElse = hasElse || kind == Syntax::Else;
    }
    return hasElse;
}

} // namespace drydock
