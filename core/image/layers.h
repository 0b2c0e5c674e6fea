// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"

namespace drydock {

/// One step of an image's history.
struct ImageLayer {
    QString instruction; ///< "RUN pip install …", as the engine tells it.
    qint64 size = 0; ///< Bytes that it added; steps that only change the configuration add none.
};

/// The steps that made an image, the first one first (`image history`).
Future<QList<ImageLayer>> layersOf(CommandRunner &runner, const Engine &engine, const Image &image);

} // namespace drydock
