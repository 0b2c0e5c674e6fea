// SPDX-License-Identifier: Apache-2.0
#include "core/script/deployments.h"

#include "core/script/loopelements.h"
#include "core/script/namesaround.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int longestChain = 8; ///< flow.from_source(…).with_options(…).deploy(…)

QString lastSegment(const QString &dotted)
{
    return dotted.mid(dotted.lastIndexOf(u'.') + 1);
}

class DeploymentCollector
{
public:
    DeploymentCollector(const SourceView &source, const QString &path, QList<Flow> &flows)
        : m_source(source), m_tree(source.tree), m_path(path), m_flows(flows)
    {
        for (qsizetype i = 0; i < flows.size(); ++i) {
            if (flows[i].form != Flow::Form::Function)
                continue;
            m_byFunction.insert(flows[i].function, i);
            m_byName.insert(flows[i].name, i);
            m_byLine.insert(flows[i].line, i);
        }
    }

    QList<Deployment> collect()
    {
        for (int node = 0; node < m_tree.size(); ++node) {
            if (m_tree.kind(node) == Syntax::Call)
                call(node);
        }
        // serve(*deployments): what was made for it without being seen there.
        for (const int made : std::as_const(m_made)) {
            if (!m_handedOver.contains(made))
                handedTo(m_lastOuter, made);
        }
        std::stable_sort(m_deployments.begin(), m_deployments.end(),
                         [](const Deployment &a, const Deployment &b) { return a.line < b.line; });
        return m_deployments;
    }

private:
    /// The flow that an expression stands for and whether its source comes from a repository.
    struct Subject
    {
        QString flow;
        bool fromSource = false;
        bool certain = false; ///< It is a flow for sure, not just some object.
        QString text = {}; ///< Source text of the expression.
    };
    /// A call that deploys or serves what it is given.
    struct Outer
    {
        int call = -1;
        QString source = u"serve"_s;
    };

    void call(int node)
    {
        const int function = m_tree.child(node, Field::Function);
        const QString origin = m_source.names.origin(function);
        const QString last = lastSegment(origin);
        if (isPrefectName(origin)) {
            const bool deploys = (last == u"deploy" || last == u"adeploy")
                && (origin.count(u'.') == 1 || origin.startsWith(u"prefect.deployments."));
            const bool serves = (last == u"serve" || last == u"aserve")
                && (origin.count(u'.') == 1 || origin.startsWith(u"prefect.flows."));
            if (deploys || serves)
                several(node, deploys ? u"deploy"_s : u"serve"_s);
            else if (origin.endsWith(u".Deployment.build_from_flow")
                     || ((last == u"Deployment" || last == u"DeploymentSpec") && origin.startsWith(u"prefect.deployments")))
                built(node);
            else if (origin.endsWith(u".RunnerDeployment.from_flow"))
                m_made.append(node);
            else
                method(node, function);
        } else {
            method(node, function);
        }
    }

    /// Names of methods without the "a" of their asynchronous forms.
    QByteArrayView methodName(int function) const
    {
        QByteArrayView name = m_tree.kind(function) == Syntax::Attribute
            ? m_tree.bytes(m_tree.child(function, Field::Attribute))
            : QByteArrayView();
        if (name == "adeploy" || name == "ato_deployment" || name == "afrom_source" || name == "aserve")
            name = name.sliced(1);
        return name;
    }

    void method(int node, int function)
    {
        const QByteArrayView method = methodName(function);
        if (method == "to_deployment") {
            m_made.append(node);
            return;
        }
        if (method != "deploy" && method != "serve")
            return;
        const Arguments arguments = m_source.values.arguments(node);
        const int object = m_tree.child(function, Field::Object);
        // A flow of another file is known by what is said about its deployment.
        const bool imported = !m_source.names.origin(object).isEmpty();
        const bool likely = method == "deploy" ? arguments.named.contains(u"work_pool_name"_s)
                                               : imported && arguments.named.contains(u"name"_s);
        for (const Subject &subject : subjectsOf(object)) {
            if (subject.certain || likely)
                append(node, subject.fromSource ? u"from_source"_s : QString::fromLatin1(method), subject, arguments,
                       arguments);
        }
    }

    /// serve(a.to_deployment(…), …) and deploy(a.to_deployment(…), …, work_pool_name=…)
    void several(int node, const QString &source)
    {
        m_lastOuter = {node, source};
        const QList<int> given = m_source.values.arguments(node).positional;
        for (const int argument : given) {
            const int made = m_source.values.call(argument);
            if (made >= 0 && methodName(m_tree.child(made, Field::Function)) != "from_flow"
                && methodName(m_tree.child(made, Field::Function)) != "to_deployment")
                continue;
            if (made >= 0 && !m_handedOver.contains(made)) {
                m_handedOver.insert(made);
                handedTo(m_lastOuter, made);
            }
        }
    }

    void handedTo(const Outer &outer, int made)
    {
        const int function = m_tree.child(made, Field::Function);
        const bool ofMethod = methodName(function) == "to_deployment";
        const Arguments own = m_source.values.arguments(made);
        const QList<Subject> subjects =
            subjectsOf(ofMethod ? m_tree.child(function, Field::Object) : own.find(u"flow"_s, 0));
        for (const Subject &subject : subjects) {
            append(made, subject.fromSource ? u"from_source"_s : outer.source, subject, own,
                   outer.call < 0 ? own : m_source.values.arguments(outer.call));
            if (!ofMethod) // RunnerDeployment.from_flow(flow, name)
                m_deployments.last().name = m_source.values.value(own.find(u"name"_s, 1));
        }
    }

    /// Deployment.build_from_flow(…) of 2.x, the class itself, or the one that it had before 2.0.
    void built(int node)
    {
        const Arguments arguments = m_source.values.arguments(node);
        const int flow = arguments.find(u"flow"_s, 0);
        Subject subject = subjectsOf(flow).value(0);
        if (flow < 0)
            subject.flow = m_source.values.text(arguments.find(u"flow_name"_s));
        // Without a name it is the one flow of the file that is named.
        const QString location = m_source.values.text(arguments.find(u"flow_location"_s));
        if (flow < 0 && subject.flow.isEmpty() && m_byLine.size() == 1 && location.section(u'/', -1) == m_path.section(u'/', -1))
            subject.flow = m_flows[*m_byLine.constBegin()].name;
        append(node, u"build_from_flow"_s, subject, arguments, arguments);
        Deployment &deployment = m_deployments.last();
        if (arguments.positional.size() > 1)
            deployment.name = m_source.values.value(arguments.positional[1]);
        const int block = arguments.find(u"infrastructure"_s);
        infrastructure(block >= 0 ? block : arguments.find(u"flow_runner"_s), deployment);
        const int storage = m_source.values.call(arguments.find(u"storage"_s));
        if (storage < 0)
            return;
        // A storage block uploads or clones the whole folder: `S3.load("name")` is of kind S3.
        const QString kind = blockKind(storage);
        if (!kind.isEmpty())
            setStorage(subject.flow, {kind, m_tree[storage].line, blockArguments(storage), {}, Ships::Repository});
    }

    QString blockKind(int call) const
    {
        const QString origin = m_source.names.origin(m_tree.child(call, Field::Function));
        return lastSegment(origin.endsWith(u".load") ? origin.chopped(5) : origin);
    }

    QMap<QString, SourceValue> blockArguments(int call) const
    {
        const Arguments given = m_source.values.arguments(call);
        QMap<QString, SourceValue> result;
        for (auto it = given.named.begin(); it != given.named.end(); ++it)
            result.insert(it.key(), m_source.values.value(it.value()));
        if (!given.positional.isEmpty())
            result.insert(u"name"_s, m_source.values.value(given.positional.front()));
        return result;
    }

    void infrastructure(int expression, Deployment &deployment) const
    {
        const int block = m_source.values.call(expression);
        if (block < 0)
            return;
        deployment.infrastructure = blockKind(block);
        const Arguments arguments = m_source.values.arguments(block);
        if (const int image = arguments.find(u"image"_s); image >= 0 && !deployment.image)
            deployment.image = m_source.values.value(image);
        else if (!deployment.image && m_source.names.origin(m_tree.child(block, Field::Function)).endsWith(u".load"))
            deployment.image =
                SourceValue{QJsonValue::Null, m_source.values.value(block).expression}; // only the server knows
        const QMap<QString, SourceValue> environment = m_source.values.dictionary(arguments.find(u"env"_s));
        if (!environment.isEmpty() && !deployment.jobVariables.contains(u"env"_s))
            deployment.jobVariables.insert(u"env"_s, m_source.values.value(arguments.find(u"env"_s)));
    }

    void append(int node, const QString &source, const Subject &subject, const Arguments &own, const Arguments &outer)
    {
        Deployment deployment;
        deployment.flow = subject.flow;
        deployment.source = source;
        deployment.file = m_path;
        deployment.line = m_tree[node].line;
        deployment.subject = subject.text;
        deployment.name = m_source.values.value(own.find(u"name"_s, source == u"build_from_flow" ? -1 : 0));
        const int unread = own.unread >= 0 ? own.unread : outer.unread;
        const SourceValue unpacked{
            QJsonValue::Null, unread < 0 ? QString() : QString(u"**"_s + m_source.values.value(unread).expression)};
        const int pool = own.find(u"work_pool_name"_s);
        deployment.workPool = m_source.values.value(pool >= 0 ? pool : outer.find(u"work_pool_name"_s));
        const int variables = own.find(u"job_variables"_s);
        deployment.jobVariables =
            m_source.values.dictionary(variables >= 0 ? variables : own.find(u"infra_overrides"_s));
        deployment.env = m_source.values.dictionary(m_source.values.entry(variables >= 0 ? variables : own.find(u"infra_overrides"_s), u"env"_s));
        const int image = own.named.contains(u"image"_s) ? own.find(u"image"_s) : outer.find(u"image"_s);
        if (image >= 0 && m_tree.kind(image) != Syntax::None)
            deployment.image = imageOf(image);
        else if (const auto variable = deployment.jobVariables.constFind(u"image"_s);
                 variable != deployment.jobVariables.constEnd())
            deployment.image = *variable;
        else if (unread >= 0) // It may hold one, and the others too.
            deployment.image = unpacked;
        if (deployment.workPool.expression.isEmpty())
            deployment.workPool = unpacked;
        if (own.unread >= 0 && deployment.name.expression.isEmpty())
            deployment.name = unpacked;
        if (own.unread >= 0)
            deployment.arguments.insert(u"**"_s, m_source.values.value(own.unread));
        static const QSet<QString> known{u"name"_s, u"work_pool_name"_s, u"job_variables"_s, u"infra_overrides"_s, u"image"_s, u"flow"_s};
        for (auto argument = own.named.begin(); argument != own.named.end(); ++argument) {
            if (!known.contains(argument.key()))
                deployment.arguments.insert(argument.key(), m_source.values.value(argument.value()));
        }
        const int function = m_tree.child(node, Field::Function);
        addNamesAround(m_tree.child(node, Field::Arguments), deployment.namesAround);
        for (const int given : {pool >= 0 ? -1 : outer.find(u"work_pool_name"_s), image})
            addNamesAround(given, deployment.namesAround);
        if (source == u"from_source")
            addNamesAround(m_tree.child(function, Field::Object), deployment.namesAround);
        if (!deployment.namesAround.isEmpty() && m_tree.kind(function) == Syntax::Attribute && source != u"build_from_flow")
            deployment.subject = m_source.values.value(m_tree.child(function, Field::Object)).expression; // as it stands there
        m_deployments.append(deployment);
    }

    void addNamesAround(int expression, QStringList &names) const
    {
        names += namesAround(m_source, expression);
        names.removeDuplicates();
    }

    /// "name:tag" of a DockerImage(…), else the expression itself.
    SourceValue imageOf(int expression) const
    {
        const int made = m_source.values.call(expression);
        const QString kind = made < 0 ? QString() : m_source.names.origin(m_tree.child(made, Field::Function));
        if (!kind.endsWith(u"DockerImage") && !kind.endsWith(u"DeploymentImage"))
            return m_source.values.value(expression);
        const Arguments arguments = m_source.values.arguments(made);
        SourceValue value{QJsonValue::Null, m_source.values.value(made).expression};
        const QString name = m_source.values.text(arguments.find(u"name"_s, 0));
        const int tag = arguments.find(u"tag"_s, 1);
        const bool tagged = tag >= 0 && m_tree.kind(tag) != Syntax::None;
        const QString tagText = m_source.values.text(tag);
        if (!name.isEmpty() && (!tagged || !tagText.isEmpty()))
            value.value = tagged ? QString(name + u':' + tagText) : name;
        return value;
    }

    QList<Subject> subjectsOf(int expression)
    {
        QList<Subject> subjects = subjectsIn(expression);
        for (Subject &subject : subjects) {
            if (subject.text.isEmpty())
                subject.text = m_source.values.value(expression).expression;
        }
        return subjects;
    }

    QList<Subject> subjectsIn(int expression)
    {
        Subject subject;
        bool named = false; // with_options gave it another name
        for (int step = 0; step < longestChain && expression >= 0; ++step) {
            switch (m_tree.kind(expression)) {
            case Syntax::Await:
            case Syntax::Parenthesized:
                expression = m_tree[expression].child;
                continue;
            case Syntax::Attribute: // module.flow, self.flow
            case Syntax::Identifier: {
                const QString name = lastSegment(m_source.values.value(expression).expression);
                const auto flow = m_byFunction.constFind(name);
                const int comprehension = flow == m_byFunction.constEnd() ? comprehensionOf(m_tree, expression) : -1;
                const int value = comprehension >= 0 ? comprehension : m_source.names.valueBefore(expression);
                if (flow == m_byFunction.constEnd()
                    && (m_tree.kind(value) == Syntax::For || m_tree.kind(value) == Syntax::ForIn))
                    return subjectsInLoop(value, expression);
                if (flow == m_byFunction.constEnd() && value >= 0 && m_source.values.call(expression) >= 0) {
                    expression = m_source.values.call(expression);
                    continue;
                }
                if (subject.flow.isEmpty() && !named)
                    subject.flow = flow == m_byFunction.constEnd() ? name : m_flows[*flow].name;
                subject.certain = subject.certain || flow != m_byFunction.constEnd();
                return {subject};
            }
            case Syntax::Call: {
                const int function = m_tree.child(expression, Field::Function);
                const QByteArrayView method = methodName(function);
                const Arguments arguments = m_source.values.arguments(expression);
                if (method == "from_source") {
                    fromSource(expression, subject);
                } else if (method == "with_options") {
                    const QString name = m_source.values.text(arguments.find(u"name"_s));
                    named = named || !name.isEmpty();
                    subject.flow = name.isEmpty() || !subject.flow.isEmpty() ? subject.flow : name;
                } else {
                    // flow(function, name=…).deploy(…)
                    if (const auto made = m_byLine.constFind(m_tree[expression].line);
                        made != m_byLine.constEnd() && isPrefectName(m_source.names.origin(function))) {
                        subject.flow = subject.flow.isEmpty() && !named ? m_flows[*made].name : subject.flow;
                        subject.certain = true;
                    }
                    return {subject};
                }
                expression = m_tree.child(function, Field::Object);
                continue;
            }
            default:
                return {subject};
            }
        }
        return {subject};
    }

    /// for each in (a, b): each.deploy(…)
    QList<Subject> subjectsInLoop(int loop, int variable)
    {
        QList<Subject> subjects;
        const QList<int> elements = loopElements(m_source, loop, variable);
        for (const int each : elements) {
            if (const auto flow = m_byFunction.constFind(m_tree.text(each)); flow != m_byFunction.constEnd())
                subjects.append({m_flows[*flow].name, false, true, m_tree.text(each)});
        }
        if (subjects.isEmpty())
            subjects.append({m_tree.text(variable), false, false});
        return subjects;
    }

    void fromSource(int call, Subject &subject)
    {
        subject.fromSource = true;
        subject.certain = true;
        const Arguments arguments = m_source.values.arguments(call);
        const int where = arguments.find(u"source"_s, 0);
        const QString entrypoint = m_source.values.text(arguments.find(u"entrypoint"_s, 1));
        const QString function = entrypoint.section(u':', -1);
        if (entrypoint.contains(u':') && subject.flow.isEmpty()) {
            const auto flow = m_byFunction.constFind(function);
            subject.flow =
                flow == m_byFunction.constEnd() ? QString(function).replace(u'_', u'-') : m_flows[*flow].name;
        }
        Storage storage{u"from_source"_s, m_tree[call].line, {}, {}, Ships::Repository};
        if (where >= 0) {
            SourceValue source = m_source.values.value(where);
            if (const int made = m_source.values.call(where); made >= 0 && source.value.isNull()) {
                const QMap<QString, SourceValue> of = blockArguments(made); // GitRepository(url=…, branch=…)
                source.value = of.value(u"url"_s, of.value(u"name"_s)).value;
                if (of.contains(u"branch"_s))
                    storage.arguments.insert(u"branch"_s, of.value(u"branch"_s));
            }
            storage.arguments.insert(u"source"_s, source);
        }
        setStorage(subject.flow, storage);
    }

    void setStorage(const QString &flowName, const Storage &storage)
    {
        if (const auto flow = m_byName.constFind(flowName); flow != m_byName.constEnd())
            m_flows[*flow].storage = storage;
    }

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const QString m_path;
    QList<Flow> &m_flows;
    QHash<QString, qsizetype> m_byFunction;
    QHash<QString, qsizetype> m_byName;
    QHash<int, qsizetype> m_byLine;
    QList<int> m_made; ///< Calls of to_deployment().
    QSet<int> m_handedOver; ///< Those that a serve() or deploy() is known to be given.
    Outer m_lastOuter;
    QList<Deployment> m_deployments;
};

} // namespace

QList<Deployment> collectDeployments(const SourceView &source, const QString &path, QList<Flow> &flows)
{
    return DeploymentCollector(source, path, flows).collect();
}

} // namespace drydock
