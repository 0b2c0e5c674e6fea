// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

namespace drydock {

/// repository:tag@digest by the grammar of the OCI distribution specification and Docker's reference format.
struct ImageReference {
    QString repository; ///< In full: "docker.io/prefecthq/prefect".
    QString tag; ///< Empty when only a digest was given.
    QString digest; ///< "sha256:…" or empty.

    /// Normalises as Docker does: docker.io, library/ and :latest are added. Error "image-reference-invalid" says what is wrong.
    static Result<ImageReference> parse(const QString &text);

    QString full() const; ///< docker.io/prefecthq/prefect:3-latest
    QString familiar() const; ///< prefecthq/prefect:3-latest, as Docker shows it.
    friend bool operator==(const ImageReference &, const ImageReference &) = default;
};

/// Whether a text is the id of an image or its beginning, as engines take it: at least four digits of 0-9 and a-f.
bool isImageId(const QString &text);

} // namespace drydock
