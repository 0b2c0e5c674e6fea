// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commands.h"

namespace drydock {

void addClean(const Program &program); ///< `clean`: the images that Drydock built.
void addHistory(const Program &program); ///< `history`: what was built and checked.

} // namespace drydock
