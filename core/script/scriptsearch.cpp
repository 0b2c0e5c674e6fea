// SPDX-License-Identifier: Apache-2.0
#include "core/script/flowcollector.h"
#include "core/script/ignorerules.h"
#include "core/script/inspect.h"
#include "core/script/sourcefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestFolder = 64;
constexpr qsizetype mostSkipped = 1000; ///< Named in the answer; more help nobody.

QString tr(const char *text)
{
    return QCoreApplication::translate("findScripts", text);
}

/// Why a folder is not searched, or empty.
QString reasonToSkip(const QFileInfo &folder)
{
    const QString name = folder.fileName();
    if (folder.isSymLink())
        return tr(QT_TRANSLATE_NOOP("findScripts", "a link"));
    if (name.startsWith(u'.'))
        return tr(QT_TRANSLATE_NOOP("findScripts", "a hidden folder"));
    if (QFileInfo::exists(folder.filePath() + u"/pyvenv.cfg"_s) || QFileInfo::exists(folder.filePath() + u"/conda-meta"_s))
        return tr(QT_TRANSLATE_NOOP("findScripts", "a Python environment"));
    if (name == u"site-packages" || name == u"node_modules" || name == u"__pypackages__" || name == u"vendor" || name == u"_vendor")
        return tr(QT_TRANSLATE_NOOP("findScripts", "other people's code"));
    return {};
}

/// Whether a file holds a flow. Most are told by their bytes; only what may hold one is parsed.
bool holdsFlow(const QString &path, const std::function<bool()> &isCancelled)
{
    if (isCancelled && isCancelled())
        return false;
    const auto bytes = readRegularFile(path, largestScript);
    if (!bytes || !bytes->contains("prefect") || !(bytes->contains("flow") || bytes->contains("Flow")) || looksBinary(*bytes))
        return false;
    const SyntaxTree tree = SyntaxTree::parse(decodeSource(*bytes).utf8, isCancelled);
    SurroundingsReader surroundings(tree);
    const Names names(tree, collectImports(tree, surroundings));
    return !collectFlows(SourceView(tree, names)).flows.isEmpty();
}

/// All Python files below a folder, without following links.
struct Walk {
    QStringList files;
    QList<ScriptSearch::Skipped> skipped;

    void skip(const QString &path, const QString &why)
    {
        if (skipped.size() < mostSkipped)
            skipped.append({path, why});
    }

    void run(const QString &top, const std::function<bool()> &isCancelled)
    {
        struct Pending {
            QString folder;
            IgnoreRules rules;
            int depth;
        };
        QList<Pending> pending{{top, {}, 0}};
        while (!pending.isEmpty() && !(isCancelled && isCancelled())) {
            Pending current = pending.takeLast();
            current.rules.addFile(current.folder);
            const QFileInfoList entries = QDir(current.folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
            for (const QFileInfo &entry : entries) {
                if (entry.isDir()) {
                    if (entry.fileName() == u"__pycache__" || entry.fileName() == u".git")
                        continue;
                    const QString why = current.rules.ignores(entry.filePath(), true) ? tr(QT_TRANSLATE_NOOP("findScripts", "named in .gitignore"))
                        : current.depth >= deepestFolder ? tr(QT_TRANSLATE_NOOP("findScripts", "nested too deeply"))
                                                         : reasonToSkip(entry);
                    if (why.isEmpty())
                        pending.append({entry.filePath(), current.rules, current.depth + 1});
                    else
                        skip(entry.filePath(), why);
                } else if (entry.fileName().endsWith(u".py") && entry.isFile()) {
                    if (entry.size() > largestScript)
                        skip(entry.filePath(), tr(QT_TRANSLATE_NOOP("findScripts", "larger than 20 MB")));
                    else if (!current.rules.ignores(entry.filePath(), false))
                        files.append(entry.filePath());
                }
            }
        }
    }
};

} // namespace

Result<ScriptSearch> findScripts(const QString &folder, const std::function<bool()> &isCancelled)
{
    const QFileInfo info(folder);
    if (!info.exists())
        return failure(u"file-not-found"_s, tr(QT_TRANSLATE_NOOP("findScripts", "There is no folder %1. Check its name.")).arg(QDir::toNativeSeparators(folder)));
    if (!info.isDir())
        return failure(u"not-a-folder"_s, tr(QT_TRANSLATE_NOOP("findScripts", "%1 is not a folder.")).arg(QDir::toNativeSeparators(folder)));
    if (!info.isReadable())
        return failure(u"file-not-readable"_s, tr(QT_TRANSLATE_NOOP("findScripts", "%1 cannot be read. Check that you may open it.")).arg(QDir::toNativeSeparators(folder)));
    Walk walk;
    walk.run(info.absoluteFilePath(), isCancelled);
    QStringList scripts = QtConcurrent::blockingFiltered(walk.files, [&isCancelled](const QString &path) { return holdsFlow(path, isCancelled); });
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, tr(QT_TRANSLATE_NOOP("findScripts", "The search was cancelled.")));
    scripts.sort();
    std::sort(walk.skipped.begin(), walk.skipped.end(), [](const auto &a, const auto &b) { return a.path < b.path; });
    return ScriptSearch{scripts, walk.skipped};
}

} // namespace drydock
