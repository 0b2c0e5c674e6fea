// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"

namespace drydock {

/// What Drydock built on an engine, newest first, images included that lost their name to a newer one. Their sizes count what
/// images share with each other and with their base.
Future<QList<Image>> builtImages(CommandRunner &runner, const Engine &engine);

/// Removes an image by name or id. Errors: "image-in-use", "image-not-removed".
Future<Image> removeImage(CommandRunner &runner, const Engine &engine, const Image &image);

} // namespace drydock
