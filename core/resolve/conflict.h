// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/resolve/resolve.h"

namespace drydock {

/// The statements of uv's derivation of why there is no answer: what stands between "because" and "we can conclude".
QStringList reasonsOf(const QString &said);

/// Who wants what, as one clause ("tensorflow==2.15.0 needs numpy<2.0.0, and you ask for numpy>=2"), from uv's derivation of why
/// there is no answer; else the last of uv's own reasons, which may be empty.
QString whoWantsWhat(const QString &said, const ResolveRequest &request);

} // namespace drydock
