// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "core/script/inspect.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <optional>

namespace drydock {

/// Reads the opened scripts off the window's thread, and again when a file that they reach changes on disk.
class ScriptReader : public QObject
{
    Q_OBJECT
public:
    explicit ScriptReader(bool watches, QObject *parent = nullptr);

    struct Reading {
        QList<FlowScript> scripts;
        QList<ScriptSearch::Skipped> skipped;
    };

    void open(const QStringList &paths, const InspectOptions &options);
    void readAgain(const InspectOptions &options);
    bool isBusy() const { return m_job.isRunning(); }
    const Reading &reading() const { return m_reading; }
    const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void read();
    void watch();

    const bool m_watches;
    QStringList m_paths;
    InspectOptions m_options;
    Reading m_reading;
    std::optional<Error> m_error;
    Job<Reading> m_job;
    QFileSystemWatcher m_watcher;
    QTimer m_calm; ///< Editors write a file in several steps; this waits for the last one.
};

} // namespace drydock
