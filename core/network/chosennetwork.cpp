// SPDX-License-Identifier: Apache-2.0
#include "core/network/chosennetwork.h"

#include "core/network/address.h"
#include "core/store/keychain.h"
#include "core/store/settings.h"

namespace drydock {

Network chosenNetwork(const QMap<QString, QString> &environment, const Settings &settings, const Keychain &keychain, const Network &options)
{
    const auto first = [](const QString &one, const QString &other) { return one.isEmpty() ? other : one; };
    const auto whole = [&keychain](const QString &place) { return Address{place, keychain.login(place)}.whole(); };
    Network wanted = options;
    wanted.certificates = first(options.certificates, settings.certificates);
    wanted.indexUrl = first(options.indexUrl, whole(settings.indexUrl));
    wanted.proxy = first(options.proxy, whole(settings.proxy));
    wanted.mirror = first(options.mirror, settings.mirror);
    return findNetwork(environment, wanted);
}

} // namespace drydock
