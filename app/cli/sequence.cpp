// SPDX-License-Identifier: Apache-2.0
#include "app/cli/sequence.h"

using namespace std::chrono_literals;

namespace drydock {

/// What does not end by then is ended with the program, which collects its processes.
constexpr auto patience = 8s;
constexpr int interruptedStatus = 130;

Sequence::Sequence(FlowSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_next.setSingleShot(true);
    connect(&m_session, &FlowSession::changed, this, &Sequence::goOn);
    connect(&m_next, &QTimer::timeout, this, [this] {
        if (m_isEnded || m_awaited > 0 || !m_session.snapshot().activities.isEmpty())
            return;
        if (m_isInterrupted || m_steps.isEmpty()) {
            finish(m_isInterrupted ? interruptedStatus : 0);
            return;
        }
        if (const auto status = m_steps.dequeue()())
            finish(*status);
        goOn();
    });
}

void Sequence::interrupt()
{
    m_isInterrupted = true;
    m_steps.clear();
    if (!m_session.snapshot().isWorking()) {
        finish(interruptedStatus);
        return;
    }
    m_session.stop();
    QTimer::singleShot(patience, this, [this] { finish(interruptedStatus); });
}

void Sequence::goOn()
{
    // From the event loop, so that a step has returned before the next one begins.
    if (!m_isEnded)
        m_next.start(0ms);
}

void Sequence::finish(int status)
{
    if (m_isEnded)
        return;
    m_isEnded = true;
    m_steps.clear();
    Q_EMIT ended(m_isInterrupted ? interruptedStatus : status);
}

} // namespace drydock
