// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include "app/cli/buildprogress.h"
#include "app/cli/housekeeping.h"
#include "app/cli/report.h"
#include "app/cli/steps.h"
#include "core/build/newerbase.h"
#include "core/plan/planjson.h"
#include "core/script/inspect.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Commands)
};

using Status = std::optional<int>;
constexpr int no = 1;
constexpr int couldNotRun = 2;
constexpr int interrupted = 130;
constexpr Status goOn{};

// Where the plan of a script was last written; the number is the version of the format.
QString planFolderSpace() { return u"plan-folder-1"_s; }

QJsonArray leftOut(const Snapshot &snapshot)
{
    QJsonArray skipped;
    for (const ScriptSearch::Skipped &each : snapshot.skipped)
        skipped.append(QJsonObject{{u"path"_s, each.path}, {u"why"_s, each.why}});
    return skipped;
}

void inspect(const Program &p)
{
    readScripts(p);
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        QJsonArray scripts;
        for (const FlowScript &script : snapshot.scripts)
            scripts.append(toJson(script));
        p.output.answer({{u"scripts"_s, scripts}, {u"skipped"_s, leftOut(snapshot)}},
                        scriptsText(snapshot.scripts, snapshot.skipped));
        return 0;
    });
}

void images(const Program &p)
{
    findEngine(p);
    lookInside(p, {});
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        QJsonArray engines;
        for (const Engine &engine : snapshot.engines)
            engines.append(toJson(engine));
        QJsonArray images;
        for (const Image &image : snapshot.images)
            images.append(toJson(image));
        QJsonObject document{{u"engines"_s, engines}, {u"images"_s, images}};
        const bool isListed = snapshot.engine.isReady() && (!snapshot.imageError || !snapshot.images.isEmpty());
        if (!isListed) {
            // The engines' states are the answer to why there are no images.
            const Error error = snapshot.engine.isReady() ? *snapshot.imageError : engineError(snapshot);
            document.insert(u"error"_s, toJson(error));
            p.output.answer(document, enginesText(snapshot.engines));
            if (snapshot.engine.isReady())
                p.output.progress(error.sentence);
            return couldNotRun;
        }
        if (snapshot.imageError) // Of one image, which says so itself; the others are there all the same.
            p.output.progress(snapshot.imageError->sentence);
        p.output.answer(document, enginesText(snapshot.engines) + u'\n' + imagesText(snapshot.images));
        return 0;
    });
}

void compare(const Program &p)
{
    needScripts(p);
    needEngine(p);
    lookInside(p, p.arguments.images);
    if (p.arguments.verify) {
        p.sequence.then([p]() -> Status {
            QStringList references;
            for (const ImageCoverage &each : p.session.snapshot().coverage.images)
                references.append(each.image.reference);
            p.output.progress(references.size() == 1 ? Text::tr("Trying the imports in 1 image…") : Text::tr("Trying the imports in %1 images…").arg(references.size()));
            p.session.tryImports(references);
            return goOn;
        });
    }
    p.sequence.then([p]() -> Status {
        const Coverage &coverage = p.session.snapshot().coverage;
        if (const auto &error = p.session.snapshot().imageError) // Of one image; the others are compared all the same.
            p.output.progress(error->sentence);
        QJsonObject document = toJson(coverage);
        document.insert(u"skipped"_s, leftOut(p.session.snapshot()));
        p.output.answer(document, coverageText(coverage) + leftOutText(p.session.snapshot().skipped));
        return std::any_of(coverage.images.begin(), coverage.images.end(),
                           [](const ImageCoverage &each) { return each.satisfied; })
            ? 0
            : no;
    });
}

/// Answers with the advice, once all that it rests on was asked: an answer may form other groups, and with them other questions.
void answerAdvice(const Program &p)
{
    p.sequence.then([p]() -> Status {
        if (p.session.resolveNext(p.arguments.plan.allowSource)) {
            if (p.session.snapshot().answers.isEmpty())
                p.output.progress(Text::tr("Asking the package index…"));
            answerAdvice(p);
            return goOn;
        }
        const Snapshot &snapshot = p.session.snapshot();
        QJsonObject document = toJson(snapshot.advice, snapshot.groups);
        QString text = snapshot.groups.size() == 1 ? adviceText(snapshot.advice) : groupsText(snapshot.groups);
        for (const FlowGroup &group : snapshot.groups) {
            const Answer *answer = answerTo({group.advice.base, group.advice.requirements, p.arguments.plan.allowSource}, snapshot.answers);
            if (!answer || !answer->error)
                continue;
            if (!document.contains(u"resolution_error"_s))
                document.insert(u"resolution_error"_s, toJson(*answer->error));
            text += Text::tr("What would be installed is not known: %1").arg(answer->error->sentence) + u'\n';
        }
        p.output.answer(document, text);
        return 0;
    });
}

void advise(const Program &p)
{
    needScripts(p);
    findEngine(p);
    lookInside(p, p.arguments.images);
    p.sequence.then([p]() -> Status {
        if (!p.session.snapshot().engine.isReady())
            p.output.progress(engineError(p.session.snapshot()).sentence);
        p.session.setRunsOn(p.arguments.runsOn);
        return goOn;
    });
    answerAdvice(p);
}

/// What the advice stands on: the base alone where it is said, else all images.
void lookForPlan(const Program &p)
{
    findEngine(p);
    const PlanChoices &choices = p.arguments.plan;
    const bool isSaid = !choices.base.isEmpty() && choices.strategy != Strategy::ScratchImage;
    lookInside(p, isSaid ? QStringList{choices.base} : QStringList());
    p.sequence.then([p]() -> Status {
        p.session.setRunsOn(p.arguments.runsOn);
        return goOn;
    });
}

void makePlan(const Program &p, const PlanChoices &choices, const QString &folder)
{
    p.sequence.await<BuildPlan>(p.session.plan(choices), [p, folder](const Result<BuildPlan> &plan) -> Status {
        if (!plan)
            return p.output.fail(plan.error());
        if (const auto written = writePlan(*plan, folder); !written)
            return p.output.fail(written.error());
        for (const BuildPlan::Script &script : plan->scripts)
            p.session.context().store->cache(planFolderSpace(), script.path, folder.toUtf8());
        QJsonObject document = toJson(*plan);
        document.insert(u"folder"_s, folder);
        p.output.answer(document, planText(*plan, folder));
        return 0;
    });
}

void plan(const Program &p)
{
    needScripts(p);
    lookForPlan(p);
    p.sequence.then([p]() -> Status {
        const QString folder = QDir::cleanPath(QDir::current().absoluteFilePath(p.arguments.output));
        const FlowScript *script = p.session.snapshot().script();
        // One plan is one image; what cannot be in one is said before it fails or misleads.
        const QList<FlowGroup> &groups = p.session.snapshot().groups;
        for (qsizetype i = 1; i < groups.size(); ++i)
            p.output.progress(Text::tr("These scripts need more than one image (see “drydock-cli advise”). %1").arg(groups[i].reason));
        // The layers of the plan that is replaced are kept, else those of the last plan for this script.
        p.sequence.await<std::optional<QByteArray>>(p.session.context().store->cached(planFolderSpace(), script ? script->path : QString()),
                                                    [p, folder](const Result<std::optional<QByteArray>> &last) -> Status {
            PlanChoices choices = p.arguments.plan;
            choices.planBefore = QFileInfo::exists(folder + u"/plan.json"_s) || !last || !*last ? folder : QString::fromUtf8(**last);
            makePlan(p, choices, folder);
            return goOn;
        });
        return goOn;
    });
}

CheckRequest withOptions(CheckRequest request, const CommandLine &arguments)
{
    if (!arguments.images.isEmpty())
        request.image = arguments.images.first();
    request.runFlow = arguments.checks.runFlow;
    request.flow = arguments.checks.flow;
    request.parameters = arguments.checks.parameters;
    request.network = arguments.checks.network;
    request.timeout = arguments.checks.timeout;
    return request;
}

Status endOfChecks(const Program &p, QJsonObject document, const QString &text)
{
    const Snapshot &snapshot = p.session.snapshot();
    if (snapshot.checkError)
        return p.output.fail(*snapshot.checkError, snapshot.checkError->code == cancelledError().code ? interrupted : couldNotRun);
    const QJsonObject report = toJson(*snapshot.checks);
    if (document.isEmpty())
        document = report;
    else
        document.insert(u"checks"_s, report);
    int status = snapshot.checks->passed() ? 0 : no;
    if (!p.arguments.junit.isEmpty()) {
        QSaveFile file(p.arguments.junit);
        if (!file.open(QIODevice::WriteOnly) || file.write(toJUnit(*snapshot.checks)) < 0 || !file.commit()) {
            // What the checks found is told all the same.
            p.output.progress(Text::tr("The report cannot be written to %1: %2").arg(p.arguments.junit, file.errorString()));
            status = couldNotRun;
        }
    }
    p.output.answer(document, text + checksText(*snapshot.checks));
    return status;
}

int statusOf(const BuildEnd &end)
{
    static const QStringList unable{u"engine-not-ready"_s, u"folder-not-empty"_s, u"folder-not-writable"_s, u"program-not-found"_s, u"spool-not-writable"_s,
                                    u"builder-lacks-mounts"_s};
    if (end.outcome == BuildEnd::Outcome::Cancelled)
        return interrupted;
    return unable.contains(end.error.code) ? couldNotRun : no;
}

/// Asks beside the build whether its base is still what the registry has; who does not answer in time is not waited for.
void lookForNewerBase(const Program &p, const BuildPlan &plan)
{
    if (!buildsImage(plan.strategy) || plan.baseIsLocal || p.arguments.build.pull)
        return;
    const SessionContext &context = p.session.context();
    whenEnded(newerBase(*context.runner, p.session.snapshot().engine, context.network, plan.base), &p.sequence, [p, base = plan.base](const Result<std::optional<QString>> &newer) {
        if (newer && *newer)
            p.output.progress(Text::tr("The registry has a newer image under the name %1: with --pull, the next build starts from it.").arg(base));
    });
}

/// Starts the build of a plan and tells its end.
void buildPlan(const Program &p, const BuildPlan &plan, const QString &folder)
{
    if (!buildsImage(plan.strategy) && !p.arguments.check)
        p.output.progress(Text::tr("This plan builds nothing."));
    lookForNewerBase(p, plan);
    p.session.build(plan, folder, p.arguments.build, p.arguments.check);
    p.sequence.then([p, plan]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        QJsonObject document;
        QString text;
        if (snapshot.buildEnd) {
            const BuildEnd &end = *snapshot.buildEnd;
            if (end.outcome != BuildEnd::Outcome::Succeeded) {
                Error error = end.error;
                if (!end.spool.isEmpty())
                    error.details += (error.details.isEmpty() ? QString() : u"\n"_s) + Text::tr("Log: %1").arg(end.spool);
                return p.output.fail(error, statusOf(end));
            }
            document = {{u"image"_s, plan.tag}, {u"id"_s, end.imageId}, {u"size"_s, end.imageSize}, {u"seconds"_s, end.seconds}, {u"log"_s, end.spool}};
            text = buildText(end, plan.tag) + u'\n';
        }
        if (p.arguments.check)
            return endOfChecks(p, document, text);
        p.output.answer(document, text);
        return 0;
    });
}

/// The plan last written for a script, while the script is what it was then; else one by the recommendation.
void buildScript(const Program &p)
{
    needScripts(p);
    lookForPlan(p);
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        const QString path = snapshot.script()->path;
        p.sequence.await<std::optional<QByteArray>>(p.session.context().store->cached(planFolderSpace(), path),
                                                    [p](const Result<std::optional<QByteArray>> &cached) -> Status {
            const FlowScript &script = *p.session.snapshot().script();
            if (cached && *cached) {
                const QString folder = QString::fromUtf8(**cached);
                const auto plan = readPlan(folder);
                if (plan && plan->scripts.value(0).path == script.path && plan->scripts.value(0).sha256 == QString::fromLatin1(sha256Of(script))) {
                    p.output.progress(Text::tr("Building the plan in %1").arg(folder));
                    buildPlan(p, *plan, folder);
                    return goOn;
                }
            }
            PlanChoices choices = p.arguments.plan;
            choices.strategy = p.session.snapshot().advice.recommended;
            p.output.progress(Text::tr("Planning by the recommendation: %1").arg(strategyName(choices.strategy)));
            p.sequence.await<BuildPlan>(p.session.plan(choices), [p](const Result<BuildPlan> &plan) -> Status {
                if (!plan)
                    return p.output.fail(plan.error());
                buildPlan(p, *plan, p.session.planFolder());
                return goOn;
            });
            return goOn;
        });
        return goOn;
    });
}

/// Tells on standard error how the build and its checks go on.
void tellBuild(const Program &p)
{
    auto *progress = new BuildProgress(p.output, &p.sequence);
    QObject::connect(&p.session, &FlowSession::buildHappened, progress, &BuildProgress::tell);
    QObject::connect(&p.session, &FlowSession::buildEnded, progress, [p, progress] {
        if (p.arguments.check && p.session.snapshot().buildEnd && p.session.snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded)
            progress->tellWork(Text::tr("Checking the image…"));
    });
}

void build(const Program &p)
{
    tellBuild(p);
    if (!QFileInfo(p.arguments.operands.first()).isDir()) {
        buildScript(p);
        return;
    }
    p.sequence.then([p]() -> Status {
        const auto plan = readPlan(p.arguments.operands.first());
        if (!plan)
            return p.output.fail(plan.error());
        needEngine(p);
        p.sequence.then([p, plan = *plan]() -> Status {
            buildPlan(p, plan, QFileInfo(p.arguments.operands.first()).absoluteFilePath());
            return goOn;
        });
        return goOn;
    });
}

void checkWhenReady(const Program &p, const CheckRequest &request)
{
    (new BuildProgress(p.output, &p.sequence))->tellWork(Text::tr("Checking %1…").arg(request.image));
    p.session.check(request);
    p.sequence.then([p]() -> Status { return endOfChecks(p, {}, {}); });
}

void check(const Program &p)
{
    if (QFileInfo(p.arguments.operands.first()).isDir()) {
        p.sequence.then([p]() -> Status {
            const auto plan = readPlan(p.arguments.operands.first());
            if (!plan)
                return p.output.fail(plan.error());
            needEngine(p);
            p.sequence.then([p, request = withOptions(checkRequest(*plan), p.arguments)]() -> Status {
                checkWhenReady(p, request);
                return goOn;
            });
            return goOn;
        });
        return;
    }
    needScripts(p);
    p.sequence.then([p]() -> Status {
        if (p.arguments.images.isEmpty())
            return p.output.fail({u"used-wrongly"_s, Text::tr("Which image shall be checked? Give --image, or the folder of a plan."), {}});
        needEngine(p);
        p.sequence.then([p]() -> Status {
            p.sequence.await<Image>(p.session.findImage(p.arguments.images.first()), [p](const Result<Image> &image) -> Status {
                if (!image)
                    return p.output.fail(image.error());
                checkWhenReady(p, withOptions(checkRequest(p.session.snapshot().scripts, *image), p.arguments));
                return goOn;
            });
            return goOn;
        });
        return goOn;
    });
}

/// Opens the script of an entry, with an engine that is ready.
void openEntry(const Program &p, const HistoryEntry &entry)
{
    p.sequence.then([p, entry]() -> Status {
        p.session.open({entry.script});
        return goOn;
    });
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        return snapshot.scriptError ? Status(p.output.fail(*snapshot.scriptError)) : goOn;
    });
    needEngine(p);
}

/// The very plan while it lies where it was, else one by the same choices.
void buildAgain(const Program &p, const HistoryEntry &entry)
{
    QJsonObject document = QJsonDocument::fromJson(entry.document).object();
    const QString folder = document.take(u"folder"_s).toString();
    const auto past = planFromJson(document);
    if (!past) {
        p.sequence.then([p, past]() -> Status { return p.output.fail(past.error()); });
        return;
    }
    tellBuild(p);
    openEntry(p, entry);
    lookInside(p, past->strategy == Strategy::ScratchImage ? QStringList() : QStringList{past->base});
    p.sequence.then([p, past = *past, document, folder]() -> Status {
        if (const auto written = readPlan(folder); written && toJson(*written) == document) {
            buildPlan(p, *written, folder);
            return goOn;
        }
        p.output.progress(Text::tr("The plan of that build is gone; planning again by its choices."));
        p.sequence.await<BuildPlan>(p.session.plan(choicesOf(past)), [p](const Result<BuildPlan> &plan) -> Status {
            if (!plan)
                return p.output.fail(plan.error());
            buildPlan(p, *plan, p.session.planFolder());
            return goOn;
        });
        return goOn;
    });
}

void checkAgain(const Program &p, const HistoryEntry &entry)
{
    openEntry(p, entry);
    p.sequence.then([p, entry]() -> Status {
        p.sequence.await<Image>(p.session.findImage(entry.image), [p](const Result<Image> &image) -> Status {
            if (!image)
                return p.output.fail(image.error());
            checkWhenReady(p, withOptions(checkRequest(p.session.snapshot().scripts, *image), p.arguments));
            return goOn;
        });
        return goOn;
    });
}

void history(const Program &p)
{
    if (p.arguments.entryAction != CommandLine::EntryAction::Retry) {
        addHistory(p);
        return;
    }
    p.sequence.then([p]() -> Status {
        withEntry(p, p.arguments.entry, [p](const HistoryEntry &entry) -> Status {
            if (entry.kind == u"build")
                buildAgain(p, entry);
            else
                checkAgain(p, entry);
            return goOn;
        });
        return goOn;
    });
}

} // namespace

void addSteps(const Program &program)
{
    static const QHash<QString, void (*)(const Program &)> commands{
        {u"inspect"_s, inspect}, {u"images"_s, images}, {u"compare"_s, compare}, {u"advise"_s, advise}, {u"plan"_s, plan}, {u"build"_s, build}, {u"check"_s, check},
        {u"clean"_s, addClean}, {u"history"_s, history}};
    commands.value(program.arguments.command)(program);
}

} // namespace drydock
