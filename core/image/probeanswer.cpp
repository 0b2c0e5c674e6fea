// SPDX-License-Identifier: Apache-2.0
#include "core/image/probeanswer.h"

#include "core/python/interpreter.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype textLimit = 500;
constexpr qsizetype pathLimit = 4096;
constexpr qsizetype entryLimit = 200; ///< Folders of a path.
constexpr qsizetype moduleLimit = 400'000; ///< Of a whole image.
constexpr qsizetype distributionLimit = 10'000; ///< Of an interpreter.
constexpr qsizetype interpreterLimit = 12;

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

/// A text without control characters, not longer than it may be: an image can say anything.
QString clean(const QString &text, qsizetype limit = textLimit)
{
    QString cleaned = text.left(limit);
    cleaned.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.isSurrogate(); });
    return cleaned;
}

QStringList cleanList(const QJsonValue &value, qsizetype limit)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &each : array) {
        if (list.size() < limit)
            list.append(clean(each.toString(), pathLimit));
    }
    return list;
}

bool isModule(const QString &text)
{
    return !text.isEmpty() && text.size() <= textLimit && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'.' || c.isMark();
    });
}

void cleanDistributions(Interpreter &python, qsizetype &modulesLeft)
{
    python.distributions = python.distributions.mid(0, distributionLimit);
    for (Distribution &distribution : python.distributions) {
        distribution.name = clean(distribution.name);
        distribution.version = clean(distribution.version);
        distribution.modules.removeIf([](const QString &name) { return !isModule(name); });
        distribution.modules = distribution.modules.mid(0, modulesLeft);
        modulesLeft -= distribution.modules.size();
        for (QString &requirement : distribution.requires_)
            requirement = clean(requirement);
    }
    // A name can be all control characters.
    python.distributions.removeIf([](const Distribution &distribution) { return distribution.name.isEmpty(); });
    for (QString &problem : python.problems)
        problem = clean(problem, pathLimit);
}

FileTree::Entry entryFrom(QString name)
{
    FileTree::Entry entry;
    entry.isLink = name.endsWith(u'@');
    if (entry.isLink)
        name.chop(1);
    entry.isFolder = name.endsWith(u'/');
    if (entry.isFolder)
        name.chop(1);
    entry.name = name;
    return entry;
}

/// False when the answer ends before its files do.
bool fill(SentTree &tree, const QJsonObject &head, QByteArrayView bytes)
{
    const QJsonObject folders = head[u"folders"_s].toObject();
    for (auto folder = folders.begin(); folder != folders.end(); ++folder) {
        QList<FileTree::Entry> entries;
        const QJsonArray names = folder.value().toArray();
        entries.reserve(names.size());
        for (const QJsonValue &name : names) {
            FileTree::Entry entry = entryFrom(name.toString());
            if (!entry.name.isEmpty() && !entry.name.contains(u'/') && entry.name != u"." && entry.name != u"..")
                entries.append(std::move(entry));
        }
        tree.addFolder(QDir::cleanPath(folder.key()), std::move(entries));
    }
    const QJsonArray files = head[u"files"_s].toArray();
    for (const QJsonValue &file : files) {
        const qint64 size = file[1].toInteger(-1);
        if (size < 0 || size > bytes.size())
            return false;
        tree.addFile(QDir::cleanPath(file[0].toString()), bytes.first(size).toByteArray());
        bytes = bytes.sliced(size);
    }
    return true;
}

InterpreterFacts factsFrom(const QJsonValue &value)
{
    InterpreterFacts facts;
    facts.path = clean(value[u"path"_s].toString(), pathLimit);
    facts.version = clean(value[u"version"_s].toString());
    facts.prefix = clean(value[u"prefix"_s].toString(), pathLimit);
    facts.sysPath = cleanList(value[u"sys_path"_s], entryLimit);
    facts.standardLibrary = clean(value[u"standard"_s].toString(), pathLimit);
    facts.builtinModules = cleanList(value[u"builtin"_s], textLimit);
    facts.builtinModules.removeIf([](const QString &name) { return !isModule(name); });
    return facts;
}

Error unreadable(const QString &sentence)
{
    return {u"image-unreadable"_s, sentence, {}};
}

} // namespace

void SentTree::addFolder(const QString &path, QList<Entry> entries)
{
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.name < b.name; });
    m_folders.insert(path, std::move(entries));
}

void SentTree::addFile(const QString &path, const QByteArray &bytes)
{
    m_files.insert(path, bytes);
}

std::optional<QByteArray> SentTree::read(const QString &path) const
{
    const auto file = m_files.constFind(path);
    return file == m_files.constEnd() ? std::nullopt : std::optional(*file);
}

ImageContents readProbeAnswer(const QByteArray &answer, const Image &image)
{
    ImageContents contents;
    const qsizetype end = answer.indexOf('\n');
    const QJsonObject head = QJsonDocument::fromJson(answer.left(end)).object();
    SentTree tree;
    if (end < 0 || !head[u"interpreters"_s].isArray() || !fill(tree, head, QByteArrayView(answer).sliced(end + 1))) {
        contents.error = unreadable(tr("Python in %1 gave no usable answer.").arg(image.reference));
        return contents;
    }
    qsizetype modulesLeft = moduleLimit;
    const QJsonArray interpreters = head[u"interpreters"_s].toArray();
    for (const QJsonValue &value : interpreters) {
        if (contents.interpreters.size() >= interpreterLimit)
            break;
        Interpreter python = readInterpreter(tree, factsFrom(value));
        if (python.path.isEmpty()) // nothing could be started
            continue;
        python.isDefault = value[u"default"_s].toBool();
        python.runsPrefect = value[u"prefect"_s].toBool();
        cleanDistributions(python, modulesLeft);
        if (head[u"truncated"_s].toBool())
            python.problems.append(
                tr("%1 holds more files than are looked at: what is beyond is not known.").arg(image.reference));
        contents.interpreters.append(std::move(python));
    }
    static const QRegularExpression version(u"\\buv (\\d[^\\s]*)"_s);
    contents.uv = clean(version.match(head[u"uv"_s].toString()).captured(1));
    contents.hasGit = head[u"has_git"_s].toBool();
    contents.hasCompiler = head[u"has_compiler"_s].toBool();
    contents.honoursExtraPipPackages =
        honoursExtraPipPackages(image.entrypoint, cleanList(head[u"entrypoint"_s], textLimit), tree);
    const Interpreter *python = contents.defaultInterpreter();
    if (!python) {
        contents.error = Error{u"image-without-python"_s, tr("There is no Python in %1.").arg(image.reference), {}};
        return contents;
    }
    if (const Distribution *pip = python->distribution(u"pip"_s))
        contents.pip = pip->version;
    const bool isOld =
        std::all_of(contents.interpreters.begin(), contents.interpreters.end(), [](const Interpreter &each) {
            return !each.version.isEmpty() && Version(each.version) < Version(u"3.6"_s);
        });
    if (isOld) {
        contents.error = Error{u"image-python-too-old"_s,
                               tr("%1 has Python %2 only. Prefect needs Python 3.6 or newer: choose another image.")
                                   .arg(image.reference, python->version),
                               {}};
    }
    return contents;
}

std::optional<bool> honoursExtraPipPackages(const QStringList &entrypoint, const QStringList &paths,
                                            const FileTree &tree)
{
    static const QStringList known{u"tini"_s,    u"dumb-init"_s, u"docker-init"_s, u"catatonit"_s, u"env"_s,
                                   u"sh"_s,      u"bash"_s,      u"dash"_s,        u"ash"_s,       u"gosu"_s,
                                   u"su-exec"_s, u"busybox"_s,   u"prefect"_s};
    static const QRegularExpression python(u"^python[0-9.]*$"_s);
    const QByteArray variable = "EXTRA_PIP_PACKAGES";
    bool isUnknown = false;
    for (qsizetype i = 0; i < entrypoint.size(); ++i) {
        if (entrypoint[i].contains(QLatin1StringView(variable)))
            return true;
        const QString path = paths.value(i);
        const QString name = path.mid(path.lastIndexOf(u'/') + 1);
        if (path.isEmpty() || entrypoint[i].startsWith(u'-') || known.contains(name) || python.match(name).hasMatch())
            continue;
        const auto text = tree.read(QDir::cleanPath(path));
        if (!text || text->first(std::min<qsizetype>(text->size(), 4096)).contains('\0')) {
            isUnknown = true;
            continue;
        }
        const QList<QByteArray> lines = text->split('\n');
        const bool mentions = std::any_of(lines.begin(), lines.end(), [&](const QByteArray &line) {
            return line.contains(variable) && !line.trimmed().startsWith('#');
        });
        if (mentions)
            return true;
    }
    return isUnknown ? std::nullopt : std::optional(false);
}

} // namespace drydock
