// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

namespace drydock {

/// "building, step 3 of 5", "checking", "waits, 2 before it"
QString stateText(const QList<QueuedWork> &queue, qsizetype index);
/// What goes on beside the open document, for the band below; empty when nothing does.
QString queueText(const Snapshot &snapshot);
/// How work of another document ended: "acme/x:1 for etl.py: built and checked."
QString endText(const Work &work);

} // namespace drydock
