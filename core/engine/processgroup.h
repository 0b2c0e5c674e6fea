// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

class QProcess;

namespace drydock {

/// A child and everything it starts, ended together: a process group on Unix, a job object on Windows.
class ProcessGroup
{
public:
    ProcessGroup() = default;
    ProcessGroup(const ProcessGroup &) = delete;
    ProcessGroup &operator=(const ProcessGroup &) = delete;
    ~ProcessGroup();

    void prepare(QProcess &process); ///< Before the start.
    void adopt(const QProcess &process); ///< Once started.
    void terminate(); ///< Asks. Windows cannot ask a program without a window, so there it is kill().
    void kill();
    /// Kills descendants that left the group for a session of their own, as an instruction that Podman builds; their parents
    /// then end as after a failure and clear up. Whether there were any. Only Linux tells.
    bool killEscaped();
    bool isAlive() const; ///< Whether members are left, once asked to end; always false on Windows, where asking ends them.

private:
#ifdef Q_OS_WIN
    void *m_job = nullptr;
#else
    qint64 m_leader = 0;
#endif
};

} // namespace drydock
