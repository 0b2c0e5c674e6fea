// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include "core/script/checks.h"
#include "core/script/declarations.h"
#include "core/script/deployments.h"
#include "core/script/dynamicimports.h"
#include "core/script/generation.h"
#include "core/script/impliedneeds.h"
#include "core/script/importgraph.h"
#include "core/script/inspectsource.h"
#include "core/script/jobtemplates.h"
#include "core/script/likelyneeds.h"
#include "core/script/problems.h"
#include "core/script/provenance.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

/// What the person would call the environment: by its place in the project, else by its path.
static QString titleOf(const QString &prefix, const QStringList &folders)
{
    for (const QString &folder : folders) {
        if (prefix.startsWith(QString(folder + u'/')))
            return prefix.mid(folder.size() + 1);
    }
    return QDir::toNativeSeparators(prefix);
}

/// The person's environment for a script; null when there is none.
static std::shared_ptr<const Result<PythonEnvironment>>
environmentOf(FlowScript &script, const QStringList &folders, const InspectOptions &options, ProjectCache &cache)
{
    const bool chosen = !options.environment.isEmpty();
    const QString prefix = chosen ? QDir::cleanPath(QFileInfo(options.environment).absoluteFilePath())
                                  : cache.environmentFor(folders, options.variables);
    if (prefix.isEmpty())
        return {};
    auto environment = cache.environment(prefix);
    if (!*environment) {
        script.problems.append(problem(u"environment-unreadable"_s, 0, environment->error().sentence));
        return {};
    }
    const PythonEnvironment &read = **environment;
    script.environment = OwnEnvironment{prefix, titleOf(prefix, folders), read.interpreter.version,
                                        read.interpreter.prefect, read.versions};
    if (!read.problems.isEmpty()) {
        script.problems.append(
            problem(u"environment-unreadable"_s, 0,
                    read.problems.size() == 1
                        ? QCoreApplication::translate("inspectScript", "A part of %1 could not be read. %2")
                              .arg(script.environment->title, read.problems.front())
                        : QCoreApplication::translate("inspectScript", "%1 parts of %2 could not be read. %3")
                              .arg(read.problems.size())
                              .arg(script.environment->title, read.problems.front())));
    }
    return environment;
}

/// Whether something called a flow is Prefect's under the name of another file of the person's own.
static bool borrowsFlow(const SourceView &source, const QString &path, const LocalModules &locals, ProjectCache &cache)
{
    // As far as one file tells: whether what it has from a third is Prefect's, shows when the script is read whole.
    const auto handsOn = [&](const QString &module, QStringView name) {
        const auto local = module.startsWith(u'.') ? locals.findRelative(module, path) : locals.find(module, true);
        if (!local || local->isNamespace)
            return false;
        const auto facts = cache.localFacts(local->path);
        return !facts->shared.origins.isEmpty() || !facts->stars.isEmpty() || facts->handedOn.contains(name.toString());
    };
    QSet<QString> asked;
    for (int node = 0; node < source.tree.size(); ++node) {
        const Syntax kind = source.tree.kind(node);
        const int named = kind == Syntax::Call ? source.tree.child(node, Field::Function)
            : kind == Syntax::Decorator        ? source.tree[node].child
                                               : -1;
        const QString text = named < 0 ? QString() : source.tree.text(named);
        if (!text.endsWith(u"flow") && !text.endsWith(u"Flow")) // CompanyFlow
            continue;
        const QString origin = source.names.origin(named);
        if (isPrefectName(origin) || asked.contains(origin))
            continue;
        asked.insert(origin);
        const QStringList &stars = source.names.stars();
        const QString name = origin.isEmpty() ? text : origin.mid(origin.lastIndexOf(u'.') + 1);
        const auto handsItOn = [&](const QString &module) { return handsOn(module, name); };
        if (origin.isEmpty() ? std::any_of(stars.begin(), stars.end(), handsItOn) : handsItOn(origin))
            return true;
    }
    return false;
}

/// Whether a file whose syntax is broken seems to be a flow script: what is left of it need not show its flow.
static bool seemsToBreakFlow(const SourceFile &file)
{
    static const QRegularExpression made(u"^[ \\t]*@[\\w.]*flow\\b|\\bFlow[ \\t]*\\("_s, QRegularExpression::MultilineOption);
    return made.match(file.text.text()).hasMatch() && !sourceProblems(file).isEmpty();
}

std::optional<Result<FlowScript>> inspectSource(const SourceFile &file, bool onlyFlows, const InspectOptions &options,
                                                ProjectCache &cache, const std::function<bool()> &isCancelled)
{
    SurroundingsReader surroundings(file.tree);
    QList<FoundImport> imports = collectImports(file.tree, surroundings);
    Names names(file.tree, imports);
    const SourceView source(file.tree, names);
    std::optional<FlowFacts> facts; // as far as the file itself tells
    const auto locals = cache.localModules(file.path);
    bool isBroken = false;
    if (onlyFlows) {
        facts = collectFlows(source);
        isBroken = facts->flows.isEmpty() && seemsToBreakFlow(file);
        if (facts->flows.isEmpty() && !isBroken && !borrowsFlow(source, file.path, *locals, cache))
            return {};
    }

    FlowScript script;
    script.path = file.path;
    script.bytes = file.bytes;
    script.source = file.text.text();
    imports += collectDynamicImports(source, surroundings);
    std::stable_sort(imports.begin(), imports.end(),
                     [](const FoundImport &a, const FoundImport &b) { return a.record.line < b.record.line; });

    const ImportGraph::Reader reader = [&cache](const QString &path) { return cache.localFacts(path); };
    ImportGraph graph(*locals, reader, isCancelled);
    graph.follow(file, imports, surroundings.groupCount());
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, QCoreApplication::translate("inspectScript", "Reading was cancelled."));
    script.imports = graph.imports();
    script.localModules = graph.modules();

    for (const QString &requirement : options.requirements)
        script.declared.append({requirement, QString(), 0, {}});
    const Declarations declarations = declarationsOf(file.path, script.source, *cache.declarations(locals->folders()));
    script.declared += declarations.requirements;
    script.locked = declarations.locked;
    script.requiresPython = declarations.requiresPython;
    script.problems = declarations.problems;
    const auto environment = environmentOf(script, locals->folders(), options, cache);
    QMap<QString, QString> said = options.importMap;
    said.insert(options.providedBy.value(file.path));
    const Provenance provenance(said, script.declared, script.locked, environment ? &**environment : nullptr,
                                script.environment ? script.environment->title : QString());
    for (Import &import : script.imports)
        provenance.explain(import);

    const SharedObjects shared = graph.shared();
    if (!facts || !shared.isEmpty()) {
        names.setReexports(shared.origins);
        facts = collectFlows(source, shared);
    }
    if (onlyFlows && !isBroken && facts->flows.isEmpty())
        return {};
    script.flows = facts->flows;
    script.tasks = facts->tasks;
    script.results = facts->results;
    script.deployments = collectDeployments(source, file.path, script.flows);
    const YamlDeployments yaml = yamlDeployments(
        file.path, locals->folders(), [&cache](const QString &folder) { return cache.prefectYaml(folder); }, script.flows,
        script.problems);
    script.deployments += yaml.deployments;
    for (Flow &flow : script.flows) {
        if (flow.runConfig)
            readJobTemplate(*flow.runConfig, locals->folders(), script.problems);
    }
    script.imports += impliedImports(script, *facts);
    const DeclaredPrefect declared = declaredPrefect(script.declared, yaml.prefectVersion);
    const DeclaredPrefect installed = script.environment ? installedPrefect(*script.environment) : DeclaredPrefect();
    const Generation generation = findGeneration(source, imports, *facts, script.deployments,
                                                 installed.generations.isEmpty() ? declared : installed);
    script.generation = generation.generation;
    script.generationAssumed = generation.isAssumed;
    script.generationEvidence = generation.evidence;

    const QList<Problem> ofSource = sourceProblems(file);
    script.unread = ofSource.isEmpty() ? graph.unread() : ofSource.first().message;
    script.problems += graph.problems();
    script.problems += ofSource;
    script.problems += flowProblems(script, *facts, generation, declared);
    script.problems += imageProblems(script);
    script.problems += likelyNeeds(source, script);
    std::stable_sort(script.problems.begin(), script.problems.end(),
                     [](const Problem &a, const Problem &b) { return a.line < b.line; });
    return script;
}

QByteArray sha256Of(const FlowScript &script)
{
    return QCryptographicHash::hash(script.bytes, QCryptographicHash::Sha256).toHex();
}

Result<FlowScript> inspectScript(const QString &path, const InspectOptions &options,
                                 const std::function<bool()> &isCancelled)
{
    if (path.isEmpty()) // which Qt would take for the current folder
        return failure(u"file-not-found"_s, QCoreApplication::translate("inspectScript", "No script is named: its path is empty."));
    const auto file = readSourceFile(QFileInfo(path).absoluteFilePath(), isCancelled);
    if (!file)
        return tl::unexpected(file.error());
    ProjectCache cache(isCancelled);
    return *inspectSource(*file, false, options, cache, isCancelled);
}

} // namespace drydock
