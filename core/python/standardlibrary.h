// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace drydock {

/// The Python 3 minors whose standard library has a top-level module.
struct StandardLibraryModule {
    int firstMinor = 0; ///< 6 stands for "3.6 or earlier".
    int lastMinor = 0; ///< newestKnownMinor stands for "still there".

    bool isInAll() const;
    bool isIn(int minor) const { return minor >= firstMinor && minor <= lastMinor; }
};

inline constexpr int oldestKnownMinor = 6;
inline constexpr int newestKnownMinor = 15;

/// By the first segment of a dotted module; empty when no Python 3 has it. From resources/tables.
std::optional<StandardLibraryModule> standardLibraryModule(const QString &module);

/// Whether a submodule of the standard library is packaged apart by some distributors, while its package is always there:
/// "dbm.gnu", so that `from dbm import gnu` fails like `import dbm.gnu`.
bool isPackagedApart(const QString &module);

} // namespace drydock
