// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowcollector.h"

#include "core/script/prefecttables.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString lastSegment(const QString &dotted)
{
    return dotted.mid(dotted.lastIndexOf(u'.') + 1);
}

class FlowCollector
{
public:
    explicit FlowCollector(const SourceView &source)
        : m_source(source)
        , m_tree(source.tree)
    {
    }

    FlowFacts collect()
    {
        for (int node = 0; node < m_tree.size(); ++node) {
            switch (m_tree.kind(node)) {
            case Syntax::Call:
                call(node);
                break;
            case Syntax::Decorated:
                decorated(node);
                break;
            case Syntax::Class:
                taskClass(node);
                break;
            case Syntax::Assignment:
                attributeAssignment(node);
                break;
            default:
                break;
            }
        }
        spreadOwnSettings();
        return m_facts;
    }

private:
    QString calledName(int call) const { return m_source.names.origin(m_tree.child(call, Field::Function)); }

    static bool isFlowObject(const QString &origin)
    {
        return origin == u"prefect.Flow" || origin == u"prefect.core.Flow" || origin == u"prefect.core.flow.Flow";
    }
    static bool isFlowFunction(const QString &origin) { return origin == u"prefect.flow" || origin == u"prefect.flows.flow"; }
    static bool isTask(const QString &origin)
    {
        return origin == u"prefect.task" || origin == u"prefect.tasks.task" || origin == u"prefect.utilities.tasks.task"
            || origin == u"prefect.utilities.tasks.defaults_from_attrs";
    }

    void call(int node)
    {
        const QString origin = calledName(node);
        if (isFlowObject(origin)) {
            flowObject(node);
        } else if (isFlowFunction(origin) && m_tree.kind(m_tree[node].parent) != Syntax::Decorator) {
            wrappedFunction(node);
        } else if (isPrefectName(origin) && resultClass(lastSegment(origin)) && origin.contains(u"result")) {
            m_facts.results.append({lastSegment(origin), m_tree[node].line, *resultClass(lastSegment(origin))});
        } else if (lastSegment(origin) == u"DaskExecutor") {
            const int cluster = argumentsOf(m_tree, node).find(u"cluster_class"_s, 1);
            if (const QString text = m_source.values.text(cluster); text.contains(u'.'))
                m_facts.executorModules.append({m_tree[node].line, text.left(text.lastIndexOf(u'.'))});
        }
        actionAtTopLevel(node);
    }

    /// `Flow("name", …)`: assigned, in a with statement, or neither.
    void flowObject(int node)
    {
        const Arguments arguments = argumentsOf(m_tree, node);
        Flow flow;
        flow.form = Flow::Form::Object;
        flow.line = m_tree[node].line;
        const SourceValue name = m_source.values.value(arguments.find(u"name"_s, 0));
        flow.name = name.value.isString() ? name.value.toString() : name.expression;
        const int parent = m_tree[node].parent;
        if (m_tree.kind(parent) == Syntax::AsPattern)
            flow.function = m_tree.text(m_tree.child(parent, Field::Alias));
        else if (m_tree.kind(parent) == Syntax::Assignment)
            flow.function = m_tree.text(m_tree.child(parent, Field::Left));
        flow.storage = storageFrom(arguments.find(u"storage"_s));
        flow.runConfig = runConfigFrom(arguments.find(u"run_config"_s));
        m_facts.flows.append(flow);
        m_scopes.append(m_tree[node].function);
    }

    void appendFunction(const QString &function, int line, int callOrMinus)
    {
        Flow flow;
        flow.function = function;
        flow.line = line;
        flow.name = function;
        flow.name.replace(u'_', u'-');
        if (callOrMinus >= 0) {
            const int name = argumentsOf(m_tree, callOrMinus).find(u"name"_s);
            const SourceValue value = m_source.values.value(name);
            if (value.value.isString())
                flow.name = value.value.toString();
            else if (name >= 0)
                flow.name = value.expression;
        }
        m_facts.flows.append(flow);
        m_scopes.append(m_tree[callOrMinus < 0 ? 0 : callOrMinus].function);
    }

    /// `my_flow = flow(function, name=…)`
    void wrappedFunction(int node)
    {
        const int function = argumentsOf(m_tree, node).find(u"__fn"_s, 0);
        if (m_tree.kind(function) == Syntax::Identifier && m_source.names.definition(m_tree.text(function)) >= 0)
            appendFunction(m_tree.text(function), m_tree[node].line, node);
    }

    void decorated(int node)
    {
        const int definition = m_tree.child(node, Field::Definition);
        if (m_tree.kind(definition) != Syntax::Function)
            return;
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (m_tree.kind(child) != Syntax::Decorator)
                continue;
            const int expression = m_tree[child].child;
            const bool called = m_tree.kind(expression) == Syntax::Call;
            const QString origin = called ? calledName(expression) : m_source.names.origin(expression);
            const QString function = m_tree.text(m_tree.child(definition, Field::Name));
            if (isFlowFunction(origin)) {
                appendFunction(function, m_tree[definition].line, called ? expression : -1);
                return;
            }
            if (isTask(origin)) {
                const int name = called ? argumentsOf(m_tree, expression).find(u"name"_s) : -1;
                const QString text = m_source.values.text(name);
                m_facts.tasks.append({text.isEmpty() ? function : text, m_tree[definition].line});
                return;
            }
        }
    }

    /// A subclass of Prefect 1's Task.
    void taskClass(int node)
    {
        const int bases = m_tree.child(node, Field::Superclasses);
        for (int base = bases < 0 ? -1 : m_tree[bases].child; base >= 0; base = m_tree[base].next) {
            const QString origin = m_source.names.origin(base);
            if (origin == u"prefect.Task" || origin == u"prefect.core.Task" || origin == u"prefect.core.task.Task")
                m_facts.tasks.append({m_tree.text(m_tree.child(node, Field::Name)), m_tree[node].line});
        }
    }

    std::optional<Storage> storageFrom(int expression) const
    {
        const int call = resolvedCall(expression);
        const QString origin = call < 0 ? QString() : calledName(call);
        const QString kind = lastSegment(origin);
        const auto known = storageClass(kind);
        if (!known || !(origin.startsWith(u"prefect.storage.") || origin.startsWith(u"prefect.environments.storage.")))
            return {};
        Storage storage{kind, m_tree[call].line, {}, known->extra, known->ships};
        readArguments(call, known->positional, storage.arguments);
        if (known->takesScript && storage.arguments.value(u"stored_as_script"_s).value.toBool())
            storage.ships = Ships::Script;
        return storage;
    }

    std::optional<RunConfig> runConfigFrom(int expression) const
    {
        const int call = resolvedCall(expression);
        const QString origin = call < 0 ? QString() : calledName(call);
        const QString kind = lastSegment(origin);
        const auto known = runConfigClass(kind);
        if (!known || !origin.startsWith(u"prefect.run_configs."))
            return {};
        RunConfig config{kind, m_tree[call].line, {}, {}};
        const Arguments arguments = argumentsOf(m_tree, call);
        if (const int image = arguments.find(u"image"_s, int(known->indexOf(u"image"_s))); image >= 0)
            config.image = m_source.values.value(image);
        config.env = m_source.values.dictionary(arguments.find(u"env"_s, int(known->indexOf(u"env"_s))));
        return config;
    }

    void readArguments(int call, const QStringList &positional, QMap<QString, SourceValue> &into) const
    {
        const Arguments arguments = argumentsOf(m_tree, call);
        for (qsizetype i = 0; i < std::min(positional.size(), arguments.positional.size()); ++i)
            into.insert(positional[i], m_source.values.value(arguments.positional[i]));
        for (auto it = arguments.named.begin(); it != arguments.named.end(); ++it)
            into.insert(it.key(), m_source.values.value(it.value()));
    }

    /// The call behind an expression: itself, its variable's value, or what a helper function of this file returns.
    int resolvedCall(int expression) const
    {
        int call = expression < 0 ? -1 : m_source.values.call(expression);
        if (call < 0)
            return -1;
        const int function = m_source.names.definition(m_tree.text(m_tree.child(call, Field::Function)));
        if (m_tree.kind(function) != Syntax::Function)
            return call;
        for (int node = function + 1, end = m_tree.endOf(function); node < end; ++node) {
            if (m_tree.kind(node) == Syntax::Return && m_tree[node].child >= 0) {
                const int returned = m_source.values.call(m_tree[node].child);
                if (returned >= 0)
                    call = returned;
            }
        }
        return call;
    }

    void attributeAssignment(int node)
    {
        const int left = m_tree.child(node, Field::Left);
        const int right = m_tree.child(node, Field::Right);
        if (m_tree.kind(left) != Syntax::Attribute || right < 0)
            return;
        const QByteArrayView attribute = m_tree.bytes(m_tree.child(left, Field::Attribute));
        const bool typo = attribute == "run_configs";
        const bool isStorage = attribute == "storage";
        if (!isStorage && !typo && attribute != "run_config")
            return;
        const auto storage = isStorage ? storageFrom(right) : std::nullopt;
        const auto runConfig = isStorage ? std::nullopt : runConfigFrom(right);
        if (!storage && !runConfig)
            return;
        if (typo) {
            // Prefect ignores the attribute: the flow has no run configuration.
            m_facts.typoLines.append(m_tree[node].line);
            return;
        }
        const QString object = m_tree.text(m_tree.child(left, Field::Object));
        bool owned = false;
        for (qsizetype i = 0; i < m_facts.flows.size(); ++i) {
            Flow &flow = m_facts.flows[i];
            if (flow.form != Flow::Form::Object || flow.function != object || m_scopes[i] != m_tree[node].function)
                continue;
            owned = true;
            if (storage)
                flow.storage = storage;
            else
                flow.runConfig = runConfig;
        }
        if (!owned) {
            const int function = m_tree[node].function;
            m_facts.loose.append({function < 0 ? QString() : m_tree.text(m_tree.child(function, Field::Name)), storage, runConfig});
        }
    }

    /// Settings in a helper or loop of this file reach the flows that have none.
    void spreadOwnSettings()
    {
        for (const LooseSetting &setting : std::as_const(m_facts.loose)) {
            for (Flow &flow : m_facts.flows) {
                if (flow.form != Flow::Form::Object)
                    continue;
                if (setting.storage && !flow.storage)
                    flow.storage = setting.storage;
                if (setting.runConfig && !flow.runConfig)
                    flow.runConfig = setting.runConfig;
            }
        }
    }

    /// `flow.register()` outside every function and outside `if __name__ == "__main__"`.
    void actionAtTopLevel(int node)
    {
        const int function = m_tree.child(node, Field::Function);
        if (m_facts.registersAtTopLevel || m_tree[node].function >= 0 || m_tree.kind(function) != Syntax::Attribute)
            return;
        const QByteArrayView attribute = m_tree.bytes(m_tree.child(function, Field::Attribute));
        if (attribute != "register" && attribute != "run")
            return;
        const QString object = m_tree.text(m_tree.child(function, Field::Object));
        const bool ofFlow = std::any_of(m_facts.flows.begin(), m_facts.flows.end(), [&object](const Flow &flow) {
            return flow.form == Flow::Form::Object && flow.function == object;
        });
        if (!ofFlow)
            return;
        for (int parent = m_tree[node].parent; parent >= 0; parent = m_tree[parent].parent) {
            if (m_tree.kind(parent) == Syntax::If && m_tree.bytes(m_tree.child(parent, Field::Condition)).contains("__name__"))
                return;
        }
        m_facts.registersAtTopLevel = m_tree[node].line;
    }

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    FlowFacts m_facts;
    QList<int> m_scopes; ///< The function in which each flow was made.
};

} // namespace

FlowFacts collectFlows(const SourceView &source)
{
    return FlowCollector(source).collect();
}

bool isPrefectName(const QString &dotted)
{
    return dotted == u"prefect" || dotted.startsWith(u"prefect.");
}

} // namespace drydock
