// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

namespace drydock {

/// One child process: a program and its arguments, never a shell string.
struct Command {
    QString program; ///< Name searched on the child's PATH, or a path.
    QStringList arguments;
    QMap<QString, QString> environment; ///< Added to the parent's.
    QString workingDirectory;
    QByteArray input; ///< Written to standard input, which is then closed.
    qint64 outputLimit = 64 * 1024 * 1024; ///< Bytes of standard output and error, or of the spool; more ends the child.
    std::chrono::milliseconds timeout{0}; ///< 0 is no limit.
    QString spool; ///< When set, the child itself appends both outputs to this file and CommandOutput holds none.
    /// When set, standard output is handed over piece by piece as it comes, on the runner's thread, and CommandOutput holds
    /// none of it: for what goes on without end.
    std::function<void(const QByteArray &)> onOutput;
    /// Arguments of one more call of the program, made until the child ends when it has to: removes what it leaves behind, such
    /// as a container that outlives the engine's client. The child is not asked to end, but killed after the grace time.
    QStringList cleanup;
    /// How long the child may take to end when asked before it is killed.
    std::chrono::milliseconds grace{2000};
    /// For a call of a moment that an engine carries out even when its client goes, as making a container: when its end is no longer
    /// waited for, it may end by itself within the grace time, so that the cleanup finds what it made.
    bool endsByItself = false;

    /// For a person to read and copy, quoted for a POSIX shell.
    QString text() const;
};

struct CommandOutput {
    int exitStatus = 0; ///< A status other than 0 is not an Error at this level: callers know what it means.
    QByteArray standardOutput;
    QByteArray standardError;
    std::chrono::milliseconds elapsed{0};
};

/// Starts child processes and is their one reaper: a process whose owner loses interest (its future is cancelled, or the
/// runner goes) is terminated with all it started, after a grace time killed, and always collected, without blocking
/// anybody. Used on the thread it lives on.
class CommandRunner : public QObject
{
    Q_OBJECT
public:
    explicit CommandRunner(QObject *parent = nullptr);
    ~CommandRunner() override; ///< The one bounded wait: what still runs is killed and collected.

    /// Errors: "program-not-found", "program-crashed", "program-timed-out", "output-too-large", "spool-not-writable",
    /// "cancelled"; details hold the command line and the end of standard error. The future ends when the child has.
    Future<CommandOutput> run(const Command &command);

    /// Running children, those being reaped included.
    int runningCount() const;

private:
    class Child;
    friend class Child;
    QList<Child *> m_children;
};

} // namespace drydock
