// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/network/network.h"

namespace drydock {

class Keychain;
struct Settings;

/// How the network is reached when the person has chosen: options before settings, with the logins that the keychain is
/// known to have, before what the system says.
/// @param environment the process environment, as for findNetwork()
Network chosenNetwork(const QMap<QString, QString> &environment, const Settings &settings, const Keychain &keychain, const Network &options = {});

} // namespace drydock
