// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/document.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonValue>

namespace drydock {

/// The first document of a YAML text as a JSON value; scalars that are quoted stay text. Aliases and merge keys are followed, but the whole is
/// bounded, so that a small file cannot unfold into a large one.
/// Error "yaml-invalid"; its details say the line and what is wrong there.
Result<QJsonValue> readYaml(const QByteArray &text);
/// The same with the lines of its values.
Result<Document> readYamlDocument(const QByteArray &text);

} // namespace drydock
