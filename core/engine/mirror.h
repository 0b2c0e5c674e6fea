// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace drydock {

// A company's mirror keeps Docker Hub's images below one prefix: registry.corp/hub/prefecthq/prefect:3-latest for
// docker.io/prefecthq/prefect:3-latest. An empty prefix is no mirror.

/// The image's full name on Docker Hub where it lies below the mirror, else its own; what is no reference comes back as it is.
QString withoutMirror(const QString &reference, const QString &mirror);
/// Where the mirror keeps an image of Docker Hub; others stay as they are.
QString onMirror(const QString &reference, const QString &mirror);
/// Whether both name the same image, however they are written.
bool isSameImage(const QString &one, const QString &other, const QString &mirror = {});
/// Whether a text may be the prefix of a mirror: a registry, and folders below it.
bool isMirrorPrefix(const QString &text);

} // namespace drydock
