// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/environment.h"
#include "core/script/deployments.h"
#include "core/script/importgraph.h"
#include "core/script/requirementsfile.h"

#include <QMutex>

#include <memory>

namespace drydock {

/// What lies beside scripts and concerns several of them; each thing is read once. Thread-safe.
class ProjectCache
{
public:
    explicit ProjectCache(const std::function<bool()> &isCancelled = {}) : m_isCancelled(isCancelled) { }

    /// @param path of a script
    std::shared_ptr<const LocalModules> localModules(const QString &path);
    std::shared_ptr<const LocalFacts> localFacts(const QString &path);
    /// What the nearest of the folders declares.
    std::shared_ptr<const Declarations> declarations(const QStringList &folders);
    std::shared_ptr<const PrefectYaml> prefectYaml(const QString &folder);
    /// The folder of the environment by which scripts run whose project these folders are, or empty.
    QString environmentFor(const QStringList &folders, const EnvironmentVariables &variables);
    std::shared_ptr<const Result<PythonEnvironment>> environment(const QString &prefix);

private:
    /// Values by key, each made once and by one thread while others wait for it alone.
    template <typename T>
    class Once
    {
    public:
        template <typename Make>
        std::shared_ptr<const T> get(const QString &key, Make make)
        {
            std::shared_ptr<Slot> slot;
            {
                const QMutexLocker lock(&m_mutex);
                std::shared_ptr<Slot> &known = m_slots[key];
                if (!known)
                    known = std::make_shared<Slot>();
                slot = known;
            }
            const QMutexLocker lock(&slot->mutex);
            if (!slot->value)
                slot->value = make();
            return slot->value;
        }

    private:
        struct Slot
        {
            QMutex mutex;
            std::shared_ptr<const T> value;
        };
        QMutex m_mutex;
        QHash<QString, std::shared_ptr<Slot>> m_slots;
    };

    const std::function<bool()> m_isCancelled;
    const std::shared_ptr<const FolderListings> m_listings = std::make_shared<FolderListings>();
    Once<LocalModules> m_localModules;
    Once<LocalFacts> m_localFacts;
    Once<Declarations> m_folders; ///< Of each folder alone.
    Once<Declarations> m_declarations;
    Once<PrefectYaml> m_prefectYaml;
    Once<QString> m_prefixes;
    Once<Result<PythonEnvironment>> m_environments;
};

} // namespace drydock
