// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/environment.h"
#include "core/result.h"
#include "core/script/flowscript.h"

#include <QJsonObject>

#include <functional>

namespace drydock {

/// What the person said that the source does not.
struct InspectOptions {
    QMap<QString, QString> importMap; ///< Import name → distribution, overruling every table (--map).
    /// The same for one script alone, and before importMap: its absolute path → import name → distribution.
    QMap<QString, QMap<QString, QString>> providedBy;
    QStringList requirements; ///< PEP 508 texts that count as declared (--require).
    QString environment; ///< Folder of the person's Python environment; empty: the one beside the script or of the variables.
    EnvironmentVariables variables; ///< VIRTUAL_ENV and CONDA_PREFIX of the process.
};

/// Files over this size are refused ("file-too-large").
inline constexpr qint64 largestScript = 20 * 1024 * 1024;

/// Reads one script and the local modules it reaches. Nothing is executed, no network is used. Thread-safe.
/// Errors: "file-not-found", "not-a-file" (folder, device, FIFO), "file-not-readable", "file-too-large", "binary-file",
/// "notebook", "cancelled". Syntax errors and wrong encodings are problems of the result, not errors.
Result<FlowScript> inspectScript(const QString &path, const InspectOptions &options = {},
                                 const std::function<bool()> &isCancelled = {});

/// A search for the flow scripts in a folder: who listens to it.
struct ScriptSearch {
    /// Each script with a flow as soon as it is read: from any thread, one call at a time, in no certain order.
    std::function<void(FlowScript)> found = {};
    /// What will be looked at, once and first: the folders, then the Python files in them.
    std::function<void(const QStringList &folders, const QStringList &files)> listed = {};
    /// Files looked at, of all; from any thread, at most ten times a second.
    std::function<void(qsizetype, qsizetype)> progressed = {};

    struct Skipped {
        QString path;
        QString why;
    };
};

/// Finds the flow scripts in a folder and reads each as inspectScript does, on all cores. What .gitignore files name, hidden
/// folders, environments, other people's code and links are left out; the answer says what was, in order of path.
/// Errors: "file-not-found", "not-a-folder", "file-not-readable", "cancelled".
Result<QList<ScriptSearch::Skipped>> inspectFolder(const QString &folder, const InspectOptions &options, const ScriptSearch &search,
                                                   const std::function<bool()> &isCancelled = {});

/// Hex digest of the script's bytes. Taken when it is asked for: most of a folder's scripts never need it.
QByteArray sha256Of(const FlowScript &script);

/// One element of `scripts` in the answer of `drydock-cli inspect --json`.
QJsonObject toJson(const FlowScript &script);

} // namespace drydock
