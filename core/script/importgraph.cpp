// SPDX-License-Identifier: Apache-2.0
#include "core/script/importgraph.h"

#include "core/python/candidates.h"
#include "core/python/metadata.h"
#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"
#include "core/script/checks.h"
#include "core/script/dynamicimports.h"
#include "core/script/problems.h"
#include "core/script/projectroots.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype mostFiles = 2000;
constexpr qint64 mostBytes = 64 * 1024 * 1024;
constexpr int longestHandingOn = 8; ///< Files from which a name comes, each from the next.

/// Modules built into the interpreter: no file can take their place.
bool isBuiltIn(const QString &top)
{
    static const QSet<QString> names{u"sys"_s,          u"builtins"_s,   u"time"_s,    u"_thread"_s, u"gc"_s,
                                     u"itertools"_s,    u"marshal"_s,    u"errno"_s,   u"posix"_s,   u"atexit"_s,
                                     u"faulthandler"_s, u"__future__"_s, u"__main__"_s};
    return names.contains(top);
}

/// Whether the top level is a module or package that Python takes before any installed one.
bool isRegular(const LocalFile &local)
{
    return local.top.endsWith(u".py") || local.packages.value(0) == local.top + u"/__init__.py"_s;
}

} // namespace

LocalFacts readLocalFacts(const QString &path, const std::function<bool()> &isCancelled)
{
    LocalFacts facts;
    const auto file = readSourceFile(path, isCancelled);
    if (!file) {
        facts.error = file.error();
        return facts;
    }
    facts.size = file->bytes.size();
    const QList<Problem> problems = sourceProblems(*file);
    if (!problems.isEmpty())
        facts.broken = problems.first();
    SurroundingsReader surroundings(file->tree);
    facts.imports = collectImports(file->tree, surroundings);
    const Names names(file->tree, facts.imports);
    const SourceView source(file->tree, names);
    facts.imports += collectDynamicImports(source, surroundings);
    facts.groups = surroundings.groupCount();
    facts.shared = sharedObjects(source);
    facts.handedOn = names.handedOn();
    facts.stars = names.stars();
    for (int node = 0; node < file->tree.size(); ++node) {
        const Syntax kind = file->tree.kind(node);
        const bool assigns = kind == Syntax::Assignment || kind == Syntax::AugmentedAssignment;
        if (!assigns || file->tree[node].function >= 0 || file->tree.bytes(file->tree.child(node, Field::Left)) != "__all__")
            continue;
        const QJsonArray listed = source.values.value(file->tree.child(node, Field::Right)).value.toArray();
        for (const QJsonValue &name : listed)
            facts.all.append(name.toString());
    }
    return facts;
}

ImportGraph::ImportGraph(const LocalModules &locals, const Reader &reader, const std::function<bool()> &isCancelled)
    : m_locals(locals), m_reader(reader), m_isCancelled(isCancelled)
{ }

void ImportGraph::follow(const SourceFile &script, const QList<FoundImport> &imports, int groups)
{
    m_script = script.path;
    m_groups = groups;
    m_seen.insert(script.path, Necessity::Required);
    for (const FoundImport &found : imports)
        add(found.record, {script.path, {}, Necessity::Required, {}});
    while (!m_strong.isEmpty() || !m_weak.isEmpty()) {
        if (m_isCancelled && m_isCancelled())
            return;
        readPending(m_strong.isEmpty() ? m_weak.takeFirst() : m_strong.takeFirst());
    }
    reportNeighbours();
}

void ImportGraph::readPending(Pending pending)
{
    if (m_seen.contains(pending.path))
        return;
    m_seen.insert(pending.path, pending.necessity);
    if (m_files.size() >= mostFiles || m_bytes >= mostBytes) {
        if (m_problems.isEmpty() || m_problems.last().code != u"too-many-local-files") {
            report(
                problem(u"too-many-local-files"_s, 0,
                        QCoreApplication::translate(
                            "ImportGraph", "The script reaches more than %1 files of yours. The others were not read.")
                            .arg(m_files.size())),
                pending);
        }
        return;
    }
    m_files.append(pending.path);
    const auto facts = m_reader(pending.path);
    if (facts->error) {
        report(problem(u"local-file-unreadable"_s, 0, facts->error->sentence), pending);
        return;
    }
    if (facts->broken) {
        //: %1 is a file, %2 a sentence about it
        const QString said = QCoreApplication::translate("ImportGraph", "In %1: %2")
                                 .arg(QFileInfo(pending.path).fileName(), facts->broken->message);
        report(problem(facts->broken->code, 0, said), pending);
    }
    m_bytes += facts->size;
    m_facts.insert(pending.path, facts);
    for (const FoundImport &found : facts->imports) {
        Import record = found.record;
        if (record.group >= 0)
            record.group += m_groups;
        add(record, pending);
    }
    m_groups += facts->groups;
}

void ImportGraph::report(const Problem &ofFile, const Pending &pending)
{
    Problem here = ofFile;
    here.line = pending.via.value(0).line; // where the script sets out for the file
    m_problems.append(here);
    if (m_unread.isEmpty() && pending.necessity == Necessity::Required)
        m_unread = here.message;
}

void ImportGraph::add(Import record, const Pending &from)
{
    constexpr qsizetype longestCondition = 1000; // of all files on the way
    record.file = from.path;
    record.via = from.via;
    // What a file imports cannot be needed more than the file itself.
    if (from.group >= 0 && record.group >= 0) {
        record.dispensable = true; // without it, what the file is an alternative to may do
    } else if (from.group >= 0 && record.necessity != Necessity::Typing) {
        record.necessity = from.necessity;
        record.group = from.group;
        record.branch = from.branch;
        record.dispensable = from.dispensable;
    } else if (record.necessity == Necessity::Required) {
        record.necessity = from.necessity;
    }
    if (!from.condition.isEmpty() && record.condition != from.condition && from.condition.size() < longestCondition)
        record.condition = record.condition.isEmpty() ? from.condition : u"(%1) and (%2)"_s.arg(from.condition, record.condition);
    record.target = record.module;
    if (record.module.isEmpty()) {
        record.kind = ImportKind::Unknown;
        record.evidence = QCoreApplication::translate("ImportGraph", "The name is only known when the script runs.");
        m_imports.append(record);
        return;
    }
    QStringList reached;
    if (!resolveLocally(record, reached)) {
        const QString top = topLevelOf(record.module);
        record.kind = standardLibraryModule(top) ? ImportKind::StandardLibrary
            : top == u"prefect"                  ? ImportKind::Prefect
                                                 : ImportKind::ThirdParty;
        if (const QString inner = record.module + u'.' + record.name; record.kind == ImportKind::StandardLibrary && isExtendedModule(inner))
            record.target = inner;
    }
    if (record.necessity != Necessity::Typing)
        reach(reached, record, from);
    if (record.kind == ImportKind::Local)
        m_importsOf[record.file].append(m_imports.size());
    m_imports.append(record);
}

/// Whether a package of ours was found, but not the module in it that is asked for: `package.gone`. It may be a compiled one.
static bool isMissingIn(const LocalFile &found, const QString &module)
{
    if (found.isNamespace || !found.path.endsWith(u"/__init__.py"))
        return false;
    QString rest = module;
    if (module.startsWith(u'.')) {
        while (rest.startsWith(u'.'))
            rest.remove(0, 1);
        const QString whole = u'.' + found.module + u'.';
        if (rest.isEmpty() || whole.contains(QString(u'.' + rest + u'.')))
            return false;
    } else {
        if (!module.startsWith(QString(found.module + u'.')))
            return false;
        rest = module.mid(found.module.size() + 1);
    }
    const QDir folder(QFileInfo(found.path).path());
    return folder.entryList({QString(rest.section(u'.', -1) + u".*"), QString(rest.section(u'.', 0, 0) + u".*")}, QDir::Files).isEmpty();
}

bool ImportGraph::resolveLocally(Import &record, QStringList &reached)
{
    const bool relative = record.module.startsWith(u'.');
    const QString top = topLevelOf(record.module);
    const bool standard = !relative && standardLibraryModule(top).has_value();
    const bool known = standard || top == u"prefect" || (!relative && !knownPrefix(record.module).isEmpty());
    if (standard && isBuiltIn(top))
        return false;
    const auto find = [&](const QString &module) {
        return relative ? m_locals.findRelative(module, record.file) : m_locals.find(module, !known);
    };
    auto local = find(record.module);
    // `from package import name`: the name may be a module of its own.
    const bool mayHoldIt = !local || local->isNamespace || local->path.endsWith(u"/__init__.py");
    if (mayHoldIt && !record.name.isEmpty() && record.name != u"*") {
        const QString dot = record.module.endsWith(u'.') ? QString() : u"."_s;
        const auto inner = find(record.module + dot + record.name);
        const bool whole = inner && (inner->module == record.name || inner->module.endsWith(u'.' + record.name));
        if (whole && !inner->isNamespace && (!local || inner->module != local->module))
            local = inner;
    }
    const bool lacksModule = local && isMissingIn(*local, record.module);
    if (!local || (relative && lacksModule)) {
        if (!relative)
            return false;
        record.kind = ImportKind::Local;
        record.evidence = QCoreApplication::translate("ImportGraph", "a relative import, but there is no such file");
        if (record.necessity == Necessity::Required && record.file == m_script) {
            m_problems.append(
                problem(u"import-unresolved"_s, record.line,
                        QCoreApplication::translate(
                            "ImportGraph", "“from %1 import …” is a relative import, but there is no such file.")
                            .arg(record.module)));
        }
        return true;
    }
    const LocalFile &found = *local;
    // A folder without __init__.py is ours only through a file in it, and gives way to what is installed.
    if (!relative && !isRegular(found) && (known || found.isNamespace))
        return false;
    record.kind = ImportKind::Local;
    record.target = found.module;
    record.evidence = QCoreApplication::translate("ImportGraph", "your own file %1").arg(found.path);
    reached = found.packages;
    if (!found.isNamespace) {
        m_paths.insert(found.module, found.path);
        if (!reached.contains(found.path))
            reached.append(found.path);
    }
    // `from package import *` imports the submodules that the package lists.
    if (record.name == u"*" && found.path.endsWith(u"/__init__.py")) {
        const QStringList listed = m_reader(found.path)->all;
        const QString dot = record.module.endsWith(u'.') ? QString() : u"."_s;
        for (const QString &name : listed) {
            const auto inner = name.isEmpty() ? std::nullopt : find(record.module + dot + name);
            if (inner && !inner->isNamespace && inner->module.endsWith(u'.' + name) && !reached.contains(inner->path))
                reached.append(inner->path);
        }
    }
    if (lacksModule && record.necessity == Necessity::Required && record.file == m_script) {
        m_problems.append(problem(u"import-unresolved"_s, record.line,
                                  QCoreApplication::translate("ImportGraph", "Your package %1 has no module “%2”.")
                                      .arg(found.module, record.module)));
    }
    reportShadow(record, found);
    if (record.necessity != Necessity::Typing)
        note(found, reached);
    return true;
}

void ImportGraph::reportShadow(const Import &record, const LocalFile &local)
{
    const QString top = topLevelOf(local.module);
    const bool standard = standardLibraryModule(top).has_value();
    if (record.module.startsWith(u'.') || m_shadows.contains(top)
        || !(standard || top == u"prefect" || !knownPrefix(top).isEmpty()))
        return;
    m_shadows.insert(top);
    // The project that makes the distribution hides nothing.
    const QString project = standard ? QString() : m_locals.projectOf(local.root);
    const QString made = project.isEmpty() ? QString() : normalizedName(projectName(project));
    const QStringList provided = candidatesFor(local.module).distributions;
    if (!made.isEmpty()
        && (made == normalizedName(top) || std::any_of(provided.begin(), provided.end(), [&made](const QString &name) { return normalizedName(name) == made; })))
        return;
    const int line = record.via.isEmpty() ? record.line : record.via.front().line;
    m_problems.append(problem(
        u"shadowed-module"_s, line,
        standard ? QCoreApplication::translate("ImportGraph",
                                               "“%1” is your own file %2, which hides Python's module of that name.")
                       .arg(top, local.top)
                 : QCoreApplication::translate("ImportGraph",
                                               "“%1” is your own file %2, which hides the distribution of that name.")
                       .arg(top, local.top),
        QCoreApplication::translate("ImportGraph", "Rename the file if you meant the other one.")));
}

void ImportGraph::reportNeighbours()
{
    const QStringList names = m_locals.besideScript();
    for (const QString &name : names) {
        // Python's own tests are imported by no one, and many a project has a folder of that name.
        const auto module = name == u"test" || isBuiltIn(name) ? std::nullopt : standardLibraryModule(name);
        if (!module || !module->isIn(newestKnownMinor) || m_shadows.contains(name))
            continue;
        m_problems.append(
            problem(u"shadowed-module"_s, 0,
                    QCoreApplication::translate("ImportGraph",
                                                "Your own “%1” beside the script hides Python's module of that name "
                                                "from all that import it, Prefect included.")
                        .arg(name),
                    QCoreApplication::translate("ImportGraph", "Rename it, or run the script from another folder.")));
    }
}

void ImportGraph::note(const LocalFile &local, const QStringList &files)
{
    auto index = m_moduleIndex.constFind(local.top);
    if (index == m_moduleIndex.constEnd()) {
        m_modules.append({topLevelOf(local.module), local.top, m_locals.projectOf(local.root), {}});
        index = m_moduleIndex.insert(local.top, m_modules.size() - 1);
    }
    QStringList &known = m_modules[*index].files;
    for (const QString &file : files) {
        if (!known.contains(file))
            known.append(file);
    }
}

void ImportGraph::reach(const QStringList &files, const Import &record, const Pending &from)
{
    for (const QString &file : files) {
        if (m_seen.contains(file))
            continue;
        Pending pending{file, from.via, record.necessity, record.condition, record.group, record.branch, record.dispensable};
        pending.via.append({from.path, record.line});
        (record.necessity == Necessity::Required ? m_strong : m_weak).append(pending);
    }
}

SharedObjects ImportGraph::shared() const
{
    SharedByFile known;
    return givenTo(m_script, known, 0);
}

SharedObjects ImportGraph::givenTo(const QString &file, SharedByFile &known, int depth) const
{
    SharedObjects given;
    const QList<qsizetype> imports = m_importsOf.value(file);
    for (const qsizetype each : imports) {
        const Import &import = m_imports[each];
        const auto path = m_paths.constFind(import.target);
        const SharedObjects held = path == m_paths.constEnd() ? SharedObjects() : heldBy(*path, known, depth + 1);
        if (held.isEmpty())
            continue;
        // `from package import module` names the module itself.
        const bool isModule = !import.name.isEmpty() && import.target.endsWith(u'.' + import.name)
            && !import.module.endsWith(u'.' + import.name);
        const QString dot = import.module.endsWith(u'.') ? QString() : u"."_s;
        given.add(isModule ? QString(import.module + dot + import.name) : import.module, held);
    }
    return given;
}

SharedObjects ImportGraph::heldBy(const QString &file, SharedByFile &known, int depth) const
{
    if (const auto found = known.constFind(file); found != known.constEnd())
        return *found;
    const auto facts = m_facts.value(file);
    if (!facts)
        return {};
    known.insert(file, facts->shared); // should it have something from itself
    if (depth > longestHandingOn || (facts->handedOn.isEmpty() && facts->stars.isEmpty()))
        return facts->shared;
    const SharedObjects given = givenTo(file, known, depth);
    if (given.isEmpty())
        return facts->shared;
    SharedObjects held = facts->shared;
    for (auto name = facts->handedOn.begin(); name != facts->handedOn.end(); ++name)
        held.rename(*name, name.key(), given);
    for (const QString &module : facts->stars)
        held.unpack(module, given);
    known.insert(file, held);
    return held;
}

} // namespace drydock
