// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QMap>

namespace drydock {

/// Evaluates an environment marker (PEP 508): `python_version < "3.8" and extra == "aws"`.
/// @param environment marker variables; an absent one is the empty text
/// Error "requirement-invalid" when the text is no marker.
Result<bool> evaluateMarker(const QString &marker, const QMap<QString, QString> &environment);

} // namespace drydock
