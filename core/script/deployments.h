// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowcollector.h"

namespace drydock {

/// Deployments that the script itself makes (2.x and 3.x): deploy, serve, from_source, Deployment.build_from_flow.
/// Flows that a source or a storage block is named for get their storage.
QList<Deployment> collectDeployments(const SourceView &source, const QString &path, QList<Flow> &flows);

/// Deployments of prefect.yaml in the given folders whose entrypoint is this script.
/// @param problems one sentence when a prefect.yaml cannot be read
QList<Deployment> yamlDeployments(const QString &script, const QStringList &folders, const QList<Flow> &flows, QList<Problem> &problems);

} // namespace drydock
