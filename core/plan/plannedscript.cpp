// SPDX-License-Identifier: Apache-2.0
#include "core/plan/plan.h"

#include "core/script/inspect.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Longer expressions were cut when they were read, so they cannot be pasted back.
constexpr qsizetype longestText = 1999;

SourceArguments textsOf(const QMap<QString, SourceValue> &values)
{
    SourceArguments texts;
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        if (!value->expression.isEmpty() && value->expression.size() <= longestText)
            texts.insert(value.key(), value->expression);
    }
    return texts;
}

/// A value that is known, as Python.
QString pythonLiteral(const QJsonValue &value)
{
    if (value.isNull())
        return u"None"_s;
    if (value.isBool())
        return value.toBool() ? u"True"_s : u"False"_s;
    QStringList parts;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &each : array)
            parts.append(pythonLiteral(each));
        return u'[' + parts.join(u", "_s) + u']';
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto each = object.begin(); each != object.end(); ++each)
            parts.append(pythonLiteral(each.key()) + u": "_s + pythonLiteral(each.value()));
        return u'{' + parts.join(u", "_s) + u'}';
    }
    // JSON writes texts and numbers as Python does.
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)).sliced(1).chopped(1);
}

/// The source texts that mean the same where the flow is made, or what they are known to be; the others are left out.
SourceArguments pasteable(const QMap<QString, SourceValue> &values, const RunConfig &config, const QString &leftOutAs, SourceArguments &leftOut)
{
    QMap<QString, SourceValue> kept = values;
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        if (value->expression == u"None" || (value->namesAround.isEmpty() && !config.ofOtherFile))
            continue;
        if (!value->value.isNull()) {
            kept[value.key()].expression = pythonLiteral(value->value);
        } else {
            kept.remove(value.key());
            leftOut.insert(value.key() == u"**" ? leftOutAs.section(u'[', 0, 0).replace(u"%1"_s, u"**"_s) : leftOutAs.arg(value.key()), value->expression);
        }
    }
    return textsOf(kept);
}

void planRunConfig(const RunConfig &config, PlannedFlow &planned)
{
    planned.runConfig = config.kind;
    planned.runConfigLine = config.line;
    QMap<QString, SourceValue> arguments = config.arguments;
    arguments.remove(u"image"_s);
    const SourceValue environment = arguments.take(u"env"_s);
    planned.runConfigArguments = pasteable(arguments, config, u"%1"_s, planned.leftOut);
    // Without the argument the variables are those of its job template, and stay there.
    if (!environment.expression.isEmpty() && environment.expression != u"{}")
        planned.environment = pasteable(config.env.isEmpty() ? QMap<QString, SourceValue>{{u"**"_s, environment}} : config.env, config,
                                        u"env[\"%1\"]"_s, planned.leftOut);
}

/// Source text of one argument; empty when it is somewhere in what is unpacked.
QString textOf(const SourceValue &value)
{
    return value.expression.startsWith(u"**") ? QString() : value.expression;
}

PlannedDeployment plannedDeployment(const Deployment &deployment)
{
    return {deployment.source,
            deployment.line,
            deployment.subject,
            textOf(deployment.name),
            textOf(deployment.workPool),
            deployment.infrastructure,
            textsOf(deployment.jobVariables),
            textsOf(deployment.arguments),
            deployment.namesAround};
}

} // namespace

BuildPlan::Script plannedScript(const FlowScript &script, const Image &image)
{
    BuildPlan::Script planned{script.path, QString::fromLatin1(sha256Of(script)), generationIn(script, image), {}};
    for (const Flow &flow : script.flows) {
        PlannedFlow each{flow.name, flow.function};
        if (flow.storage)
            each.storage = flow.storage->kind;
        if (flow.runConfig)
            planRunConfig(*flow.runConfig, each);
        for (const Deployment &deployment : script.deployments) {
            if (deployment.flow == flow.name)
                each.deployments.append(plannedDeployment(deployment));
        }
        planned.flows.append(each);
    }
    return planned;
}

} // namespace drydock
