// SPDX-License-Identifier: Apache-2.0
#include "core/engine/enginewatcher.h"

#include <QElapsedTimer>
#include <QPointer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr auto calmTime = 400ms;
/// How often an engine that is not ready is looked for.
constexpr auto searchInterval = 15s;
/// How often the images of an engine without events are listed.
constexpr auto listInterval = 30s;
/// Events that end sooner never worked: Podman may keep none.
constexpr qint64 briefMilliseconds = 2000;

} // namespace

EngineWatcher::EngineWatcher(CommandRunner &runner, QObject *parent) : QObject(parent), m_runner(runner)
{
    m_calm.setSingleShot(true);
    m_calm.setInterval(calmTime);
    connect(&m_calm, &QTimer::timeout, this, &EngineWatcher::imagesMayHaveChanged);
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (m_engine.isReady())
            Q_EMIT imagesMayHaveChanged();
        else
            Q_EMIT stateMayHaveChanged();
    });
}

EngineWatcher::~EngineWatcher() = default;

void EngineWatcher::watch(const Engine &engine)
{
    const bool isSame =
        engine.command == m_engine.command && engine.endpoint == m_engine.endpoint && engine.state == m_engine.state;
    m_engine = engine;
    if (isSame && (m_events.isRunning() || m_poll.isActive()))
        return;
    m_poll.stop();
    m_calm.stop();
    m_events.cancel();
    if (engine.isReady())
        follow();
    else
        m_poll.start(searchInterval);
}

void EngineWatcher::follow()
{
    Command events = m_engine.call({u"events"_s, u"--filter"_s, u"type=image"_s, u"--format"_s, u"{{.ID}}"_s});
    // The child may outlive its watcher for a moment.
    events.onOutput = [self = QPointer(this)](const QByteArray &) {
        if (self)
            self->m_calm.start();
    };
    QElapsedTimer clock;
    clock.start();
    m_events.start(m_runner.run(events), [this, clock](const Result<CommandOutput> &end) {
        if (!end && end.error().code == cancelledError().code)
            return;
        if (clock.elapsed() < briefMilliseconds) {
            m_poll.start(listInterval);
            return;
        }
        // The engine has gone, or was started anew. It is looked at again even when it answers at once.
        m_engine = {};
        Q_EMIT stateMayHaveChanged();
    });
}

} // namespace drydock

#include "moc_enginewatcher.cpp"
