// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/interpreterindex.h"

#include "core/python/interpreter.h"
#include "core/python/requirement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

InterpreterIndex::InterpreterIndex(const Interpreter &python)
    : m_python(python), m_standard(python.standardLibrary.begin(), python.standardLibrary.end())
{
    const QList<Distribution> &distributions = std::as_const(m_python).distributions;
    m_names.reserve(distributions.size());
    m_sorted.reserve(distributions.size());
    for (qsizetype i = 0; i < distributions.size(); ++i) {
        const Distribution &each = distributions.at(i);
        m_names.append(normalizedName(each.name));
        if (!m_byName.contains(m_names.last()))
            m_byName.insert(m_names.last(), i);
        m_sorted.append(each.modules);
        if (!std::is_sorted(m_sorted.last().cbegin(), m_sorted.last().cend()))
            std::sort(m_sorted.last().begin(), m_sorted.last().end());
        QStringView last;
        for (const QString &module : std::as_const(m_sorted.last())) {
            const qsizetype dot = module.indexOf(u'.');
            const QStringView root = dot < 0 ? QStringView(module) : QStringView(module).left(dot);
            if (root == last)
                continue;
            last = root;
            QList<qsizetype> &there = m_byRoot[root.toString()];
            if (there.isEmpty() || there.last() != i)
                there.append(i);
        }
    }
    const qsizetype prefect = find(u"prefect"_s);
    if (prefect < 0)
        return;
    m_prefect = &distributions.at(prefect);
    static const QString extraMark = u"extra"_s;
    for (const QString &line : m_prefect->requires_) {
        const Result<Requirement> requirement = line.contains(extraMark) ? Requirement::parse(line) : Result<Requirement>(Requirement());
        if (!requirement || requirement->marker.isEmpty() || requirement->appliesTo(markerEnvironment(m_python)))
            continue;
        // The marker names one extra or several: each name in quotes is tried.
        const QStringList quoted = QString(requirement->marker).replace(u'\'', u'"').split(u'"');
        for (qsizetype i = 1; i < quoted.size(); i += 2) {
            const QString &extra = quoted.at(i);
            if (!requirement->appliesTo(markerEnvironment(m_python, extra)))
                continue;
            const qsizetype there = find(normalizedName(requirement->name));
            QStringList &lacking = m_lacking[extra];
            if ((there < 0 || !requirement->specifiers.containsInstalled(Version(distributions.at(there).version)))
                && !lacking.contains(requirement->name))
                lacking.append(requirement->name);
        }
    }
}

qsizetype InterpreterIndex::find(const QString &normalizedName) const
{
    return m_byName.value(normalizedName, -1);
}

const QString &InterpreterIndex::normalizedNameOf(const Distribution &distribution) const
{
    return m_names.at(&distribution - m_python.distributions.constData());
}

bool InterpreterIndex::prefectHas(const QString &module) const
{
    const QStringList &modules = m_sorted.at(m_prefect - m_python.distributions.constData());
    const bool knowsModules = modules.size() > 1 && std::binary_search(modules.cbegin(), modules.cend(), u"prefect"_s);
    return !knowsModules || std::binary_search(modules.cbegin(), modules.cend(), module);
}

QStringList InterpreterIndex::lackingForExtra(const QString &extra) const
{
    return m_lacking.value(extra);
}

bool InterpreterIndex::findsStandard(const QString &module) const
{
    const qsizetype dot = module.indexOf(u'.');
    return m_standard.isEmpty() || m_standard.contains(dot < 0 ? module : module.left(dot));
}

const Distribution *InterpreterIndex::providerOf(const QString &module, const QStringList &candidates) const
{
    const qsizetype dot = module.indexOf(u'.');
    const auto there = m_byRoot.constFind(dot < 0 ? module : module.left(dot));
    if (there == m_byRoot.constEnd())
        return nullptr;
    // The longest name that any of them provides, from the whole module down to its root.
    QString prefix = module;
    for (;;) {
        qsizetype first = -1;
        for (const qsizetype i : *there) {
            const QStringList &modules = m_sorted.at(i);
            if (!std::binary_search(modules.cbegin(), modules.cend(), prefix))
                continue;
            if (candidates.contains(m_names.at(i)))
                return &m_python.distributions.at(i);
            if (first < 0)
                first = i;
        }
        if (first >= 0)
            return &m_python.distributions.at(first);
        const qsizetype end = prefix.lastIndexOf(u'.');
        if (end < 0)
            return nullptr;
        prefix.truncate(end);
    }
}

std::shared_ptr<const InterpreterIndex> InterpreterIndexes::of(const Interpreter &python)
{
    const Distribution *key = python.distributions.constData();
    const auto known = m_entries.find(key);
    if (key && known != m_entries.end() && known->index->python().version == python.version
        && known->index->python().distributions.size() == python.distributions.size()) {
        known->used = true;
        return known->index;
    }
    auto index = std::make_shared<const InterpreterIndex>(python);
    if (key)
        m_entries.insert(key, {index, true});
    return index;
}

void InterpreterIndexes::dropUnused()
{
    m_entries.removeIf([](const auto &entry) { return !entry.value().used; });
    for (Entry &entry : m_entries)
        entry.used = false;
}

} // namespace drydock
