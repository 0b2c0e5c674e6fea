// SPDX-License-Identifier: Apache-2.0
#include "core/script/projectcache.h"

#include "core/script/declarations.h"

#include <QFileInfo>

namespace drydock {

std::shared_ptr<const LocalModules> ProjectCache::localModules(const QString &path)
{
    // Which modules a script finds depends on its folder alone.
    return m_localModules.get(QFileInfo(path).path(), [&] { return std::make_shared<const LocalModules>(path, m_listings); });
}

std::shared_ptr<const LocalFacts> ProjectCache::localFacts(const QString &path)
{
    return m_localFacts.get(path,
                            [&] { return std::make_shared<const LocalFacts>(readLocalFacts(path, m_isCancelled)); });
}

std::shared_ptr<const Declarations> ProjectCache::declarations(const QStringList &folders)
{
    const auto read = [this](const QString &folder) {
        return *m_folders.get(folder,
                              [&folder] { return std::make_shared<const Declarations>(readDeclarations(folder)); });
    };
    return m_declarations.get(folders.value(0),
                              [&] { return std::make_shared<const Declarations>(nearestDeclarations(folders, read)); });
}

std::shared_ptr<const PrefectYaml> ProjectCache::prefectYaml(const QString &folder)
{
    return m_prefectYaml.get(folder, [&folder] { return std::make_shared<const PrefectYaml>(readPrefectYaml(folder)); });
}

QString ProjectCache::environmentFor(const QStringList &folders, const EnvironmentVariables &variables)
{
    return *m_prefixes.get(folders.value(0), [&] {
        return std::make_shared<const QString>(findEnvironment(DiskTree(), folders, variables));
    });
}

std::shared_ptr<const Result<PythonEnvironment>> ProjectCache::environment(const QString &prefix)
{
    return m_environments.get(prefix, [&prefix] {
        return std::make_shared<const Result<PythonEnvironment>>(readEnvironment(DiskTree(), prefix));
    });
}

} // namespace drydock
