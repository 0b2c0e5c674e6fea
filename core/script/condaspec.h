// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace drydock {

/// One line of what conda lists or asks for: "numpy=1.19.5=py38h1", "conda-forge::numpy >=1.19".
struct CondaSpec
{
    QString name; ///< As conda calls it; empty when the line is no such thing.
    QString requirement; ///< PEP 508 text by the name that PyPI knows; empty for what is no Python distribution.
    bool isBuild = false; ///< It names a build: a line of an export, with all that others require.
};
CondaSpec parseCondaSpec(const QString &spec);

/// The PEP 440 specifiers of "python=3.9"; empty when it is any.
QString pythonOfConda(const QString &spec);

/// The name by which PyPI knows a package of conda ("pytorch" → "torch"); empty for libraries and programs that it has
/// not.
QString distributionOfConda(const QString &name);

} // namespace drydock
