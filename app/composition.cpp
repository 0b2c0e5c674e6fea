// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"

#include "core/network/address.h"
#include "core/resolve/resolve.h"

#include <QCoreApplication>
#include <QDir>
#include <QLoggingCategory>
#include <QProcessEnvironment>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace drydock {

/// The folder, made if it was not there. Where it cannot be made, what is kept in it says so when it is written.
static QString folderFor(QStandardPaths::StandardLocation location)
{
    const QString folder = QStandardPaths::writableLocation(location);
    QDir().mkpath(folder);
    return folder;
}

static QMap<QString, QString> environmentVariables()
{
    QMap<QString, QString> environment;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    const QStringList names = system.keys();
    for (const QString &name : names)
        environment.insert(name, system.value(name));
    return environment;
}

void Composition::nameApplication()
{
    QCoreApplication::setApplicationName(u"page.drydock.Drydock"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(DRYDOCK_VERSION));
    // Qt tells of streams that a server closes, among the sentences that are meant for a person. QT_LOGGING_RULES overrules.
    QLoggingCategory::setFilterRules(u"qt.network.http2=false"_s);
}

Composition::Composition()
    : m_settings(folderFor(QStandardPaths::AppConfigLocation) + u"/settings.ini"_s, QSettings::IniFormat)
    , m_dataFolder(folderFor(QStandardPaths::AppDataLocation))
    , m_store(m_dataFolder + u"/drydock.sqlite"_s)
{
    moveLogins();
}

/// Files of older versions hold addresses as they were typed; the login leaves the file before anything else happens.
void Composition::moveLogins()
{
    Settings settings = Settings::load(m_settings);
    const auto take = [this](QString &text, bool &hasLogin) {
        const Address address = addressOf(text);
        if (address.login.isEmpty())
            return;
        text = address.place;
        hasLogin = true;
        m_moving.append(m_keychain.keep(address.place, address.login));
    };
    take(settings.indexUrl, settings.indexHasLogin);
    take(settings.proxy, settings.proxyHasLogin);
    if (m_moving.isEmpty())
        return;
    settings.save(m_settings);
    m_settings.sync();
}

Future<QList<Error>> Composition::findLogins(const Network &options)
{
    const Settings settings = Settings::load(m_settings);
    QList<Future<QString>> logins = std::exchange(m_moving, {});
    const auto find = [&](const QString &place, bool hasLogin, const QString &option) {
        if (hasLogin && options.allowed && option.isEmpty() && m_keychain.login(place).isEmpty())
            logins.append(m_keychain.find(place));
    };
    find(settings.indexUrl, settings.indexHasLogin, options.indexUrl);
    find(settings.proxy, settings.proxyHasLogin, options.proxy);
    return andThen(allOf(logins, &m_keychain), &m_keychain, [](const QList<Result<QString>> &ends) -> Result<QList<Error>> {
        QList<Error> errors;
        for (const Result<QString> &end : ends)
            if (!end && !errors.contains(end.error()))
                errors.append(end.error());
        return errors;
    });
}

Network Composition::network(const Network &overrides) const
{
    return chosenNetwork(environmentVariables(), Settings::load(m_settings), m_keychain, overrides);
}

SessionContext Composition::context()
{
    SessionContext context;
    context.runner = &m_runner;
    context.store = &m_store;
    context.network = network();
    context.uv = findUv(QCoreApplication::applicationDirPath(), programFolders());
    context.dataFolder = m_dataFolder;
    context.inspectOptions.variables = environmentVariables();
    return context;
}

} // namespace drydock
