// SPDX-License-Identifier: Apache-2.0
#include "core/script/names.h"

#include "core/python/metadata.h"
#include "core/script/prefecttables.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Aliases of aliases are followed this far; more is a loop or a riddle.
constexpr int longestAliasChain = 8;
constexpr int farthestLoop = 40; ///< How far up from a value one is looked for.

/// Whether `from module import *` of a module of Prefect's may bring a name.
bool mayExport(const QString &module, const QString &name)
{
    if (module == u"prefect.storage" || module == u"prefect.environments.storage")
        return storageClass(name).has_value();
    if (module == u"prefect.run_configs")
        return runConfigClass(name).has_value();
    if (module == u"prefect.engine.results")
        return resultClass(name).has_value();
    return module == u"prefect" || module.startsWith(u"prefect.");
}

/// The first class that a class of this file derives from, or -1.
int baseOf(const SyntaxTree &tree, int definition)
{
    const int bases = tree.kind(definition) == Syntax::Class ? tree.child(definition, Field::Superclasses) : -1;
    return bases < 0 ? -1 : tree[bases].child;
}

} // namespace

int parametersOf(const SyntaxTree &tree, int function)
{
    int child = tree.kind(function) == Syntax::Function ? tree[function].child : -1;
    while (child >= 0 && !tree.bytes(child).startsWith('('))
        child = tree[child].next;
    return child < 0 || tree[child].field != Field::None ? -1 : child;
}

int parameterName(const SyntaxTree &tree, int parameter)
{
    if (tree.kind(parameter) == Syntax::Identifier)
        return parameter;
    const int name = tree.child(parameter, Field::Name);
    return name >= 0 ? name : tree.child(parameter, Syntax::Identifier);
}

QString targetOf(const SyntaxTree &tree, int node)
{
    int position = 0;
    int parent = tree[node].parent;
    for (; parent >= 0; node = parent, parent = tree[parent].parent) {
        const Syntax kind = tree.kind(parent);
        if (kind == Syntax::AsPattern)
            return tree.text(tree.child(parent, Field::Alias));
        if (kind == Syntax::NamedExpression)
            return tree.text(tree.child(parent, Field::Name));
        if (kind == Syntax::Assignment)
            break;
        const bool listed = kind == Syntax::Tuple
            || (kind == Syntax::Other && tree.kind(tree[parent].parent) == Syntax::Assignment);
        for (int each = tree[parent].child; listed && each != node; each = tree[each].next)
            ++position;
        if (!listed && kind != Syntax::Parenthesized && kind != Syntax::Await)
            return {};
        if (listed && tree.kind(tree[parent].parent) != Syntax::Assignment)
            return {};
    }
    int left = tree.child(parent, Field::Left);
    const Syntax kind = tree.kind(left);
    if (kind == Syntax::Identifier || kind == Syntax::Attribute)
        return tree.text(left);
    constexpr qsizetype longest = 200;
    if (kind == Syntax::Subscript) // flows["a"] = Flow("a")
        return tree.bytes(left).size() > longest ? QString() : tree.text(left);
    // a, b = Flow("a"), Flow("b")
    left = left < 0 ? -1 : tree[left].child;
    for (; left >= 0 && position > 0; --position)
        left = tree[left].next;
    return tree.text(left);
}

Names::Names(const SyntaxTree &tree, const QList<FoundImport> &imports)
    : m_tree(tree)
{
    for (const FoundImport &found : imports) {
        const Import &record = found.record;
        if (record.name == u"*") {
            m_stars.append(record.module);
            continue;
        }
        const bool plain = record.name.isEmpty();
        const QString top = topLevelOf(record.module);
        const QString bound = !found.alias.isEmpty() ? found.alias : plain ? top : record.name;
        const QString dot = record.module.endsWith(u'.') ? QString() : u"."_s;
        const QString origin = !plain ? QString(record.module + dot + record.name) : found.alias.isEmpty() ? top : record.module;
        const int scope = found.node < 0 ? -1 : tree[found.node].function;
        m_bindings[{scope, bound}].origin = origin;
    }
    for (int node = 0; node < tree.size(); ++node) {
        const Syntax kind = tree.kind(node);
        const int scope = tree[node].function;
        if (kind == Syntax::Assignment) {
            int right = tree.child(node, Field::Right);
            while (tree.kind(right) == Syntax::Assignment) // a = b = value
                right = tree.child(right, Field::Right);
            bind(scope, tree.child(node, Field::Left), right);
        } else if (kind == Syntax::NamedExpression) {
            bind(scope, tree.child(node, Field::Name), tree.child(node, Field::Value));
        } else if (kind == Syntax::AugmentedAssignment) {
            // The value is no longer what was assigned: two values make it unknown.
            bind(scope, tree.child(node, Field::Left), node);
            bind(scope, tree.child(node, Field::Left), node);
        } else if (kind == Syntax::For) {
            const int left = tree.child(node, Field::Left);
            bind(scope, left, node);
            for (int each = left < 0 || tree.kind(left) == Syntax::Identifier ? -1 : tree[left].child; each >= 0; each = tree[each].next)
                bind(scope, each, node);
        } else if (kind == Syntax::AsPattern) {
            const int target = tree.child(node, Field::Alias);
            bind(scope, target < 0 ? -1 : tree[target].child, tree[node].child);
        } else if (kind == Syntax::Function || kind == Syntax::Class) {
            m_definitions.insert(tree.text(tree.child(node, Field::Name)), node);
            if (kind == Syntax::Function)
                bindParameters(node);
        }
    }
}

void Names::bind(int scope, int target, int value)
{
    if (m_tree.kind(target) == Syntax::Identifier && value >= 0)
        m_bindings[{scope, m_tree.text(target)}].values.append(value);
}

/// A parameter hides what has its name outside, and is whatever the callers give.
void Names::bindParameters(int function)
{
    const int list = parametersOf(m_tree, function);
    for (int each = list < 0 ? -1 : m_tree[list].child; each >= 0; each = m_tree[each].next)
        bind(function, parameterName(m_tree, each), list);
}

const Names::Binding *Names::find(int node, const QString &name, int *where) const
{
    for (int scope = m_tree[node].function;; scope = m_tree[scope].function) {
        if (const auto found = m_bindings.constFind({scope, name}); found != m_bindings.constEnd()) {
            if (where)
                *where = scope;
            return &*found;
        }
        if (scope < 0)
            return nullptr;
    }
}

QList<int> Names::values(int node) const
{
    const Binding *binding = m_tree.kind(node) == Syntax::Identifier ? find(node, m_tree.text(node)) : nullptr;
    // What is imported too may be either.
    return binding && binding->origin.isEmpty() ? binding->values : QList<int>();
}

int Names::valueBefore(int node) const
{
    int scope = -1;
    const Binding *binding = m_tree.kind(node) == Syntax::Identifier ? find(node, m_tree.text(node), &scope) : nullptr;
    if (!binding || binding->values.isEmpty() || !binding->origin.isEmpty())
        return -1;
    auto after = std::lower_bound(binding->values.begin(), binding->values.end(), node);
    const bool before = scope == m_tree[node].function && after != binding->values.begin();
    // In `storage = storage.build()` it is what it was before.
    const auto isInside = [this, node](int value) { return m_tree.kind(value) != Syntax::For && value < node && node < m_tree.endOf(value); };
    while (before && isInside(*std::prev(after))) {
        if (--after == binding->values.begin())
            return -1;
    }
    const int value = before ? *std::prev(after) : binding->values.last();
    return value == node ? -1 : value;
}

QList<int> Names::valuesBefore(int node) const
{
    const int last = valueBefore(node);
    QList<int> before = last < 0 ? QList<int>() : values(node);
    before.removeIf([last](int value) { return value > last; });
    return before;
}

bool Names::isChanged(const QString &name) const
{
    if (!m_changed) {
        m_changed.emplace();
        for (int node = 0; node < m_tree.size(); ++node) {
            const Syntax kind = m_tree.kind(node);
            int object = -1;
            if (kind == Syntax::Subscript && m_tree[node].field == Field::Left) {
                object = m_tree.child(node, Field::Value);
            } else if (kind == Syntax::Call) {
                const int function = m_tree.child(node, Field::Function);
                const QByteArrayView method = m_tree.kind(function) == Syntax::Attribute ? m_tree.bytes(m_tree.child(function, Field::Attribute)) : QByteArrayView();
                if (method == "update" || method == "setdefault" || method == "pop" || method == "clear" || method == "insert" || method == "sort" || method == "reverse")
                    object = m_tree.child(function, Field::Object);
            }
            if (m_tree.kind(object) == Syntax::Identifier)
                m_changed->insert(m_tree.text(object));
        }
    }
    return m_changed->contains(name);
}

int Names::tieOf(int node) const
{
    int scope = -1;
    const Binding *binding = m_tree.kind(node) == Syntax::Identifier ? find(node, m_tree.text(node), &scope) : nullptr;
    if (!binding)
        return -1;
    // One value is enough to tell: `for` gives it, or it is made anew in each turn.
    int around = binding->values.isEmpty() ? -1 : binding->values.last();
    for (int step = 0; around >= 0 && step < farthestLoop && m_tree.kind(around) != Syntax::Function; ++step) {
        if (m_tree.kind(around) == Syntax::For)
            return around;
        around = m_tree[around].parent;
    }
    return scope;
}

QHash<QString, QString> Names::moduleNames() const
{
    QHash<QString, QString> names;
    for (auto it = m_bindings.begin(); it != m_bindings.end(); ++it) {
        if (it.key().first >= 0)
            continue;
        const QString found = !it->origin.isEmpty() ? it->origin : it->values.size() == 1 ? origin(it->values.front()) : QString();
        if (!found.isEmpty())
            names.insert(it.key().second, found);
    }
    for (auto it = m_definitions.begin(); it != m_definitions.end(); ++it) {
        // A class that derives from one of Prefect's does what that does.
        const QString found = m_tree.kind(*it) == Syntax::Class ? origin(baseOf(m_tree, *it)) : QString();
        if (!found.isEmpty())
            names.insert(it.key(), found);
    }
    return names;
}

QHash<QString, QString> Names::prefectNames() const
{
    QHash<QString, QString> names = moduleNames();
    names.removeIf([](const auto &name) { return *name != u"prefect" && !name->startsWith(u"prefect."); });
    return names;
}

QHash<QString, QString> Names::handedOn() const
{
    QHash<QString, QString> names = moduleNames();
    names.removeIf([](const auto &name) { return *name == u"prefect" || name->startsWith(u"prefect."); });
    return names;
}

QString Names::origin(int node) const
{
    // Every collector asks for the same functions again.
    const auto known = m_origins.constFind(node);
    return known != m_origins.constEnd() ? *known : *m_origins.insert(node, findOrigin(node));
}

bool Names::isPartial(int call) const
{
    const int function = m_tree.child(call, Field::Function);
    const bool dotted = m_tree.kind(function) == Syntax::Attribute;
    const int head = dotted ? m_tree.child(function, Field::Object) : function;
    if (m_tree.kind(head) != Syntax::Identifier || (dotted && m_tree.bytes(m_tree.child(function, Field::Attribute)) != "partial"))
        return false;
    const Binding *binding = find(head, m_tree.text(head));
    if (binding)
        return binding->origin == (dotted ? u"functools"_s : u"functools.partial"_s);
    return m_tree.bytes(head) == (dotted ? "functools" : "partial"); // of a star import, or of a file that is read in part
}

int Names::partialCall(int node) const
{
    for (int step = 0; step < longestAliasChain && node >= 0; ++step) {
        switch (m_tree.kind(node)) {
        case Syntax::Call:
            return isPartial(node) ? node : -1;
        case Syntax::Parenthesized:
            node = m_tree[node].child;
            break;
        case Syntax::Identifier:
            if (const QList<int> given = values(node); given.size() == 1) {
                node = given.front();
                break;
            }
            return -1;
        default:
            return -1;
        }
    }
    return -1;
}

/// "name" of getattr(something, "name"), or empty.
QString Names::attributeAskedFor(int call) const
{
    const int function = m_tree.child(call, Field::Function);
    const int list = m_tree.child(call, Field::Arguments);
    if (m_tree.bytes(function) != "getattr" || list < 0 || find(function, u"getattr"_s) || m_definitions.contains(u"getattr"_s))
        return {};
    const int object = m_tree[list].child;
    const int name = object < 0 ? -1 : m_tree[object].next;
    // A plain literal is one piece of text.
    const int content = m_tree.kind(name) == Syntax::String ? m_tree.child(name, Syntax::StringContent) : -1;
    return content < 0 || m_tree.child(name, Syntax::Interpolation) >= 0 ? QString() : m_tree.text(content);
}

QString Names::findOrigin(int node) const
{
    QStringList tail; // attributes, outermost last
    for (int step = 0; step < longestAliasChain && node >= 0;) {
        switch (m_tree.kind(node)) {
        case Syntax::Attribute:
            tail.prepend(m_tree.text(m_tree.child(node, Field::Attribute)));
            node = m_tree.child(node, Field::Object);
            if (tail.size() > 30)
                return {};
            continue;
        case Syntax::Parenthesized:
            node = m_tree[node].child;
            ++step;
            continue;
        case Syntax::Call: {
            if (const QString attribute = attributeAskedFor(node); !attribute.isEmpty()) {
                tail.prepend(attribute);
                node = m_tree[m_tree.child(node, Field::Arguments)].child;
                ++step;
                continue;
            }
            // functools.partial(flow, …) is flow with arguments.
            const int list = m_tree.child(node, Field::Arguments);
            if (!tail.isEmpty() || list < 0 || !isPartial(node))
                return {};
            node = m_tree[list].child;
            ++step;
            continue;
        }
        case Syntax::Identifier:
            break;
        default:
            return {};
        }
        const QString name = m_tree.text(node);
        const Binding *binding = find(node, name);
        QString head = binding ? binding->origin : QString();
        if (!binding && !m_definitions.contains(name)) {
            // Of star imports only Prefect's are worth believing: their names are known to be distinctive.
            for (const QString &module : m_stars) {
                if (head.isEmpty() && mayExport(module, name))
                    head = module + u'.' + name;
                if (head.isEmpty())
                    head = m_reexports.value(module + u'.' + name);
            }
            if (head.isEmpty() && name == u"__import__")
                head = name;
        }
        if (!head.isEmpty()) {
            tail.prepend(m_reexports.value(head, head));
            const QString whole = tail.join(u'.');
            return m_reexports.value(whole, whole);
        }
        if (!binding) {
            node = tail.isEmpty() ? baseOf(m_tree, m_definitions.value(name, -1)) : -1;
        } else {
            node = binding->values.size() == 1 ? binding->values.front() : -1;
        }
        ++step;
    }
    return {};
}

} // namespace drydock
