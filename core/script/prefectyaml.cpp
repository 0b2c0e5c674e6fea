// SPDX-License-Identifier: Apache-2.0
#include "core/script/deployments.h"

#include "core/formats/yaml.h"
#include "core/script/problems.h"
#include "core/script/requirementsfile.h"
#include "core/script/sourcefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The outputs of build steps that are known beforehand, by the names that templates use: "build_image.image".
using Outputs = QHash<QString, QString>;

Outputs outputsOf(const QJsonArray &steps)
{
    Outputs outputs;
    for (const QJsonValue &step : steps) {
        const QJsonObject calls = step.toObject();
        for (auto call = calls.begin(); call != calls.end(); ++call) {
            const QString id = call.value()[u"id"].toString();
            const QString name = call.value()[u"image_name"].toString();
            const QString tag = call.value()[u"tag"].toString();
            if (!call.key().endsWith(u"build_docker_image") || id.isEmpty() || name.isEmpty() || name.contains(u"{{")
                || tag.contains(u"{{"))
                continue;
            outputs.insert(id + u".image_name", name);
            if (!tag.isEmpty()) {
                outputs.insert(id + u".tag", tag);
                outputs.insert(id + u".image", name + u':' + tag);
            }
        }
    }
    return outputs;
}

/// A value that is no text as JSON, which is YAML too.
QString textOf(const QJsonValue &json)
{
    const QByteArray inList = QJsonDocument(QJsonArray{json}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(inList.sliced(1, inList.size() - 2));
}

/// A YAML value as a source value. A template ("{{ build_image.image }}") is only known when it is deployed, unless a
/// step with constant names makes it.
SourceValue valueOf(const QJsonValue &json, const Outputs &outputs)
{
    if (json.isUndefined() || json.isNull())
        return {};
    if (!json.isString())
        return {json, textOf(json)};
    static const QRegularExpression whole(uR"(\{\{\s*([\w.-]+)\s*\}\})"_s);
    QString text = json.toString();
    for (auto match = whole.match(text); match.hasMatch(); match = whole.match(text)) {
        const auto output = outputs.constFind(match.captured(1));
        if (output == outputs.constEnd())
            break;
        text.replace(match.capturedStart(), match.capturedLength(), *output);
    }
    return {text.contains(u"{{") ? QJsonValue(QJsonValue::Null) : QJsonValue(text), json.toString()};
}

/// Whether an entrypoint ("flows/etl.py:main", "flows.etl:main", "flows.etl.main") leads to the script from one of the
/// folders: the one of prefect.yaml, and those above it, where `prefect deploy --prefect-file` may be run.
bool leadsTo(const QString &entrypoint, const QStringList &folders, const QString &script, QString &function)
{
    const qsizetype colon = entrypoint.lastIndexOf(u':');
    QString file = colon < 0 ? entrypoint : entrypoint.left(colon);
    function = entrypoint.mid(colon + 1);
    if (!file.endsWith(u".py")) {
        if (colon < 0) {
            function = file.mid(file.lastIndexOf(u'.') + 1);
            file.truncate(std::max<qsizetype>(file.lastIndexOf(u'.'), 0));
        }
        if (file.isEmpty() || file.contains(u'/'))
            return false;
        file = file.replace(u'.', u'/') + u".py"_s;
    }
    return std::any_of(folders.begin(), folders.end(), [&](const QString &folder) {
        return QDir::cleanPath(QDir(folder).absoluteFilePath(file)) == script;
    });
}

constexpr qsizetype mostDeployments = 1000; ///< Of one script.

/// A pull step that brings the whole repository to where the flow runs.
std::optional<Storage> storageOf(const QJsonArray &pull, int line)
{
    for (const QJsonValue &step : pull) {
        const QJsonObject calls = step.toObject();
        for (auto call = calls.begin(); call != calls.end(); ++call) {
            const QString name = call.key().section(u'.', -1);
            if (name != u"git_clone" && name != u"git_clone_project" && name != u"pull_from_s3"
                && name != u"pull_from_gcs" && name != u"pull_from_azure_blob_storage"
                && name != u"pull_from_remote_storage" && name != u"pull_with_block")
                continue;
            Storage storage{name, line, {}, {}, Ships::Repository};
            const QJsonObject arguments = call.value().toObject();
            for (auto it = arguments.begin(); it != arguments.end(); ++it)
                storage.arguments.insert(it.key(), valueOf(*it, {}));
            return storage;
        }
    }
    return {};
}

Deployment deploymentOf(const QJsonValue &entry, const Outputs &outputs)
{
    Deployment deployment;
    deployment.source = u"prefect.yaml"_s;
    deployment.name = valueOf(entry[u"name"], outputs);
    deployment.workPool = valueOf(entry[u"work_pool"][u"name"], outputs);
    const QJsonObject variables = entry[u"work_pool"][u"job_variables"].toObject();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        deployment.jobVariables.insert(it.key(), valueOf(*it, outputs));
    if (deployment.jobVariables.contains(u"image"_s))
        deployment.image = deployment.jobVariables.value(u"image"_s);
    return deployment;
}

} // namespace

static QString prefectYamlIn(const QString &folder)
{
    return folder + u"/prefect.yaml"_s;
}

PrefectYaml readPrefectYaml(const QString &folder)
{
    const QString path = prefectYamlIn(folder);
    if (!QFileInfo(path).isFile())
        return {};
    const auto bytes = readRegularFile(path, largestDeclaration);
    return bytes ? readYamlDocument(*bytes) : tl::unexpected(bytes.error());
}

YamlDeployments yamlDeployments(const QString &script, const QStringList &folders,
                                const std::function<std::shared_ptr<const PrefectYaml>(const QString &)> &read, QList<Flow> &flows,
                                QList<Problem> &problems)
{
    YamlDeployments result;
    for (qsizetype level = 0; level < folders.size(); ++level) {
        const QString &folder = folders[level];
        const auto yaml = read(folder);
        if (!*yaml)
            continue;
        const QString path = prefectYamlIn(folder);
        const Result<Document> &file = **yaml;
        if (!file) {
            problems.append(problem(u"declared-file-invalid"_s, 0,
                                    QCoreApplication::translate("Declarations", "%1: %2")
                                        .arg(path, file.error().sentence + u' ' + file.error().details)));
            continue;
        }
        const QJsonValue document = file->value;
        if (const QString version = document[u"prefect-version"].toString(); result.prefectVersion.isEmpty())
            result.prefectVersion = version;
        const QJsonArray listed = document[u"deployments"].toArray();
        for (qsizetype i = 0; i < listed.size(); ++i) {
            const QJsonValue entry = listed[i];
            const QString entrypoint = entry[u"entrypoint"].toString();
            QString function;
            if (result.deployments.size() == mostDeployments)
                break;
            if (entrypoint.isEmpty() || !leadsTo(entrypoint, folders.mid(level), script, function))
                continue;
            const auto own = [&](const QString &key) {
                return entry[key].isArray() ? entry[key].toArray() : document[key].toArray();
            };
            Deployment deployment = deploymentOf(entry, outputsOf(own(u"build"_s)));
            deployment.file = path;
            // An entrypoint that comes through a merge key stands elsewhere: then the entry itself is meant.
            const QString pointer = u"/deployments/%1"_s.arg(i);
            deployment.line = std::max(file->line(pointer), file->line(pointer + u"/entrypoint"_s));
            const auto flow =
                std::find_if(flows.begin(), flows.end(), [&function](const Flow &f) { return f.function == function; });
            deployment.flow = flow == flows.end() ? function : flow->name;
            if (flow != flows.end() && !flow->storage)
                flow->storage = storageOf(own(u"pull"_s), flow->line);
            result.deployments.append(deployment);
        }
    }
    return result;
}

} // namespace drydock
