// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"

#include "core/python/candidates.h"
#include "core/python/metadata.h"
#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"
#include "core/script/problems.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("flowProblems", text);
}

void checkGeneration(const FlowScript &script, const Generation &generation, const DeclaredPrefect &declared, QList<Problem> &problems)
{
    if (generation.otherLine) {
        problems.append(problem(u"generation-mixed"_s, generation.otherLine,
                                say(QT_TRANSLATE_NOOP("flowProblems", "Parts of Prefect 1 and of later versions are used together; no version has both.")),
                                say(QT_TRANSLATE_NOOP("flowProblems", "Use the names of one generation."))));
    }
    const auto removed = std::find_if(script.imports.begin(), script.imports.end(), [](const Import &import) {
        return import.module == u"prefect.environments" || import.module.startsWith(u"prefect.environments.");
    });
    if (removed == script.imports.end())
        return;
    // Fine in what is certainly older.
    const auto asked = Requirement::parse(declared.requirement);
    static const QStringList later{u"1.0.0"_s, u"1.2.4"_s, u"1.4.1"_s, u"2.20.25"_s, u"3.4.25"_s};
    if (asked && !asked->specifiers.isEmpty()
        && std::none_of(later.begin(), later.end(), [&asked](const QString &version) { return asked->specifiers.contains(Version(version)); }))
        return;
    problems.append(problem(u"prefect-environments-removed"_s, removed->via.isEmpty() ? removed->line : removed->via.front().line,
                            say(QT_TRANSLATE_NOOP("flowProblems", "prefect.environments was removed in Prefect 1.0.")),
                            say(QT_TRANSLATE_NOOP("flowProblems", "Import storage from prefect.storage and use a run configuration."))));
}

void checkPin(const FlowScript &script, const DeclaredPrefect &declared, QList<Problem> &problems)
{
    QString requirement = declared.requirement;
    QList<int> allowed = declared.generations;
    for (const DeclaredRequirement &line : script.declared) {
        // Without any version every generation fits.
        const auto parsed = requirement.isEmpty() ? Requirement::parse(line.requirement) : tl::unexpected(Error());
        if (parsed && normalizedName(parsed->name) == u"prefect" && parsed->url.isEmpty()) {
            requirement = line.requirement;
            allowed = {1, 2, 3};
        }
    }
    // What is installed is the newest that is allowed.
    if (requirement.isEmpty() || !script.generation || allowed.isEmpty() || allowed.last() == script.generation)
        return;
    const int next = script.generation + 1;
    problems.append(problem(u"unpinned-prefect"_s, 0,
                            (allowed.contains(script.generation)
                                 ? say(QT_TRANSLATE_NOOP("flowProblems", "The requirement “%1” also allows Prefect %2, but the flow is written for Prefect %3."))
                                 : say(QT_TRANSLATE_NOOP("flowProblems", "The requirement “%1” brings Prefect %2, but the flow is written for Prefect %3.")))
                                .arg(requirement)
                                .arg(allowed.last())
                                .arg(script.generation),
                            next > 3 ? say(QT_TRANSLATE_NOOP("flowProblems", "Ask for prefect>=3."))
                                     : say(QT_TRANSLATE_NOOP("flowProblems", "Ask for prefect>=%1,<%2.")).arg(script.generation).arg(next)));
}

void checkGuesses(const FlowScript &script, QList<Problem> &problems)
{
    QSet<QString> seen;
    for (const Import &import : script.imports) {
        const QString top = topLevelOf(import.module);
        if (import.kind != ImportKind::ThirdParty || import.confidence != Confidence::Guessed || import.necessity == Necessity::Typing
            || seen.contains(top) || !candidatesFor(import.target).suspicious)
            continue;
        seen.insert(top);
        problems.append(problem(u"import-unresolved"_s, import.via.isEmpty() ? import.line : import.via.front().line,
                                say(QT_TRANSLATE_NOOP("flowProblems", "“%1” is none of your files, and no widely used distribution is called so.")).arg(import.module),
                                say(QT_TRANSLATE_NOOP("flowProblems", "Check the spelling, or say which distribution provides it."))));
    }
}

void checkPython2(const FlowScript &script, QList<Problem> &problems)
{
    QSet<QString> seen;
    for (const Import &import : script.imports) {
        if (import.necessity != Necessity::Required || !isOfPython2Alone(import.until) || seen.contains(import.module))
            continue;
        seen.insert(import.module);
        const QString successor = successorOfPython2Module(import.module).value_or(QString());
        problems.append(problem(u"python2-module"_s, import.via.isEmpty() ? import.line : import.via.front().line,
                                say(QT_TRANSLATE_NOOP("flowProblems", "Only Python 2's standard library has “%1”: no image that runs Python 3 can import it.")).arg(import.module),
                                successor.isEmpty() ? say(QT_TRANSLATE_NOOP("flowProblems", "Python 3 has nothing in its place: do without it."))
                                                    : say(QT_TRANSLATE_NOOP("flowProblems", "Use Python 3's %1.")).arg(successor)));
    }
}

void checkShipping(const FlowScript &script, QList<Problem> &problems)
{
    QStringList names;
    for (const LocalModule &module : script.localModules)
        names.append(module.name);
    if (names.isEmpty())
        return;
    QSet<int> seen; // Flows that share a storage share its problem.
    for (const Flow &flow : script.flows) {
        if (!flow.storage || (flow.storage->ships != Ships::Script && flow.storage->ships != Ships::Pickle))
            continue;
        // A local agent runs where the files are.
        const bool local = flow.storage->kind == u"Local" && (!flow.runConfig || flow.runConfig->kind == u"LocalRun" || flow.runConfig->kind == u"UniversalRun");
        if (local || seen.contains(flow.storage->line))
            continue;
        seen.insert(flow.storage->line);
        problems.append(problem(u"storage-leaves-local-modules-behind"_s, flow.storage->line,
                                say(QT_TRANSLATE_NOOP("flowProblems", "%1 storage holds the flow alone, but the script imports %2, which must then be in the image."))
                                    .arg(flow.storage->kind, names.join(u", "_s)),
                                say(QT_TRANSLATE_NOOP("flowProblems", "Build an image that holds them, or use Git storage."))));
    }
}

} // namespace

const Storage *unreadStorage(const FlowScript &script)
{
    const auto found = std::find_if(script.flows.begin(), script.flows.end(),
                                    [](const Flow &flow) { return flow.storage && flow.storage->ships == Ships::Unknown; });
    return found == script.flows.end() ? nullptr : &*found->storage;
}

QList<Problem> flowProblems(const FlowScript &script, const FlowFacts &facts, const Generation &generation, const DeclaredPrefect &declared)
{
    QList<Problem> problems;
    checkGeneration(script, generation, declared, problems);
    checkPin(script, declared, problems);
    checkGuesses(script, problems);
    checkPython2(script, problems);
    checkShipping(script, problems);
    for (const int line : facts.typoLines) {
        problems.append(problem(u"run-configs-typo"_s, line,
                                say(QT_TRANSLATE_NOOP("flowProblems", "Prefect ignores flow.run_configs: the flow has no run configuration.")),
                                say(QT_TRANSLATE_NOOP("flowProblems", "Write flow.run_config."))));
    }
    if (facts.registersAtTopLevel) {
        problems.append(problem(u"registers-at-top-level"_s, facts.registersAtTopLevel,
                                script.generation == 1
                                    ? say(QT_TRANSLATE_NOOP("flowProblems", "Importing this script registers or runs its flow. Drydock loads it as an agent does, where this does nothing."))
                                    : say(QT_TRANSLATE_NOOP("flowProblems", "Whatever loads this script also runs, serves or deploys its flow: a worker does at each run, and so do Drydock's checks.")),
                                say(QT_TRANSLATE_NOOP("flowProblems", "Put it under if __name__ == \"__main__\"."))));
    }
    return problems;
}

} // namespace drydock
