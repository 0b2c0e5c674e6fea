// SPDX-License-Identifier: Apache-2.0
#include "core/network/network.h"

#include "core/formats/ini.h"
#include "core/formats/toml.h"
#include "core/network/request.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

using Environment = QMap<QString, QString>;

constexpr qint64 largestConfiguration = 1024 * 1024;

QString fileThatExists(const QString &path)
{
    const QFileInfo file(path);
    return !path.isEmpty() && file.isFile() && file.isReadable() ? file.absoluteFilePath() : QString();
}

/// Addresses end up in configuration files and argument vectors, so only well-formed ones count.
QString address(const QString &text, const QStringList &schemes)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty() ? text.trimmed() : QString();
}

QString indexAddress(const QString &text)
{
    return address(text, {u"https"_s, u"http"_s});
}

QString proxyAddress(const QString &text)
{
    const bool bare = !text.trimmed().isEmpty() && !text.contains("://"_L1);
    return address(bare ? u"http://"_s + text.trimmed() : text, {u"http"_s, u"https"_s, u"socks5"_s, u"socks5h"_s});
}

/// pip's configuration files, strongest first (pip's user guide, "Configuration").
QStringList pipFiles(const Environment &environment)
{
    if (environment.value(u"PIP_CONFIG_FILE"_s) == QProcess::nullDevice())
        return {}; // pip's way of saying that no file counts.
    const QString home = environment.value(u"HOME"_s, environment.value(u"USERPROFILE"_s));
    const QString configuration = environment.value(u"XDG_CONFIG_HOME"_s, home + u"/.config"_s);
    QStringList files{environment.value(u"PIP_CONFIG_FILE"_s)};
    if (const QString virtualEnvironment = environment.value(u"VIRTUAL_ENV"_s); !virtualEnvironment.isEmpty())
        files += {virtualEnvironment + u"/pip.conf"_s, virtualEnvironment + u"/pip.ini"_s};
    if (!home.isEmpty()) {
        files += {configuration + u"/pip/pip.conf"_s, home + u"/.pip/pip.conf"_s,
                  home + u"/Library/Application Support/pip/pip.conf"_s};
    }
    if (const QString roaming = environment.value(u"APPDATA"_s); !roaming.isEmpty())
        files.append(roaming + u"/pip/pip.ini"_s);
    files.append(u"/etc/pip.conf"_s);
    return files;
}

/// uv's own configuration files (uv's documentation, "Configuration files").
QStringList uvFiles(const Environment &environment)
{
    if (environment.contains(u"UV_NO_CONFIG"_s))
        return {};
    const QString home = environment.value(u"HOME"_s);
    QStringList files{environment.value(u"UV_CONFIG_FILE"_s)};
    if (!home.isEmpty())
        files.append(environment.value(u"XDG_CONFIG_HOME"_s, home + u"/.config"_s) + u"/uv/uv.toml"_s);
    if (const QString roaming = environment.value(u"APPDATA"_s); !roaming.isEmpty())
        files.append(roaming + u"/uv/uv.toml"_s);
    files.append(u"/etc/uv/uv.toml"_s);
    return files;
}

QByteArray contentOf(const QString &path)
{
    QFile file(fileThatExists(path));
    return !file.fileName().isEmpty() && file.open(QIODevice::ReadOnly) ? file.read(largestConfiguration) : QByteArray();
}

/// A value, and the file that says it.
using Setting = QPair<QString, QString>;

/// A setting of pip's [install] or [global] section.
Setting pipSetting(const Environment &environment, const QString &key)
{
    const QStringList files = pipFiles(environment);
    for (const QString &path : files) {
        QString value;
        const QList<IniEntry> entries = readIni(contentOf(path)).entries;
        for (const IniEntry &entry : entries) {
            const bool install = entry.section == "install"_L1;
            // [install] is the narrower section and wins.
            if (entry.key == key && !entry.lines.isEmpty() && (install || (entry.section == "global"_L1 && value.isEmpty())))
                value = entry.lines.first().text;
        }
        if (!value.isEmpty())
            return {value, path};
    }
    return {};
}

Setting uvIndex(const Environment &environment)
{
    const QStringList files = uvFiles(environment);
    for (const QString &path : files) {
        const auto configuration = readToml(contentOf(path));
        if (!configuration)
            continue;
        const QJsonArray indexes = (*configuration)[u"index"_s].toArray();
        for (const QJsonValue &index : indexes) {
            if (index[u"default"_s].toBool() && index[u"url"_s].isString())
                return {index[u"url"_s].toString(), path};
        }
        if (const QJsonValue url = (*configuration)[u"index-url"_s]; url.isString())
            return {url.toString(), path};
    }
    return {};
}

/// The system's bundle, when an administrator added certificates that a fresh image cannot know.
QString systemBundle()
{
    static const QStringList additions{u"/usr/local/share/ca-certificates"_s, u"/etc/pki/ca-trust/source/anchors"_s,
                                       u"/etc/ca-certificates/trust-source/anchors"_s};
    static const QStringList bundles{u"/etc/ssl/certs/ca-certificates.crt"_s, u"/etc/pki/tls/certs/ca-bundle.crt"_s};
    for (const QString &folder : additions) {
        if (QDir(folder).entryList({u"*.crt"_s, u"*.pem"_s}, QDir::Files).isEmpty())
            continue;
        for (const QString &bundle : bundles) {
            if (!fileThatExists(bundle).isEmpty())
                return bundle;
        }
    }
    return {};
}

} // namespace

bool Network::isOnThisMachine() const
{
    return isLoopback(QUrl(indexUrl)) || isLoopback(QUrl(proxy));
}

Network findNetwork(const QMap<QString, QString> &environment, const Network &overrides)
{
    Network network = overrides;

    /// Takes the first usable value: of a variable, then of a configuration file.
    const auto find = [&](QString &value, QString &from, const QStringList &variables, const QList<Setting> &settings, auto usable) {
        if (!value.isEmpty()) {
            if (from.isEmpty())
                from = QCoreApplication::translate("Network", "the settings");
            return;
        }
        for (const QString &variable : variables) {
            value = usable(environment.value(variable));
            if (!value.isEmpty()) {
                from = variable;
                return;
            }
        }
        for (const auto &[setting, file] : settings) {
            value = usable(setting);
            if (!value.isEmpty()) {
                from = file;
                return;
            }
        }
    };

    find(network.certificates, network.certificatesFrom,
         {u"SSL_CERT_FILE"_s, u"PIP_CERT"_s, u"REQUESTS_CA_BUNDLE"_s, u"CURL_CA_BUNDLE"_s}, {pipSetting(environment, u"cert"_s)},
         fileThatExists);
    if (network.certificates.isEmpty()) {
        network.certificates = systemBundle();
        if (!network.certificates.isEmpty())
            network.certificatesFrom = QCoreApplication::translate("Network", "the system's certificates");
    }
    find(network.indexUrl, network.indexUrlFrom, {u"UV_DEFAULT_INDEX"_s, u"UV_INDEX_URL"_s, u"PIP_INDEX_URL"_s},
         {uvIndex(environment), pipSetting(environment, u"index-url"_s)}, indexAddress);
    find(network.proxy, network.proxyFrom,
         {u"HTTPS_PROXY"_s, u"https_proxy"_s, u"ALL_PROXY"_s, u"all_proxy"_s, u"HTTP_PROXY"_s, u"http_proxy"_s},
         {pipSetting(environment, u"proxy"_s)}, proxyAddress);
    return network;
}

} // namespace drydock
