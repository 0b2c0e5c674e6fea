// SPDX-License-Identifier: Apache-2.0
#include "core/script/declarations.h"

#include "core/python/requirement.h"
#include "core/script/projectfiles.h"

#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

using Reader = void (*)(const QString &, Declarations &);

struct Format
{
    QString name;
    Reader read;
};

/// Best first: where two lock a name, the first counts.
const QList<Format> &lockFormats()
{
    static const QList<Format> formats{{u"uv.lock"_s, readTomlLock},         {u"poetry.lock"_s, readTomlLock},
                                       {u"pylock.toml"_s, readTomlLock},     {u"Pipfile.lock"_s, readPipfileLock},
                                       {u"conda-lock.yml"_s, readCondaLock}, {u"conda-lock.yaml"_s, readCondaLock}};
    return formats;
}

const QList<Format> &projectFormats()
{
    static const QList<Format> formats{{u"pyproject.toml"_s, readPyproject},
                                       {u"setup.cfg"_s, readSetupCfg},
                                       {u"setup.py"_s, readSetupPy},
                                       {u"Pipfile"_s, readPipfile},
                                       {u"environment.yml"_s, readCondaEnvironment},
                                       {u"environment.yaml"_s, readCondaEnvironment},
                                       {u"conda.yaml"_s, readCondaEnvironment},
                                       {u"conda.yml"_s, readCondaEnvironment},
                                       {u"pixi.toml"_s, readPixi}};
    return formats;
}

/// requirements.txt and its like, without those for working on the project. Paths relative to the folder.
QStringList requirementsFiles(const QDir &folder, const QSet<QString> &names)
{
    static const QRegularExpression other(u"dev|test|lint|doc|ci\\b|build|constraint"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression wanted(u"^requirements.*\\.txt$|requirements\\.txt$"_s);
    QStringList files;
    for (const QString &name : names) {
        if (wanted.match(name).hasMatch())
            files.append(name);
    }
    if (names.contains(u"requirements"_s)) {
        for (const QString &name :
             QDir(folder.filePath(u"requirements"_s)).entryList({u"*.txt"_s}, QDir::Files, QDir::Name))
            files.append(u"requirements/"_s + name);
    }
    files.removeIf([](const QString &name) { return other.match(name).hasMatch(); });
    files.sort();
    // requirements.txt itself first: what it says outranks its siblings.
    if (files.removeAll(u"requirements.txt"_s))
        files.prepend(u"requirements.txt"_s);
    if (files.isEmpty() && names.contains(u"requirements.in"_s))
        files.append(u"requirements.in"_s);
    return files.mid(0, 20);
}

/// A file that a tool compiled from its .in is a lock of what that one declares.
void readCompiled(const QString &compiled, const QString &source, Declarations &into)
{
    Declarations all;
    readRequirementsFile(compiled, all);
    readRequirementsFile(source, into);
    into.problems += all.problems;
    for (const DeclaredRequirement &requirement : std::as_const(all.requirements)) {
        const auto parsed = Requirement::parse(requirement.requirement);
        if (parsed && !parsed->specifiers.pinned().isEmpty())
            into.locked.append(requirement);
        else
            into.requirements.append(requirement);
    }
}

/// A name declared twice counts once, where it is declared first.
void removeDoubles(QList<DeclaredRequirement> &requirements)
{
    QSet<QString> seen;
    requirements.removeIf([&seen](const DeclaredRequirement &declared) {
        const auto parsed = Requirement::parse(declared.requirement);
        const QString key = parsed ? normalizedName(parsed->name) + u';' + parsed->marker : declared.requirement;
        const bool known = seen.contains(key);
        seen.insert(key);
        return known;
    });
}

/// Gives declared requirements the exact versions of the locks.
void pin(QList<DeclaredRequirement> &requirements, const QList<DeclaredRequirement> &locked)
{
    QHash<QString, QList<const DeclaredRequirement *>> byName;
    QHash<QString, QString> file;
    for (const DeclaredRequirement &lock : locked) {
        const auto parsed = Requirement::parse(lock.requirement);
        const QString name = parsed ? normalizedName(parsed->name) : QString();
        // The first file that knows a name is the best one.
        if (file.value(name, lock.source) == lock.source)
            byName[name].append(&lock);
        file.insert(name, file.value(name, lock.source));
    }
    for (DeclaredRequirement &declared : requirements) {
        auto requirement = Requirement::parse(declared.requirement);
        if (!requirement || !requirement->url.isEmpty())
            continue;
        // A lock for several systems may know several versions: then none is the one.
        const auto candidates = byName.value(normalizedName(requirement->name));
        QSet<QString> versions;
        for (const DeclaredRequirement *candidate : candidates)
            versions.insert(Requirement::parse(candidate->requirement)->specifiers.pinned());
        const Version version(versions.size() == 1 ? *versions.begin() : QString());
        if (!version.isValid() || !requirement->specifiers.containsInstalled(version))
            continue;
        if (const auto pinned = VersionSpecifiers::parse(u"=="_s + version.text())) {
            requirement->specifiers = *pinned;
            declared = {requirement->text(), candidates.front()->source, candidates.front()->line,
                        candidates.front()->hashes};
        }
    }
}

} // namespace

Declarations readDeclarations(const QString &path)
{
    const QDir folder(path);
    const QStringList listed = folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    const QSet<QString> names(listed.begin(), listed.end());
    Declarations here;
    for (const Format &format : lockFormats()) {
        if (names.contains(format.name))
            format.read(folder.filePath(format.name), here);
    }
    for (const QString &name : requirementsFiles(folder, names)) {
        const QString source = name.chopped(3) + u"in"_s;
        if (name.endsWith(u".txt") && folder.exists(source))
            readCompiled(folder.filePath(name), folder.filePath(source), here);
        else
            readRequirementsFile(folder.filePath(name), here);
    }
    for (const Format &format : projectFormats()) {
        if (names.contains(format.name))
            format.read(folder.filePath(format.name), here);
    }
    removeDoubles(here.requirements);
    // A lock file alone still says what the person runs.
    if (here.requirements.isEmpty() && here.members.isEmpty()) {
        here.requirements = here.locked;
        removeDoubles(here.requirements);
    }
    pin(here.requirements, here.locked);
    return here;
}

Declarations nearestDeclarations(const QStringList &folders, const std::function<Declarations(const QString &)> &read)
{
    Declarations found;
    for (qsizetype i = 0; i < folders.size(); ++i) {
        Declarations here = read(folders[i]);
        here.problems = found.problems + here.problems;
        if (!found.requiresPython.isEmpty())
            here.requiresPython = found.requiresPython;
        found = here;
        if (found.requirements.isEmpty())
            continue;
        for (qsizetype above = i + 1; above < folders.size() && !found.project.isEmpty() && found.locked.isEmpty();
             ++above) {
            const Declarations workspace = read(folders[above]);
            if (!workspace.members.contains(found.project))
                continue;
            found.locked = workspace.locked;
            pin(found.requirements, found.locked);
        }
        break;
    }
    return found;
}

Declarations declarationsOf(const QString &script, const QString &source, const Declarations &beside)
{
    Declarations own;
    readInlineMetadata(script, source, own);
    if (own.requirements.isEmpty()) {
        Declarations found = beside;
        found.problems += own.problems;
        if (!own.requiresPython.isEmpty())
            found.requiresPython = own.requiresPython;
        return found;
    }
    if (QFileInfo(script + u".lock"_s).isFile())
        readTomlLock(script + u".lock"_s, own);
    removeDoubles(own.requirements);
    pin(own.requirements, own.locked);
    if (own.requiresPython.isEmpty())
        own.requiresPython = beside.requiresPython;
    own.problems += beside.problems;
    return own;
}

} // namespace drydock
