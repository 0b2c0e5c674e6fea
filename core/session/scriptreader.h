// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "core/script/inspect.h"

#include <QFileSystemWatcher>
#include <QMutex>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace drydock {

/// Reads the opened scripts off the window's thread, and again when a file that they reach changes on disk.
class ScriptReader : public QObject
{
    Q_OBJECT
public:
    explicit ScriptReader(bool watches, QObject *parent = nullptr);

    struct Reading
    {
        QList<FlowScript> scripts;
        QList<ScriptSearch::Skipped> skipped;
        QStringList places = {}; ///< Folders that were searched, then the Python files in them: a flow may appear in any.
    };

    void open(const QStringList &paths, const InspectOptions &options);
    void readAgain(const InspectOptions &options);
    void stop(); ///< What was found so far stays.
    bool isBusy() const { return m_job.isRunning(); }
    bool isStopped() const { return m_stopped; } ///< The last reading did not get to its end.
    const Reading &reading() const { return m_reading; }
    /// Why the last reading failed; what an earlier one found is still in reading().
    const std::optional<Error> &error() const { return m_error; }
    /// Files of a folder that were looked at, of all, while it is read for the first time or after that was stopped.
    QPair<qsizetype, qsizetype> progress() const { return m_progress; }

Q_SIGNALS:
    void changed();
    void progressed(); ///< While a folder is read for the first time: its scripts so far are in the reading, in no order.

private:
    /// What the reading thread tells while it reads.
    struct Live
    {
        QMutex mutex;
        bool shows = false;
        QList<FlowScript> found;
        QPair<qsizetype, qsizetype> progress;
    };

    void read();
    void end(Result<Reading> end);
    void poll();
    void watch();

    const bool m_watches;
    QStringList m_paths;
    InspectOptions m_options;
    Reading m_reading;
    std::optional<Error> m_error;
    Job<Reading> m_job;
    QFileSystemWatcher m_watcher;
    std::shared_ptr<Live> m_live;
    QPair<qsizetype, qsizetype> m_progress;
    bool m_stopped = false;
    QTimer m_poll;
    QTimer m_calm; ///< Editors write a file in several steps; this waits for the last one.
};

} // namespace drydock
