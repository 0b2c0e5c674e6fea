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
    // Whoever asks again means it; a pipe that nobody reads fails with every line.
    std::signal(number, number == SIGPIPE ? SIG_IGN : SIG_DFL);
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
    // The terminal was closed, or nobody reads any more: what runs would go on without us, and its files with passwords stay.
    std::signal(SIGPIPE, onSignal);
    // With nohup it is meant to go on.
    if (std::signal(SIGHUP, onSignal) == SIG_IGN)
        std::signal(SIGHUP, SIG_IGN);
}

Interrupt::~Interrupt()
{
    if (listener.exchange(nullptr) != this)
        return;
    // Without a reader the last words are written in vain, which is no reason to crash.
    std::signal(SIGPIPE, SIG_IGN);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        std::signal(number, SIG_DFL);
    ::close(ends[0]);
    ::close(ends[1]);
}

#endif

} // namespace drydock
