// SPDX-License-Identifier: Apache-2.0
#include "app/cli/report.h"

#include "core/words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

/// Rows with their columns one below the other; the last column is as long as it likes.
QString table(const QList<QStringList> &rows, const QString &indent = u"  "_s)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i == widths.size())
                widths.append(0);
            widths[i] = qMax(widths[i], row[i].size());
        }
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line = indent;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

QString kindText(const Import &import)
{
    switch (import.kind) {
    case ImportKind::StandardLibrary: return Text::tr("standard library");
    case ImportKind::Prefect: return Text::tr("Prefect");
    case ImportKind::Local: return Text::tr("local module");
    case ImportKind::ThirdParty: return import.distributions.isEmpty() ? Text::tr("not known") : import.distributions.first();
    case ImportKind::Unknown: break;
    }
    return Text::tr("not known");
}

QString necessityText(Necessity necessity)
{
    switch (necessity) {
    case Necessity::Required: return {};
    case Necessity::Optional: return Text::tr("optional");
    case Necessity::Typing: return Text::tr("for type checkers");
    case Necessity::Conditional: return Text::tr("conditional");
    case Necessity::Implied: return Text::tr("implied");
    }
    return {};
}

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Error: return Text::tr("error");
    case Severity::Warning: return Text::tr("warning");
    case Severity::Note: return Text::tr("note");
    }
    return {};
}

QString flowText(const Flow &flow)
{
    QStringList parts{Text::tr("line %1").arg(flow.line)};
    if (flow.storage)
        parts.append(Text::tr("%1 storage").arg(flow.storage->kind));
    if (flow.runConfig)
        parts.append(flow.runConfig->image ? Text::tr("%1, image %2").arg(flow.runConfig->kind, flow.runConfig->image->expression) : flow.runConfig->kind);
    return parts.join(u", "_s);
}

QString valueText(const SourceValue &value)
{
    return value.value.isString() ? value.value.toString() : value.expression;
}

QString deploymentText(const Deployment &deployment, const QString &script)
{
    QStringList parts{deployment.file.isEmpty() || deployment.file == script
                          ? Text::tr("line %1").arg(deployment.line)
                          : Text::tr("%1, line %2").arg(QFileInfo(deployment.file).fileName()).arg(deployment.line)};
    if (!deployment.flow.isEmpty())
        parts.append(Text::tr("flow “%1”").arg(deployment.flow));
    if (const QString pool = valueText(deployment.workPool); !pool.isEmpty())
        parts.append(Text::tr("work pool “%1”").arg(pool));
    if (!deployment.infrastructure.isEmpty())
        parts.append(deployment.infrastructure);
    if (deployment.image)
        parts.append(Text::tr("image %1").arg(valueText(*deployment.image)));
    return parts.join(u", "_s);
}

QString generationText(const FlowScript &script)
{
    if (script.generation == 0)
        return Text::tr("Nothing says for which Prefect it is written");
    if (script.generationAssumed)
        return Text::tr("Prefect 2 and 3 both understand it; Prefect %1 is assumed").arg(script.generation);
    return Text::tr("Written for Prefect %1").arg(script.generation);
}

QString importsText(const FlowScript &script)
{
    QList<QStringList> rows;
    QStringList standard;
    for (const Import &import : script.imports) {
        if (import.kind == ImportKind::StandardLibrary) {
            if (const QString name = import.target.section(u'.', 0, 0); !standard.contains(name))
                standard.append(name);
            continue;
        }
        QStringList notes;
        if (const QString necessity = necessityText(import.necessity); !necessity.isEmpty())
            notes.append(necessity);
        if (import.file != script.path)
            notes.append(Text::tr("in %1").arg(QFileInfo(import.file).fileName()));
        const QString module = import.module.isEmpty() ? Text::tr("(decided at run time)") : import.target.isEmpty() ? import.module : import.target;
        const QStringList row{module, kindText(import), Text::tr("line %1").arg(import.line), notes.join(u", "_s)};
        const bool isKnown = std::any_of(rows.begin(), rows.end(), [&](const QStringList &each) { return each[0] == row[0] && each[3] == row[3]; });
        if (!isKnown)
            rows.append(row);
    }
    QString text = rows.isEmpty() ? Text::tr("  It imports nothing beyond the standard library.") + u'\n' : table(rows);
    if (!standard.isEmpty())
        text += u"  "_s + Text::tr("Standard library: %1").arg(standard.join(u", "_s)) + u'\n';
    return text;
}

QString scriptText(const FlowScript &script)
{
    QString text = folderText(script.path) + u'\n';
    text += u"  "_s + generationText(script) + u'\n';
    QList<QStringList> flows;
    for (const Flow &flow : script.flows)
        flows.append({Text::tr("Flow “%1”").arg(flow.name), flowText(flow)});
    text += flows.isEmpty() ? u"  "_s + Text::tr("No flow in it") + u'\n' : table(flows);
    QList<QStringList> others;
    for (const Task &task : script.tasks)
        others.append({Text::tr("Task “%1”").arg(task.name), Text::tr("line %1").arg(task.line)});
    for (const Deployment &deployment : script.deployments)
        others.append({Text::tr("Deployment “%1”").arg(valueText(deployment.name)), deploymentText(deployment, script.path)});
    text += table(others);
    text += importsText(script);
    for (const Problem &problem : script.problems) {
        text += u"  "_s + severityText(problem.severity) + (problem.line > 0 ? u", "_s + Text::tr("line %1").arg(problem.line) : QString()) + u": "_s + problem.message
            + (problem.fix.isEmpty() ? QString() : u' ' + problem.fix) + u'\n';
    }
    return text;
}

QString stateText(EngineState state)
{
    switch (state) {
    case EngineState::Ready: return Text::tr("ready");
    case EngineState::Stopped: return Text::tr("not running");
    case EngineState::NoPermission: return Text::tr("no permission");
    case EngineState::Absent: return Text::tr("not installed");
    }
    return {};
}

QString evidenceText(const Need &need, const Cell &cell, const Image &image)
{
    if (cell.status != CellStatus::Provided)
        return cellReason(need, cell, image);
    const QString what = cell.distribution.isEmpty() ? QString() : cell.version.isEmpty() ? cell.distribution : QString(cell.distribution + u' ' + cell.version);
    const QString how = cell.evidence == EvidenceLevel::Imported ? Text::tr("imported") : cell.evidence == EvidenceLevel::Found ? Text::tr("found") : Text::tr("expected");
    return what.isEmpty() ? how : what + u", "_s + how;
}

QString costText(const Cost &cost)
{
    QStringList parts;
    if (cost.downloadBytes >= 0)
        parts.append(Text::tr("%1 to download").arg(sizeText(cost.downloadBytes)));
    if (cost.buildSeconds > 0)
        parts.append(Text::tr("%1 to build").arg(durationText(cost.buildSeconds)));
    if (cost.secondsPerRun > 0)
        parts.append(Text::tr("%1 more at each run").arg(durationText(cost.secondsPerRun)));
    if (parts.isEmpty())
        return {};
    return parts.join(u", "_s) + (cost.measured ? QString() : u' ' + Text::tr("(estimated)"));
}

} // namespace

QString scriptsText(const QList<FlowScript> &scripts, const QList<ScriptSearch::Skipped> &skipped)
{
    QStringList texts;
    for (const FlowScript &script : scripts)
        texts.append(scriptText(script));
    if (scripts.isEmpty())
        texts.append(Text::tr("No flow script was found.") + u'\n');
    return texts.join(u'\n') + leftOutText(skipped);
}

QString leftOutText(const QList<ScriptSearch::Skipped> &skipped)
{
    QList<QStringList> rows;
    for (const ScriptSearch::Skipped &each : skipped)
        rows.append({folderText(each.path), each.why});
    return rows.isEmpty() ? QString() : u'\n' + Text::tr("Left out:") + u'\n' + table(rows);
}

QString enginesText(const QList<Engine> &engines)
{
    QString text;
    for (const Engine &engine : engines) {
        text += engine.version.isEmpty() ? Text::tr("%1, %2").arg(engine.title(), stateText(engine.state))
                                         : Text::tr("%1 %2, %3").arg(engine.title(), engine.version, stateText(engine.state));
        text += (engine.isReady() || engine.detail.isEmpty() ? QString() : u". "_s + engine.detail) + u'\n';
        for (const QString &warning : engine.warnings)
            text += u"  "_s + warning + u'\n';
    }
    return text;
}

QString imagesText(const QList<Image> &images)
{
    if (images.isEmpty())
        return Text::tr("There is no image here yet.") + u'\n';
    QList<QStringList> rows;
    for (const Image &image : images) {
        const Interpreter *python = image.python();
        QString inside;
        if (python) {
            inside = Text::tr("Python %1").arg(python->version);
            inside += image.prefect().isEmpty() ? QString() : u", "_s + Text::tr("Prefect %1").arg(image.prefect());
            const qsizetype count = python->distributions.size();
            inside += u", "_s + (count == 1 ? Text::tr("1 distribution") : Text::tr("%1 distributions").arg(count));
        } else if (image.contents && image.contents->error) {
            inside = image.contents->error->sentence;
        }
        rows.append({image.reference, sizeText(image.size), image.platform, inside});
    }
    return table(rows, {});
}

static QString countText(const CoverageCount &count)
{
    if (count.coversKnown && !count.satisfied) {
        return count.of == 0 ? Text::tr("nothing says that it covers the script")
                             : Text::tr("covers %1 of %2 that are known").arg(count.covers).arg(count.of);
    }
    if (!count.satisfied && count.covers == count.of)
        return Text::tr("has all %1 imports, and still cannot run the flow").arg(count.of);
    return count.satisfied && count.of == 0 ? Text::tr("covers it: nothing beyond the standard library is needed")
        : count.satisfied && count.of == 1  ? Text::tr("covers the one import")
        : count.satisfied                   ? Text::tr("covers all %1 imports").arg(count.of)
                                            : Text::tr("covers %1 of %2").arg(count.covers).arg(count.of);
}

QString coverageText(const Coverage &coverage)
{
    if (coverage.images.isEmpty())
        return Text::tr("There is no image here to compare with.") + u'\n';
    const bool isOne = coverage.scripts.size() < 2;
    QStringList texts;
    for (const ImageCoverage &image : coverage.images) {
        const QString name = image.image.reference + u": "_s;
        if (!image.python()) {
            const bool isUnread = !image.image.contents || !image.image.contents->error;
            texts.append((isUnread ? name + Text::tr("not looked inside") : image.image.contents->error->sentence) + u'\n');
            continue;
        }
        QString text = name + countText(image) + u'\n';
        for (const ImageWarning &warning : image.warnings)
            text += u"  "_s + Text::tr("Mind: %1").arg(warning.message) + u'\n';
        for (qsizetype script = 0; script < coverage.scripts.size(); ++script) {
            if (!isOne)
                text += u"  "_s + folderText(coverage.scripts.at(script)) + u": "_s + countText(image.scripts.at(script)) + u'\n';
            QList<QStringList> rows;
            for (qsizetype i = 0; i < image.cells.size(); ++i) {
                const Need &need = coverage.needs.at(i);
                const Cell &cell = image.cells.at(i);
                if (need.script == coverage.scripts.at(script))
                    rows.append({cell.status == CellStatus::Provided ? u"+"_s : u"-"_s, need.module, cellWord(need, cell, image.image), evidenceText(need, cell, image.image)});
            }
            text += table(rows, isOne ? u"  "_s : u"    "_s);
        }
        texts.append(text);
    }
    return texts.join(u'\n');
}

QString adviceText(const Advice &advice)
{
    QString text;
    for (const StrategyAdvice &each : advice.strategies) {
        const bool isFirst = each.strategy == advice.recommended;
        text += strategyName(each.strategy) + u" ("_s + strategyId(each.strategy) + u')'
            + (isFirst ? u": "_s + Text::tr("recommended") : each.applicable ? QString() : u": "_s + Text::tr("not possible")) + u'\n';
        for (const QString &reason : each.reasons)
            text += u"  "_s + reason + u'\n';
        for (const QString &warning : each.warnings)
            text += u"  "_s + Text::tr("Mind: %1").arg(warning) + u'\n';
        if (const QString cost = each.applicable ? costText(each.cost) : QString(); !cost.isEmpty())
            text += u"  "_s + cost + u'\n';
    }
    QList<QStringList> rows;
    if (!advice.base.isEmpty())
        rows.append({Text::tr("Base"), advice.base});
    if (!advice.requirements.isEmpty())
        rows.append({Text::tr("To add"), advice.requirements.join(u", "_s)});
    if (!advice.localModules.isEmpty())
        rows.append({Text::tr("Own modules"), advice.localModules.join(u", "_s)});
    return rows.isEmpty() ? text : text + u'\n' + table(rows, {});
}

QString groupsText(const QList<FlowGroup> &groups)
{
    if (groups.size() < 2)
        return {};
    QString text = u'\n' + Text::tr("One image each for these scripts:") + u'\n';
    for (const FlowGroup &group : groups) {
        text += group.advice.standsOn() + u": "_s + strategyName(group.advice.recommended) + u'\n';
        for (const QString &script : group.scripts)
            text += u"  "_s + script + u'\n';
        const QStringList added = group.advice.requirements + group.advice.localModules;
        if (group.advice.recommended != Strategy::DefaultImage && !added.isEmpty())
            text += u"  "_s + Text::tr("Adds %1.").arg(added.join(u", "_s)) + u'\n';
        text += u"  "_s + group.reason + u'\n';
    }
    return text;
}

static QString whatComes(const ResolvedDistribution &each)
{
    if (each.isWheel)
        return each.downloadBytes == 0 ? Text::tr("on this computer") : sizeText(each.downloadBytes);
    const QString commit = each.url.startsWith(u"git+") ? each.url.section(u'#', 0, 0).section(u'@', -1) : QString();
    return commit.isEmpty() ? Text::tr("source archive") : Text::tr("source archive, commit %1").arg(commit.first(std::min<qsizetype>(commit.size(), 12)));
}

QString planText(const BuildPlan &plan, const QString &folder)
{
    QString text = Text::tr("%1, in %2").arg(strategyName(plan.strategy), folder) + u'\n';
    for (const QString &warning : plan.warnings)
        text += Text::tr("Warning: %1").arg(warning) + u'\n';
    if (!plan.layers.isEmpty())
        text += u"\nDockerfile\n"_s + table([&] {
            QList<QStringList> rows;
            for (const QString &instruction : plan.layers)
                for (const QString &line : instruction.split(u'\n'))
                    rows.append({line});
            return rows;
        }());
    if (!plan.requirements.isEmpty()) {
        QList<QStringList> rows;
        for (const ResolvedDistribution &each : plan.requirements)
            rows.append({each.name + u"=="_s + each.version, whatComes(each),
                         each.wantedBy.isEmpty() ? QString() : Text::tr("needed by %1").arg(each.wantedBy)});
        text += u'\n' + Text::tr("Distributions") + u'\n' + table(rows);
    }
    if (!plan.command.isEmpty()) {
        Command command;
        command.program = plan.command.first();
        command.arguments = plan.command.mid(1);
        text += u'\n' + Text::tr("Command") + u"\n  "_s + command.text() + u'\n';
    }
    return text;
}

QString buildText(const BuildEnd &end, const QString &tag)
{
    return Text::tr("Built %1 in %2, %3").arg(tag, durationText(end.seconds), sizeText(end.imageSize)) + u'\n' + Text::tr("Log: %1").arg(end.spool) + u'\n';
}

QString checksText(const CheckReport &report)
{
    QList<QStringList> rows;
    for (const Check &check : report.checks) {
        const QString status = check.status == CheckStatus::Passed ? Text::tr("passed") : check.status == CheckStatus::Failed ? Text::tr("failed") : Text::tr("skipped");
        const QString detail = check.detail.isEmpty() || check.status == CheckStatus::Passed ? check.sentence : QString(check.sentence + u": "_s + check.detail);
        rows.append({status, durationText(check.seconds), detail.simplified()});
        if (check.proposal)
            rows.append({{}, {}, Text::tr("Proposed: %1. %2").arg(check.proposal->title, check.proposal->cause)});
    }
    const int passed = report.count(CheckStatus::Passed);
    const int failed = report.count(CheckStatus::Failed);
    const Check *notRun = failed == 0 ? report.runThatWasSkipped() : nullptr;
    const QString verdict = notRun                         ? Text::tr("Not passed in %1: the flow was not run. %2").arg(report.image, notRun->detail)
        : passed == report.checks.size() ? Text::tr("Passed in %1, all %2 checks.").arg(report.image).arg(passed)
        : report.passed()                                  ? Text::tr("Passed in %1, %2 of %3 checks, the others were skipped.").arg(report.image).arg(passed).arg(report.checks.size())
                                                           : Text::tr("Not passed in %1, %2 of %3 checks failed.").arg(report.image).arg(failed).arg(report.checks.size());
    return table(rows) + verdict + u'\n';
}

} // namespace drydock
