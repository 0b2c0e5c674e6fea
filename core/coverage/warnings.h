// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// What speaks against running the scripts in an image although each import may be there.
QList<ImageWarning> warningsAbout(const QList<FlowScript> &scripts, const Image &image, const QDate &today);

} // namespace drydock
