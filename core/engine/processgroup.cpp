// SPDX-License-Identifier: Apache-2.0
#include "core/engine/processgroup.h"

#include <QDir>
#include <QFile>
#include <QMultiHash>
#include <QProcess>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <csignal>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

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

bool ProcessGroup::killEscaped()
{
    return false;
}

bool ProcessGroup::isAlive() const
{
    return false;
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

bool ProcessGroup::killEscaped()
{
    if (m_leader <= 0)
        return false;
    struct Process {
        qint64 pid;
        qint64 group;
    };
    QMultiHash<qint64, Process> children;
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        QFile file(u"/proc/"_s + entry + u"/stat"_s);
        if (!entry.at(0).isDigit() || !file.open(QIODevice::ReadOnly))
            continue;
        // The name in parentheses may hold anything; state, parent and group follow it.
        const QByteArray stat = file.readAll();
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (fields.size() > 2)
            children.insert(fields.at(1).toLongLong(), {entry.toLongLong(), fields.at(2).toLongLong()});
    }
    bool hasEscaped = false;
    QList<qint64> parents{m_leader};
    while (!parents.isEmpty()) {
        const QList<Process> found = children.values(parents.takeLast());
        for (const Process &process : found) {
            parents.append(process.pid);
            if (process.group != m_leader)
                hasEscaped = ::kill(pid_t(process.pid), SIGKILL) == 0 || hasEscaped;
        }
    }
    return hasEscaped;
}

bool ProcessGroup::isAlive() const
{
    return m_leader > 0 && ::kill(-pid_t(m_leader), 0) == 0;
}

#endif

} // namespace drydock
