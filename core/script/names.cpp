// SPDX-License-Identifier: Apache-2.0
#include "core/script/names.h"

#include "core/script/prefecttables.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Aliases of aliases are followed this far; more is a loop or a riddle.
constexpr int longestAliasChain = 8;

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

} // namespace

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
        const QString top = record.module.section(u'.', 0, 0);
        const QString bound = !found.alias.isEmpty() ? found.alias : plain ? top : record.name;
        const QString dot = record.module.endsWith(u'.') ? QString() : u"."_s;
        const QString origin = !plain ? QString(record.module + dot + record.name) : found.alias.isEmpty() ? top : record.module;
        const int scope = found.node < 0 ? -1 : tree[found.node].function;
        m_bindings[{scope, bound}].origin = origin;
    }
    for (int node = 0; node < tree.size(); ++node) {
        const Syntax kind = tree.kind(node);
        if (kind == Syntax::Assignment || kind == Syntax::NamedExpression) {
            const int left = tree.child(node, kind == Syntax::Assignment ? Field::Left : Field::Name);
            const int right = tree.child(node, kind == Syntax::Assignment ? Field::Right : Field::Value);
            if (tree.kind(left) == Syntax::Identifier && right >= 0)
                m_bindings[{tree[node].function, tree.text(left)}].values.append(right);
        } else if (kind == Syntax::AugmentedAssignment) {
            // The value is no longer what was assigned: two values make it unknown.
            const int left = tree.child(node, Field::Left);
            if (tree.kind(left) == Syntax::Identifier)
                m_bindings[{tree[node].function, tree.text(left)}].values.append({node, node});
        } else if (kind == Syntax::Function || kind == Syntax::Class) {
            m_definitions.insert(tree.text(tree.child(node, Field::Name)), node);
        }
    }
}

const Names::Binding *Names::find(int node, const QString &name) const
{
    for (int scope = m_tree[node].function;; scope = m_tree[scope].function) {
        if (const auto found = m_bindings.constFind({scope, name}); found != m_bindings.constEnd())
            return &*found;
        if (scope < 0)
            return nullptr;
    }
}

QList<int> Names::values(int node) const
{
    const Binding *binding = m_tree.kind(node) == Syntax::Identifier ? find(node, m_tree.text(node)) : nullptr;
    return binding ? binding->values : QList<int>();
}

QString Names::origin(int node) const
{
    QStringList tail; // attributes, outermost last
    for (int step = 0; step < longestAliasChain && node >= 0;) {
        if (m_tree.kind(node) == Syntax::Attribute) {
            tail.prepend(m_tree.text(m_tree.child(node, Field::Attribute)));
            node = m_tree.child(node, Field::Object);
            if (tail.size() > 30)
                return {};
            continue;
        }
        if (m_tree.kind(node) != Syntax::Identifier)
            return {};
        const QString name = m_tree.text(node);
        const Binding *binding = find(node, name);
        QString head = binding ? binding->origin : QString();
        if (!binding && !m_definitions.contains(name)) {
            // Of star imports only Prefect's are worth believing: their names are known to be distinctive.
            for (const QString &module : m_stars) {
                if (head.isEmpty() && mayExport(module, name))
                    head = module + u'.' + name;
            }
            if (head.isEmpty() && name == u"__import__")
                head = name;
        }
        if (!head.isEmpty()) {
            tail.prepend(head);
            return tail.join(u'.');
        }
        if (!binding || binding->values.size() != 1)
            return {};
        node = binding->values.front();
        ++step;
    }
    return {};
}

} // namespace drydock
