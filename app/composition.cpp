// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"

#include "core/resolve/resolve.h"

#include <QCoreApplication>
#include <QDir>
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
}

Composition::Composition()
    : m_settings(folderFor(QStandardPaths::AppConfigLocation) + u"/settings.ini"_s, QSettings::IniFormat)
    , m_dataFolder(folderFor(QStandardPaths::AppDataLocation))
    , m_store(m_dataFolder + u"/drydock.sqlite"_s)
{
}

Network Composition::network(const Network &overrides) const
{
    const Settings settings = Settings::load(m_settings);
    const auto first = [](const QString &one, const QString &other) { return one.isEmpty() ? other : one; };
    Network wanted = overrides;
    wanted.certificates = first(overrides.certificates, settings.certificates);
    wanted.indexUrl = first(overrides.indexUrl, settings.indexUrl);
    wanted.proxy = first(overrides.proxy, settings.proxy);
    wanted.mirror = first(overrides.mirror, settings.mirror);

    return findNetwork(environmentVariables(), wanted);
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
