// SPDX-License-Identifier: Apache-2.0
#include "core/script/ignorerules.h"
#include "core/script/inspectsource.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMutex>
#include <QThread>
#include <QtConcurrent>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestFolder = 64;
constexpr qsizetype mostSkipped = 1000; ///< Named in the answer; more help nobody.

QString tr(const char *text)
{
    return QCoreApplication::translate("findScripts", text);
}

/// Why a folder is not even listed, or empty.
QString reasonToSkip(const QFileInfo &folder)
{
    const QString name = folder.fileName();
    if (folder.isSymLink())
        return tr(QT_TRANSLATE_NOOP("findScripts", "a link"));
    if (name.startsWith(u'.'))
        return tr(QT_TRANSLATE_NOOP("findScripts", "a hidden folder"));
    if (name == u"site-packages" || name == u"node_modules" || name == u"__pypackages__" || name == u"vendor"
        || name == u"_vendor")
        return tr(QT_TRANSLATE_NOOP("findScripts", "other people's code"));
    return {};
}

/// Whether a decorator called flow or a call of a Flow stands in a text, whoever's it may be.
bool makesSomethingCalledFlow(std::string_view text)
{
    const auto isOfName = [](char c) { return std::isalnum(uchar(c)) || c == '_'; };
    for (size_t at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
        size_t end = at + 1;
        while (end < text.size() && (isOfName(text[end]) || text[end] == '.'))
            ++end;
        if (text.substr(at, end - at).find("flow") != text.npos)
            return true;
    }
    return text.find("Flow(") != text.npos;
}

/// Whether bytes can hold a flow: most files are told by them and never parsed.
bool mayHoldFlow(const QByteArray &bytes)
{
    // It leaps from one rare letter to the next with the processor's wide registers: faster than searches that skip ahead.
    const std::string_view text(bytes.constData(), size_t(bytes.size()));
    if (text.find("prefect") != text.npos)
        return text.find("flow") != text.npos || text.find("Flow") != text.npos;
    return makesSomethingCalledFlow(text); // a module of the person's own may hand Prefect's on
}

/// Nothing for a file without a flow; an error for one that could not be read.
std::optional<Result<FlowScript>> inspectIfFlow(const QString &path, const InspectOptions &options, ProjectCache &cache,
                                                const std::function<bool()> &isCancelled)
{
    auto bytes = readListedFile(path, largestScript);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const bool isWide = bytes->startsWith("\xff\xfe") || bytes->startsWith("\xfe\xff"); // UTF-16
    if (!mayHoldFlow(isWide ? decodeSource(*bytes).utf8 : *bytes))
        return {};
    if (looksBinary(*bytes))
        return tl::unexpected(binaryFileError(path));
    return inspectSource(parseSource(path, *bytes, isCancelled), true, options, cache, isCancelled);
}

/// Does something for each number below `count` on all cores, this thread's included. Each has a range of its own, so that those
/// at work are far from each other: neighbours reach the same files, and would wait for one another.
template <typename Work>
void onAllCores(qsizetype count, Work work)
{
    struct Range
    {
        qsizetype next;
        qsizetype end;
    };
    const qsizetype cores = std::min<qsizetype>(QThread::idealThreadCount(), count);
    std::vector<Range> ranges;
    for (qsizetype core = 0; core < cores; ++core)
        ranges.push_back({count * core / cores, count * (core + 1) / cores});
    QMutex mutex; // guards the ranges
    const auto take = [&](Range &own) {
        const QMutexLocker lock(&mutex);
        if (own.next == own.end) { // half of what another has left
            Range &other = *std::max_element(ranges.begin(), ranges.end(), [](const Range &a, const Range &b) {
                return a.end - a.next < b.end - b.next;
            });
            own = {other.next + (other.end - other.next) / 2, other.end};
            other.end = own.next;
        }
        return own.next < own.end ? own.next++ : -1;
    };
    const auto share = [&](qsizetype core) {
        Range &own = ranges[size_t(core)];
        for (qsizetype i = take(own); i >= 0; i = take(own))
            work(i);
    };
    QList<QFuture<void>> others;
    for (qsizetype core = 1; core < cores; ++core)
        others.append(QtConcurrent::run(share, core));
    if (cores > 0)
        share(0);
    for (QFuture<void> &other : others)
        other.waitForFinished();
}

/// A folder to search, and what lies in it.
struct Folder
{
    QString path;
    IgnoreRules rules;
    QStringList files = {}; ///< Python's.
    std::vector<Folder> folders = {};
    QList<ScriptSearch::Skipped> skipped = {};
};

/// Lists a folder without following links.
void list(Folder &folder, int depth)
{
    QFileInfoList entries;
    bool hasRules = false;
    QDirIterator it(folder.path, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    while (it.hasNext()) {
        it.next();
        const QString name = it.fileName();
        if (depth > 0 && (name == u"pyvenv.cfg" || name == u"conda-meta")) {
            folder.skipped.append({folder.path, tr(QT_TRANSLATE_NOOP("findScripts", "a Python environment"))});
            return;
        }
        hasRules = hasRules || name == u".gitignore";
        entries.append(it.fileInfo());
    }
    if (hasRules)
        folder.rules.addFile(folder.path);
    for (const QFileInfo &entry : std::as_const(entries)) {
        const QString name = entry.fileName();
        const QString path = entry.filePath();
        if (entry.isDir()) {
            if (name == u"__pycache__" || name == u".git")
                continue;
            const QString why = folder.rules.ignores(path, true)
                ? tr(QT_TRANSLATE_NOOP("findScripts", "named in .gitignore"))
                : depth >= deepestFolder ? tr(QT_TRANSLATE_NOOP("findScripts", "nested too deeply"))
                : !entry.isReadable()    ? tr(QT_TRANSLATE_NOOP("findScripts", "cannot be read"))
                                         : reasonToSkip(entry);
            if (why.isEmpty())
                folder.folders.push_back({path, folder.rules});
            else
                folder.skipped.append({path, why});
        } else if (name.endsWith(u".py") && !folder.rules.ignores(path, false)) {
            if (entry.isFile())
                folder.files.append(path);
            else
                folder.skipped.append({path, entry.isSymLink() ? tr(QT_TRANSLATE_NOOP("findScripts", "a link to a file that is not there"))
                                                               : tr(QT_TRANSLATE_NOOP("findScripts", "not an ordinary file"))});
        }
    }
}

/// All Python files below a folder, level by level.
struct Walk
{
    QStringList folders;
    QStringList files;
    QList<ScriptSearch::Skipped> skipped;

    void skip(const QString &path, const QString &why)
    {
        if (skipped.size() < mostSkipped)
            skipped.append({path, why});
    }

    void run(const QString &top, const std::function<bool()> &isCancelled)
    {
        std::vector<Folder> level{{top, IgnoreRules::above(top)}};
        for (int depth = 0; !level.empty(); ++depth) {
            onAllCores(qsizetype(level.size()), [&](qsizetype i) {
                if (!isCancelled || !isCancelled())
                    list(level[size_t(i)], depth);
            });
            std::vector<Folder> below;
            for (const Folder &folder : level) {
                folders.append(folder.path);
                files += folder.files;
                for (const auto &[path, why] : folder.skipped)
                    skip(path, why);
                below.insert(below.end(), folder.folders.begin(), folder.folders.end());
            }
            level = std::move(below);
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

    if (search.listed)
        search.listed(walk.folders, walk.files);

    ProjectCache cache(isCancelled);
    QMutex mutex; // guards what follows, and lets one call at a time out
    qsizetype done = 0;
    QElapsedTimer sinceProgress;
    sinceProgress.start();
    const auto look = [&](qsizetype i) {
        if (isCancelled && isCancelled())
            return;
        const QString &path = walk.files[i];
        auto script = inspectIfFlow(path, options, cache, isCancelled);
        const QMutexLocker lock(&mutex);
        ++done;
        if (script && *script && search.found)
            search.found(std::move(**script));
        else if (script && !*script && script->error().code != u"cancelled")
            walk.skip(path, script->error().code == u"file-too-large"
                          ? tr(QT_TRANSLATE_NOOP("findScripts", "larger than 20 MB"))
                          : script->error().sentence);
        if (search.progressed && (done == walk.files.size() || sinceProgress.elapsed() >= 100)) {
            sinceProgress.restart();
            search.progressed(done, walk.files.size());
        }
    };
    onAllCores(walk.files.size(), look);
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, tr(QT_TRANSLATE_NOOP("findScripts", "The search was cancelled.")));
    std::sort(walk.skipped.begin(), walk.skipped.end(), [](const auto &a, const auto &b) { return a.path < b.path; });
    return walk.skipped;
}

} // namespace drydock
