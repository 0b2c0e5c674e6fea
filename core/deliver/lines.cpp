// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"

#include "core/deliver/pythontext.h"
#include "core/engine/imagereference.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

/// One flow that gets lines.
struct Target {
    QString flow; ///< As Prefect names it.
    QString variable; ///< The Python name.
    QString file; ///< File name of its script.
    QString runConfig;
    QString storage;
};

struct Context {
    const BuildPlan &plan;
    bool pushed;
    QString image;
    QString runsOn;
    bool isLocalOnly; ///< The image is on this machine alone.
};

bool usesRegistry(const QString &runsOn)
{
    return runsOn == u"ecs" || runsOn == u"vertex" || runsOn == u"cloud-run" || runsOn == u"aci";
}

QString mustBePushed(const Context &context)
{
    return context.isLocalOnly && usesRegistry(context.runsOn)
        ? pythonComment(Text::tr("%1 is only on this computer. Push it to a registry that the service reaches, and name it so here.").arg(context.image))
        : QString();
}

// Prefect 1: a run configuration, or Docker storage.

QString runConfigKind(const QString &runsOn)
{
    if (runsOn == u"kubernetes")
        return u"KubernetesRun"_s;
    if (runsOn == u"ecs")
        return u"ECSRun"_s;
    if (runsOn == u"vertex")
        return u"VertexRun"_s;
    return u"DockerRun"_s;
}

QString runConfigLines(const Context &context, const Target &target, bool withImage)
{
    const QString kind = runConfigKind(context.runsOn);
    QString lines;
    if (target.runConfig == u"LocalRun" || target.runConfig == u"UniversalRun")
        lines += pythonComment(Text::tr("%1 cannot name an image; %2 can, and needs an agent of that kind.").arg(target.runConfig, kind));
    else if (!target.runConfig.isEmpty())
        lines += pythonComment(Text::tr("Keep the other arguments of your %1.").arg(target.runConfig));
    PythonArguments arguments;
    if (withImage) {
        arguments.append({u"image"_s, pythonString(context.image)});
        if (kind == u"KubernetesRun" && context.isLocalOnly)
            arguments.append({u"image_pull_policy"_s, pythonString(u"IfNotPresent"_s)});
        if (kind == u"DockerRun" && context.isLocalOnly && context.image.contains(u'/'))
            lines += pythonComment(Text::tr("The image is only on this computer: start the agent with “prefect agent docker start --no-pull”, or push the image."));
        lines += mustBePushed(context);
    }
    if (!context.plan.environment.isEmpty())
        arguments.append({u"env"_s, pythonDict(context.plan.environment)});
    return lines + target.variable + u".run_config = "_s + pythonCall(kind, arguments) + u'\n';
}

QString dockerStorageLines(const Context &context, const Target &target)
{
    // The reference as Docker storage takes it apart: everything before the last slash is its registry.
    const auto reference = ImageReference::parse(context.image);
    const QString tag = reference ? reference->tag : QString();
    const QString repository = tag.isEmpty() ? context.image : context.image.left(context.image.lastIndexOf(u':'));
    const qsizetype slash = repository.lastIndexOf(u'/');
    PythonArguments arguments;
    if (slash > 0)
        arguments.append({u"registry_url"_s, pythonString(repository.left(slash))});
    arguments.append({u"image_name"_s, pythonString(repository.mid(slash + 1))});
    arguments.append({u"image_tag"_s, pythonString(tag.isEmpty() ? u"latest"_s : tag)});
    arguments.append({u"path"_s, pythonString(QString(context.plan.flowFolder + u'/' + target.file))});
    arguments.append({u"stored_as_script"_s, u"True"_s});
    QString lines = target.variable + u".storage = "_s + pythonCall(u"Docker"_s, arguments) + u'\n';
    lines += target.variable + u".storage.add_flow("_s + target.variable + u")\n"_s;
    lines += runConfigLines(context, target, false);
    lines += pythonComment(Text::tr("Register with build=False: the image is built and tested already, and Prefect would build another."));
    return lines + u"# "_s + target.variable + u".register(project_name=\"my-project\", build=False)\n"_s;
}

QString prefect1Lines(const Context &context, const QList<Target> &targets)
{
    const bool isStorage = context.plan.strategy == Strategy::DockerStorage;
    QString lines = u"from prefect.run_configs import %1\n"_s.arg(runConfigKind(context.runsOn));
    if (isStorage)
        lines += u"from prefect.storage import Docker\n"_s;
    for (const Target &target : targets)
        lines += u'\n' + (isStorage ? dockerStorageLines(context, target) : runConfigLines(context, target, true));
    return lines;
}

// Prefect 2 and 3: a deployment in a work pool.

QString poolName(const QString &runsOn)
{
    return u"my-%1-pool"_s.arg(runsOn);
}

QString jobVariables(const Context &context, const QStringList &pipPackages)
{
    QStringList parts;
    if (context.runsOn == u"managed") {
        if (!pipPackages.isEmpty())
            parts.append(QString(u"\"pip_packages\": "_s + pythonList(pipPackages)));
    } else {
        if (!context.plan.environment.isEmpty())
            parts.append(QString(u"\"env\": "_s + pythonDict(context.plan.environment)));
        if (context.isLocalOnly && (context.runsOn == u"docker" || context.runsOn == u"kubernetes"))
            parts.append(u"\"image_pull_policy\": \"IfNotPresent\""_s);
    }
    return parts.isEmpty() ? QString() : QString(u'{' + parts.join(u", "_s) + u'}');
}

QString deployLines(const Context &context, const Target &target)
{
    PythonArguments arguments{{u"name"_s, pythonString(target.flow)}, {u"work_pool_name"_s, pythonString(poolName(context.runsOn))}};
    if (context.runsOn != u"managed") {
        arguments.append({u"image"_s, pythonString(context.image)});
        // What was tested is what runs: Prefect neither builds nor pushes another.
        arguments.append({u"build"_s, u"False"_s});
        arguments.append({u"push"_s, u"False"_s});
    }
    const QString variables = jobVariables(context, context.plan.environment.value(u"EXTRA_PIP_PACKAGES"_s).split(u' ', Qt::SkipEmptyParts));
    if (!variables.isEmpty())
        arguments.append({u"job_variables"_s, variables});

    const QString margin = u"    "_s;
    QString lines = u"if __name__ == \"__main__\":\n"_s;
    if (context.plan.strategy == Strategy::DockerStorage) {
        lines += margin + pythonComment(Text::tr("Run this in the folder of %1: the image holds it as %2.").arg(target.file, QString(context.plan.flowFolder + u'/' + target.file)));
        return lines + margin + pythonCall(QString(target.variable + u".deploy"_s), arguments, 4) + u'\n';
    }
    lines += margin + pythonComment(Text::tr("source is the repository that holds this script, entrypoint its path in there."));
    const PythonArguments source{{u"source"_s, pythonString(u"https://github.com/my_org/my_repo"_s)},
                                 {u"entrypoint"_s, pythonString(QString(target.file + u':' + target.variable))}};
    lines += margin + pythonCall(u"flow.from_source"_s, source, 4);
    return lines + pythonCall(u".deploy"_s, arguments, 4) + u'\n';
}

/// Prefect 2 before 2.14, where flow.deploy does not exist: an infrastructure block.
QString blockLines(const Context &context, const Target &target)
{
    const bool isKubernetes = context.runsOn == u"kubernetes";
    PythonArguments block{{u"image"_s, pythonString(context.image)}};
    if (context.isLocalOnly)
        block.append({u"image_pull_policy"_s, pythonString(isKubernetes ? u"IfNotPresent"_s : u"IF_NOT_PRESENT"_s)});
    if (!context.plan.environment.isEmpty())
        block.append({u"env"_s, pythonDict(context.plan.environment)});
    const QString margin = u"    "_s;
    const PythonArguments arguments{{u"flow"_s, target.variable},
                                    {u"name"_s, pythonString(target.flow)},
                                    {u"infrastructure"_s, pythonCall(isKubernetes ? u"KubernetesJob"_s : u"DockerContainer"_s, block, 8)}};
    return u"if __name__ == \"__main__\":\n"_s + margin + u"deployment = "_s + pythonCall(u"Deployment.build_from_flow"_s, arguments, 4) + u'\n' + margin
        + u"deployment.apply()\n"_s;
}

QString deploymentLines(const Context &context, const QList<Target> &targets, int generation)
{
    const bool hasDeploy = generation == 3 || context.plan.prefectVersion.isEmpty() || !(Version(context.plan.prefectVersion) < Version(u"2.14"_s));
    const bool isServed = context.runsOn == u"process";
    QString lines;
    if (!hasDeploy && !isServed)
        lines += u"from prefect.deployments import Deployment\nfrom prefect.infrastructure import %1\n\n"_s.arg(context.runsOn == u"kubernetes" ? u"KubernetesJob"_s : u"DockerContainer"_s);
    else if (context.plan.strategy != Strategy::DockerStorage && !isServed)
        lines += u"from prefect import flow\n\n"_s;
    lines += mustBePushed(context);
    for (const Target &target : targets) {
        if (&target != &targets.first())
            lines += u'\n';
        if (isServed) {
            lines += pythonComment(Text::tr("A process needs no image: this runs the flow with the Python that runs this script."))
                + u"if __name__ == \"__main__\":\n    %1.serve(name=%2)\n"_s.arg(target.variable, pythonString(target.flow));
        } else {
            lines += hasDeploy ? deployLines(context, target) : blockLines(context, target);
        }
    }
    return lines;
}

} // namespace

QString linesToPaste(const BuildPlan &plan, bool pushed)
{
    const bool builds = buildsImage(plan.strategy);
    Context context{plan, pushed, builds ? plan.tag : plan.base, plan.runsOn.isEmpty() ? u"docker"_s : plan.runsOn, false};
    // Images of a registry name it; what was built here, and what has no registry's name, is on this machine alone.
    context.isLocalOnly = builds && !pushed;
    if (builds && context.runsOn == u"process")
        context.runsOn = u"docker"_s; // A process uses no image: the lines are for the day it runs in a container.

    int generation = 0;
    QList<Target> targets;
    for (const BuildPlan::Script &script : plan.scripts) {
        generation = std::max(generation, script.generation);
        for (qsizetype i = 0; i < std::max<qsizetype>(1, script.flows.size()); ++i) {
            Target target;
            target.file = QFileInfo(script.path).fileName();
            target.flow = script.flows.value(i, QFileInfo(script.path).completeBaseName());
            target.variable = isPythonName(script.functions.value(i)) ? script.functions.value(i) : u"flow"_s;
            target.runConfig = script.runConfig;
            target.storage = script.storage;
            targets.append(target);
        }
    }
    if (targets.isEmpty())
        targets.append({u"flow"_s, u"flow"_s, u"flow.py"_s, {}, {}});
    return generation == 1 ? prefect1Lines(context, targets) : deploymentLines(context, targets, generation == 0 ? 3 : generation);
}

} // namespace drydock
