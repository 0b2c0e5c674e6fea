// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace drydock {

/// The first requirement whose distribution, or an extra of it, has a trait ("large", "cuda"); empty when none has.
/// From resources/tables.
QString firstWithTrait(const QString &trait, const QStringList &requirements);

/// What is known about building a distribution from its source.
struct SourceBuild {
    QString binary; ///< A distribution of the same modules that has wheels, or empty.
    QStringList systemPackages; ///< Debian packages that it takes besides a compiler.
};
SourceBuild sourceBuildOf(const QString &distribution);

} // namespace drydock
