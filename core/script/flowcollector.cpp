// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowcollector.h"

#include "core/script/flowdecorators.h"
#include "core/script/flowfactories.h"
#include "core/script/flowindex.h"
#include "core/script/flowsettings.h"
#include "core/script/impliedneeds.h"
#include "core/script/prefecttables.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int farthestGuard = 200; ///< How far up an `if __name__ …` is looked for.

class FlowCollector
{
public:
    FlowCollector(const SourceView &source, const SharedObjects &shared)
        : m_source(source), m_tree(source.tree), m_shared(shared), m_objects(source, shared), m_index(source),
          m_settings(source, m_objects, m_index, m_facts, m_places)
    { }

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
                m_settings.assignment(node);
                break;
            default:
                break;
            }
        }
        m_settings.settle();
        dropWrappers();
        m_facts.flows = flowsOfFactories(m_facts.flows, m_places, m_source, m_index);
        return m_facts;
    }

private:
    void call(int node)
    {
        const int function = m_tree.child(node, Field::Function);
        const QString origin = m_source.names.origin(function);
        if (isFlowObject(origin) || isBorrowedFlow(node, origin)) {
            flowObject(node);
        } else if (isFlowFunction(origin)) {
            wrappedFunction(node, node);
        } else if (isTaskFunction(origin)) {
            wrappedTask(node);
        } else if (m_tree.kind(function) == Syntax::Call && isFlowFunction(calledName(function))) {
            wrappedFunction(node, function); // flow(name=…)(function)
        } else if (origin == u"copy.deepcopy" || origin == u"copy.copy") {
            copied(node);
        } else if (isPrefectName(origin)) {
            if (const auto extra = resultExtra(origin))
                m_facts.results.append({origin.section(u'.', -1), m_tree[node].line, *extra});
        } else if (origin.isEmpty() && m_tree.kind(function) == Syntax::Attribute) {
            method(node, function);
        }
        if (!origin.isEmpty())
            m_facts.needs += needsOfObject(m_source, origin, node);
        if (const auto found = m_shared.helpers.constFind(origin); found != m_shared.helpers.constEnd())
            m_settings.helper(node, *found);
        if (m_tree.kind(function) == Syntax::Identifier && m_functionNames.contains(m_tree.text(function)))
            actionAtTopLevel(node, function);
        if (m_tree.bytes(function) == "setattr")
            m_settings.setByName(node);
        m_index.addCall(node);
    }

    /// `with Flow(…) as flow` of a module that is not at hand, in a script of Prefect 1: companies derive their own from it.
    bool isBorrowedFlow(int call, const QString &origin)
    {
        if (!origin.endsWith(u".Flow") || isPrefectName(origin))
            return false;
        int item = m_tree[call].parent;
        if (m_tree.kind(item) == Syntax::AsPattern)
            item = m_tree[item].parent;
        if (m_tree.kind(item) != Syntax::WithItem)
            return false;
        return isOfPrefect1();
    }

    bool isOfPrefect1()
    {
        if (!m_isOfPrefect1) {
            const QHash<QString, QString> names = m_source.names.prefectNames();
            m_isOfPrefect1 = std::any_of(names.begin(), names.end(), [](const QString &name) { return generationOf(name) == 1; });
        }
        return *m_isOfPrefect1;
    }

    /// `mine = deepcopy(flow)`: of a flow of this file, or of another's that is then given storage or a run configuration here.
    void copied(int node)
    {
        const QString target = targetOf(m_tree, node);
        const int original = argumentsOf(m_tree, node).find(u"x"_s, 0);
        if (target.isEmpty() || original < 0)
            return;
        Flow copy;
        const QList<qsizetype> flows = m_index.flowsOf(original);
        if (flows.size() == 1) {
            copy = m_facts.flows[flows.front()];
        } else {
            const auto isSet = [&](const char *attribute) { return m_tree.source().contains(target.toUtf8().append(attribute)); };
            const QString origin = m_source.names.origin(original);
            if (origin.isEmpty() || isPrefectName(origin) || !isOfPrefect1() || !(isSet(".storage") || isSet(".run_config")))
                return;
            copy.name = m_tree.text(original);
        }
        copy.form = Flow::Form::Object;
        copy.function = target;
        copy.line = m_tree[node].line;
        append(copy, node);
    }

    QString calledName(int call) const { return m_source.names.origin(m_tree.child(call, Field::Function)); }

    /// @param name the expression that names it, or -1
    void append(const Flow &flow, int node, int name = -1)
    {
        m_index.add(flow, node, m_facts.flows.size());
        m_places.append({node, name});
        m_facts.flows.append(flow);
        if (flow.form == Flow::Form::Object && !flow.function.isEmpty())
            m_objectNames.insert(flow.function);
        else if (flow.form == Flow::Form::Function && m_tree[node].function < 0)
            m_functionNames.insert(flow.function);
    }

    /// `Flow("name", …)` of Prefect 1: assigned, in a with statement, or neither.
    void flowObject(int node)
    {
        const Arguments arguments = m_source.values.arguments(node);
        const int first = arguments.find(u"name"_s, 0);
        const bool ofFunction = m_tree.kind(first) == Syntax::Identifier
            && m_tree.kind(m_source.names.definition(m_tree.text(first))) == Syntax::Function
            && m_source.names.values(first).isEmpty();
        if (arguments.named.contains(u"fn"_s) || ofFunction) {
            wrappedFunction(node, node); // The class of 2.x and 3.x.
            return;
        }
        Flow flow;
        flow.form = Flow::Form::Object;
        flow.line = m_tree[node].line;
        flow.name = first < 0 && arguments.unread >= 0 ? u"**"_s + m_source.values.value(arguments.unread).expression : m_source.values.textOrExpression(first);
        flow.function = targetOf(m_tree, node);
        flow.storage = m_objects.givenStorage(arguments.find(u"storage"_s));
        flow.runConfig = m_objects.givenRunConfig(arguments.find(u"run_config"_s), node);
        append(flow, node, first);
    }

    /// As Prefect 2 and 3 name a flow of a function.
    QString nameOf(const QString &function, int options) const
    {
        const int name = options < 0 ? -1 : m_source.values.arguments(options).find(u"name"_s);
        return name < 0 || m_tree.kind(name) == Syntax::None ? QString(function).replace(u'_', u'-')
                                                             : m_source.values.textOrExpression(name);
    }

    /// `my_flow = flow(function, name=…)`
    /// @param options the call that may name it
    void wrappedFunction(int node, int options)
    {
        const Arguments arguments = argumentsOf(m_tree, node);
        int wrapped = arguments.find(u"__fn"_s, 0);
        if (wrapped < 0)
            wrapped = arguments.find(u"fn"_s);
        // What decorates a function is none by itself, nor is what a decorator is given.
        if (wrapped < 0 || m_index.parameterOf(wrapped).function >= 0 || m_tree.kind(wrapped) == Syntax::ListSplat || m_tree.kind(m_tree[node].parent) == Syntax::Decorator)
            return;
        const int name = m_tree.kind(wrapped) == Syntax::Attribute ? m_tree.child(wrapped, Field::Attribute) : wrapped;
        const QString function = m_tree.kind(name) == Syntax::Identifier ? m_tree.text(name) : QString();
        Flow flow;
        flow.line = m_tree[node].line;
        flow.name = nameOf(m_tree.kind(wrapped) == Syntax::Lambda ? u"lambda"_s : function, options);
        if (flow.name.isEmpty())
            flow.name = m_source.values.value(wrapped).expression;
        flow.function = targetOf(m_tree, node);
        if (flow.function.isEmpty())
            flow.function = function;
        append(flow, node);
    }

    /// `add = task(function)`; as a decorator it is none.
    void wrappedTask(int node)
    {
        const Arguments arguments = argumentsOf(m_tree, node);
        const int wrapped = arguments.find(u"__fn"_s, 0) >= 0 ? arguments.find(u"__fn"_s, 0) : arguments.find(u"fn"_s);
        if (wrapped < 0 || m_tree.kind(m_tree[node].parent) == Syntax::Decorator)
            return;
        const QString name = m_source.values.text(arguments.find(u"name"_s));
        const QString target = targetOf(m_tree, node);
        const QString function = m_tree.kind(wrapped) == Syntax::Identifier ? m_tree.text(wrapped) : target;
        if (!name.isEmpty() || !function.isEmpty())
            m_facts.tasks.append({name.isEmpty() ? function : name, m_tree[node].line});
    }

    void decorated(int node)
    {
        const int definition = m_tree.child(node, Field::Definition);
        if (m_tree.kind(definition) != Syntax::Function)
            return;
        const QString function = m_tree.text(m_tree.child(definition, Field::Name));
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (m_tree.kind(child) != Syntax::Decorator)
                continue;
            int expression = m_tree[child].child;
            while (m_tree.kind(expression) == Syntax::Parenthesized)
                expression = m_tree[expression].child;
            QString origin = m_source.names.origin(expression);
            int options = m_tree.kind(expression) == Syntax::Call ? expression : -1;
            if (options >= 0 && origin.isEmpty()) {
                origin = calledName(expression);
            } else if (options < 0) {
                options =
                    m_source.values.call(expression); // partial(flow, name=…), flow(name=…) under a name of its own
                if (origin.isEmpty() && options >= 0)
                    origin = calledName(options);
            }
            if (isFlowFunction(origin) || isOwnDecorator(options < 0 ? expression : m_tree.child(options, Field::Function))) {
                Flow flow;
                flow.function = function;
                flow.line = m_tree[definition].line;
                flow.name = nameOf(function, options);
                append(flow, node, options < 0 ? -1 : m_source.values.arguments(options).find(u"name"_s));
                return;
            }
            if (isTaskFunction(origin)) {
                const int name = options < 0 ? -1 : m_source.values.arguments(options).find(u"name"_s);
                const QString text = m_source.values.text(name);
                m_facts.tasks.append({text.isEmpty() ? function : text, m_tree[definition].line});
                return;
            }
        }
    }

    /// Whether a function of this or another file of the person's makes flows of what it decorates.
    bool isOwnDecorator(int name)
    {
        if (m_shared.decorators.contains(m_source.names.origin(name)))
            return true;
        const bool known = m_tree.kind(name) == Syntax::Identifier && m_source.names.values(name).isEmpty();
        const int function = known ? m_source.names.definition(m_tree.text(name)) : -1;
        if (m_tree.kind(function) != Syntax::Function)
            return false;
        auto found = m_makesFlows.constFind(function);
        if (found == m_makesFlows.constEnd())
            found = m_makesFlows.insert(function, makesFlows(m_source, function));
        return *found;
    }

    /// What such a function makes inside is what it decorates: no flow of its own.
    void dropWrappers()
    {
        const auto isWrapper = [this](const FlowPlace &place) {
            for (int around = m_tree[place.node].function; around >= 0; around = m_tree[around].function) {
                if (m_makesFlows.value(around))
                    return true;
            }
            return false;
        };
        for (qsizetype i = m_places.size() - 1; i >= 0 && !m_makesFlows.isEmpty(); --i) {
            if (!isWrapper(m_places[i]))
                continue;
            m_places.removeAt(i);
            m_facts.flows.removeAt(i);
        }
    }

    /// A subclass of Prefect 1's Task.
    void taskClass(int node)
    {
        const int bases = m_tree.child(node, Field::Superclasses);
        for (int base = bases < 0 ? -1 : m_tree[bases].child; base >= 0; base = m_tree[base].next) {
            if (isTaskClass(m_source.names.origin(base))) {
                m_facts.tasks.append({m_tree.text(m_tree.child(node, Field::Name)), m_tree[node].line});
                return;
            }
        }
    }

    /// A method of a flow that is of interest.
    void method(int node, int function)
    {
        const QByteArrayView name = m_tree.bytes(m_tree.child(function, Field::Attribute));
        const int object = m_tree.child(function, Field::Object);
        if (name == "register" || name == "run" || name == "deploy" || name == "serve") {
            actionAtTopLevel(node, object);
        } else if (name == "copy" || name == "with_options") {
            const QString target = targetOf(m_tree, node);
            const QList<qsizetype> flows = target.isEmpty() ? QList<qsizetype>() : m_index.flowsOf(object);
            if (flows.size() != 1)
                return;
            Flow copy = m_facts.flows[flows.front()];
            const int other = argumentsOf(m_tree, node).find(u"name"_s);
            if ((name == "copy") != (copy.form == Flow::Form::Object) || (name == "with_options" && other < 0))
                return;
            if (other >= 0)
                copy.name = m_source.values.textOrExpression(other);
            copy.function = target;
            copy.line = m_tree[node].line;
            append(copy, node);
        }
    }

    /// `flow.register()` outside every function and outside `if __name__ == "__main__"`.
    void actionAtTopLevel(int node, int object)
    {
        const bool named = m_tree.kind(object) == Syntax::Identifier || m_tree.kind(object) == Syntax::Attribute;
        if (m_facts.registersAtTopLevel || m_tree[node].function >= 0 || !named
            || !(m_objectNames.contains(m_tree.text(object)) || m_functionNames.contains(m_tree.text(object))))
            return;
        int parent = m_tree[node].parent;
        for (int step = 0; parent >= 0; parent = m_tree[parent].parent, ++step) {
            if (step > farthestGuard
                || (m_tree.kind(parent) == Syntax::If
                    && m_tree.bytes(m_tree.child(parent, Field::Condition)).contains("__name__")))
                return;
        }
        m_facts.registersAtTopLevel = m_tree[node].line;
    }

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const SharedObjects &m_shared;
    PrefectObjects m_objects;
    FlowIndex m_index;
    FlowFacts m_facts;
    std::optional<bool> m_isOfPrefect1; ///< Whether the file imports what only Prefect 1 has, once it is asked for.
    QHash<int, bool> m_makesFlows; ///< Functions that decorate something here: whether that makes a flow.
    QSet<QString> m_objectNames;
    QSet<QString> m_functionNames; ///< Flows that functions outside of others are.
    QList<FlowPlace> m_places; ///< One for each flow.
    FlowSettings m_settings;
};

} // namespace

FlowFacts collectFlows(const SourceView &source, const SharedObjects &shared)
{
    return FlowCollector(source, shared).collect();
}

bool isPrefectName(const QString &dotted)
{
    return dotted == u"prefect" || dotted.startsWith(u"prefect.");
}

} // namespace drydock
