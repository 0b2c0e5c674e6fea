// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

namespace drydock {

/// One layer of additions.
struct DockerfileLayer {
    QStringList systemPackages;
    QString requirements; ///< A file of the plan, or empty.
    bool hasHashes = false; ///< Every requirement has one.
    QStringList archives = {}; ///< Files of the plan that are installed with them.
};

/// Everything that the Dockerfile of a plan says; all of it is checked to be harmless before it gets here.
struct DockerfileParts {
    QString base; ///< An image reference.
    QString python = QStringLiteral("python3"); ///< The interpreter that gets the distributions.
    bool bringsUv = false; ///< install.sh may fetch uv into the build's cache, by uv.txt.
    bool hasMounts = false; ///< RUN --mount is understood: caches and secrets.
    QString user; ///< Of the base when it is not root.
    QList<DockerfileLayer> layers;
    QStringList projects; ///< Folders of local/ that pip installs.
    bool hasModules = false; ///< local/lib goes on PYTHONPATH.
    QString pythonPath; ///< What the base has in PYTHONPATH.
    QStringList flowFiles; ///< Files of flow/ that go to flowFolder.
    QString flowFolder;
    bool worksInFlowFolder = false; ///< Prefect 2 and 3 look for the flow from the working directory.
    QStringList arguments; ///< Names of build arguments.
    QMap<QString, QString> labels;
};

/// The instructions in order, what changes least first.
QStringList dockerfileInstructions(const DockerfileParts &parts);

/// Where copied modules are in the image, outside every working directory.
inline constexpr char16_t moduleFolder[] = u"/opt/drydock/lib";

} // namespace drydock
