// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

template <typename List, typename Function>
QJsonArray arrayOf(const List &list, Function convert)
{
    QJsonArray array;
    for (const auto &element : list)
        array.append(convert(element));
    return array;
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// A line counts from 1; what stands on no line has none.
QJsonValue orNull(int line)
{
    return line > 0 ? QJsonValue(line) : QJsonValue(QJsonValue::Null);
}

QJsonValue toJson(const SourceValue &value)
{
    if (value.value.isNull() && value.expression.isEmpty()) // not given
        return QJsonValue::Null;
    return QJsonObject{{u"value"_s, value.value}, {u"expression"_s, value.expression}};
}

QJsonValue toJson(const std::optional<SourceValue> &value)
{
    return value ? toJson(*value) : QJsonValue(QJsonValue::Null);
}

QJsonObject toJson(const QMap<QString, SourceValue> &values)
{
    QJsonObject object;
    for (auto it = values.begin(); it != values.end(); ++it)
        object.insert(it.key(), toJson(it.value()));
    return object;
}

QJsonValue toJson(const SourcePlace &place)
{
    return QJsonObject{{u"file"_s, place.file}, {u"line"_s, place.line}};
}

QJsonObject toJson(const Storage &storage)
{
    constexpr std::array ships{"script"_L1, "pickle"_L1, "repository"_L1, "image"_L1};
    const bool isKnown = storage.ships != Ships::Unknown;
    QJsonObject object{{u"kind"_s, storage.kind},
                       {u"line"_s, storage.line},
                       {u"arguments"_s, toJson(storage.arguments)},
                       {u"extra"_s, orNull(storage.extra)},
                       {u"ships"_s, isKnown ? QJsonValue(ships[size_t(storage.ships)]) : QJsonValue(QJsonValue::Null)}};
    if (!storage.alternatives.isEmpty())
        object.insert(u"alternatives"_s, arrayOf(storage.alternatives, [](const Storage &each) { return toJson(each); }));
    return object;
}

QJsonObject toJson(const Flow &flow)
{
    const QJsonValue storage = flow.storage ? QJsonValue(toJson(*flow.storage)) : QJsonValue(QJsonValue::Null);
    QJsonValue runConfig(QJsonValue::Null);
    if (flow.runConfig) {
        runConfig = QJsonObject{{u"kind"_s, flow.runConfig->kind},
                                {u"line"_s, flow.runConfig->line},
                                {u"image"_s, toJson(flow.runConfig->image)},
                                {u"image_from"_s, flow.runConfig->imageFrom.file.isEmpty() ? QJsonValue(QJsonValue::Null) : toJson(flow.runConfig->imageFrom)},
                                {u"env"_s, toJson(flow.runConfig->env)},
                                {u"arguments"_s, toJson(flow.runConfig->arguments)}};
    }
    return {{u"name"_s, flow.name},
            {u"function"_s, flow.function},
            {u"line"_s, flow.line},
            {u"form"_s, flow.form == Flow::Form::Object ? u"object"_s : u"function"_s},
            {u"storage"_s, storage},
            {u"run_config"_s, runConfig}};
}

QJsonObject toJson(const Import &import)
{
    constexpr std::array kinds{"standard-library"_L1, "prefect"_L1, "local"_L1, "third-party"_L1, "unknown"_L1};
    constexpr std::array necessities{"required"_L1, "optional"_L1, "typing"_L1, "conditional"_L1, "implied"_L1};
    constexpr std::array confidences{"environment"_L1, "declared"_L1, "known"_L1, "guessed"_L1};
    const auto via = arrayOf(import.via, [](const SourcePlace &place) { return toJson(place); });
    return {{u"module"_s, orNull(import.module)},
            {u"name"_s, orNull(import.name)},
            {u"target"_s, orNull(import.target)},
            {u"file"_s, import.file},
            {u"line"_s, import.line},
            {u"kind"_s, kinds[size_t(import.kind)]},
            {u"distributions"_s, QJsonArray::fromStringList(import.distributions)},
            {u"confidence"_s, confidences[size_t(import.confidence)]},
            {u"evidence"_s, import.evidence},
            {u"version"_s, orNull(import.version)},
            {u"suspicious"_s, import.suspicious},
            {u"necessity"_s, necessities[size_t(import.necessity)]},
            {u"condition"_s, orNull(import.condition)},
            {u"group"_s, import.group < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(import.group)},
            {u"branch"_s, import.branch < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(import.branch)},
            {u"dispensable"_s, import.dispensable},
            {u"scope"_s, import.inFunction ? u"function"_s : u"module"_s},
            {u"dynamic"_s, import.dynamic},
            {u"via"_s, via},
            {u"since"_s, orNull(import.since)},
            {u"until"_s, orNull(import.until)}};
}

} // namespace

QJsonObject toJson(const FlowScript &script)
{
    const auto evidence = arrayOf(script.generationEvidence, [](const LineOfText &line) {
        return QJsonObject{{u"line"_s, orNull(line.line)}, {u"text"_s, line.text}, {u"file"_s, orNull(line.file)}};
    });
    constexpr std::array severities{"error"_L1, "warning"_L1, "note"_L1};
    return {
        {u"path"_s, script.path},
        {u"sha256"_s, QString::fromLatin1(sha256Of(script))},
        {u"prefect"_s, QJsonObject{{u"generation"_s, script.generation ? QJsonValue(script.generation) : QJsonValue(QJsonValue::Null)},
                                   {u"assumed"_s, script.generationAssumed},
                                   {u"evidence"_s, evidence}}},
        {u"flows"_s, arrayOf(script.flows, [](const Flow &flow) { return toJson(flow); })},
        {u"tasks"_s, arrayOf(script.tasks, [](const Task &task) { return QJsonObject{{u"name"_s, task.name}, {u"line"_s, task.line}}; })},
        {u"results"_s, arrayOf(script.results, [](const ResultUse &use) {
             return QJsonObject{{u"kind"_s, use.kind}, {u"line"_s, use.line}, {u"extra"_s, orNull(use.extra)}};
         })},
        {u"deployments"_s, arrayOf(script.deployments, [](const Deployment &deployment) {
             return QJsonObject{{u"flow"_s, deployment.flow},
                                {u"source"_s, deployment.source},
                                {u"file"_s, deployment.file},
                                {u"line"_s, deployment.line},
                                {u"name"_s, toJson(deployment.name)},
                                {u"work_pool"_s, toJson(deployment.workPool)},
                                {u"image"_s, toJson(deployment.image)},
                                {u"infrastructure"_s, orNull(deployment.infrastructure)},
                                {u"job_variables"_s, toJson(deployment.jobVariables)}};
         })},
        {u"imports"_s, arrayOf(script.imports, [](const Import &import) { return toJson(import); })},
        {u"local_modules"_s, arrayOf(script.localModules, [](const LocalModule &module) {
             return QJsonObject{{u"name"_s, module.name},
                                {u"path"_s, module.path},
                                {u"project"_s, orNull(module.project)},
                                {u"files"_s, QJsonArray::fromStringList(module.files)}};
         })},
        {u"declared"_s, arrayOf(script.declared, [](const DeclaredRequirement &declared) {
             return QJsonObject{{u"requirement"_s, declared.requirement}, {u"source"_s, orNull(declared.source)}, {u"line"_s, orNull(declared.line)}};
         })},
        {u"environment"_s, script.environment ? QJsonValue(QJsonObject{{u"path"_s, script.environment->path},
                                                                       {u"python"_s, orNull(script.environment->python)},
                                                                       {u"prefect"_s, orNull(script.environment->prefect)}})
                                              : QJsonValue(QJsonValue::Null)},
        {u"requires_python"_s, orNull(script.requiresPython)},
        {u"problems"_s, arrayOf(script.problems, [&severities](const Problem &problem) {
             return QJsonObject{{u"line"_s, orNull(problem.line)},
                                {u"severity"_s, severities[size_t(problem.severity)]},
                                {u"code"_s, problem.code},
                                {u"message"_s, problem.message},
                                {u"fix"_s, orNull(problem.fix)}};
         })},
    };
}

} // namespace drydock
