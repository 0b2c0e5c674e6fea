// SPDX-License-Identifier: Apache-2.0
#include "core/script/ignorerules.h"
#include "core/script/inspectsource.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMutex>
#include <QtConcurrent>

#include <algorithm>
#include <cctype>
#include <functional>
#include <string_view>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr std::string_view prefectWord = "prefect";
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
    if (QFileInfo::exists(folder.filePath() + u"/pyvenv.cfg"_s)
        || QFileInfo::exists(folder.filePath() + u"/conda-meta"_s))
        return tr(QT_TRANSLATE_NOOP("findScripts", "a Python environment"));
    if (name == u"site-packages" || name == u"node_modules" || name == u"__pypackages__" || name == u"vendor"
        || name == u"_vendor")
        return tr(QT_TRANSLATE_NOOP("findScripts", "other people's code"));
    return {};
}

/// Whether a decorator called flow or a call of Flow stands in bytes, whoever's it may be.
bool makesSomethingCalledFlow(const QByteArray &bytes)
{
    for (qsizetype at = bytes.indexOf("flow"); at >= 0; at = bytes.indexOf("flow", at + 4)) {
        qsizetype start = at;
        while (start > 0 && (std::isalnum(uchar(bytes[start - 1])) || bytes[start - 1] == '_' || bytes[start - 1] == '.'))
            --start;
        if (start > 0 && bytes[start - 1] == '@')
            return true;
    }
    for (qsizetype at = bytes.indexOf("Flow("); at >= 0; at = bytes.indexOf("Flow(", at + 5)) {
        if (at == 0 || !(std::isalnum(uchar(bytes[at - 1])) || bytes[at - 1] == '_'))
            return true;
    }
    return false;
}

/// Whether bytes can hold a flow: most files are told by them and never parsed.
bool mayHoldFlow(const QByteArray &bytes)
{
    static const std::boyer_moore_horspool_searcher searcher(prefectWord.begin(), prefectWord.end());
    if (std::search(bytes.begin(), bytes.end(), searcher) != bytes.end())
        return bytes.contains("flow") || bytes.contains("Flow");
    return makesSomethingCalledFlow(bytes); // a module of the person's own may hand Prefect's on
}

/// Nothing for a file without a flow; an error for one that could not be read.
std::optional<Result<FlowScript>> inspectIfFlow(const QString &path, const InspectOptions &options, ProjectCache &cache,
                                                const std::function<bool()> &isCancelled)
{
    auto bytes = readRegularFile(path, largestScript);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const bool isWide = bytes->startsWith("\xff\xfe") || bytes->startsWith("\xfe\xff"); // UTF-16
    if (!mayHoldFlow(isWide ? decodeSource(*bytes).utf8 : *bytes))
        return {};
    if (looksBinary(*bytes))
        return tl::unexpected(binaryFileError(path));
    return inspectSource(parseSource(path, *bytes, isCancelled), true, options, cache, isCancelled);
}

/// All Python files below a folder, without following links.
struct Walk
{
    QStringList files;
    QList<ScriptSearch::Skipped> skipped;

    void skip(const QString &path, const QString &why)
    {
        if (skipped.size() < mostSkipped)
            skipped.append({path, why});
    }

    void run(const QString &top, const std::function<bool()> &isCancelled)
    {
        struct Pending
        {
            QString folder;
            IgnoreRules rules;
            int depth;
        };
        QList<Pending> pending{{top, IgnoreRules::above(top), 0}};
        while (!pending.isEmpty() && !(isCancelled && isCancelled())) {
            Pending current = pending.takeLast();
            current.rules.addFile(current.folder);
            const QFileInfoList entries =
                QDir(current.folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
            for (const QFileInfo &entry : entries) {
                if (entry.isDir()) {
                    if (entry.fileName() == u"__pycache__" || entry.fileName() == u".git")
                        continue;
                    const QString why = current.rules.ignores(entry.filePath(), true)
                        ? tr(QT_TRANSLATE_NOOP("findScripts", "named in .gitignore"))
                        : current.depth >= deepestFolder ? tr(QT_TRANSLATE_NOOP("findScripts", "nested too deeply"))
                        : !entry.isReadable()            ? tr(QT_TRANSLATE_NOOP("findScripts", "cannot be read"))
                                                         : reasonToSkip(entry);
                    if (why.isEmpty())
                        pending.append({entry.filePath(), current.rules, current.depth + 1});
                    else
                        skip(entry.filePath(), why);
                } else if (entry.fileName().endsWith(u".py") && !current.rules.ignores(entry.filePath(), false)) {
                    if (!entry.isFile())
                        skip(entry.filePath(), entry.isSymLink() ? tr(QT_TRANSLATE_NOOP("findScripts", "a link to a file that is not there"))
                                                                 : tr(QT_TRANSLATE_NOOP("findScripts", "not an ordinary file")));
                    else if (entry.size() > largestScript)
                        skip(entry.filePath(), tr(QT_TRANSLATE_NOOP("findScripts", "larger than 20 MB")));
                    else
                        files.append(entry.filePath());
                }
            }
        }
    }
};

} // namespace

Result<QList<ScriptSearch::Skipped>> inspectFolder(const QString &folder, const InspectOptions &options,
                                                   const ScriptSearch &search, const std::function<bool()> &isCancelled)
{
    const QFileInfo info(folder);
    if (!info.exists())
        return failure(u"file-not-found"_s,
                       tr(QT_TRANSLATE_NOOP("findScripts", "There is no folder %1. Check its name."))
                           .arg(QDir::toNativeSeparators(folder)));
    if (!info.isDir())
        return failure(
            u"not-a-folder"_s,
            tr(QT_TRANSLATE_NOOP("findScripts", "%1 is not a folder.")).arg(QDir::toNativeSeparators(folder)));
    if (!info.isReadable())
        return failure(u"file-not-readable"_s,
                       tr(QT_TRANSLATE_NOOP("findScripts", "%1 cannot be read. Check that you may open it."))
                           .arg(QDir::toNativeSeparators(folder)));
    Walk walk;
    walk.run(QDir::cleanPath(info.absoluteFilePath()), isCancelled);

    ProjectCache cache(isCancelled);
    QMutex mutex; // guards what follows, and lets one call at a time out
    qsizetype done = 0;
    QElapsedTimer sinceProgress;
    sinceProgress.start();
    const auto look = [&](const QString &path) {
        if (isCancelled && isCancelled())
            return;
        auto script = inspectIfFlow(path, options, cache, isCancelled);
        const QMutexLocker lock(&mutex);
        ++done;
        if (script && *script && search.found)
            search.found(std::move(**script));
        else if (script && !*script && script->error().code != u"cancelled")
            walk.skip(path, script->error().sentence);
        if (search.progressed && (done == walk.files.size() || sinceProgress.elapsed() >= 100)) {
            sinceProgress.restart();
            search.progressed(done, walk.files.size());
        }
    };
    QtConcurrent::blockingMap(walk.files, look);
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, tr(QT_TRANSLATE_NOOP("findScripts", "The search was cancelled.")));
    std::sort(walk.skipped.begin(), walk.skipped.end(), [](const auto &a, const auto &b) { return a.path < b.path; });
    return walk.skipped;
}

} // namespace drydock
