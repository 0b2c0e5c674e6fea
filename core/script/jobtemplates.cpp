// SPDX-License-Identifier: Apache-2.0
#include "core/script/jobtemplates.h"

#include "core/formats/yaml.h"
#include "core/script/problems.h"
#include "core/script/requirementsfile.h"
#include "core/script/sourcefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The container that runs the flow: the first of a Kubernetes job, the one called "flow" of an ECS task.
QJsonValue flowContainer(const QJsonValue &document)
{
    const QJsonArray ofTask = document[u"containerDefinitions"].toArray();
    for (const QJsonValue &container : ofTask) {
        if (container[u"name"].toString() == u"flow")
            return container;
    }
    return document[u"spec"][u"template"][u"spec"][u"containers"][0];
}

void fill(RunConfig &config, const QJsonValue &container, const SourcePlace &from, QList<Problem> &problems)
{
    const QString image = container[u"image"].toString();
    if (config.image && config.image->value.isString() && !image.isEmpty() && config.image->value.toString() != image) {
        problems.append(problem(
            u"image-conflict"_s, config.line,
            QCoreApplication::translate("imageProblems",
                                        "The template's image %1 is not used: the run configuration's own, %2, counts.")
                .arg(image, config.image->value.toString()),
            QCoreApplication::translate("imageProblems", "Keep one of the two.")));
    }
    if (!config.image && !image.isEmpty()) {
        config.image = SourceValue{image, image};
        config.imageFrom = from;
    }
    const QJsonArray ofJob = container[u"env"].toArray();
    const QJsonArray variables = ofJob.isEmpty() ? container[u"environment"].toArray() : ofJob;
    for (const QJsonValue &variable : variables) {
        const QString name = variable[u"name"].toString();
        if (!name.isEmpty() && variable[u"value"].isString() && !config.env.contains(name))
            config.env.insert(name, {variable[u"value"], variable[u"value"].toString()});
    }
}

} // namespace

void readJobTemplate(RunConfig &config, const QStringList &folders, QList<Problem> &problems)
{
    const bool ofKubernetes = config.kind == u"KubernetesRun";
    if (!ofKubernetes && config.kind != u"ECSRun")
        return;
    const SourceValue given = config.arguments.value(ofKubernetes ? u"job_template"_s : u"task_definition"_s);
    if (given.value.isObject()) {
        fill(config, flowContainer(given.value), {}, problems);
        return;
    }
    const QString text = config.templateText.isEmpty() ? given.value.toString() : config.templateText;
    if (!text.isEmpty()) { // YAML in the script
        if (const auto document = readYaml(text.toUtf8()))
            fill(config, flowContainer(*document), {}, problems);
        return;
    }
    QString path =
        config.arguments.value(ofKubernetes ? u"job_template_path"_s : u"task_definition_path"_s).value.toString();
    if (path.startsWith(u"file://"))
        path.remove(0, 7);
    if (path.isEmpty() || path.contains(u"://"))
        return;
    for (const QString &folder : folders) {
        const QString file = QDir::cleanPath(QDir(folder).absoluteFilePath(path));
        if (!QFileInfo(file).isFile())
            continue;
        const auto bytes = readRegularFile(file, largestDeclaration);
        const auto document = bytes ? readYaml(*bytes) : tl::unexpected(bytes.error()); // JSON is YAML too
        if (!document) {
            problems.append(problem(u"declared-file-invalid"_s, config.line,
                                    QCoreApplication::translate("Declarations", "%1: %2")
                                        .arg(file, document.error().sentence + u' ' + document.error().details)));
            return;
        }
        const QJsonValue container = flowContainer(*document);
        fill(config, container, {file, lineOfText(*bytes, container[u"image"].toString())}, problems);
        return;
    }
}

} // namespace drydock
