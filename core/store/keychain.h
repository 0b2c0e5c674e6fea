// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"

#include <QObject>
#include <QSet>

namespace drydock {

/// The logins of addresses (core/network/address.h): in the system's keychain, or where it has none, in memory until the
/// program ends. Never in a file of Drydock's. Each is kept under the address's place, so that no other server gets it.
class Keychain : public QObject
{
    Q_OBJECT
public:
    explicit Keychain(QObject *parent = nullptr);

    /// The login of a place, as far as it is known by now.
    QString login(const QString &place) const { return m_logins.value(place); }
    /// It is in the system's keychain; false where it will be forgotten.
    bool isKept(const QString &place) const { return m_kept.contains(place); }

    /// Asks the system's keychain, which may ask the person to open it. Errors: "login-not-found", "no-keychain".
    Future<QString> find(const QString &place);
    /// Known at once; ends with the login. Error "no-keychain": it is known for this run only.
    Future<QString> keep(const QString &place, const QString &login);
    void forget(const QString &place);

private:
    QMap<QString, QString> m_logins;
    QSet<QString> m_kept;
};

} // namespace drydock
