// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/output.h"
#include "app/cli/sequence.h"

namespace drydock {

/// One run of the program: what was asked for, the session that does it, and where the answer goes. All outlive the sequence.
struct Program {
    const CommandLine &arguments;
    FlowSession &session;
    Sequence &sequence;
    Output &output;
};

/// Fills the sequence with the command's steps.
void addSteps(const Program &program);

} // namespace drydock
