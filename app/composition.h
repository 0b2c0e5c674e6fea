// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QSettings>

namespace drydock {

/// What both programs stand on, put together once and in this order: the reaper of processes, the store, the settings, and
/// how the network is reached.
class Composition
{
public:
    /// Names the application, on which the folders of settings and data depend; before the application object is made.
    static void nameApplication();

    /// Needs the application object.
    Composition();

    QSettings &settings() { return m_settings; }
    /// @param overrides what options of the command line say; they win over the settings, which win over the system
    Network network(const Network &overrides = {}) const;
    /// A context with everything but the choices of one start.
    SessionContext context();

private:
    QSettings m_settings;
    QString m_dataFolder;
    CommandRunner m_runner;
    Store m_store;
};

} // namespace drydock
