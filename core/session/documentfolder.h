// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace drydock {

/// A file name that tells a person which scripts it belongs to, and never meets that of others.
QString folderName(const QStringList &paths);

} // namespace drydock
