// SPDX-License-Identifier: Apache-2.0
#include "core/script/prefectobjects.h"

#include "core/script/alternatives.h"
#include "core/script/flowcollector.h"
#include "core/script/flowdecorators.h"
#include "core/script/namesaround.h"
#include "core/script/prefecttables.h"

#include <QRegularExpression>

#include <algorithm>
#include <type_traits>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestHelpers = 4; ///< A function that returns what another one returns …
constexpr int mostReturned = 20; ///< By one function, or given to one variable.

QString lastSegment(const QString &dotted)
{
    return dotted.mid(dotted.lastIndexOf(u'.') + 1);
}

} // namespace

/// Copies what the function gives a new name to, from each of the tables of one to those of another.
template <typename Rename>
static void copyRenamed(const SharedObjects &from, SharedObjects &to, Rename rename)
{
    const auto copy = [&rename](const auto &source, auto &target) {
        for (auto it = source.begin(); it != source.end(); ++it) {
            if (const QString name = rename(it.key()); !name.isEmpty())
                target.insert(name, *it);
        }
    };
    copy(from.origins, to.origins);
    copy(from.storages, to.storages);
    copy(from.runConfigs, to.runConfigs);
    copy(from.helpers, to.helpers);
    copy(from.decorators, to.decorators);
}

static QString prefixOf(const QString &module)
{
    return module.endsWith(u'.') ? module : QString(module + u'.');
}

void SharedObjects::add(const QString &module, const SharedObjects &held)
{
    copyRenamed(held, *this, [prefix = prefixOf(module)](const QString &name) { return QString(prefix + name); });
}

void SharedObjects::rename(const QString &from, const QString &to, const SharedObjects &held)
{
    const QString inside = prefixOf(from); // `module.thing`, once the module is known by another name
    copyRenamed(held, *this, [&](const QString &name) {
        return name == from ? to : name.startsWith(inside) ? QString(to + u'.' + name.mid(inside.size())) : QString();
    });
}

void SharedObjects::unpack(const QString &module, const SharedObjects &held)
{
    copyRenamed(held, *this, [prefix = prefixOf(module)](const QString &name) {
        return name.startsWith(prefix) ? name.mid(prefix.size()) : QString();
    });
}

SharedObjects sharedObjects(const SourceView &source)
{
    const SyntaxTree &tree = source.tree;
    const SharedObjects none;
    const PrefectObjects objects(source, none);
    SharedObjects held;
    if (!tree.source().contains("prefect"))
        return held;
    held.origins = source.names.prefectNames();
    QHash<QString, Alternatives<Storage>> storages;
    QHash<QString, Alternatives<RunConfig>> runConfigs;
    const auto keep = [&](const QString &name, int expression) {
        if (const auto storage = objects.storage(expression)) {
            Alternatives<Storage> all = storages.value(name, Alternatives<Storage>(tree));
            all.set(*storage, expression);
            storages.insert(name, all);
            held.storages.insert(name, *all.value());
        } else if (const auto runConfig = objects.runConfig(expression)) {
            Alternatives<RunConfig> all = runConfigs.value(name, Alternatives<RunConfig>(tree));
            all.set(*runConfig, expression);
            runConfigs.insert(name, all);
            held.runConfigs.insert(name, *all.value());
        }
    };
    for (int node = 0; node < tree.size(); ++node) {
        if (tree.kind(node) == Syntax::Assignment && tree[node].function < 0
            && tree.kind(tree.child(node, Field::Left)) == Syntax::Identifier)
            keep(tree.text(tree.child(node, Field::Left)), tree.child(node, Field::Right));
        else if (tree.kind(node) == Syntax::Return && tree[node].function >= 0)
            keep(tree.text(tree.child(tree[node].function, Field::Name)), tree[node].child);
    }
    const bool decorates = tree.source().contains("flow");
    for (int node = 0; decorates && node < tree.size(); ++node) {
        if (tree.kind(node) == Syntax::Function && tree[node].function < 0 && makesFlows(source, node))
            held.decorators.insert(tree.text(tree.child(node, Field::Name)), true);
    }
    const bool sets = tree.source().contains(".storage") || tree.source().contains(".run_config");
    const QList<LooseSetting> settings = sets ? collectFlows(source).loose : QList<LooseSetting>();
    for (const LooseSetting &setting : settings) {
        if (!setting.function.isEmpty())
            held.helpers[setting.function].append(setting);
    }
    return held;
}

PrefectObjects::PrefectObjects(const SourceView &source, const SharedObjects &shared)
    : m_source(source), m_tree(source.tree), m_shared(shared)
{ }

std::optional<Storage> PrefectObjects::storage(int expression) const
{
    return find(expression, m_shared.storages, m_returnedStorages, -1, 0);
}

std::optional<RunConfig> PrefectObjects::runConfig(int expression, int place) const
{
    return find(expression, m_shared.runConfigs, m_returnedRunConfigs, place, 0);
}

std::optional<Storage> PrefectObjects::givenStorage(int expression) const
{
    const auto found = storage(expression);
    if (found || expression < 0 || m_tree.kind(expression) == Syntax::None)
        return found;
    return Storage{
        m_source.values.value(expression).expression.left(200), m_tree[expression].line, {}, {}, Ships::Unknown};
}

std::optional<RunConfig> PrefectObjects::givenRunConfig(int expression, int place) const
{
    const auto found = runConfig(expression, place);
    if (found || expression < 0 || m_tree.kind(expression) == Syntax::None)
        return found;
    return RunConfig{m_source.values.value(expression).expression.left(200), m_tree[expression].line, {}, {}, {}, {}};
}

template <typename Object>
std::optional<Object> PrefectObjects::find(int expression, const QHash<QString, Object> &shared,
                                           QHash<int, std::optional<Object>> &returned, int place, int depth) const
{
    if (expression < 0 || depth > deepestHelpers)
        return {};
    if (const auto several = findAlternatives(expression, shared, returned, place, depth))
        return several;
    const int call = m_source.values.call(expression);
    const int named = call < 0 ? expression : m_tree.child(call, Field::Function);
    if (!shared.isEmpty()) {
        if (const auto found = shared.constFind(m_source.names.origin(named)); found != shared.constEnd()) {
            Object object = *found;
            object.line = m_tree[expression].line;
            if constexpr (std::is_same_v<Object, RunConfig>)
                object.ofOtherFile = true;
            return object;
        }
    }
    const bool method = m_tree.kind(named) == Syntax::Attribute;
    const int attribute = method ? m_tree.child(named, Field::Attribute) : -1;
    // storage.build() is the storage.
    if (std::is_same_v<Object, Storage> && call >= 0 && method && m_tree.bytes(attribute) == "build") {
        if (auto built = find(m_tree.child(named, Field::Object), shared, returned, place, depth + 1))
            return built;
    }
    const int property = call < 0 && method ? m_source.names.definition(m_tree.text(attribute)) : -1;
    if (call < 0 && !isProperty(property))
        return {};
    if (const auto made = call < 0 ? std::nullopt : make(call, place, static_cast<const Object *>(nullptr)))
        return made;
    // A function or method of this file: what it returns.
    const int function = m_source.names.definition(m_tree.text(method ? attribute : named));
    if (m_tree.kind(function) != Syntax::Function || (!method && m_tree.kind(named) != Syntax::Identifier))
        return {};
    if (const auto known = returned.constFind(function); known != returned.constEnd())
        return *known;
    returned.insert(function, {}); // should it call itself
    std::optional<Object> result;
    int count = 0;
    for (int node = function + 1, end = m_tree.endOf(function); node < end && count < mostReturned; ++node) {
        if (m_tree.kind(node) != Syntax::Return || m_tree[node].function != function)
            continue;
        if (const auto each = find(m_tree[node].child, shared, returned, -1, depth + 1)) {
            result = result ? oneOf(*result, *each) : *each;
            ++count;
        }
    }
    returned.insert(function, result);
    return result;
}

/// What `a if … else b` makes, and a variable that is given something else in another branch of an `if`; empty when it is one alone.
template <typename Object>
std::optional<Object> PrefectObjects::findAlternatives(int expression, const QHash<QString, Object> &shared,
                                                       QHash<int, std::optional<Object>> &returned, int place, int depth) const
{
    while (m_tree.kind(expression) == Syntax::Parenthesized)
        expression = m_tree[expression].child;
    if (m_tree.kind(expression) == Syntax::Conditional) {
        const int condition = m_tree[m_tree[expression].child].next;
        const auto body = find(m_tree[expression].child, shared, returned, place, depth + 1);
        const auto other = body && condition >= 0 ? find(m_tree[condition].next, shared, returned, place, depth + 1) : std::nullopt;
        return other ? std::optional(oneOf(*body, *other)) : std::nullopt;
    }
    if (m_tree.kind(expression) != Syntax::Identifier)
        return {};
    const QList<int> values = m_source.names.valuesBefore(expression);
    if (values.size() < 2 || values.size() > mostReturned || branchWithout(m_tree, values.last(), values.front()) < 0)
        return {};
    Alternatives<Object> alternatives(m_tree);
    for (const int value : values) {
        if (m_tree.kind(value) == Syntax::For)
            return {};
        if (const auto each = find(value, shared, returned, place, depth + 1))
            alternatives.set(*each, value);
        else if (m_tree.kind(value) != Syntax::None)
            alternatives.clear(value);
    }
    return alternatives.size() > 1 ? alternatives.value() : std::nullopt;
}

/// Whether a method of this file is read like an attribute.
bool PrefectObjects::isProperty(int function) const
{
    const int decorated = m_tree.kind(function) == Syntax::Function ? m_tree[function].parent : -1;
    for (int each = m_tree.kind(decorated) == Syntax::Decorated ? m_tree[decorated].child : -1; each >= 0; each = m_tree[each].next) {
        if (m_tree.kind(each) == Syntax::Decorator && m_tree.bytes(m_tree[each].child).endsWith("property"))
            return true;
    }
    return false;
}

/// The call by which a class of this file that a call names hands its arguments to Prefect's own, or -1.
int PrefectObjects::baseCall(int call) const
{
    const int function = m_tree.child(call, Field::Function);
    const int definition = m_tree.kind(function) == Syntax::Identifier ? m_source.names.definition(m_tree.text(function)) : -1;
    if (m_tree.kind(definition) != Syntax::Class)
        return -1;
    if (const auto known = m_baseCalls.constFind(definition); known != m_baseCalls.constEnd())
        return *known;
    m_baseCalls.insert(definition, -1);
    for (int node = definition, end = m_tree.endOf(definition); node < end; ++node) {
        if (m_tree.kind(node) == Syntax::Call && m_tree.bytes(m_tree.child(node, Field::Function)).endsWith(".__init__"))
            return *m_baseCalls.insert(definition, node);
    }
    return -1;
}

std::optional<Storage> PrefectObjects::make(int call, int, const Storage *) const
{
    const QString origin = m_source.names.origin(m_tree.child(call, Field::Function));
    const QString kind = lastSegment(origin);
    const auto known = storageClass(kind);
    if (!known || !(origin.startsWith(u"prefect.storage.") || origin.startsWith(u"prefect.environments.storage.")))
        return {};
    Storage storage{kind, m_tree[call].line, arguments(call, known->positional), known->extra, known->ships};
    if (known->takesScript && storage.arguments.value(u"stored_as_script"_s).value.toBool())
        storage.ships = Ships::Script;
    return storage;
}

std::optional<RunConfig> PrefectObjects::make(int call, int place, const RunConfig *) const
{
    const QString origin = m_source.names.origin(m_tree.child(call, Field::Function));
    const QString kind = lastSegment(origin);
    const auto positional = runConfigClass(kind);
    if (!positional || !origin.startsWith(u"prefect.run_configs."))
        return {};
    RunConfig config{kind, m_tree[call].line, {}, {}, arguments(call, *positional)};
    if (const auto image = config.arguments.constFind(u"image"_s);
        image != config.arguments.constEnd() && image->expression != u"None")
        config.image = *image;
    const Arguments given = m_source.values.arguments(call);
    // What is unpacked from elsewhere may name one.
    if (!config.image && given.unread >= 0 && kind != u"LocalRun" && kind != u"UniversalRun")
        config.image = SourceValue{QJsonValue::Null, u"**"_s + m_source.values.value(given.unread).expression};
    // class Ours(KubernetesRun) that names the image itself
    if (const int base = baseCall(call); base >= 0 && !config.image) {
        if (const int image = m_source.values.arguments(base).find(u"image"_s); image >= 0)
            config.image = m_source.values.value(image);
    }
    config.env = m_source.values.dictionary(given.find(u"env"_s, int(positional->indexOf(u"env"_s))));
    tie(config, call, *positional, place);
    readTemplate(config, given.find(kind == u"KubernetesRun" ? u"job_template"_s : u"task_definition"_s));
    return config;
}

/// The image of a template that the script makes from parts, of which some may be unknown.
void PrefectObjects::readTemplate(RunConfig &config, int expression) const
{
    if (expression < 0 || (config.kind != u"KubernetesRun" && config.kind != u"ECSRun"))
        return;
    const SourceValue whole = m_source.values.value(expression);
    if (whole.value.isObject() || whole.value.isString() || whole.expression == u"None")
        return; // read with those that are files
    const int call = m_source.values.call(expression);
    const QByteArrayView loader = call < 0 ? QByteArrayView() : m_tree.bytes(m_tree.child(call, Field::Function));
    if (loader.endsWith("load") || loader.endsWith("loads")) {
        config.templateText = m_source.values.text(argumentsOf(m_tree, call).find(u"stream"_s, 0));
        if (!config.templateText.isEmpty())
            return;
    }
    const auto entry = [this](int mapping, const QString &key) { return m_source.values.entry(mapping, key); };
    QList<int> containers = m_source.values.elements(entry(expression, u"containerDefinitions"_s));
    for (const int each : containers) {
        if (m_source.values.text(entry(each, u"name"_s)) == u"flow")
            containers = {each};
    }
    if (config.kind == u"KubernetesRun")
        containers = m_source.values.elements(entry(entry(entry(entry(expression, u"spec"_s), u"template"_s), u"spec"_s), u"containers"_s));
    else if (containers.size() > 1)
        containers.clear(); // none of them is the flow's
    const int container = containers.value(0, -1);
    const int image = entry(container, u"image"_s);
    if (!config.image && image >= 0)
        config.image = m_source.values.value(image);
    else if (!config.image && container < 0)
        config.image = SourceValue{QJsonValue::Null, whole.expression}; // it may name one
    const QList<int> variables = m_source.values.elements(entry(container, config.kind == u"KubernetesRun" ? u"env"_s : u"environment"_s));
    for (const int each : variables) {
        const QString name = m_source.values.text(entry(each, u"name"_s));
        const int value = entry(each, u"value"_s);
        if (!name.isEmpty() && value >= 0 && !config.env.contains(name))
            config.env.insert(name, m_source.values.value(value));
    }
}

/// Notes which of its arguments depend on a loop or a function that the place is not in.
void PrefectObjects::tie(RunConfig &config, int call, const QStringList &positional, int place) const
{
    const Arguments given = m_source.values.arguments(call);
    for (auto argument = config.arguments.begin(); argument != config.arguments.end(); ++argument) {
        const int value = argument.key() == u"**" ? given.unread : given.find(argument.key(), int(positional.indexOf(argument.key())));
        argument->namesAround = namesAround(m_source, value, place);
    }
    const QStringList ofEnv = config.arguments.value(u"env"_s).namesAround;
    for (SourceValue &variable : config.env) {
        for (const QString &name : ofEnv) {
            // As a whole word, which may at worst stand in a text.
            const QRegularExpression word(u"\\b%1\\b"_s.arg(name), QRegularExpression::UseUnicodePropertiesOption);
            if (variable.expression.contains(word))
                variable.namesAround.append(name);
        }
    }
}

QMap<QString, SourceValue> PrefectObjects::arguments(int call, const QStringList &positional) const
{
    const Arguments given = m_source.values.arguments(call);
    QMap<QString, SourceValue> result;
    for (qsizetype i = 0; i < std::min(positional.size(), given.positional.size()); ++i)
        result.insert(positional[i], m_source.values.value(given.positional[i]));
    for (auto it = given.named.begin(); it != given.named.end(); ++it)
        result.insert(it.key(), m_source.values.value(it.value()));
    if (given.unread >= 0)
        result.insert(u"**"_s, m_source.values.value(given.unread));
    return result;
}

} // namespace drydock
