// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/script/flowscript.h"

#include <QJsonObject>

#include <functional>

namespace drydock {

/// What the person said that the source does not.
struct InspectOptions {
    QMap<QString, QString> importMap; ///< Import name → distribution, overruling every table (--map).
    QStringList requirements; ///< PEP 508 texts that count as declared (--require).
};

/// Files over this size are refused ("file-too-large").
inline constexpr qint64 largestScript = 20 * 1024 * 1024;

/// Reads one script and the local modules it reaches. Nothing is executed, no network is used. Thread-safe.
/// Errors: "file-not-found", "not-a-file" (folder, device, FIFO), "file-not-readable", "file-too-large", "binary-file",
/// "notebook", "cancelled". Syntax errors and wrong encodings are problems of the result, not errors.
Result<FlowScript> inspectScript(const QString &path, const InspectOptions &options = {},
                                 const std::function<bool()> &isCancelled = {});

/// The flow scripts in a folder, in order of path; hidden folders and virtual environments are left out and named.
struct ScriptSearch {
    QStringList scripts;
    struct Skipped {
        QString path;
        QString why;
    };
    QList<Skipped> skipped;
};
Result<ScriptSearch> findScripts(const QString &folder, const std::function<bool()> &isCancelled = {});

/// One element of `scripts` in the answer of `drydock-cli inspect --json`.
QJsonObject toJson(const FlowScript &script);

} // namespace drydock
