// SPDX-License-Identifier: Apache-2.0
#include "core/script/impliedneeds.h"

#include "core/python/candidates.h"
#include "core/script/prefecttables.h"

#include <QCoreApplication>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("impliedNeeds", text);
}

Import implied(const QString &module, int line, const QStringList &distributions, const QString &evidence)
{
    Import import;
    import.module = import.target = module;
    import.line = line;
    import.kind = ImportKind::ThirdParty;
    import.distributions = distributions;
    import.confidence = Confidence::Known;
    import.necessity = Necessity::Implied;
    import.evidence = evidence;
    return import;
}

/// What runs the tasks of Prefect 1, and a cluster that it names in text.
QList<Import> needsOfExecutor(const SourceView &source, const QString &kind, int call)
{
    QList<Import> needs;
    const int line = source.tree[call].line;
    const QString module = kind == u"LocalDaskExecutor" ? u"dask"_s : u"distributed"_s;
    if (kind != u"DaskTaskRunner")
        needs.append(implied(
            module, line, {module},
            say(QT_TRANSLATE_NOOP("impliedNeeds", "%1 runs the tasks with it; Prefect 1 brings it along")).arg(kind)));
    const int cluster = argumentsOf(source.tree, call)
                            .find(u"cluster_class"_s,
                                  kind == u"LocalDaskExecutor"    ? -1
                                      : kind == u"DaskTaskRunner" ? 0
                                                                  : 1);
    const QString text = source.values.text(cluster);
    if (!text.contains(u'.') || text.startsWith(u'.'))
        return needs;
    const QString named = text.left(text.lastIndexOf(u'.'));
    const Candidates candidates = candidatesFor(named);
    Import import = implied(named, line, candidates.distributions,
                            say(QT_TRANSLATE_NOOP("impliedNeeds", "%1 names it as its cluster class")).arg(kind));
    import.confidence = candidates.known ? Confidence::Known : Confidence::Guessed;
    needs.append(import);
    return needs;
}

} // namespace

std::optional<QString> resultExtra(const QString &origin)
{
    if (!origin.startsWith(u"prefect.engine.result"))
        return {};
    return resultClass(origin.mid(origin.lastIndexOf(u'.') + 1));
}

QList<Import> needsOfObject(const SourceView &source, const QString &origin, int call)
{
    const QString kind = origin.mid(origin.lastIndexOf(u'.') + 1);
    const bool executor = origin.startsWith(u"prefect.executors.") || origin.startsWith(u"prefect.engine.executors.");
    if ((executor && (kind == u"DaskExecutor" || kind == u"LocalDaskExecutor"))
        || (origin.startsWith(u"prefect_dask.") && kind == u"DaskTaskRunner"))
        return needsOfExecutor(source, kind, call);
    if (const auto contents = fileSystemContents(origin)) {
        return {implied(contents->module, source.tree[call].line, {contents->distribution},
                        say(QT_TRANSLATE_NOOP("impliedNeeds", "the block %1 reads and writes with it"))
                            .arg(origin.section(u'.', 2, 2)))};
    }
    return {};
}

QList<Import> impliedImports(const FlowScript &script, const FlowFacts &facts)
{
    QList<Import> imports;
    const auto imply = [&](const QString &module, const QString &kind, const QString &extra, int line) {
        const auto contents = extraContents(extra);
        if (!contents)
            return;
        Import import = implied(module, line, {contents->distribution},
                                say(QT_TRANSLATE_NOOP("impliedNeeds", "%1 needs prefect[%2] (%3) where the flow runs"))
                                    .arg(kind, extra, contents->distribution));
        import.name = kind;
        import.kind = ImportKind::Prefect;
        imports.append(import);
    };
    for (const Flow &flow : script.flows) {
        if (!flow.storage || flow.form != Flow::Form::Object)
            continue;
        const QList<Storage> all = flow.storage->alternatives.isEmpty() ? QList<Storage>{*flow.storage} : flow.storage->alternatives;
        for (const Storage &each : all)
            imply(u"prefect.storage"_s, each.kind, each.extra, each.line);
    }
    for (const ResultUse &result : script.results)
        imply(u"prefect.engine.results"_s, result.kind, result.extra, result.line);
    imports += facts.needs;
    for (Import &import : imports)
        import.file = script.path;

    // Modules of Prefect 1 that exist without their extra and fail when they are imported.
    QSet<QString> seen;
    for (const Import &import : script.imports) {
        const QString extra = import.kind == ImportKind::Prefect && import.necessity == Necessity::Required
            ? extraOfPrefectModule(import.target)
            : QString();
        if (extra.isEmpty() || seen.contains(import.target))
            continue;
        seen.insert(import.target);
        const QList<ExtraContents> contents = contentsOfPrefectModule(import.target);
        for (const ExtraContents &each : contents) {
            Import need = implied(import.target, import.line, {each.distribution},
                                  say(QT_TRANSLATE_NOOP("impliedNeeds", "%1 needs prefect[%2] (%3) to be imported"))
                                      .arg(import.target, extra, each.distribution));
            need.kind = ImportKind::Prefect;
            need.file = import.file;
            need.via = import.via;
            imports.append(need);
        }
    }
    return imports;
}

} // namespace drydock
