// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/interpreterindex.h"

#include "core/python/interpreter.h"
#include "core/python/requirement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString parentOf(const QString &module)
{
    return module.left(qMax(module.lastIndexOf(u'.'), 0));
}

} // namespace

int SharedNames::add(const QString &text)
{
    const auto known = m_numbers.constFind(text);
    return known != m_numbers.constEnd() ? *known : *m_numbers.insert(text, int(m_numbers.size()));
}

QList<int> SharedNames::findDotted(const QString &module) const
{
    QList<int> numbers;
    for (QString each = module; !each.isEmpty(); each = parentOf(each))
        numbers.append(find(each));
    return numbers;
}

const Release *SharedNames::release(const Distribution &distribution)
{
    const quint64 key = quint64(add(distribution.name)) << 32 | quint64(add(distribution.version));
    const auto known = m_releases.find(key);
    if (known != m_releases.end())
        return &known->second;
    return &m_releases.emplace(key, Release{distribution.name, normalizedName(distribution.name), distribution.version}).first->second;
}

InterpreterIndex::InterpreterIndex(const Interpreter &python, SharedNames &names)
    : m_python(python), m_version(names.add(python.version)), m_minor(python.minor())
{
    const QList<Distribution> &distributions = std::as_const(m_python).distributions;
    m_releases.reserve(size_t(distributions.size()));
    for (int i = 0; i < distributions.size(); ++i) {
        const Distribution &each = distributions.at(i);
        m_releases.push_back(names.release(each));
        for (const QString &module : each.modules)
            m_provided.push_back({names.add(module), i});
        if (!m_prefect && m_releases.back()->normalizedName == "prefect"_L1) {
            m_prefect = m_releases.back();
            m_prefectDistribution = i;
            m_prefectGeneration = std::max(each.version.section(u'.', 0, 0).toInt(), 1); // 0.14 and 0.15 are read as Prefect 1.
            m_knowsPrefectModules = each.modules.size() > 1 && each.modules.contains("prefect"_L1);
            m_lacking = lackingByExtra(m_python, each);
        }
    }
    std::sort(m_provided.begin(), m_provided.end());

    m_standard.reserve(size_t(python.standardLibrary.size()));
    for (const QString &module : python.standardLibrary)
        m_standard.push_back({names.add(module), false});
    std::sort(m_standard.begin(), m_standard.end(), [](const Standard &a, const Standard &b) { return a.module < b.module; });
    for (const QString &module : python.standardLibrary) {
        const auto parent = std::lower_bound(m_standard.begin(), m_standard.end(), names.find(parentOf(module)),
                                             [](const Standard &each, int number) { return each.module < number; });
        if (parent != m_standard.end() && parent->module == names.find(parentOf(module)))
            parent->hasSubmodules = true;
    }
}

bool InterpreterIndex::prefectHas(int module) const
{
    return !m_knowsPrefectModules || std::binary_search(m_provided.begin(), m_provided.end(), Provided{module, m_prefectDistribution});
}

const QStringList &InterpreterIndex::lackingForExtra(const QString &extra) const
{
    static const QStringList nothing;
    const auto lacking = m_lacking.constFind(extra);
    return lacking == m_lacking.constEnd() ? nothing : *lacking;
}

bool InterpreterIndex::findsStandard(const QList<int> &module) const
{
    if (m_standard.empty())
        return true;
    for (qsizetype i = 0; i < module.size(); ++i) {
        const auto found = std::lower_bound(m_standard.begin(), m_standard.end(), module.at(i),
                                            [](const Standard &each, int number) { return each.module < number; });
        // Where a package's submodules are not known, as those of os, it is enough that the package is there.
        if (found != m_standard.end() && found->module == module.at(i))
            return i == 0 || !found->hasSubmodules;
    }
    return false;
}

const Release *InterpreterIndex::providerOf(const QList<int> &module, const QStringList &candidates) const
{
    for (const int number : module) {
        const auto first = std::lower_bound(m_provided.begin(), m_provided.end(), Provided{number, 0});
        if (first == m_provided.end() || first->module != number)
            continue;
        for (auto each = first; each != m_provided.end() && each->module == number; ++each) {
            const Release *release = m_releases[size_t(each->distribution)];
            if (candidates.contains(release->normalizedName))
                return release;
        }
        return m_releases[size_t(first->distribution)];
    }
    return nullptr;
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
    auto index = std::make_shared<const InterpreterIndex>(python, m_names);
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
