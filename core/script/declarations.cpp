// SPDX-License-Identifier: Apache-2.0
#include "core/script/declarations.h"

#include "core/python/requirement.h"
#include "core/script/projectfiles.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>


using namespace Qt::StringLiterals;

namespace drydock {

namespace {

using Reader = void (*)(const QString &, Declarations &);

struct Format {
    QString name;
    Reader read;
};

const QList<Format> &lockFormats()
{
    static const QList<Format> formats{{u"uv.lock"_s, readTomlLock},           {u"poetry.lock"_s, readTomlLock},
                                       {u"pylock.toml"_s, readTomlLock},       {u"Pipfile.lock"_s, readPipfileLock},
                                       {u"conda-lock.yml"_s, readCondaLock},   {u"conda-lock.yaml"_s, readCondaLock}};
    return formats;
}

const QList<Format> &projectFormats()
{
    static const QList<Format> formats{{u"pyproject.toml"_s, readPyproject},        {u"setup.cfg"_s, readSetupCfg},
                                       {u"setup.py"_s, readSetupPy},                {u"Pipfile"_s, readPipfile},
                                       {u"environment.yml"_s, readCondaEnvironment}, {u"environment.yaml"_s, readCondaEnvironment},
                                       {u"conda.yaml"_s, readCondaEnvironment},      {u"conda.yml"_s, readCondaEnvironment}};
    return formats;
}

/// requirements.txt and its like, without those for working on the project.
QStringList requirementsFiles(const QDir &folder)
{
    static const QRegularExpression other(u"dev|test|lint|doc|ci\\b|build|constraint"_s, QRegularExpression::CaseInsensitiveOption);
    QStringList files = folder.entryList({u"requirements*.txt"_s, u"*requirements.txt"_s}, QDir::Files, QDir::Name);
    files.removeIf([](const QString &name) { return other.match(name).hasMatch(); });
    // requirements.txt itself first: what it says outranks its siblings.
    if (files.removeAll(u"requirements.txt"_s))
        files.prepend(u"requirements.txt"_s);
    if (files.isEmpty() && folder.exists(u"requirements.in"_s))
        files.append(u"requirements.in"_s);
    return files.mid(0, 20);
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

} // namespace

Declarations findDeclarations(const QString &script, const QString &source, const QStringList &folders)
{
    Declarations found;
    readInlineMetadata(script, source, found);
    const bool inlineOnly = !found.requirements.isEmpty();
    for (const QString &path : folders) {
        const QDir folder(path);
        Declarations here;
        const QStringList requirements = requirementsFiles(folder);
        for (const QString &name : requirements)
            readRequirementsFile(folder.filePath(name), here);
        for (const Format &format : projectFormats()) {
            if (folder.exists(format.name))
                format.read(folder.filePath(format.name), here);
        }
        if (found.requiresPython.isEmpty())
            found.requiresPython = here.requiresPython;
        found.problems += here.problems;
        if (inlineOnly || here.requirements.isEmpty())
            continue;
        found.requirements = here.requirements;
        for (const Format &format : lockFormats()) {
            if (folder.exists(format.name))
                format.read(folder.filePath(format.name), found);
        }
        break;
    }
    removeDoubles(found.requirements);
    for (DeclaredRequirement &declared : found.requirements) {
        auto requirement = Requirement::parse(declared.requirement);
        const auto locked = requirement ? found.locked.constFind(normalizedName(requirement->name)) : found.locked.constEnd();
        if (locked == found.locked.constEnd() || !requirement->url.isEmpty())
            continue;
        if (const auto pinned = VersionSpecifiers::parse(u"=="_s + locked->version)) {
            requirement->specifiers = *pinned;
            declared = {requirement->text(), locked->source, locked->line};
        }
    }
    return found;
}

} // namespace drydock
