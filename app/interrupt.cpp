// SPDX-License-Identifier: Apache-2.0
#include "app/interrupt.h"

#include <atomic>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace drydock {

namespace {

std::atomic<Interrupt *> listener = nullptr;

} // namespace

#ifdef Q_OS_WIN

// Windows calls this on a thread of its own.
static BOOL WINAPI onControl(DWORD)
{
    Interrupt *const there = listener.exchange(nullptr);
    if (there)
        QMetaObject::invokeMethod(there, &Interrupt::requested, Qt::QueuedConnection);
    return there != nullptr;
}

Interrupt::Interrupt(QObject *parent) : QObject(parent)
{
    listener = this;
    SetConsoleCtrlHandler(onControl, TRUE);
}

Interrupt::~Interrupt()
{
    SetConsoleCtrlHandler(onControl, FALSE);
    listener = nullptr;
}

#else

// A signal handler may do little more than write a byte; the event loop reads it.
static int ends[2] = {-1, -1};

static void onSignal(int number)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(ends[1], &byte, 1);
    std::signal(number, SIG_DFL);
}

Interrupt::Interrupt(QObject *parent) : QObject(parent)
{
    if (::pipe(ends) != 0)
        return;
    for (const int end : ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    listener = this;
    auto *notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(ends[0], bytes, sizeof bytes) > 0) { }
        Q_EMIT requested();
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

Interrupt::~Interrupt()
{
    if (listener.exchange(nullptr) != this)
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::close(ends[0]);
    ::close(ends[1]);
}

#endif

} // namespace drydock
