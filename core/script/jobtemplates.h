// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

namespace drydock {

/// Fills in the image and the environment of a run configuration of Prefect 1 from its job template or task definition:
/// the one in the script, or the YAML or JSON file of the given folders that it names. What the class itself says
/// stays.
/// @param problems one sentence when such a file cannot be read
void readJobTemplate(RunConfig &config, const QStringList &folders, QList<Problem> &problems);

} // namespace drydock
