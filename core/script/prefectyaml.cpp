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
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// A YAML value as a source value; a template ("{{ build.image }}") is only known when it is deployed.
SourceValue valueOf(const QJsonValue &json)
{
    if (json.isUndefined() || json.isNull())
        return {};
    if (json.isString())
        return {json.toString().contains(u"{{") ? QJsonValue(QJsonValue::Null) : json, json.toString()};
    return {json, QString()};
}

} // namespace

QList<Deployment> yamlDeployments(const QString &script, const QStringList &folders, const QList<Flow> &flows, QList<Problem> &problems)
{
    QList<Deployment> deployments;
    for (const QString &folder : folders) {
        const QString path = folder + u"/prefect.yaml"_s;
        if (!QFileInfo(path).isFile())
            continue;
        const auto bytes = readRegularFile(path, largestDeclaration);
        const auto document = bytes ? readYaml(*bytes) : tl::unexpected(bytes.error());
        if (!document) {
            problems.append(problem(u"declared-file-invalid"_s, 0,
                                    QCoreApplication::translate("Declarations", "%1: %2").arg(path, document.error().sentence + u' ' + document.error().details)));
            continue;
        }
        const QJsonArray listed = (*document)[u"deployments"].toArray();
        for (const QJsonValue &entry : listed) {
            const QString entrypoint = entry[u"entrypoint"].toString();
            const QString function = entrypoint.section(u':', 1);
            if (entrypoint.isEmpty() || QDir::cleanPath(QDir(folder).absoluteFilePath(entrypoint.section(u':', 0, 0))) != script)
                continue;
            const auto flow = std::find_if(flows.begin(), flows.end(), [&function](const Flow &f) { return f.function == function; });
            Deployment deployment;
            deployment.flow = flow == flows.end() ? function : flow->name;
            deployment.source = u"prefect.yaml"_s;
            deployment.file = path;
            deployment.line = lineOfText(*bytes, entrypoint);
            deployment.name = valueOf(entry[u"name"]);
            deployment.workPool = valueOf(entry[u"work_pool"][u"name"]);
            const QJsonObject variables = entry[u"work_pool"][u"job_variables"].toObject();
            for (auto it = variables.begin(); it != variables.end(); ++it)
                deployment.jobVariables.insert(it.key(), valueOf(*it));
            if (deployment.jobVariables.contains(u"image"_s))
                deployment.image = deployment.jobVariables.value(u"image"_s);
            deployments.append(deployment);
        }
    }
    return deployments;
}

} // namespace drydock
