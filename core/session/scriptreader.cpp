// SPDX-License-Identifier: Apache-2.0
#include "core/session/scriptreader.h"

#include <QFileInfo>
#include <QSet>
#include <QtConcurrent>

using namespace std::chrono_literals;

namespace drydock {

static Result<ScriptReader::Reading> readAll(const QStringList &paths, const InspectOptions &options,
                                             const std::function<bool()> &isCancelled)
{
    ScriptReader::Reading reading;
    for (const QString &path : paths) {
        if (!QFileInfo(path).isDir()) {
            auto script = inspectScript(path, options, isCancelled);
            if (!script)
                return tl::unexpected(script.error());
            reading.scripts.append(std::move(*script));
            continue;
        }
        auto found = findScripts(path, isCancelled);
        if (!found)
            return tl::unexpected(found.error());
        reading.skipped.append(found->skipped);
        for (const QString &each : std::as_const(found->scripts)) {
            auto script = inspectScript(each, options, isCancelled);
            if (script)
                reading.scripts.append(std::move(*script));
            else if (script.error().code == cancelledError().code)
                return tl::unexpected(script.error());
            else // One bad file does not spoil a folder.
                reading.skipped.append({each, script.error().sentence});
        }
    }
    return reading;
}

ScriptReader::ScriptReader(bool watches, QObject *parent) : QObject(parent), m_watches(watches)
{
    m_calm.setSingleShot(true);
    m_calm.setInterval(150ms);
    connect(&m_calm, &QTimer::timeout, this, &ScriptReader::read);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_calm, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_calm, qOverload<>(&QTimer::start));
}

void ScriptReader::open(const QStringList &paths, const InspectOptions &options)
{
    m_paths = paths;
    m_reading = {};
    m_error.reset();
    readAgain(options);
}

void ScriptReader::readAgain(const InspectOptions &options)
{
    m_options = options;
    read();
}

void ScriptReader::read()
{
    m_calm.stop();
    auto work = [paths = m_paths, options = m_options](QPromise<Result<Reading>> &promise) {
        auto reading = readAll(paths, options, [&promise] { return promise.isCanceled(); });
        if (!promise.isCanceled())
            promise.addResult(std::move(reading));
    };
    m_job.start<>(QtConcurrent::run(work), [this](Result<Reading> end) {
        if (end) {
            m_reading = std::move(*end);
            m_error.reset();
        } else {
            m_reading = {};
            m_error = end.error();
        }
        watch();
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void ScriptReader::watch()
{
    if (!m_watches)
        return;
    // Folders too: an editor that replaces a file takes the watched one away, and a missing file may come back.
    QSet<QString> wanted;
    for (const QString &path : std::as_const(m_paths)) {
        wanted.insert(path);
        wanted.insert(QFileInfo(path).path());
    }
    for (const FlowScript &script : std::as_const(m_reading.scripts)) {
        wanted.insert(script.path);
        for (const LocalModule &module : script.localModules)
            for (const QString &file : module.files)
                wanted.insert(file);
        for (const DeclaredRequirement &declared : script.declared)
            wanted.insert(declared.source);
    }
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    const QSet<QString> now(watched.begin(), watched.end());
    const QSet<QString> leave = now - wanted;
    if (!leave.isEmpty())
        m_watcher.removePaths(leave.values());
    QStringList add;
    for (const QString &path : wanted - now)
        if (!path.isEmpty() && QFileInfo::exists(path))
            add.append(path);
    if (!add.isEmpty())
        m_watcher.addPaths(add);
}

} // namespace drydock
