// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/targets.h"

#include "core/engine/imagereference.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

QString kindOn(const QString &runsOn)
{
    if (runsOn == u"kubernetes")
        return u"KubernetesRun"_s;
    if (runsOn == u"ecs")
        return u"ECSRun"_s;
    if (runsOn == u"vertex")
        return u"VertexRun"_s;
    return u"DockerRun"_s;
}

/// The arguments that the script's own run configuration keeps in one of this kind.
SourceArguments keptArguments(const PlannedFlow &flow, const QString &kind)
{
    SourceArguments kept = flow.runConfigArguments;
    if (flow.runConfig != kind)
        kept.removeIf([](const auto &argument) { return argument.key() != u"labels"; }); // What every kind has.
    return kept;
}

QString runConfiguration(const LinesContext &context, const LinesTarget &target, bool withImage)
{
    const QString kind = kindOn(context.runsOn);
    const PlannedFlow &flow = target.flow;
    QString lines;
    if (flow.runConfig == u"LocalRun" || flow.runConfig == u"UniversalRun")
        lines += pythonComment(
            Text::tr("%1 cannot name an image; %2 can, and needs an agent of that kind.").arg(flow.runConfig, kind));
    else if (!flow.runConfig.isEmpty() && flow.runConfig != kind)
        lines += pythonComment(isPythonName(flow.runConfig) && flow.runConfig.endsWith(u"Run")
                                   ? Text::tr("In place of your %1.").arg(flow.runConfig)
                                   : Text::tr("In place of “%1” (line %2), which could not be read.").arg(flow.runConfig).arg(flow.runConfigLine));
    SourceArguments kept = keptArguments(flow, kind);
    for (auto argument = flow.leftOut.cbegin(); argument != flow.leftOut.cend(); ++argument) {
        const QString &name = argument.key();
        if (flow.runConfig == kind || name == u"labels" || name.startsWith(u"env"))
            lines += pythonComment(
                //: %1: an argument of a call, such as labels=[name]
                Text::tr("%1, from line %2, is left out: it means nothing here.")
                    .arg(name == u"**" ? QString(name + argument.value()) : QString(name + u'=' + argument.value()))
                    .arg(flow.runConfigLine));
    }
    PythonArguments arguments;
    if (withImage) {
        arguments.append({u"image"_s, pythonString(context.image)});
        if (kind == u"KubernetesRun" && context.isLocalOnly)
            kept.insert(u"image_pull_policy"_s, pythonString(u"IfNotPresent"_s));
        if (kind == u"DockerRun" && context.isLocalOnly && context.image.contains(u'/'))
            lines += pythonComment(Text::tr("The image is only on this computer: start the agent with “prefect agent "
                                            "docker start --no-pull”, or push the image."));
        if (kept.remove(u"task_definition_arn"_s) > 0)
            lines += pythonComment(Text::tr("A task definition that is named by its ARN brings its own image: Prefect "
                                            "accepts only one of the two."));
        lines += mustBePushed(context);
    }
    if (!context.plan.environment.isEmpty() || !flow.environment.isEmpty())
        kept.insert(u"env"_s, dictionary(flow.environment, pythonStrings(context.plan.environment)));
    for (auto argument = kept.cbegin(); argument != kept.cend(); ++argument)
        arguments.append({argument.key(), argument.value()});
    return lines + flow.function + u".run_config = "_s + pythonCall(kind, arguments) + u'\n';
}

QString dockerStorage(const LinesContext &context, const LinesTarget &target)
{
    // The reference as Docker storage takes it apart: everything before the last slash is its registry.
    const auto reference = ImageReference::parse(context.image);
    const QString tag = reference ? reference->tag : QString();
    const QString repository = tag.isEmpty() ? context.image : context.image.left(context.image.lastIndexOf(u':'));
    const qsizetype slash = repository.lastIndexOf(u'/');
    const QString &variable = target.flow.function;
    PythonArguments arguments;
    if (slash > 0)
        arguments.append({u"registry_url"_s, pythonString(repository.left(slash))});
    arguments.append({u"image_name"_s, pythonString(repository.mid(slash + 1))});
    arguments.append({u"image_tag"_s, pythonString(tag.isEmpty() ? u"latest"_s : tag)});
    arguments.append({u"path"_s, pythonString(QString(context.plan.flowFolder + u'/' + target.file))});
    arguments.append({u"stored_as_script"_s, u"True"_s});
    QString lines = mustBePushed(context) + variable + u".storage = "_s + pythonCall(u"Docker"_s, arguments) + u'\n';
    lines += variable + u".storage.add_flow("_s + variable + u")\n"_s;
    lines += runConfiguration(context, target, false);
    lines += pythonComment(
        Text::tr("Register with build=False: the image is built and tested already, and Prefect would build another."));
    return lines + u"# "_s + variable + u".register(project_name=\"my-project\", build=False)\n"_s;
}

} // namespace

QString runConfigurations(const LinesContext &context, const QList<LinesTarget> &targets)
{
    const bool isStorage = context.plan.strategy == Strategy::DockerStorage;
    QString lines = u"from prefect.run_configs import %1\n"_s.arg(kindOn(context.runsOn));
    if (isStorage)
        lines += u"from prefect.storage import Docker\n"_s;
    for (const LinesTarget &target : targets)
        lines += u'\n' + (isStorage ? dockerStorage(context, target) : runConfiguration(context, target, true));
    return lines;
}

} // namespace drydock
