// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace drydock {

/// What a guard around an import (`sys.version_info >= (3, 9) and os.name != "nt"`) says on Linux with this Python, by Python's
/// precedence of `or`, `and` and `not`; empty when only running the script could tell (`DEBUG`), unless the rest decides
/// (`DEBUG and os.name == "nt"` does not hold).
/// @param python "3.9.18"
std::optional<bool> conditionHolds(const QString &condition, const QString &python);

} // namespace drydock
