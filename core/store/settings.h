// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

class QSettings;

namespace drydock {

/// What the person answered about looking inside images; unset until asked.
enum class LookInside { Always, OnlyWhenChosen };
enum class Appearance { System, Light, Dark };

/// Everything that is remembered between starts, apart from history and caches.
struct Settings {
    std::optional<LookInside> lookInside;
    std::optional<bool> askIndex; ///< May the package index and registries be asked?
    QString engine; ///< "docker", "podman", a program's path, or empty for the first that is ready.
    QString engineContext; ///< Docker context or Podman connection; empty is the client's own.
    QString certificates; ///< PEM bundle, or empty for what the system says.
    /// Addresses without their logins, which are the keychain's. An older file may still have them in the address.
    QString indexUrl;
    QString proxy;
    bool indexHasLogin = false; ///< The keychain is asked for it.
    bool proxyHasLogin = false;
    QString mirror; ///< Prefix of the registry mirror, or empty.
    Appearance appearance = Appearance::System;
    QStringList recentScripts; ///< Newest first, at most ten.
    /// What the person said that imports are provided by: script's absolute path → import name → distribution.
    QMap<QString, QMap<QString, QString>> providedBy;

    static Settings load(const QSettings &settings);
    void save(QSettings &settings) const; ///< Never a login, even where an address has one.
};

} // namespace drydock
