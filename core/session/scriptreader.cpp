// SPDX-License-Identifier: Apache-2.0
#include "core/session/scriptreader.h"

#include <QFileInfo>
#include <QSet>
#include <QtConcurrent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

/// Systems limit how much a person's programs may watch together.
constexpr qsizetype mostWatched = 2000;

static void sortByPath(QList<FlowScript>::iterator first, QList<FlowScript>::iterator last)
{
    std::sort(first, last, [](const FlowScript &a, const FlowScript &b) { return a.path < b.path; });
}

/// @param search hears of folders' scripts as they are found; they are in the answer too
static Result<ScriptReader::Reading> readAll(const QStringList &paths, const InspectOptions &options,
                                             const ScriptSearch &search, const std::function<bool()> &isCancelled)
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
        const qsizetype first = reading.scripts.size();
        ScriptSearch both = search;
        both.found = [&reading, &search](const FlowScript &script) {
            reading.scripts.append(script);
            search.found(script);
        };
        both.listed = [&reading](const QStringList &folders, const QStringList &files) { reading.places += folders + files; };
        auto skipped = inspectFolder(path, options, both, isCancelled);
        if (!skipped)
            return tl::unexpected(skipped.error());
        reading.skipped += *skipped;
        sortByPath(reading.scripts.begin() + first, reading.scripts.end());
    }
    return reading;
}

ScriptReader::ScriptReader(bool watches, QObject *parent) : QObject(parent), m_watches(watches)
{
    m_calm.setSingleShot(true);
    m_calm.setInterval(150ms);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        if (!m_stopped) // What was stopped goes on when it is asked to.
            read();
    });
    m_poll.setInterval(100ms);
    connect(&m_poll, &QTimer::timeout, this, &ScriptReader::poll);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_calm, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_calm, qOverload<>(&QTimer::start));
}

void ScriptReader::open(const QStringList &paths, const InspectOptions &options)
{
    m_paths = paths;
    m_reading = {};
    m_error.reset();
    m_progress = {};
    readAgain(options);
}

void ScriptReader::readAgain(const InspectOptions &options)
{
    m_options = options;
    if (std::exchange(m_stopped, false)) {
        m_reading = {};
        m_progress = {};
    }
    read();
}

void ScriptReader::read()
{
    m_calm.stop();
    // A folder's scripts show as they are found, unless those of an earlier reading show already.
    m_live = std::make_shared<Live>();
    m_live->shows = m_reading.scripts.isEmpty();
    m_poll.start();
    auto work = [live = m_live, paths = m_paths, options = m_options](QPromise<Result<Reading>> &promise) {
        ScriptSearch search;
        search.found = [&live](const FlowScript &script) {
            const QMutexLocker lock(&live->mutex);
            if (live->shows)
                live->found.append(script);
        };
        search.progressed = [&live](qsizetype done, qsizetype total) {
            const QMutexLocker lock(&live->mutex);
            live->progress = {done, total};
        };
        auto reading = readAll(paths, options, search, [&promise] { return promise.isCanceled(); });
        if (!promise.isCanceled())
            promise.addResult(std::move(reading));
    };
    m_job.start<>(QtConcurrent::run(work), [this](Result<Reading> reading) { end(std::move(reading)); });
    Q_EMIT changed();
}

void ScriptReader::end(Result<Reading> end)
{
    m_poll.stop();
    m_stopped = !end && end.error().code == u"cancelled";
    if (m_stopped) {
        poll(); // The last that was found.
        sortByPath(m_reading.scripts.begin(), m_reading.scripts.end());
    } else {
        m_progress = {};
    }
    m_live.reset();
    m_error.reset();
    if (end)
        m_reading = std::move(*end);
    else if (!m_stopped)
        m_error = end.error();
    watch();
    Q_EMIT changed();
}

void ScriptReader::stop()
{
    m_job.cancel();
}

void ScriptReader::poll()
{
    const QMutexLocker lock(&m_live->mutex);
    if (!m_live->shows || (m_live->progress == m_progress && m_live->found.isEmpty()))
        return;
    m_progress = m_live->progress;
    m_reading.scripts += std::exchange(m_live->found, {});
    Q_EMIT progressed();
}

void ScriptReader::watch()
{
    if (!m_watches)
        return;
    QSet<QString> wanted;
    const auto want = [&wanted](const QString &path) {
        if (wanted.size() < mostWatched && !path.isEmpty())
            wanted.insert(path);
    };
    // Folders too: an editor that replaces a file takes the watched one away, and a missing file may come back.
    const auto wantBoth = [&want](const QString &file) {
        want(file);
        want(QFileInfo(file).path());
    };
    for (const QString &path : std::as_const(m_paths)) {
        if (QFileInfo(path).isDir())
            want(path);
        else
            wantBoth(path);
    }
    for (const FlowScript &script : std::as_const(m_reading.scripts)) {
        want(script.path);
        for (const LocalModule &module : script.localModules)
            std::for_each(module.files.begin(), module.files.end(), wantBoth);
        for (const DeclaredRequirement &declared : script.declared)
            want(declared.source);
    }
    std::for_each(m_reading.places.begin(), m_reading.places.end(), want);
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
