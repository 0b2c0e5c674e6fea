// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commands.h"

namespace drydock {

// What several commands begin with; each adds its steps to the sequence.

void readScripts(const Program &program); ///< Those of the operands.
void needScripts(const Program &program); ///< Reads them, and ends the command when there is none.
void findEngine(const Program &program);
void needEngine(const Program &program); ///< Ends the command when no engine is ready.
void lookInside(const Program &program, const QStringList &references); ///< The images named, or all there are.

Error engineError(const Snapshot &snapshot); ///< Why no engine is ready.

} // namespace drydock
