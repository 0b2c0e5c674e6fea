// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QJsonValue>
#include <QString>

namespace drydock {

/// A TOML or YAML document and where in its text each value stands.
struct Document {
    QJsonValue value;
    QHash<QString, int> lines; ///< JSON pointer ("/project/dependencies/0", RFC 6901 without its escapes) → line from 1.

    int line(const QString &pointer) const { return lines.value(pointer); }
};

} // namespace drydock
