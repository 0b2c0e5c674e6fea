// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace drydock {

/// An address as a person writes it, taken apart: who signs in is not for every eye and every file.
struct Address {
    QString place; ///< Without the login: "https://index.example/simple/".
    QString login; ///< As it was written: "me:secret", "token", or empty.

    QString whole() const;
    /// "me", or empty where the login is a token alone, which is as secret as a password.
    QString user() const;
};

/// The login of a web address is what stands before the last @ of its authority (RFC 3986, 3.2.1).
Address addressOf(const QString &text);

/// Whether an address holds a password or a token: a login other than the one that everyone has at a git server.
bool hasLogin(const QString &address);

/// A text in which web addresses have lost their logins.
QString withoutLogins(QString text);

} // namespace drydock
