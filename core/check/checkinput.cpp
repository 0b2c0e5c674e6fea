// SPDX-License-Identifier: Apache-2.0
#include "core/check/checkinput.h"

#include "core/script/inspect.h"

#include <KTar>

#include <QBuffer>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// A bundle of certificates is never larger.
constexpr qint64 largestBundle = 16 * 1024 * 1024;

/// One file of a repository; more of it than a script may have is not source.
Result<QByteArray> readSource(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || file.size() > largestScript || !file.open(QIODevice::ReadOnly)) {
        return failure(u"script-not-readable"_s,
                       QCoreApplication::translate(
                           "Check", "The file %1 cannot be read. Put it back where it was, then check again.")
                           .arg(path),
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
QStringList shippedFiles(const FlowScript &script)
{
    const bool isStoredInRepository = std::any_of(script.flows.cbegin(), script.flows.cend(), [](const Flow &flow) {
        return flow.storage && flow.storage->ships == Ships::Repository;
    });
    const bool isDeployedFromSource =
        std::any_of(script.deployments.cbegin(), script.deployments.cend(),
                    [](const Deployment &deployment) { return deployment.source == "from_source"_L1; });
    QStringList files;
    if (isStoredInRepository || isDeployedFromSource) {
        for (const LocalModule &module : script.localModules)
            files += module.files;
    }
    return files;
}

/// Where the image holds the script itself: by the plan, or by what Docker storage says in the script.
QString placeInImage(const FlowScript &script, const CheckRequest &request)
{
    if (!request.flowFolder.isEmpty())
        return request.flowFolder + u'/' + QFileInfo(script.path).fileName();
    for (const Flow &flow : script.flows) {
        if (flow.storage && flow.storage->kind == "Docker"_L1)
            return flow.storage->arguments.value(u"path"_s).value.toString();
    }
    return {};
}

QJsonArray flowsOf(const BuildPlan::Script &script, const QString &chosen, const FlowScript &source, bool isInImage)
{
    const auto isPickled = [&source, isInImage](const QString &name) {
        return !isInImage && std::any_of(source.flows.cbegin(), source.flows.cend(), [&name](const Flow &flow) {
            return flow.name == name && flow.storage && flow.storage->ships == Ships::Pickle;
        });
    };
    QJsonArray flows;
    for (const PlannedFlow &flow : script.flows) {
        if (chosen.isEmpty() || chosen == flow.name || chosen == flow.function)
            flows.append(QJsonObject{{u"name"_s, flow.name}, {u"function"_s, flow.function}, {u"pickled"_s, isPickled(flow.name)}});
    }
    return flows;
}

} // namespace

Result<CheckInput> checkInput(const CheckRequest &request, const Image &image, const Network &network)
{
    CheckInput input;
    QBuffer buffer(&input.tar);
    KTar tar(&buffer);
    tar.open(QIODevice::WriteOnly);

    QFile program(u":/drydock/check/check.py"_s);
    if (program.open(QIODevice::ReadOnly))
        tar.writeFile(u"check.py"_s, program.readAll());

    QJsonArray scripts;
    for (qsizetype i = 0; i < request.scripts.size(); ++i) {
        const BuildPlan::Script &script = request.scripts.at(i);
        FlowScript source = inspectScript(script.path).value_or(FlowScript{});
        source.path = script.path;
        input.scripts.append(source);
        QStringList files{script.path};
        for (const QString &file : shippedFiles(source)) {
            if (!files.contains(file))
                files.append(file);
        }
        const QString place = placeInImage(source, request);
        QString digest;
        const QDir root(commonFolder(files));
        const QString folder = u"scripts/%1/"_s.arg(i);
        for (const QString &file : files) {
            const auto content = readSource(file);
            if (!content)
                return tl::unexpected<Error>(content.error());
            tar.writeFile(folder + root.relativeFilePath(file), *content);
            if (file == script.path)
                digest = QString::fromLatin1(QCryptographicHash::hash(*content, QCryptographicHash::Sha256).toHex());
        }
        scripts.append(QJsonObject{{u"file"_s, QString(folder + root.relativeFilePath(script.path))},
                                   {u"folder"_s, files.size() > 1 ? folder : QString()},
                                   {u"generation"_s, script.generation},
                                   {u"place"_s, place},
                                   {u"sha256"_s, digest},
                                   {u"flows"_s, flowsOf(script, request.flow, source, !place.isEmpty())}});
    }

    QStringList localModules;
    for (const LocalModule &module : request.localModules)
        localModules.append(module.name);
    QJsonObject parameters;
    for (auto parameter = request.parameters.cbegin(); parameter != request.parameters.cend(); ++parameter)
        parameters.insert(parameter.key(), parameter.value());
    QJsonArray installs;
    for (const ResolvedDistribution &distribution : request.runtimeInstalls)
        installs.append(QJsonArray{distribution.name, distribution.version});
    QFile bundle(network.certificates);
    const bool lendsTrust = request.network && !request.installsAtStart() && !network.certificates.isEmpty()
        && bundle.open(QIODevice::ReadOnly);
    if (lendsTrust)
        tar.writeFile(u"certificates.pem"_s, bundle.read(largestBundle));
    const QJsonObject document{{u"timeout"_s, double(request.timeout.count())},
                               {u"installsAtStart"_s, request.installsAtStart()},
                               {u"ownNetwork"_s, !network.isOnThisMachine()},
                               {u"installs"_s, installs},
                               {u"certificates"_s, lendsTrust ? u"certificates.pem"_s : QString()},
                               {u"pythonVersion"_s, request.pythonVersion},
                               {u"prefectVersion"_s, request.prefectVersion},
                               {u"entrypoint"_s, image.entrypoint.value(0)},
                               {u"imports"_s, QJsonArray::fromStringList(request.imports)},
                               {u"localModules"_s, QJsonArray::fromStringList(localModules)},
                               {u"scripts"_s, scripts},
                               {u"runFlow"_s, request.runFlow},
                               {u"network"_s, request.network},
                               {u"parameters"_s, parameters}};
    tar.writeFile(u"request.json"_s, QJsonDocument(document).toJson(QJsonDocument::Compact));
    tar.close();
    return input;
}

} // namespace drydock
