// SPDX-License-Identifier: Apache-2.0
#include "core/script/deployments.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int longestChain = 8; ///< flow.from_source(…).with_options(…).deploy(…)

class DeploymentCollector
{
public:
    DeploymentCollector(const SourceView &source, const QString &path, QList<Flow> &flows)
        : m_source(source)
        , m_tree(source.tree)
        , m_path(path)
        , m_flows(flows)
    {
    }

    QList<Deployment> collect()
    {
        for (int node = 0; node < m_tree.size(); ++node) {
            if (m_tree.kind(node) == Syntax::Call)
                call(node);
        }
        return m_deployments;
    }

private:
    /// The flow that an expression stands for and whether its source comes from a repository.
    struct Subject {
        QString flow;
        bool fromSource = false;
        bool certain = false; ///< It is a flow for sure, not just some object.
    };

    void call(int node)
    {
        const int function = m_tree.child(node, Field::Function);
        const QString origin = m_source.names.origin(function);
        if (origin == u"prefect.serve" || origin == u"prefect.flows.serve") {
            several(node, u"serve"_s);
        } else if (origin == u"prefect.deploy" || (origin.startsWith(u"prefect.deployments.") && origin.endsWith(u".deploy"))) {
            several(node, u"deploy"_s);
        } else if (origin.endsWith(u".Deployment.build_from_flow") && isPrefectName(origin)) {
            built(node);
        } else if (m_tree.kind(function) == Syntax::Attribute) {
            const QByteArrayView method = m_tree.bytes(m_tree.child(function, Field::Attribute));
            if (method != "deploy" && method != "serve")
                return;
            const Subject subject = subjectOf(m_tree.child(function, Field::Object));
            const Arguments arguments = argumentsOf(m_tree, node);
            if (subject.certain || (method == "deploy" && arguments.named.contains(u"work_pool_name"_s)))
                append(node, subject.fromSource ? u"from_source"_s : QString::fromLatin1(method), subject, arguments, arguments);
        }
    }

    /// serve(a.to_deployment(…), …) and deploy(a.to_deployment(…), …, work_pool_name=…)
    void several(int node, const QString &source)
    {
        const Arguments outer = argumentsOf(m_tree, node);
        for (const int argument : outer.positional) {
            const int made = m_source.values.call(argument);
            const int function = m_tree.child(made, Field::Function);
            if (m_tree.kind(function) != Syntax::Attribute || m_tree.bytes(m_tree.child(function, Field::Attribute)) != "to_deployment")
                continue;
            const Subject subject = subjectOf(m_tree.child(function, Field::Object));
            append(made, subject.fromSource ? u"from_source"_s : source, subject, argumentsOf(m_tree, made), outer);
        }
    }

    void built(int node)
    {
        const Arguments arguments = argumentsOf(m_tree, node);
        const Subject subject = subjectOf(arguments.find(u"flow"_s, 0));
        append(node, u"build_from_flow"_s, subject, arguments, arguments);
        Deployment &deployment = m_deployments.last();
        if (arguments.positional.size() > 1)
            deployment.name = m_source.values.value(arguments.positional[1]);
        if (const int infrastructure = m_source.values.call(arguments.find(u"infrastructure"_s)); infrastructure >= 0) {
            const Arguments block = argumentsOf(m_tree, infrastructure);
            if (const int image = block.find(u"image"_s); image >= 0)
                deployment.image = m_source.values.value(image);
            if (const int environment = block.find(u"env"_s); environment >= 0)
                deployment.jobVariables.insert(u"env"_s, m_source.values.value(environment));
        }
        if (const int storage = m_source.values.call(arguments.find(u"storage"_s)); storage >= 0) {
            // A storage block uploads or clones the whole folder: `S3.load("name")` is of kind S3.
            QString kind = m_source.names.origin(m_tree.child(storage, Field::Function));
            if (kind.endsWith(u".load"))
                kind.chop(5);
            kind = kind.mid(kind.lastIndexOf(u'.') + 1);
            if (!kind.isEmpty())
                setStorage(subject.flow, {kind, m_tree[storage].line, {}, {}, Ships::Repository});
        }
    }

    void append(int node, const QString &source, const Subject &subject, const Arguments &own, const Arguments &outer)
    {
        Deployment deployment;
        deployment.flow = subject.flow;
        deployment.source = source;
        deployment.file = m_path;
        deployment.line = m_tree[node].line;
        deployment.name = m_source.values.value(own.find(u"name"_s, source == u"build_from_flow" ? -1 : 0));
        const int pool = own.find(u"work_pool_name"_s);
        deployment.workPool = m_source.values.value(pool >= 0 ? pool : outer.find(u"work_pool_name"_s));
        const int image = own.named.contains(u"image"_s) ? own.find(u"image"_s) : outer.find(u"image"_s);
        if (image >= 0)
            deployment.image = imageOf(image);
        const int variables = own.find(u"job_variables"_s);
        deployment.jobVariables = m_source.values.dictionary(variables);
        m_deployments.append(deployment);
    }

    /// "name:tag" of a DockerImage(…), else the expression itself.
    SourceValue imageOf(int expression) const
    {
        const int made = m_source.values.call(expression);
        const QString kind = made < 0 ? QString() : m_source.names.origin(m_tree.child(made, Field::Function));
        if (!kind.endsWith(u"DockerImage") && !kind.endsWith(u"DeploymentImage"))
            return m_source.values.value(expression);
        const Arguments arguments = argumentsOf(m_tree, made);
        SourceValue value{QJsonValue::Null, m_tree.text(made)};
        const QString name = m_source.values.text(arguments.find(u"name"_s, 0));
        const int tag = arguments.find(u"tag"_s, 1);
        const QString tagText = m_source.values.text(tag);
        if (!name.isEmpty() && (tag < 0 || !tagText.isEmpty()))
            value.value = tagText.isEmpty() ? name : QString(name + u':' + tagText);
        return value;
    }

    Subject subjectOf(int expression)
    {
        Subject subject;
        for (int step = 0; step < longestChain && expression >= 0; ++step) {
            if (m_tree.kind(expression) == Syntax::Await || m_tree.kind(expression) == Syntax::Parenthesized) {
                expression = m_tree[expression].child;
            } else if (m_tree.kind(expression) == Syntax::Identifier) {
                const QString name = m_tree.text(expression);
                const auto flow = std::find_if(m_flows.begin(), m_flows.end(), [&name](const Flow &f) { return f.function == name; });
                if (flow != m_flows.end() || m_source.values.call(expression) < 0) {
                    if (subject.flow.isEmpty())
                        subject.flow = flow == m_flows.end() ? name : flow->name;
                    subject.certain = subject.certain || flow != m_flows.end();
                    return subject;
                }
                expression = m_source.values.call(expression);
            } else if (m_tree.kind(expression) == Syntax::Call) {
                const int function = m_tree.child(expression, Field::Function);
                if (m_tree.kind(function) != Syntax::Attribute)
                    return subject;
                const QByteArrayView method = m_tree.bytes(m_tree.child(function, Field::Attribute));
                if (method == "from_source") {
                    fromSource(expression, subject);
                } else if (method != "with_options") {
                    return subject;
                }
                expression = m_tree.child(function, Field::Object);
            } else {
                return subject;
            }
        }
        return subject;
    }

    void fromSource(int call, Subject &subject)
    {
        subject.fromSource = true;
        subject.certain = true;
        const Arguments arguments = argumentsOf(m_tree, call);
        const int where = arguments.find(u"source"_s, 0);
        const QString entrypoint = m_source.values.text(arguments.find(u"entrypoint"_s, 1));
        const QString function = entrypoint.section(u':', -1);
        if (entrypoint.contains(u':')) {
            const auto flow = std::find_if(m_flows.begin(), m_flows.end(), [&function](const Flow &f) { return f.function == function; });
            subject.flow = flow == m_flows.end() ? QString(function).replace(u'_', u'-') : flow->name;
        }
        Storage storage{u"from_source"_s, m_tree[call].line, {}, {}, Ships::Repository};
        if (where >= 0)
            storage.arguments.insert(u"source"_s, m_source.values.value(where));
        setStorage(subject.flow, storage);
    }

    void setStorage(const QString &flowName, const Storage &storage)
    {
        for (Flow &flow : m_flows) {
            if (flow.name == flowName && flow.form == Flow::Form::Function)
                flow.storage = storage;
        }
    }

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const QString m_path;
    QList<Flow> &m_flows;
    QList<Deployment> m_deployments;
};

} // namespace

QList<Deployment> collectDeployments(const SourceView &source, const QString &path, QList<Flow> &flows)
{
    return DeploymentCollector(source, path, flows).collect();
}

} // namespace drydock
