// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// Something in which two images are not alike; an empty side lacks it.
struct Difference {
    enum class Kind { Fact, Import, Distribution, Variable } kind = Kind::Distribution;
    QString name;
    QString one;
    QString other;
};

/// What differs between two images that were compared: facts first, then how the imports stand, what is installed, and the
/// environment. Distributions compare by normalised name.
QList<Difference> differencesBetween(const Coverage &coverage, const ImageCoverage &one, const ImageCoverage &other);

} // namespace drydock
