// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/document.h"
#include "core/result.h"
#include "core/script/flowcollector.h"

#include <functional>
#include <memory>
#include <optional>

namespace drydock {

/// Deployments that the script itself makes (2.x and 3.x): deploy, serve, from_source, Deployment.build_from_flow.
/// Flows that a source or a storage block is named for get their storage.
QList<Deployment> collectDeployments(const SourceView &source, const QString &path, QList<Flow> &flows);

/// What prefect.yaml says about a script.
struct YamlDeployments {
    QList<Deployment> deployments; ///< Those whose entrypoint is in the script.
    QString prefectVersion; ///< Of the key prefect-version, or empty.
};

/// The prefect.yaml of a folder; nothing where there is none.
using PrefectYaml = std::optional<Result<Document>>;
PrefectYaml readPrefectYaml(const QString &folder);

/// What prefect.yaml in the given folders says. Flows that a pull step brings along get their storage.
/// @param read gives a folder's prefect.yaml, as readPrefectYaml
/// @param problems one sentence when a prefect.yaml cannot be read
YamlDeployments yamlDeployments(const QString &script, const QStringList &folders,
                                const std::function<std::shared_ptr<const PrefectYaml>(const QString &)> &read, QList<Flow> &flows,
                                QList<Problem> &problems);

} // namespace drydock
