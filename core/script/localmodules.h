// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/folderlistings.h"

#include <QHash>
#include <QMutex>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace drydock {

/// Where a dotted module of the person's own lies.
struct LocalFile {
    QString path; ///< The .py file, or the folder of a namespace package.
    QStringList packages; ///< The __init__.py files that importing it runs first, outermost first.
    QString root; ///< The folder that would be on sys.path.
    QString module; ///< How much of the asked name is a module; shorter when the rest is an attribute.
    QString top; ///< Path of the top-level module: the .py file or the package folder.
    bool isNamespace = false; ///< A folder without __init__.py.
    bool nearby = true; ///< Beside the script or in its own package or project, not merely in a folder above.
};

/// Finds the person's own modules the way Python would with the folders that such projects put on its path. Thread-safe: the
/// scripts of a folder share one.
class LocalModules
{
public:
    explicit LocalModules(const QString &scriptPath,
                          const std::shared_ptr<const FolderListings> &listings = std::make_shared<FolderListings>());

    /// @param distant whether folders above the script may answer too (not for names that a distribution is known to provide)
    std::optional<LocalFile> find(const QString &module, bool distant) const;
    /// The file of a module relative to a file of ours: ("..x", "/p/a/b.py") → /p/x.py. Also fills the absolute name.
    std::optional<LocalFile> findRelative(const QString &module, const QString &file) const;
    /// Names of the modules and packages in the script's own folder, which comes first on the path when the script runs.
    QStringList besideScript() const;
    /// The folder with pyproject.toml, setup.py or setup.cfg that installs a root, or empty.
    QString projectOf(const QString &root) const;
    /// From the script's folder up to the project's, at most three above.
    const QStringList &folders() const { return m_folders; }

private:
    struct Root {
        QString path;
        bool nearby;
    };
    std::optional<LocalFile> search(const QString &module, bool distant) const;
    std::optional<LocalFile> findIn(const Root &root, const QString &module) const;

    std::shared_ptr<const FolderListings> m_listings;
    QList<Root> m_roots;
    QStringList m_folders;
    mutable QMutex m_mutex; ///< Guards what follows.
    mutable QHash<QPair<QString, bool>, std::optional<LocalFile>> m_found; ///< What find() answered: scripts of a folder import alike.
    mutable QHash<QString, QString> m_projects; ///< What projectOf() answered.
};

} // namespace drydock
