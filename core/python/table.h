// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QStringList>

namespace drydock {

/// First column → the others.
using Table = QHash<QString, QStringList>;

/// Reads a tab-separated table of resources/tables, which is compiled in; lines with # are comments.
Table readTable(const QString &name);

} // namespace drydock
