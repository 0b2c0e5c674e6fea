// SPDX-License-Identifier: Apache-2.0
#include "core/python/installed.h"

#include "core/python/editable.h"
#include "core/python/metadata.h"
#include "core/python/modulefiles.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype mostDistributions = 20'000;
constexpr qsizetype mostFolders = 500; ///< Of a path with what .pth files add to it.
constexpr qsizetype mostLoose = 5'000;
constexpr qsizetype mostProblems = 200;

QString fileNameOf(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

class InstalledReader
{
public:
    explicit InstalledReader(const FileTree &tree) : m_tree(tree) { }

    InstalledDistributions read(const QStringList &path, const QString &prefix)
    {
        for (const QString &folder : path)
            addFolder(folder, false);
        for (qsizetype i = 0; i < m_folders.size(); ++i)
            readFolder(m_folders[i]);
        if (!prefix.isEmpty())
            readConda(prefix + u"/conda-meta"_s);
        shareNamespaces();
        return m_result;
    }

private:
    struct Folder
    {
        QString path;
        bool fromPth = false;
    };

    void complain(const char *sentence, const QString &what)
    {
        if (m_result.problems.size() < mostProblems)
            m_result.problems.append(QCoreApplication::translate("Installed", sentence).arg(what));
    }

    /// A folder of the path, followed by what its .pth files add.
    void addFolder(const QString &path, bool fromPth)
    {
        if (m_seen.contains(path) || m_folders.size() >= mostFolders || !m_tree.isFolder(path))
            return;
        m_seen.insert(path);
        m_folders.append({path, fromPth});
        if (fromPth)
            return; // Python reads .pth files in site-packages only.
        const auto entries = m_tree.entries(path);
        for (const FileTree::Entry &entry : entries) {
            if (entry.isFolder || !entry.name.endsWith(u".pth") || entry.name.startsWith(u'.'))
                continue;
            for (const QString &added :
                 foldersOfPth(m_tree.read(path + u'/' + entry.name).value_or(QByteArray()), path))
                addFolder(added, true);
        }
    }

    void readFolder(const Folder &folder)
    {
        const auto entries = m_tree.entries(folder.path);
        QSet<QString> names;
        names.reserve(entries.size());
        for (const FileTree::Entry &entry : entries)
            names.insert(entry.name);
        const bool isEgg = folder.path.endsWith(u".egg", Qt::CaseInsensitive);
        for (const FileTree::Entry &entry : entries) {
            if (m_result.distributions.size() >= mostDistributions)
                return;
            const QString info = folder.path + u'/' + entry.name;
            if (entry.name.endsWith(u".dist-info", Qt::CaseInsensitive) && entry.isFolder)
                readDistInfo(folder, info, names);
            else if (entry.name.endsWith(u".egg-info", Qt::CaseInsensitive)
                     || (isEgg && entry.name.compare(u"EGG-INFO", Qt::CaseInsensitive) == 0))
                readEgg(folder, info, entry.isFolder);
            else if (entry.name.endsWith(u".egg", Qt::CaseInsensitive) && !m_tree.isFolder(info))
                complain(QT_TRANSLATE_NOOP("Installed", "%1 is a zipped egg, which is not looked into."), info);
        }
    }

    /// Whether a distribution with this header is to be read on.
    bool accepts(const CoreMetadata &metadata, const QString &info, const QString &folder)
    {
        if (metadata.name.isEmpty() || metadata.version.isEmpty() || fileNameOf(info).startsWith(u'~')) {
            complain(QT_TRANSLATE_NOOP("Installed",
                                       "%1 is left over or damaged: its metadata do not say a name and a version."),
                     info);
            return false;
        }
        const QString name = normalizedName(metadata.name);
        if (const auto known = m_names.constFind(name); known != m_names.constEnd()) {
            // Further down the path it is hidden, as ever; twice in one folder is an installation gone wrong.
            if (*known == folder)
                complain(QT_TRANSLATE_NOOP("Installed", "%1 is installed a second time in the same folder."), info);
            return false;
        }
        m_names.insert(name, folder);
        return true;
    }

    void readDistInfo(const Folder &folder, const QString &info, const QSet<QString> &names)
    {
        const CoreMetadata metadata = parseMetadata(m_tree.read(info + u"/METADATA"_s).value_or(QByteArray()));
        if (!accepts(metadata, info, folder.path))
            return;
        Distribution found{metadata.name, metadata.version, {}, metadata.requires_, u"record"_s};
        const auto record = m_tree.read(info + u"/RECORD"_s);
        if (record && !record->trimmed().isEmpty()) {
            QStringList files = parseRecord(*record);
            // What was deleted by hand since is not there to be imported.
            files.removeIf([&names](const QString &path) { return !names.contains(path.left(path.indexOf(u'/'))); });
            const Editable editable = readEditable(m_tree, folder.path, info, files);
            files.removeIf([](const QString &path) { return path.startsWith(u"__editable__"); });
            found.modules = modulesOfPaths(files + editable.files);
            if (editable.isEditable) {
                found.source = u"editable"_s;
                if (found.modules.isEmpty() && !editable.project.isEmpty()) {
                    for (const QString &root : {QString(editable.project + u"/src"_s), editable.project}) {
                        if (found.modules.isEmpty())
                            guess(found, root, info, metadata);
                    }
                }
            }
            addImportNames(found, metadata);
        } else {
            guess(found, folder.path, info, metadata);
            m_weak.append(m_result.distributions.size());
        }
        m_result.distributions.append(found);
    }

    /// Modules of a distribution without a list of its files.
    void guess(Distribution &found, const QString &folder, const QString &info, const CoreMetadata &metadata)
    {
        QStringList tops = metadata.importNames;
        QString source = u"metadata"_s;
        if (tops.isEmpty()) {
            tops = QString::fromUtf8(m_tree.read(info + u"/top_level.txt"_s).value_or(QByteArray())).split(u'\n');
            source = u"top-level"_s;
        }
        tops.removeIf([](const QString &top) { return top.trimmed().isEmpty(); });
        if (tops.isEmpty()) {
            source = u"metadata"_s;
            tops = modulesNamedLike(metadata.name, folder);
        }
        QStringList files;
        for (const QString &top : std::as_const(tops))
            files += filesOfModule(m_tree, folder, top.trimmed().replace(u'.', u'/'));
        found.modules = modulesOfPaths(files);
        if (found.source != u"editable")
            found.source = source;
    }

    /// The modules in a folder whose names are a distribution's, for the folder that was asked about last looked up once.
    QStringList modulesNamedLike(const QString &name, const QString &folder)
    {
        if (m_stemsOf != folder) {
            m_stemsOf = folder;
            m_stems.clear();
            for (const FileTree::Entry &entry : m_tree.entries(folder)) {
                const QString stem = entry.name.section(u'.', 0, 0);
                if (entry.isFolder || !moduleOfPath(entry.name).isEmpty())
                    m_stems[normalizedName(stem)].append(stem);
            }
        }
        return m_stems.value(normalizedName(name));
    }

    /// A name that the distribution promises and that no file of its list shows (PEP 794).
    static void addImportNames(Distribution &found, const CoreMetadata &metadata)
    {
        for (const QString &name : metadata.importNames) {
            const bool shown = std::any_of(found.modules.begin(), found.modules.end(), [&name](const QString &module) {
                return module == name || module.startsWith(QString(name + u'.'));
            });
            if (!shown)
                found.modules.append(name);
        }
    }

    void readEgg(const Folder &folder, const QString &info, bool isFolder)
    {
        QByteArray header;
        if (isFolder)
            header =
                m_tree.read(info + u"/PKG-INFO"_s).value_or(m_tree.read(info + u"/METADATA"_s).value_or(QByteArray()));
        else
            header = m_tree.read(info).value_or(QByteArray());
        CoreMetadata metadata = parseMetadata(header);
        if (!accepts(metadata, info, folder.path))
            return;
        Distribution found{metadata.name, metadata.version, {}, metadata.requires_, u"egg"_s};
        if (found.requires_.isEmpty() && isFolder)
            found.requires_ = requirementsOfEgg(m_tree.read(info + u"/requires.txt"_s).value_or(QByteArray()));
        if (folder.fromPth && !folder.path.endsWith(u".egg", Qt::CaseInsensitive))
            found.source = u"editable"_s;
        const QByteArray installed =
            isFolder ? m_tree.read(info + u"/installed-files.txt"_s).value_or(QByteArray()) : QByteArray();
        if (!installed.isEmpty()) {
            QStringList files;
            for (const QString &line : QString::fromUtf8(installed).split(u'\n')) {
                if (line.startsWith(u"../")) // relative to the egg-info folder
                    files.append(line.mid(3).trimmed());
            }
            found.modules = modulesOfPaths(files);
        } else if (fileNameOf(info).compare(u"EGG-INFO", Qt::CaseInsensitive) == 0) {
            // An egg holds one distribution and nothing else.
            QStringList files;
            for (const QString &top : topModulesIn(m_tree, folder.path))
                files += filesOfModule(m_tree, folder.path, top);
            found.modules = modulesOfPaths(files);
        } else {
            guess(found, folder.path, info, metadata);
            if (found.source == u"top-level")
                found.source = u"egg"_s;
            m_weak.append(m_result.distributions.size());
        }
        m_result.distributions.append(found);
    }

    /// What conda installed and no Python metadata speak of.
    void readConda(const QString &folder)
    {
        for (const FileTree::Entry &entry : m_tree.entries(folder)) {
            // NAME-VERSION-BUILD.json: what is known by that name needs no second look.
            const QString name = entry.name.section(u'-', 0, -3);
            if (!entry.name.endsWith(u".json") || m_names.contains(normalizedName(name))
                || m_result.distributions.size() >= mostDistributions)
                continue;
            const QString path = folder + u'/' + entry.name;
            const QJsonDocument document = QJsonDocument::fromJson(m_tree.read(path).value_or(QByteArray()));
            if (document[u"name"].toString().isEmpty()) {
                complain(QT_TRANSLATE_NOOP("Installed", "%1 is damaged: it does not say what is installed."), path);
                continue;
            }
            QStringList inside;
            bool hasMetadata = false;
            const QJsonArray files = document[u"files"].toArray();
            for (const QJsonValue &file : files) {
                const QString below = file.toString().section(u"site-packages/"_s, 1);
                hasMetadata = hasMetadata || below.endsWith(u".dist-info/METADATA") || below.contains(u".egg-info");
                inside.append(below);
            }
            const QStringList modules = modulesOfPaths(inside);
            if (hasMetadata || modules.isEmpty())
                continue; // known by its own name, or no Python
            m_names.insert(normalizedName(name), folder);
            m_result.distributions.append(
                {document[u"name"].toString(), document[u"version"].toString(), modules, {}, u"conda"_s});
        }
    }

    /// Distributions that only name the top of a namespace do not own what lies in it by the others' lists.
    void shareNamespaces()
    {
        if (m_weak.isEmpty())
            return;
        QSet<QString> claimed;
        for (const Distribution &distribution : std::as_const(m_result.distributions)) {
            if (distribution.source == u"record" || distribution.source == u"conda")
                claimed.unite(QSet<QString>(distribution.modules.begin(), distribution.modules.end()));
        }
        for (const qsizetype index : std::as_const(m_weak))
            m_result.distributions[index].modules.removeIf(
                [&claimed](const QString &module) { return claimed.contains(module); });
    }

    const FileTree &m_tree;
    InstalledDistributions m_result;
    QList<Folder> m_folders;
    QSet<QString> m_seen;
    QHash<QString, QString> m_names; ///< Normalised name → folder.
    QList<qsizetype> m_weak; ///< Distributions whose files no list names.
    QString m_stemsOf;
    QHash<QString, QStringList> m_stems; ///< Normalised name → modules in m_stemsOf.
};

} // namespace

InstalledDistributions readInstalled(const FileTree &tree, const QStringList &path, const QString &prefix)
{
    return InstalledReader(tree).read(path, prefix);
}

QList<Distribution> readLooseModules(const FileTree &tree, const QStringList &path, const QList<Distribution> &distributions)
{
    QSet<QString> known{u"sitecustomize"_s, u"usercustomize"_s};
    for (const Distribution &distribution : distributions) {
        for (const QString &module : distribution.modules)
            known.insert(topLevelOf(module));
    }
    QList<Distribution> loose;
    for (const QString &folder : path) {
        for (const QString &top : topModulesIn(tree, folder)) {
            if (known.contains(top) || loose.size() >= mostLoose || top.startsWith(u"__"))
                continue;
            known.insert(top);
            if (const QStringList modules = modulesOfPaths(filesOfModule(tree, folder, top)); !modules.isEmpty())
                loose.append({top, {}, modules, {}, u"files"_s});
        }
    }
    return loose;
}

} // namespace drydock
