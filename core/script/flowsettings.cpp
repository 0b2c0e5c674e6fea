// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowsettings.h"

#include <algorithm>
#include <type_traits>

namespace drydock {

namespace {

/// Sets what may be one of several. Nothing is a value too: None.
template <typename Object>
void setOne(QHash<qsizetype, Alternatives<Object>> &all, qsizetype flow, std::optional<Object> &object, const std::optional<Object> &value, int node,
            const SyntaxTree &tree, int madeAt)
{
    auto alternatives = all.find(flow);
    if (alternatives == all.end()) {
        alternatives = all.insert(flow, Alternatives<Object>(tree));
        if (object)
            alternatives->set(*object, madeAt);
    }
    if (value)
        alternatives->set(*value, node);
    else
        alternatives->clear(node);
    object = alternatives->value();
}

/// Adds what another branch sets to what one sets.
template <typename Object>
void join(std::optional<Object> &object, const std::optional<Object> &other)
{
    object = object && other ? oneOf(*object, *other) : object ? object : other;
}

} // namespace

FlowSettings::FlowSettings(const SourceView &source, const PrefectObjects &objects, const FlowIndex &index, FlowFacts &facts, const QList<FlowPlace> &places)
    : m_source(source), m_tree(source.tree), m_objects(objects), m_index(index), m_facts(facts), m_places(places)
{ }

void FlowSettings::assignment(int node)
{
    const int left = m_tree.child(node, Field::Left);
    int right = m_tree.child(node, Field::Right);
    while (m_tree.kind(right) == Syntax::Assignment) // a.storage = b.storage = …
        right = m_tree.child(right, Field::Right);
    if (left < 0 || right < 0)
        return;
    if (m_tree.kind(left) == Syntax::Attribute) {
        attribute(left, right);
    } else if (m_tree.kind(left) != Syntax::Identifier && m_tree.kind(left) != Syntax::Subscript) {
        // flow.storage, flow.run_config = S3(…), ECSRun()
        int value =
            m_tree.kind(right) == Syntax::Tuple || m_tree.kind(right) == Syntax::Other ? m_tree[right].child : -1;
        for (int each = m_tree[left].child; each >= 0 && value >= 0;
             each = m_tree[each].next, value = m_tree[value].next) {
            if (m_tree.kind(each) == Syntax::Attribute)
                attribute(each, value);
        }
    }
}

void FlowSettings::attribute(int left, int right)
{
    set(m_tree.child(left, Field::Object), m_tree.bytes(m_tree.child(left, Field::Attribute)), right, left);
}

void FlowSettings::setByName(int call)
{
    const QList<int> given = argumentsOf(m_tree, call).positional;
    if (given.size() == 3)
        set(given[0], m_source.values.text(given[1]).toUtf8(), given[2], call);
}

void FlowSettings::set(int object, QByteArrayView attribute, int right, int node)
{
    const bool typo = attribute == "run_configs";
    const bool isStorage = attribute == "storage";
    const bool isName = attribute == "name";
    if (!isStorage && !typo && !isName && attribute != "run_config")
        return;
    // What a helper is given is known once all its calls are.
    const bool handedOver = m_index.parameterOf(object).function >= 0;
    QList<qsizetype> flows = handedOver ? QList<qsizetype>() : m_index.flowsOf(object);
    erase_if(flows, [this](qsizetype flow) { return m_facts.flows[flow].form != Flow::Form::Object; });
    if (typo) {
        // Prefect ignores the attribute: the flow has no run configuration.
        if (!flows.isEmpty() || m_objects.runConfig(right))
            m_facts.typoLines.append(m_tree[node].line);
        return;
    }
    const QString name = isName && !flows.isEmpty() ? m_source.values.textOrExpression(right) : QString();
    const auto given = isStorage && !flows.isEmpty() ? m_objects.givenStorage(right) : std::nullopt;
    for (const qsizetype flow : std::as_const(flows)) {
        if (isName)
            m_facts.flows[flow].name = name;
        else if (isStorage)
            give(flow, given, node);
        else
            give(flow, m_objects.givenRunConfig(right, m_places[flow].node), node);
    }
    if (!flows.isEmpty() || isName)
        return;
    const auto storage = isStorage ? m_objects.storage(right) : std::nullopt;
    const auto runConfig = isStorage ? std::nullopt : m_objects.runConfig(right);
    if (storage || runConfig)
        m_deferred.append({object, node, storage, runConfig});
}

void FlowSettings::helper(int call, const QList<LooseSetting> &settings)
{
    const int function = m_tree.child(call, Field::Function);
    for (const LooseSetting &setting : settings) {
        const int argument = setting.parameter < 0 ? -1 : m_index.argumentFor(call, {}, setting.parameter);
        const auto storage = withLine(setting.storage, function);
        const auto runConfig = withLine(setting.runConfig, function);
        if (argument >= 0)
            m_deferred.append({argument, call, storage, runConfig});
        else
            m_spread.append({-1, {{}, -1, storage, runConfig}});
    }
}

template <typename Object>
std::optional<Object> FlowSettings::withLine(std::optional<Object> object, int node) const
{
    if (object)
        object->line = m_tree[node].line; // of this file, not of the helper's
    if constexpr (std::is_same_v<Object, RunConfig>) {
        if (object)
            object->ofOtherFile = true;
    }
    return object;
}

void FlowSettings::give(qsizetype flow, const std::optional<Storage> &storage, int node)
{
    setOne(m_storages, flow, m_facts.flows[flow].storage, storage, node, m_tree, m_places[flow].node);
}

void FlowSettings::give(qsizetype flow, const std::optional<RunConfig> &runConfig, int node)
{
    setOne(m_runConfigs, flow, m_facts.flows[flow].runConfig, runConfig, node, m_tree, m_places[flow].node);
}

/// A setting on a parameter, or on something of another file's.
void FlowSettings::keepForOthers(const LooseSetting &loose, int node)
{
    for (qsizetype i = m_facts.loose.size() - 1; i >= 0; --i) {
        LooseSetting &known = m_facts.loose[i];
        if (known.function != loose.function || known.parameter != loose.parameter)
            break;
        const bool isSameAttribute = known.storage.has_value() == loose.storage.has_value();
        if (!isSameAttribute || branchWithout(m_tree, node, m_looseNodes[i]) < 0)
            continue;
        join(known.storage, loose.storage);
        join(known.runConfig, loose.runConfig);
        return;
    }
    m_facts.loose.append(loose);
    m_looseNodes.append(node);
}

void FlowSettings::settle()
{
    for (const Deferred &setting : std::as_const(m_deferred)) {
        const QList<qsizetype> flows = m_index.flowsOf(setting.object);
        for (const qsizetype flow : flows) {
            if (m_facts.flows[flow].form != Flow::Form::Object)
                continue;
            if (setting.storage)
                give(flow, setting.storage, setting.node);
            if (setting.runConfig)
                give(flow, setting.runConfig, setting.node);
        }
        const FlowIndex::Parameter parameter = m_index.parameterOf(setting.object);
        const int function = m_tree[setting.object].function;
        const LooseSetting loose{function < 0 ? QString() : m_tree.text(m_tree.child(function, Field::Name)),
                                 parameter.position, setting.storage, setting.runConfig};
        if (function >= 0)
            keepForOthers(loose, setting.node);
        if (flows.isEmpty() && (parameter.function < 0 || m_index.isCalled(parameter.function)))
            m_spread.append({setting.node, loose});
    }
    std::optional<Storage> storage;
    std::optional<RunConfig> runConfig;
    int storageAt = -1;
    int runConfigAt = -1;
    // The first counts, and what is set where it is not.
    const auto isBeside = [this](int node, int first) { return node >= 0 && first >= 0 && branchWithout(m_tree, node, first) >= 0; };
    for (const auto &[node, setting] : std::as_const(m_spread)) {
        if (setting.storage && (!storage || isBeside(node, storageAt))) {
            storageAt = storage ? storageAt : node;
            join(storage, setting.storage);
        }
        if (setting.runConfig && (!runConfig || isBeside(node, runConfigAt))) {
            runConfigAt = runConfig ? runConfigAt : node;
            join(runConfig, setting.runConfig);
        }
    }
    for (Flow &flow : m_facts.flows) {
        if (flow.form != Flow::Form::Object)
            continue;
        flow.storage = flow.storage ? flow.storage : storage;
        flow.runConfig = flow.runConfig ? flow.runConfig : runConfig;
    }
}

} // namespace drydock
