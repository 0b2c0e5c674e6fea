// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include "core/script/checks.h"
#include "core/script/declarations.h"
#include "core/script/deployments.h"
#include "core/script/dynamicimports.h"
#include "core/script/generation.h"
#include "core/script/impliedneeds.h"
#include "core/script/importgraph.h"
#include "core/script/jobtemplates.h"
#include "core/script/likelyneeds.h"
#include "core/script/provenance.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

Result<FlowScript> inspectScript(const QString &path, const InspectOptions &options, const std::function<bool()> &isCancelled)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const auto file = readSourceFile(absolute, isCancelled);
    if (!file)
        return tl::unexpected(file.error());

    FlowScript script;
    script.path = absolute;
    script.sha256 = QCryptographicHash::hash(file->bytes, QCryptographicHash::Sha256).toHex();
    script.source = file->text.text();

    SurroundingsReader surroundings(file->tree);
    QList<FoundImport> imports = collectImports(file->tree, surroundings);
    Names names(file->tree, imports);
    const SourceView source(file->tree, names);
    imports += collectDynamicImports(source, surroundings);
    std::stable_sort(imports.begin(), imports.end(),
                     [](const FoundImport &a, const FoundImport &b) { return a.record.line < b.record.line; });

    const LocalModules locals(absolute);
    ImportGraph graph(locals, isCancelled);
    graph.follow(*file, imports, surroundings.groupCount());
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, QCoreApplication::translate("inspectScript", "Reading was cancelled."));
    script.imports = graph.imports();
    script.localModules = graph.modules();

    for (const QString &requirement : options.requirements)
        script.declared.append({requirement, QString(), 0});
    const Declarations declarations = findDeclarations(absolute, script.source, locals.folders());
    script.declared += declarations.requirements;
    script.requiresPython = declarations.requiresPython;
    script.problems = declarations.problems;
    const Provenance provenance(options, script.declared, nullptr);
    for (Import &import : script.imports)
        provenance.explain(import);

    const SharedObjects shared = graph.shared();
    names.setReexports(shared.origins);
    const FlowFacts facts = collectFlows(source, shared);
    script.flows = facts.flows;
    script.tasks = facts.tasks;
    script.results = facts.results;
    script.deployments = collectDeployments(source, absolute, script.flows);
    const YamlDeployments yaml = yamlDeployments(absolute, locals.folders(), script.flows, script.problems);
    script.deployments += yaml.deployments;
    for (Flow &flow : script.flows) {
        if (flow.runConfig)
            readJobTemplate(*flow.runConfig, locals.folders(), script.problems);
    }
    script.imports += impliedImports(script, facts);
    const DeclaredPrefect prefect = declaredPrefect(script.declared, yaml.prefectVersion);
    const Generation generation = findGeneration(source, imports, facts, script.deployments, prefect);
    script.generation = generation.generation;
    script.generationAssumed = generation.isAssumed;
    script.generationEvidence = generation.evidence;

    script.problems += graph.problems();
    script.problems += sourceProblems(*file);
    script.problems += flowProblems(script, facts, generation, prefect);
    script.problems += imageProblems(script);
    script.problems += likelyNeeds(source, script);
    std::stable_sort(script.problems.begin(), script.problems.end(), [](const Problem &a, const Problem &b) { return a.line < b.line; });
    return script;
}

} // namespace drydock
