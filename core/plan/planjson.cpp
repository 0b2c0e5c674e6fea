// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planjson.h"

#include "core/engine/imagereference.h"
#include "core/plan/quoting.h"
#include "core/network/address.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int planFormat = 1;

QJsonObject toJson(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (auto entry = map.cbegin(); entry != map.cend(); ++entry)
        object.insert(entry.key(), entry.value());
    return object;
}

QMap<QString, QString> mapOf(const QJsonValue &value)
{
    QMap<QString, QString> map;
    const QJsonObject object = value.toObject();
    for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry)
        map.insert(entry.key(), entry.value().toString());
    return map;
}

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &element : array) {
        if (element.isString())
            texts.append(element.toString());
    }
    return texts;
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const PlannedFlow &flow)
{
    QJsonArray deployments;
    for (const PlannedDeployment &deployment : flow.deployments) {
        deployments.append(QJsonObject{{u"source"_s, deployment.source},
                                       {u"line"_s, deployment.line},
                                       {u"subject"_s, deployment.subject},
                                       {u"name"_s, textOrNull(deployment.name)},
                                       {u"work_pool"_s, textOrNull(deployment.workPool)},
                                       {u"infrastructure"_s, textOrNull(deployment.infrastructure)},
                                       {u"job_variables"_s, toJson(deployment.jobVariables)},
                                       {u"arguments"_s, toJson(deployment.arguments)},
                                       {u"names_around"_s, QJsonArray::fromStringList(deployment.namesAround)}});
    }
    return {{u"name"_s, flow.name},
            {u"function"_s, flow.function},
            {u"storage"_s, textOrNull(flow.storage)},
            {u"run_config"_s, textOrNull(flow.runConfig)},
            {u"run_config_arguments"_s, toJson(flow.runConfigArguments)},
            {u"environment"_s, toJson(flow.environment)},
            {u"left_out"_s, toJson(flow.leftOut)},
            {u"run_config_line"_s, flow.runConfigLine},
            {u"deployments"_s, deployments}};
}

PlannedFlow flowFromJson(const QJsonValue &value)
{
    PlannedFlow flow{value[u"name"].toString(), value[u"function"].toString(), value[u"storage"].toString(), value[u"run_config"].toString(),
                     mapOf(value[u"run_config_arguments"]), mapOf(value[u"environment"])};
    const QJsonArray deployments = value[u"deployments"].toArray();
    for (const QJsonValue &each : deployments) {
        flow.deployments.append({each[u"source"].toString(), each[u"line"].toInt(), each[u"subject"].toString(), each[u"name"].toString(),
                                 each[u"work_pool"].toString(), each[u"infrastructure"].toString(), mapOf(each[u"job_variables"]),
                                 mapOf(each[u"arguments"]), textsOf(each[u"names_around"])});
    }
    flow.leftOut = mapOf(value[u"left_out"]);
    flow.runConfigLine = value[u"run_config_line"].toInt();
    return flow;
}

QJsonArray toJson(const QList<ResolvedDistribution> &distributions)
{
    QJsonArray array;
    for (const ResolvedDistribution &distribution : distributions) {
        array.append(QJsonObject{{u"name"_s, distribution.name},
                                 {u"version"_s, distribution.version},
                                 {u"url"_s, textOrNull(distribution.url)},
                                 {u"hashes"_s, QJsonArray::fromStringList(distribution.hashes)},
                                 {u"wheel"_s, distribution.isWheel},
                                 {u"download_bytes"_s, distribution.downloadBytes < 0 ? QJsonValue() : QJsonValue(distribution.downloadBytes)},
                                 {u"wanted_by"_s, textOrNull(distribution.wantedBy)},
                                 {u"requested"_s, distribution.isRequested}});
    }
    return array;
}

/// Nothing when one of them is none.
std::optional<QList<ResolvedDistribution>> distributionsOf(const QJsonValue &value)
{
    static const QRegularExpression hash(u"\\A[a-z0-9]{3,10}:[0-9a-f]{4,256}\\z"_s);
    QList<ResolvedDistribution> distributions;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &each : array) {
        ResolvedDistribution distribution;
        distribution.name = each[u"name"].toString();
        distribution.version = each[u"version"].toString();
        distribution.url = each[u"url"].toString();
        distribution.hashes = textsOf(each[u"hashes"]);
        distribution.isWheel = each[u"wheel"].toBool(true);
        distribution.downloadBytes = each[u"download_bytes"].toInteger(-1);
        distribution.wantedBy = each[u"wanted_by"].toString();
        distribution.isRequested = each[u"requested"].toBool();
        const bool areHashes = std::all_of(distribution.hashes.begin(), distribution.hashes.end(), [](const QString &text) { return hash.match(text).hasMatch(); });
        if (!areHashes || !Requirement::parse(QString(distribution.name + u"==" + distribution.version)) || !Requirement::parse(requirementOf(distribution)))
            return std::nullopt;
        distributions.append(distribution);
    }
    return distributions;
}

tl::unexpected<Error> invalid(const QString &what)
{
    return failure(u"plan-invalid"_s, QCoreApplication::translate("Plan", "The plan in this folder is damaged or was made by another program. Plan again into an empty folder."), what);
}

bool isReference(const QString &text)
{
    return text.isEmpty() || ImageReference::parse(text).has_value();
}

} // namespace

QStringList buildCommandOf(const BuildPlan &plan, const QStringList &prefix, bool isNativePlatform)
{
    QStringList command = prefix + QStringList{u"build"_s, u"--file"_s, u"Dockerfile"_s, u"--tag"_s, plan.tag};
    if (!isNativePlatform)
        command += QStringList{u"--platform"_s, plan.platform};
    for (auto argument = plan.buildArguments.cbegin(); argument != plan.buildArguments.cend(); ++argument)
        command += QStringList{u"--build-arg"_s, QString(argument.key() + u'=' + argument.value())};
    return command + QStringList{u"."_s};
}

bool isPathInPlan(const QString &path)
{
    if (path.isEmpty() || path.size() > 1000 || path.startsWith(u'/') || path.contains(u'\\') || path.contains(u':') || path.contains(QChar(0)))
        return false;
    const QStringList parts = path.split(u'/');
    return std::none_of(parts.begin(), parts.end(), [](const QString &part) { return part.isEmpty() || part == u"." || part == u".."; });
}

QJsonObject toJson(const BuildPlan &plan)
{
    QJsonArray scripts;
    QStringList flows;
    for (const BuildPlan::Script &script : plan.scripts) {
        QJsonArray planned;
        for (const PlannedFlow &flow : script.flows) {
            flows.append(flow.name);
            planned.append(toJson(flow));
        }
        scripts.append(QJsonObject{{u"path"_s, script.path}, {u"sha256"_s, script.sha256}, {u"generation"_s, script.generation}, {u"flows"_s, planned}});
    }
    QJsonArray additions;
    for (const PlanLayer &layer : plan.additions)
        additions.append(QJsonObject{{u"system_packages"_s, QJsonArray::fromStringList(layer.systemPackages)}, {u"requirements"_s, toJson(layer.distributions)}});
    QJsonArray localModules;
    for (const LocalModule &module : plan.localModules) {
        localModules.append(QJsonObject{{u"name"_s, module.name},
                                        {u"path"_s, module.path},
                                        {u"project"_s, textOrNull(module.project)},
                                        {u"files"_s, QJsonArray::fromStringList(module.files)}});
    }
    QStringList files;
    for (const PlanFile &file : plan.files)
        files.append(file.path);
    // The file outlives the build and goes from hand to hand.
    QStringList requested;
    for (const QString &text : plan.requested)
        requested.append(withoutLogins(text));
    return {{u"drydock_plan"_s, planFormat},
            {u"strategy"_s, strategyId(plan.strategy)},
            {u"base"_s, plan.base},
            {u"base_is_local"_s, plan.baseIsLocal},
            {u"tag"_s, textOrNull(plan.tag)},
            {u"platform"_s, plan.platform},
            {u"runs_on"_s, plan.runsOn},
            {u"scripts"_s, scripts},
            {u"flows"_s, QJsonArray::fromStringList(flows)},
            {u"requirements"_s, toJson(plan.requirements)},
            {u"requested"_s, QJsonArray::fromStringList(requested)},
            {u"system_packages"_s, QJsonArray::fromStringList(plan.systemPackages)},
            {u"additions"_s, additions},
            {u"constraints"_s, QJsonArray::fromStringList(plan.constraints)},
            {u"local_modules"_s, localModules},
            {u"imports"_s, QJsonArray::fromStringList(plan.imports)},
            {u"python"_s, textOrNull(plan.pythonVersion)},
            {u"prefect"_s, textOrNull(plan.prefectVersion)},
            {u"flow_folder"_s, textOrNull(plan.flowFolder)},
            {u"environment"_s, toJson(plan.environment)},
            {u"build_arguments"_s, toJson(plan.buildArguments)},
            {u"labels"_s, toJson(plan.labels)},
            {u"layers"_s, QJsonArray::fromStringList(plan.layers)},
            {u"command"_s, QJsonArray::fromStringList(plan.command)},
            {u"uses_buildkit"_s, plan.usesBuildKit},
            {u"lines"_s, plan.lines},
            {u"reasons"_s, QJsonArray::fromStringList(plan.reasons)},
            {u"warnings"_s, QJsonArray::fromStringList(plan.warnings)},
            {u"files"_s, QJsonArray::fromStringList(files)}};
}

Result<BuildPlan> planFromJson(const QJsonObject &object)
{
    if (object[u"drydock_plan"].toInt() != planFormat)
        return invalid(u"drydock_plan"_s);
    BuildPlan plan;
    const auto strategy = strategyFromId(object[u"strategy"].toString());
    if (!strategy)
        return invalid(u"strategy"_s);
    plan.strategy = *strategy;
    plan.base = object[u"base"].toString();
    plan.baseIsLocal = object[u"base_is_local"].toBool();
    plan.tag = object[u"tag"].toString();
    plan.platform = object[u"platform"].toString();
    if (!isReference(plan.base) || !isReference(plan.tag) || (buildsImage(plan.strategy) && plan.tag.isEmpty()))
        return invalid(u"base, tag"_s);
    if (!plan.platform.isEmpty() && !isPlatform(plan.platform))
        return invalid(u"platform"_s);
    plan.runsOn = object[u"runs_on"].toString();

    const QJsonArray scripts = object[u"scripts"].toArray();
    for (const QJsonValue &value : scripts) {
        BuildPlan::Script script;
        script.path = value[u"path"].toString();
        script.sha256 = value[u"sha256"].toString();
        script.generation = value[u"generation"].toInt();
        const QJsonArray flows = value[u"flows"].toArray();
        for (const QJsonValue &flow : flows)
            script.flows.append(flowFromJson(flow));
        if (!script.path.startsWith(u'/') && !script.path.contains(u":/"))
            return invalid(u"scripts"_s);
        plan.scripts.append(script);
    }
    const auto requirements = distributionsOf(object[u"requirements"]);
    if (!requirements)
        return invalid(u"requirements"_s);
    plan.requirements = *requirements;
    plan.requested = textsOf(object[u"requested"]);
    plan.systemPackages = textsOf(object[u"system_packages"]);
    const QJsonArray additions = object[u"additions"].toArray();
    for (const QJsonValue &value : additions) {
        const auto distributions = distributionsOf(value[u"requirements"]);
        const PlanLayer layer{textsOf(value[u"system_packages"]), distributions.value_or(QList<ResolvedDistribution>())};
        if (!distributions || !std::all_of(layer.systemPackages.begin(), layer.systemPackages.end(), isDebianPackage))
            return invalid(u"additions"_s);
        plan.additions.append(layer);
    }
    static const QRegularExpression moduleName(u"^[^\\W\\d]\\w*$"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QJsonArray localModules = object[u"local_modules"].toArray();
    for (const QJsonValue &value : localModules) {
        LocalModule module{value[u"name"].toString(), value[u"path"].toString(), value[u"project"].toString(), textsOf(value[u"files"])};
        if (!moduleName.match(module.name).hasMatch())
            return invalid(u"local_modules"_s);
        plan.localModules.append(module);
    }
    plan.imports = textsOf(object[u"imports"]);
    static const QRegularExpression dotted(u"^[^\\W\\d]\\w*(\\.[^\\W\\d]\\w*)*$"_s, QRegularExpression::UseUnicodePropertiesOption);
    if (std::any_of(plan.imports.begin(), plan.imports.end(), [](const QString &module) { return !dotted.match(module).hasMatch(); }))
        return invalid(u"imports"_s);
    plan.constraints = textsOf(object[u"constraints"]);
    plan.pythonVersion = object[u"python"].toString();
    plan.prefectVersion = object[u"prefect"].toString();
    plan.flowFolder = object[u"flow_folder"].toString();
    plan.environment = mapOf(object[u"environment"]);
    plan.buildArguments = mapOf(object[u"build_arguments"]);
    plan.labels = mapOf(object[u"labels"]);
    const QStringList arguments = plan.buildArguments.keys();
    if (!std::all_of(arguments.begin(), arguments.end(), isVariableName))
        return invalid(u"build_arguments"_s);
    plan.layers = textsOf(object[u"layers"]);
    plan.usesBuildKit = object[u"uses_buildkit"].toBool();
    plan.lines = object[u"lines"].toString();
    plan.reasons = textsOf(object[u"reasons"]);
    plan.warnings = textsOf(object[u"warnings"]);
    if (buildsImage(plan.strategy)) {
        // The command is made anew from what was checked: a plan cannot smuggle options into the engine's call.
        const QStringList written = textsOf(object[u"command"]);
        plan.command = buildCommandOf(plan, QStringList{written.value(0, u"docker"_s)}, !written.contains(u"--platform"_s));
    }
    const QStringList files = textsOf(object[u"files"]);
    for (const QString &path : files) {
        if (!isPathInPlan(path))
            return invalid(u"files"_s);
        plan.files.append({path, {}});
    }
    return plan;
}

} // namespace drydock
