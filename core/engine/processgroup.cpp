// SPDX-License-Identifier: Apache-2.0
#include "core/engine/processgroup.h"

#include <QProcess>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <csignal>
#include <unistd.h>
#endif

namespace drydock {

#ifdef Q_OS_WIN

ProcessGroup::~ProcessGroup()
{
    if (m_job)
        CloseHandle(m_job);
}

void ProcessGroup::prepare(QProcess &)
{
    m_job = CreateJobObjectW(nullptr, nullptr);
}

void ProcessGroup::adopt(const QProcess &process)
{
    const HANDLE handle = OpenProcess(PROCESS_SET_QUOTA | PROCESS_TERMINATE, FALSE, DWORD(process.processId()));
    if (!handle)
        return;
    AssignProcessToJobObject(m_job, handle);
    CloseHandle(handle);
}

void ProcessGroup::terminate()
{
    kill();
}

void ProcessGroup::kill()
{
    if (m_job)
        TerminateJobObject(m_job, 1);
}

#else

ProcessGroup::~ProcessGroup() = default;

void ProcessGroup::prepare(QProcess &process)
{
    process.setChildProcessModifier([] { ::setsid(); });
}

void ProcessGroup::adopt(const QProcess &process)
{
    m_leader = process.processId();
}

void ProcessGroup::terminate()
{
    if (m_leader > 0)
        ::kill(-pid_t(m_leader), SIGTERM);
}

void ProcessGroup::kill()
{
    if (m_leader > 0)
        ::kill(-pid_t(m_leader), SIGKILL);
}

#endif

} // namespace drydock
