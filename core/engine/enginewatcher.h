// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"

#include <QObject>
#include <QTimer>

namespace drydock {

/// Tells when an engine's images, or whether it is ready, may have changed: by the engine's own events where it sends
/// them, else by a slow poll.
class EngineWatcher : public QObject
{
    Q_OBJECT
public:
    explicit EngineWatcher(CommandRunner &runner, QObject *parent = nullptr);
    ~EngineWatcher() override;

    /// Follows this engine from now on, in place of the one before. The same one is not started anew.
    void watch(const Engine &engine);

Q_SIGNALS:
    void imagesMayHaveChanged(); ///< Of the engine, which is ready.
    void stateMayHaveChanged(); ///< It stopped, or it is time to look again whether it is ready.

private:
    void follow();

    CommandRunner &m_runner;
    Engine m_engine;
    Job<CommandOutput> m_events;
    QTimer m_calm; ///< A build tells of many images in a moment.
    QTimer m_poll;
};

} // namespace drydock
