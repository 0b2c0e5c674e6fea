// SPDX-License-Identifier: Apache-2.0
#include "core/python/modulefiles.h"

#include "core/python/metadata.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

static constexpr qsizetype mostFiles = 60'000;

QStringList filesOfModule(const FileTree &tree, const QString &folder, const QString &module)
{
    if (module.isEmpty() || module.startsWith(u'/') || module.contains(u".."))
        return {};
    QStringList files;
    if (!tree.isFolder(folder + u'/' + module)) {
        const QString parent = module.contains(u'/') ? QString(u'/' + module.section(u'/', 0, -2)) : QString();
        const QString stem = module.section(u'/', -1);
        for (const FileTree::Entry &entry : tree.entries(folder + parent)) {
            if (!entry.isFolder && moduleOfPath(entry.name) == stem)
                files.append(QString(parent + u'/' + entry.name).mid(1));
        }
        return files;
    }
    QStringList pending{module};
    while (!pending.isEmpty() && files.size() < mostFiles) {
        const QString current = pending.takeLast();
        for (const FileTree::Entry &entry : tree.entries(folder + u'/' + current)) {
            const QString path = current + u'/' + entry.name;
            if (!entry.isFolder)
                files.append(path);
            else if (!entry.isLink && isIdentifier(entry.name) && entry.name != u"__pycache__")
                pending.append(path);
        }
    }
    return files;
}

QStringList topModulesIn(const FileTree &tree, const QString &folder)
{
    QStringList tops;
    QSet<QString> seen;
    for (const FileTree::Entry &entry : tree.entries(folder)) {
        if (!entry.isFolder) {
            if (const QString module = moduleOfPath(entry.name); !module.isEmpty() && !seen.contains(module)) {
                seen.insert(module);
                tops.append(module);
            }
            continue;
        }
        if (!isIdentifier(entry.name) || entry.name == u"__pycache__" || seen.contains(entry.name))
            continue;
        // A folder without __init__.py is a namespace when there is Python in it or one folder below.
        const auto inside = tree.entries(folder + u'/' + entry.name);
        const auto holdsPython = [](const QList<FileTree::Entry> &entries) {
            return std::any_of(entries.begin(), entries.end(),
                               [](const FileTree::Entry &e) {
                                   return !e.isFolder && (e.name == u"__init__.py" || !moduleOfPath(e.name).isEmpty());
                               });
        };
        const auto isPackage = [&](const FileTree::Entry &inner) {
            return inner.isFolder && !inner.isLink && isIdentifier(inner.name)
                && holdsPython(tree.entries(folder + u'/' + entry.name + u'/' + inner.name));
        };
        const bool isEnvironment =
            std::any_of(inside.begin(), inside.end(), [](const FileTree::Entry &e) { return e.name == u"pyvenv.cfg"; });
        if (!isEnvironment && (holdsPython(inside) || std::any_of(inside.begin(), inside.end(), isPackage))) {
            seen.insert(entry.name);
            tops.append(entry.name);
        }
    }
    return tops;
}

} // namespace drydock
