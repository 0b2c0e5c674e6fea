// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"

#include <optional>

namespace drydock {

/// Whether an image of a platform runs on an engine only by emulation. Platforms as in OCI's image specification:
/// "linux/arm64/v8". What is not known is not emulated.
bool isEmulated(const QString &platform, const QString &native);

/// Whether an engine can run what it has to emulate; nothing when that is not known, as of an engine elsewhere.
/// @param handlers where Linux lists what runs foreign programs: /proc/sys/fs/binfmt_misc
std::optional<bool> canEmulate(const Engine &engine, const QString &platform, const QString &handlers);

} // namespace drydock
