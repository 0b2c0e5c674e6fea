// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/resolve/resolve.h"

namespace drydock {

/// The distributions of a pylock.toml (PEP 751), as uv writes it: exact versions with the one file that fits, its size and hash.
/// Error "resolution-failed" when the text is no such file.
Result<QList<ResolvedDistribution>> distributionsOfLock(const QByteArray &pylock);

/// Who wants each distribution, from the "# via" notes of a requirements file that uv wrote; by normalised name.
QMap<QString, QStringList> wantedByOf(const QByteArray &requirements);

} // namespace drydock
