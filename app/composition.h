// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/network/chosennetwork.h"
#include "core/session/flowsession.h"
#include "core/store/keychain.h"

#include <QSettings>

namespace drydock {

/// What both programs stand on, put together once and in this order: the reaper of processes, the store, the settings with
/// the keychain, and how the network is reached.
class Composition
{
public:
    /// Names the application, on which the folders of settings and data depend; before the application object is made.
    static void nameApplication();

    /// Needs the application object.
    Composition();

    QSettings &settings() { return m_settings; }
    Keychain &keychain() { return m_keychain; }
    /// Asks the keychain for the logins that the settings' addresses have, and ends, when it has answered, with what a person
    /// should know: sentences about those that are missing, or kept for this run only.
    /// @param options addresses that win over the settings, whose logins then do not matter
    Future<QList<Error>> findLogins(const Network &options = {});
    /// @param overrides what options of the command line say; they win over the settings, which win over the system
    Network network(const Network &overrides = {}) const;
    /// A context with everything but the choices of one start.
    SessionContext context();

private:
    void moveLogins();

    QSettings m_settings;
    Keychain m_keychain;
    QList<Future<QString>> m_moving; ///< Out of the settings into the keychain.
    QString m_dataFolder;
    CommandRunner m_runner;
    Store m_store;
};

} // namespace drydock
