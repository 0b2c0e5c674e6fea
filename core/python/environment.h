// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"
#include "core/python/filetree.h"
#include "core/result.h"

#include <QMap>

namespace drydock {

/// A Python environment (virtual, conda, or a whole Python) as its files say. Nothing in it runs.
struct PythonEnvironment
{
    QString prefix; ///< Its folder.
    Interpreter interpreter;
    ModuleIndex modules; ///< Of the interpreter's distributions.
    QMap<QString, QString> versions; ///< Normalised name of a distribution → version.
    QStringList problems; ///< One sentence for each thing in it that could not be read.
};

/// The variables by which shells tell of an environment; passed in, so that every system can be tested on any other.
using EnvironmentVariables = QMap<QString, QString>;

/// Where the person's own environment is: .venv, venv or pixi's in one of the folders, first folder first, else where
/// VIRTUAL_ENV or CONDA_PREFIX point. Empty when there is none.
QString findEnvironment(const FileTree &tree, const QStringList &folders, const EnvironmentVariables &variables);

/// Error "not-an-environment".
Result<PythonEnvironment> readEnvironment(const FileTree &tree, const QString &prefix);

} // namespace drydock
