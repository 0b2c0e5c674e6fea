// SPDX-License-Identifier: Apache-2.0
#include "core/script/localmodules.h"

#include "core/script/projectroots.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int mostFoldersUp = 3;
constexpr int farthestProject = 8; ///< How many folders up one that says that it is a project's is looked for.

} // namespace

LocalModules::LocalModules(const QString &scriptPath, const std::shared_ptr<const FolderListings> &listings)
    : m_listings(listings)
{
    const QString home = QDir::homePath();
    QString folder = parentOf(scriptPath);
    for (int up = 0; up <= mostFoldersUp; ++up) {
        m_folders.append(folder);
        const QString parent = parentOf(folder);
        // Above a repository, a home folder or below the file system's root nothing belongs to the project any more.
        if (QFileInfo::exists(folder + u"/.git"_s) || folder == home || parent == folder || parentOf(parent) == parent)
            break;
        folder = parent;
    }

    // A script may lie deep in its project: then the project's own folder counts, but none in between.
    const auto isRepository = [](const QString &path) { return QFileInfo::exists(path + u"/.git"_s); };
    if (m_folders.size() == mostFoldersUp + 1 && !isRepository(m_folders.last())) {
        folder = parentOf(m_folders.last());
        for (int up = mostFoldersUp + 1; up <= farthestProject && folder != home && parentOf(parentOf(folder)) != parentOf(folder); ++up) {
            if (isProject(folder))
                m_folders.append(folder);
            if (m_folders.last() == folder || isRepository(folder))
                break;
            folder = parentOf(folder);
        }
    }

    QSet<QString> known;
    const auto add = [this, &known](const QString &path, bool nearby) {
        if (!known.contains(path) && QFileInfo(path).isDir()) {
            known.insert(path);
            m_roots.append({path, nearby});
        }
    };
    add(m_folders.front(), true);
    QString package = m_folders.front();
    while (m_listings->isFile(package + u"/__init__.py"_s) && parentOf(package) != package)
        package = parentOf(package);
    add(package, true);
    for (const QString &above : std::as_const(m_folders)) {
        const bool project = isProject(above);
        add(above + u"/src"_s, project);
        add(above, project);
        if (project) {
            const QStringList named = projectRoots(above);
            for (const QString &root : named)
                add(root, true);
        }
    }
}

std::optional<LocalFile> LocalModules::findIn(const Root &root, const QString &module) const
{
    LocalFile found;
    found.root = root.path;
    found.nearby = root.nearby;
    QString folder = root.path;
    QStringList read;
    bool regular = false; // a package with __init__.py was met: the name is surely ours
    const QStringList parts = module.split(u'.');
    for (const QString &part : parts) {
        const QString inner = folder + u'/' + part;
        if (m_listings->isFolder(inner) && m_listings->isFile(inner + u"/__init__.py"_s)) {
            found.packages.append(inner + u"/__init__.py"_s);
            found.path = found.packages.last();
            found.isNamespace = false;
            regular = true;
        } else if (m_listings->isFile(inner + u".py"_s)) {
            read.append(part);
            found.path = inner + u".py"_s;
            found.isNamespace = false;
            found.module = read.join(u'.');
            if (found.top.isEmpty())
                found.top = found.path;
            return found;
        } else if (m_listings->isFolder(inner) && !inner.endsWith(u"/__pycache__")) {
            found.path = inner;
            found.isNamespace = true;
        } else if (regular && !found.isNamespace) {
            break; // an attribute of our package, or a submodule that is missing
        } else {
            return {};
        }
        read.append(part);
        if (found.top.isEmpty())
            found.top = inner;
        folder = inner;
    }
    found.module = read.join(u'.');
    return found;
}

std::optional<LocalFile> LocalModules::find(const QString &module, bool distant) const
{
    const QPair<QString, bool> asked(module, distant);
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_found.constFind(asked);
        if (known != m_found.constEnd())
            return *known;
    }
    const auto found = search(module, distant);
    const QMutexLocker lock(&m_mutex);
    m_found.insert(asked, found);
    return found;
}

std::optional<LocalFile> LocalModules::search(const QString &module, bool distant) const
{
    std::optional<LocalFile> folderOnly;
    for (const Root &root : m_roots) {
        if (!root.nearby && !distant)
            continue;
        if (const auto found = findIn(root, module)) {
            if (!found->isNamespace)
                return found;
            // A folder without __init__.py gives way to every real module, as in Python itself.
            if (!folderOnly)
                folderOnly = found;
        }
    }
    return folderOnly;
}

std::optional<LocalFile> LocalModules::findRelative(const QString &module, const QString &file) const
{
    qsizetype dots = 0;
    while (dots < module.size() && module[dots] == u'.')
        ++dots;
    QString folder = parentOf(file);
    for (qsizetype i = 1; i < dots; ++i)
        folder = parentOf(folder);
    // The package's own name, so that the answer carries the absolute one.
    QStringList package;
    QString root = folder;
    while (m_listings->isFile(root + u"/__init__.py"_s) && parentOf(root) != root) {
        package.prepend(root.mid(root.lastIndexOf(u'/') + 1));
        root = parentOf(root);
    }
    const QString rest = module.mid(dots);
    if (package.isEmpty())
        return rest.isEmpty() ? std::nullopt : findIn({folder, true}, rest);
    if (!rest.isEmpty())
        package.append(rest);
    return findIn({root, true}, package.join(u'.'));
}

QStringList LocalModules::besideScript() const
{
    QStringList names;
    const auto beside = m_listings->entries(m_folders.front());
    for (auto it = beside.begin(); it != beside.end(); ++it) {
        if (!*it && it.key().endsWith(u".py"))
            names.append(it.key().chopped(3));
        else if (*it && m_listings->isFile(m_folders.front() + u'/' + it.key() + u"/__init__.py"_s))
            names.append(it.key());
    }
    names.sort();
    return names;
}

QString LocalModules::projectOf(const QString &root) const
{
    const QMutexLocker lock(&m_mutex);
    const auto known = m_projects.constFind(root);
    if (known != m_projects.constEnd())
        return *known;
    QString project;
    for (QString folder = root; folder.size() >= m_folders.last().size(); folder = parentOf(folder)) {
        if (isProject(folder)) {
            project = folder;
            break;
        }
        if (parentOf(folder) == folder)
            break;
    }
    return *m_projects.insert(root, project);
}

} // namespace drydock
