// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commands.h"

namespace drydock {

void addClean(const Program &program); ///< `clean`: the images that Drydock built.
void addHistory(const Program &program); ///< `history`: what was built and checked.

/// Goes on with an entry of the history, or ends with the sentence that there is none of that number. Called by a step.
void withEntry(const Program &program, qint64 number, const std::function<std::optional<int>(const HistoryEntry &)> &then);

} // namespace drydock
