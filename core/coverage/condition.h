// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace drydock {

/// What a guard around an import (`sys.version_info >= (3, 9)`, `os.name == "nt"`) says on Linux with this Python; empty when
/// only running the script could tell. Alternatives and negations of such comparisons are understood.
/// @param python "3.9.18"
std::optional<bool> conditionHolds(const QString &condition, const QString &python);

} // namespace drydock
