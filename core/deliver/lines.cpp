// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"

#include "core/deliver/pythontext.h"
#include "core/engine/imagereference.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {
namespace {

using Arguments = QList<std::pair<QString, QString>>;

/// Where local modules go in an image that Prefect itself builds.
constexpr char16_t localFolder[] = u"/opt/flow-modules";

QString imageOf(const BuildPlan &plan)
{
    return plan.tag.isEmpty() ? plan.base : plan.tag;
}

/// Built here and not pushed: other machines do not find it.
bool isOnlyHere(const BuildPlan &plan, bool pushed)
{
    return !pushed && !plan.tag.isEmpty();
}

QString comment(const QString &sentence)
{
    return u"# "_s + QString(sentence).replace(u'\n', u' ') + u'\n';
}

QStringList pins(const BuildPlan &plan)
{
    QStringList all;
    for (const ResolvedDistribution &each : plan.requirements)
        if (each.isRequested)
            all.append(each.name + u"=="_s + each.version);
    return all;
}

int generationOf(const BuildPlan &plan, const BuildPlan::Script &script)
{
    if (script.generation > 0)
        return script.generation;
    const int fromVersion = plan.prefectVersion.section(u'.', 0, 0).toInt();
    return fromVersion > 0 ? fromVersion : 3;
}

// --- Prefect 1.x: run configurations and Docker storage

QString runConfigClass(const BuildPlan &plan, const BuildPlan::Script &script)
{
    static const QMap<QString, QString> classes{{u"docker"_s, u"DockerRun"_s}, {u"kubernetes"_s, u"KubernetesRun"_s}, {u"ecs"_s, u"ECSRun"_s},
                                                {u"vertex"_s, u"VertexRun"_s}, {u"process"_s, u"LocalRun"_s}};
    // LocalRun and UniversalRun take no image, so a script that has one of them needs another one to use an image.
    const bool takesImage = classes.values().contains(script.runConfig) && script.runConfig != u"LocalRun";
    if (plan.runsOn.isEmpty())
        return takesImage ? script.runConfig : u"DockerRun"_s;
    return classes.value(plan.runsOn, u"DockerRun"_s);
}

QString runConfigLines(const BuildPlan &plan, const BuildPlan::Script &script, bool pushed)
{
    const QString kind = runConfigClass(plan, script);
    Arguments arguments;
    QString notes;
    if (kind == u"LocalRun") {
        notes += comment(u"A local agent runs the flow in its own environment, without an image."_s);
    } else {
        arguments.append({u"image"_s, pythonString(imageOf(plan))});
        if (isOnlyHere(plan, pushed)) {
            if (kind == u"KubernetesRun") {
                arguments.append({u"image_pull_policy"_s, pythonString(u"IfNotPresent"_s)});
                notes += comment(u"The image is on this machine only: push it to a registry that the cluster reaches."_s);
            } else if (kind == u"DockerRun") {
                notes += comment(u"The image is on this machine only: start the agent with “prefect agent docker start --no-pull”, or push the image."_s);
            } else {
                notes += comment(u"The image is on this machine only: push it to a registry before the flow runs."_s);
            }
        }
    }
    if (!plan.environment.isEmpty())
        arguments.append({u"env"_s, pythonDict(plan.environment)});
    QString text = u"from prefect.run_configs import %1\n\n"_s.arg(kind) + notes;
    for (const QString &variable : script.functions) {
        if (isPythonIdentifier(variable))
            text += variable + u".run_config = "_s + pythonCall(kind, arguments) + u'\n';
    }
    return text;
}

QString dockerStorageLines(const BuildPlan &plan, const BuildPlan::Script &script)
{
    Arguments arguments{{u"base_image"_s, pythonString(plan.base)}};
    if (const QStringList dependencies = pins(plan); !dependencies.isEmpty())
        arguments.append({u"python_dependencies"_s, pythonList(dependencies)});
    QMap<QString, QString> files;
    const QString folder = QString::fromUtf16(localFolder);
    for (const LocalModule &module : plan.localModules)
        files.insert(module.path, folder + u'/' + QFileInfo(module.path).fileName());
    if (!files.isEmpty()) {
        arguments.append({u"files"_s, pythonDict(files)});
        arguments.append({u"env_vars"_s, pythonDict({{u"PYTHONPATH"_s, folder}})});
    }
    QString text = u"from prefect.storage import Docker\n\n"_s;
    text += comment(u"Prefect builds this image when the flow is registered; add registry_url to push it."_s);
    for (const QString &variable : script.functions)
        if (isPythonIdentifier(variable))
            text += variable + u".storage = "_s + pythonCall(u"Docker"_s, arguments) + u'\n';
    return text;
}

// --- Prefect 2.x and 3.x: deployments on work pools

QString poolName(const BuildPlan &plan)
{
    return u"my-%1-pool"_s.arg(plan.runsOn.isEmpty() ? u"docker"_s : plan.runsOn);
}

/// The job variables as source text, or empty.
QString jobVariables(const BuildPlan &plan, bool pushed)
{
    QStringList items;
    if (plan.runsOn == u"managed") {
        if (const QStringList dependencies = pins(plan); !dependencies.isEmpty())
            items.append(pythonString(u"pip_packages"_s) + u": "_s + pythonList(dependencies));
    } else if (!plan.environment.isEmpty()) {
        items.append(pythonString(u"env"_s) + u": "_s + pythonDict(plan.environment));
    }
    const bool hasPolicy = plan.runsOn.isEmpty() || plan.runsOn == u"docker" || plan.runsOn == u"kubernetes";
    if (hasPolicy && isOnlyHere(plan, pushed))
        items.append(pythonString(u"image_pull_policy"_s) + u": "_s + pythonString(u"IfNotPresent"_s));
    return items.isEmpty() ? QString() : u'{' + items.join(u", "_s) + u'}';
}

QString deployLines(const BuildPlan &plan, const BuildPlan::Script &script, bool pushed)
{
    const bool takesImage = plan.runsOn != u"process" && plan.runsOn != u"managed";
    const bool shipsInImage = plan.strategy == Strategy::DockerStorage && takesImage;
    QString notes;
    if (plan.runsOn == u"process")
        notes += comment(u"A process work pool runs the flow in its worker's environment, without an image."_s);
    else if (plan.runsOn == u"managed")
        notes += comment(u"A managed work pool uses Prefect's own image and installs what pip_packages names."_s);
    else if (shipsInImage)
        notes += comment(u"Prefect builds the image from the folder of the script: put this plan's requirements.txt there."_s);
    else
        notes += comment(u"Name the repository that holds this script; the image has its dependencies, not its source."_s);
    if (takesImage && !shipsInImage && isOnlyHere(plan, pushed))
        notes += comment(u"The image is on this machine only: push it before a worker elsewhere runs the flow."_s);

    QString text = u"if __name__ == \"__main__\":\n"_s;
    for (const QString &line : notes.split(u'\n', Qt::SkipEmptyParts))
        text += u"    "_s + line + u'\n';
    for (const QString &function : script.functions) {
        if (!isPythonIdentifier(function))
            continue;
        Arguments deploy{{u"name"_s, pythonString(function)}, {u"work_pool_name"_s, pythonString(poolName(plan))}};
        if (takesImage) {
            const QString image = shipsInImage && plan.tag.isEmpty() ? u"%1:latest"_s.arg(function.toLower()) : imageOf(plan);
            deploy.append({u"image"_s, pythonString(image)});
            if (shipsInImage)
                deploy.append({u"push"_s, u"False"_s});
            else
                deploy += Arguments{{u"build"_s, u"False"_s}, {u"push"_s, u"False"_s}};
        }
        if (const QString variables = jobVariables(plan, pushed); !variables.isEmpty())
            deploy.append({u"job_variables"_s, variables});
        QString callee = function;
        if (!shipsInImage) {
            const Arguments source{{u"source"_s, pythonString(u"https://github.com/my-account/my-repository.git"_s)},
                                   {u"entrypoint"_s, pythonString(QFileInfo(script.path).fileName() + u':' + function)}};
            callee = pythonCall(function + u".from_source"_s, source, 4);
        }
        text += u"    "_s + pythonCall(callee + u".deploy"_s, deploy, 4) + u'\n';
    }
    return text;
}

} // namespace

QString linesToPaste(const BuildPlan &plan, bool pushed)
{
    QStringList texts;
    for (const BuildPlan::Script &script : plan.scripts) {
        QString text;
        if (generationOf(plan, script) > 1)
            text = deployLines(plan, script, pushed);
        else if (plan.strategy == Strategy::DockerStorage)
            text = dockerStorageLines(plan, script);
        else
            text = runConfigLines(plan, script, pushed);
        if (!std::any_of(script.functions.begin(), script.functions.end(), isPythonIdentifier))
            text = comment(u"This script has no flow that a line could be written for."_s);
        if (plan.scripts.size() > 1)
            text.prepend(comment(QFileInfo(script.path).fileName()));
        texts.append(text);
    }
    return texts.join(u'\n');
}

} // namespace drydock
