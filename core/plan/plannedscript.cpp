// SPDX-License-Identifier: Apache-2.0
#include "core/plan/plan.h"

#include "core/script/inspect.h"

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
        if (flow.runConfig) {
            each.runConfig = flow.runConfig->kind;
            each.runConfigArguments = textsOf(flow.runConfig->arguments);
            each.runConfigArguments.remove(u"image"_s);
            const QString environment = each.runConfigArguments.take(u"env"_s);
            if (!environment.isEmpty()) // Otherwise the variables are those of its job template, and stay there.
                each.environment = textsOf(flow.runConfig->env);
            if (each.environment.isEmpty() && !environment.isEmpty() && environment != u"{}")
                each.environment.insert(u"**"_s, environment);
        }
        for (const Deployment &deployment : script.deployments) {
            if (deployment.flow == flow.name)
                each.deployments.append(plannedDeployment(deployment));
        }
        planned.flows.append(each);
    }
    return planned;
}

} // namespace drydock
