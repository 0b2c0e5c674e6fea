// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/document.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace drydock {

/// A TOML 1.0 document as JSON values; dates and times become their text. Nesting is bounded by the parser.
/// Error "toml-invalid"; its details say the line and what is wrong there.
Result<QJsonObject> readToml(const QByteArray &text);
/// The same with the lines of its values; `value` is an object.
Result<Document> readTomlDocument(const QByteArray &text);

} // namespace drydock
