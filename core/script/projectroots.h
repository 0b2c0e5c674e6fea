// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace drydock {

/// Whether a folder holds a project: pyproject.toml, setup.py or setup.cfg.
bool isProject(const QString &folder);

/// The folders that a project's own files put on the path (setuptools, Poetry, PDM, Hatch, maturin, pytest; workspaces and paths
/// of uv), absolute, likeliest first. Files that cannot be read name none.
/// The name of the distribution that a project's folder makes, or empty.
QString projectName(const QString &folder);
QStringList projectRoots(const QString &folder);

} // namespace drydock
