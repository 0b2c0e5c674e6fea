// SPDX-License-Identifier: Apache-2.0
#include "core/check/checkinput.h"

#include "core/script/inspect.h"

#include <KTar>

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// One file of a repository; more of it than a script may have is not source.
Result<QByteArray> readSource(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || file.size() > largestScript || !file.open(QIODevice::ReadOnly)) {
        return failure(u"script-not-readable"_s,
                       QCoreApplication::translate("Check", "The file %1 cannot be read. Put it back where it was, then check again.").arg(path),
                       file.errorString());
    }
    return file.readAll();
}

/// The deepest folder that holds all of these files.
QString commonFolder(const QStringList &files)
{
    QString folder = QFileInfo(files.first()).absolutePath();
    for (const QString &file : files) {
        while (folder != "/"_L1 && !file.startsWith(folder + u'/') && !QDir(folder).isRoot())
            folder = QFileInfo(folder).absolutePath();
    }
    return folder;
}

/// Files that travel with a script beside itself.
QStringList shippedFiles(const QString &path)
{
    const Result<FlowScript> script = inspectScript(path);
    if (!script)
        return {};
    const bool isStoredInRepository = std::any_of(script->flows.cbegin(), script->flows.cend(), [](const Flow &flow) {
        return flow.storage && flow.storage->ships == Ships::Repository;
    });
    const bool isDeployedFromSource = std::any_of(script->deployments.cbegin(), script->deployments.cend(), [](const Deployment &deployment) {
        return deployment.source == "from_source"_L1;
    });
    QStringList files;
    if (isStoredInRepository || isDeployedFromSource) {
        for (const LocalModule &module : script->localModules)
            files += module.files;
    }
    return files;
}

QJsonArray flowsOf(const BuildPlan::Script &script, const QString &chosen)
{
    QJsonArray flows;
    for (const PlannedFlow &flow : script.flows) {
        if (chosen.isEmpty() || chosen == flow.name || chosen == flow.function)
            flows.append(QJsonObject{{u"name"_s, flow.name}, {u"function"_s, flow.function}});
    }
    return flows;
}

} // namespace

Result<QByteArray> checkInput(const CheckRequest &request, const Image &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    KTar tar(&buffer);
    tar.open(QIODevice::WriteOnly);

    QFile program(u":/drydock/check/check.py"_s);
    if (program.open(QIODevice::ReadOnly))
        tar.writeFile(u"check.py"_s, program.readAll());

    QJsonArray scripts;
    for (qsizetype i = 0; i < request.scripts.size(); ++i) {
        const BuildPlan::Script &script = request.scripts.at(i);
        QStringList files{script.path};
        for (const QString &file : shippedFiles(script.path)) {
            if (!files.contains(file))
                files.append(file);
        }
        const QDir root(commonFolder(files));
        const QString folder = u"scripts/%1/"_s.arg(i);
        for (const QString &file : files) {
            const auto source = readSource(file);
            if (!source)
                return tl::unexpected<Error>(source.error());
            tar.writeFile(folder + root.relativeFilePath(file), *source);
        }
        scripts.append(QJsonObject{{u"file"_s, QString(folder + root.relativeFilePath(script.path))},
                                   {u"folder"_s, files.size() > 1 ? folder : QString()},
                                   {u"generation"_s, script.generation},
                                   {u"flows"_s, flowsOf(script, request.flow)}});
    }

    QStringList localModules;
    for (const LocalModule &module : request.localModules)
        localModules.append(module.name);
    QJsonObject parameters;
    for (auto parameter = request.parameters.cbegin(); parameter != request.parameters.cend(); ++parameter)
        parameters.insert(parameter.key(), parameter.value());
    const QJsonObject document{{u"timeout"_s, double(request.timeout.count())},
                               {u"pythonVersion"_s, request.pythonVersion},
                               {u"prefectVersion"_s, request.prefectVersion},
                               {u"entrypoint"_s, image.entrypoint.value(0)},
                               {u"imports"_s, QJsonArray::fromStringList(request.imports)},
                               {u"localModules"_s, QJsonArray::fromStringList(localModules)},
                               {u"scripts"_s, scripts},
                               {u"runFlow"_s, request.runFlow},
                               {u"parameters"_s, parameters}};
    tar.writeFile(u"request.json"_s, QJsonDocument(document).toJson(QJsonDocument::Compact));
    tar.close();
    return bytes;
}

} // namespace drydock
