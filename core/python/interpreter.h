// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"
#include "core/python/filetree.h"

namespace drydock {

/// What a Python said of itself when it was asked; the rest is read from files.
struct InterpreterFacts
{
    QString path; ///< Of the program.
    QString version; ///< "3.11.7".
    QString prefix; ///< sys.prefix
    QStringList sysPath; ///< sys.path without the empty entry.
    QString standardLibrary; ///< The folder of `os`.
    QStringList builtinModules; ///< sys.builtin_module_names
};

/// Reads from files what is installed for a Python, which modules lie on its path beside that, and its standard
/// library.
Interpreter readInterpreter(const FileTree &tree, const InterpreterFacts &facts);

/// The variables of environment markers (PEP 508) as far as an image's Python tells.
QMap<QString, QString> markerEnvironment(const Interpreter &python, const QString &extra = {});

/// For each extra of an installed distribution, what it asks for and is not installed: nothing for one that is satisfied.
QMap<QString, QStringList> lackingByExtra(const Interpreter &python, const Distribution &distribution);

} // namespace drydock
