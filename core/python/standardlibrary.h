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

/// A module that is written in Python and cannot be imported where a distributor packages the extension behind it apart.
struct ExtendedModule {
    QLatin1StringView module;
    QLatin1StringView extension;
};
inline constexpr ExtendedModule extendedModules[]{
    {QLatin1StringView("bz2"), QLatin1StringView("_bz2")},         {QLatin1StringView("ctypes"), QLatin1StringView("_ctypes")},
    {QLatin1StringView("curses"), QLatin1StringView("_curses")},   {QLatin1StringView("dbm.gnu"), QLatin1StringView("_gdbm")},
    {QLatin1StringView("dbm.ndbm"), QLatin1StringView("_dbm")},    {QLatin1StringView("lzma"), QLatin1StringView("_lzma")},
    {QLatin1StringView("sqlite3"), QLatin1StringView("_sqlite3")}, {QLatin1StringView("ssl"), QLatin1StringView("_ssl")},
    {QLatin1StringView("tkinter"), QLatin1StringView("_tkinter")}};

/// Whether it is a module of those: `from dbm import gnu` fails like `import dbm.gnu`.
bool isExtendedModule(const QString &module);

/// What Python 3 has in place of a module that only Python 2's standard library has ("urllib.request"), an empty text where it
/// has nothing; no value for any other module. By the first segment. From resources/tables (PEP 3108).
std::optional<QString> successorOfPython2Module(const QString &module);

/// Whether a module that some Python was the last to have ("3.11", empty: all have it) is in no Python 3.
inline bool isOfPython2Alone(const QString &until) { return until.startsWith(u"2."); }

} // namespace drydock
