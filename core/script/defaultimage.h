// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

namespace drydock {

/// The image that Prefect runs a flow in when nothing names one, by the Prefect and the Python that register it:
/// "docker.io/prefecthq/prefect:1.4.1", "docker.io/prefecthq/prefect:3.8.8-python3.13". Empty where these are not known, or
/// where the scripts differ.
QString defaultImageOf(const QList<FlowScript> &scripts);

} // namespace drydock
