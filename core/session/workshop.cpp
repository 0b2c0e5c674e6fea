// SPDX-License-Identifier: Apache-2.0
#include "core/session/workshop.h"

#include "core/deliver/lines.h"
#include "core/engine/mirror.h"
#include "core/plan/planlayers.h"
#include "core/session/flowsession.h"
#include "core/session/imageshelf.h"
#include "core/session/resolutions.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSaveFile>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace drydock {

/// A file name that tells a person which scripts it belongs to, and never meets that of others.
static QString folderName(const QStringList &paths)
{
    static const QRegularExpression odd(u"[^A-Za-z0-9_-]+"_s);
    const QByteArray digest = QCryptographicHash::hash(paths.join(u'\n').toUtf8(), QCryptographicHash::Sha256).toHex().left(8);
    return QFileInfo(paths.value(0)).completeBaseName().left(40).replace(odd, u"-"_s) + u'-' + QString::fromLatin1(digest);
}

static Result<BuildPlan> planWithLines(const PlanRequest &request)
{
    auto plan = makePlan(request);
    if (plan)
        plan->lines = linesToPaste(*plan);
    return plan;
}

/// What builds of any script took, newest first. Those out of the cache say nothing about the next one.
static QList<PastBuild> pastBuildsOf(const QList<HistoryEntry> &history, const QString &script)
{
    constexpr double secondsFromCache = 2;
    QList<PastBuild> builds;
    for (const HistoryEntry &entry : history) {
        if (entry.kind != u"build" || entry.outcome != u"succeeded" || entry.seconds < secondsFromCache)
            continue;
        const QJsonObject plan = QJsonDocument::fromJson(entry.document).object();
        const auto strategy = strategyFromId(plan[u"strategy"].toString());
        if (!strategy)
            continue;
        PastBuild build{*strategy, entry.script == script, -1, 0, entry.seconds};
        const QJsonArray requirements = plan[u"requirements"].toArray();
        build.distributions = requirements.size();
        for (const QJsonValue &requirement : requirements) {
            if (const qint64 bytes = requirement[u"download_bytes"].toInteger(-1); bytes >= 0)
                build.bytes = std::max<qint64>(build.bytes, 0) + bytes;
        }
        builds.append(build);
    }
    return builds;
}

Workshop::Workshop(const SessionContext &context, ImageShelf &shelf, Resolutions &resolutions, QObject *parent)
    : QObject(parent), m_context(context), m_shelf(shelf), m_resolutions(resolutions)
{
}

Workshop::~Workshop() = default;

void Workshop::setDocument(const QStringList &paths)
{
    if (paths == m_paths)
        return;
    stop();
    m_build.reset();
    m_paths = paths;
    m_state = {};
    readHistory();
    Q_EMIT changed();
}

Future<BuildPlan> Workshop::plan(const QList<FlowScript> &scripts, const Advice &advice, const PlanChoices &choices)
{
    PlanRequest request;
    request.scripts = scripts;
    request.advice = advice;
    request.choices = choices;
    if (request.choices.base.isEmpty())
        request.choices.base = advice.standsOn(choices.strategy);
    // As it is called here, or where the mirror keeps it.
    const Image *here = m_shelf.find(request.choices.base);
    request.choices.base = here ? here->reference : onMirror(request.choices.base, m_context.network.mirror);
    request.engine = m_shelf.engine();
    request.network = m_context.network;

    ++m_planning;
    const QString folder = choices.planBefore.isEmpty() ? planFolder() : choices.planBefore;
    const auto before = QtConcurrent::run([last = m_state.plan, folder]() -> Result<std::optional<BuildPlan>> {
        if (last && buildsImage(last->strategy))
            return last;
        const auto written = readPlan(folder);
        return written ? std::optional(*written) : std::nullopt;
    });
    auto planned = andThen(before, this, [this, request](std::optional<BuildPlan> last) {
        PlanRequest whole = request;
        whole.before = std::move(last);
        const PlanChoices &made = request.choices;
        const bool mayBeElsewhere = made.strategy == Strategy::ScratchImage || !buildsImage(made.strategy);
        return andThen(mayBeElsewhere ? m_shelf.readOrName(made.base) : m_shelf.read(made.base), this, [this, whole](Image base) mutable {
            whole.base = std::move(base);
            return planOn(whole);
        });
    });
    whenEnded(planned, this, [this](Result<BuildPlan> end) {
        --m_planning;
        if (end && !isBuilding())
            m_state.plan = std::move(*end);
        Q_EMIT changed();
    });
    Q_EMIT changed();
    return planned;
}

Future<BuildPlan> Workshop::planOn(const PlanRequest &request)
{
    const PlanChoices &choices = request.choices;
    const QStringList requirements = requirementsOf(choices, request.advice, request.scripts);
    const QStringList bounds = boundsOf(choices, request.advice, request.scripts);
    const auto resolved = [this, request](Resolution resolution) {
        PlanRequest whole = request;
        whole.resolution = std::move(resolution);
        return QtConcurrent::run(planWithLines, whole);
    };
    const auto anew = [this, request, requirements, bounds] {
        return m_resolutions.on(request.base, requirements, request.choices.allowSource, request.choices.platform, bounds);
    };
    // What is built already stays as it is, so that only the difference has to be built; where that cannot be, all is chosen anew.
    const bool keeps = request.before && !choices.fold && request.before->base == request.base.reference && !request.before->additions.isEmpty();
    if (!keeps)
        return andThen(anew(), this, resolved);
    const auto kept = m_resolutions.on(request.base, requirements, choices.allowSource, choices.platform, bounds + pinsOf(request.before->additions));
    return andThen(allOf<Resolution>({kept}, this), this, [this, anew, resolved](const QList<Result<Resolution>> &ends) {
        const Result<Resolution> &end = ends.first();
        if (!end && end.error().code == "resolution-conflict"_L1)
            return andThen(anew(), this, resolved);
        return andThen(readyFuture(end), this, resolved);
    });
}

QString Workshop::newSpool(const QString &kind, const QList<BuildPlan::Script> &scripts) const
{
    const QString folder = m_context.dataFolder + u"/logs"_s;
    QDir().mkpath(folder);
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmsszzz"_s);
    return folder + u'/' + time + u'-' + kind + u'-' + folderName(scripts.isEmpty() ? m_paths : QStringList{scripts.first().path}) + u".log"_s;
}

QString Workshop::planFolder() const
{
    return m_context.dataFolder + u"/plans/"_s + folderName(m_paths);
}

void Workshop::build(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check)
{
    if (isBuilding() || isChecking())
        return;
    const QString target = folder.isEmpty() ? planFolder() : folder;
    m_state.plan = plan;
    m_state.planFolder = target;
    m_state.buildEvents.clear();
    m_state.buildSpool.clear();
    m_state.buildStarted = QDateTime::currentDateTimeUtc();
    m_state.buildEnd.reset();
    m_state.checks.reset();
    m_state.checkError.reset();
    m_writing.start(QtConcurrent::run(writePlan, plan, target), [this, plan, target, options, check](Result<void> end) {
        if (!end) {
            BuildEnd unwritten;
            unwritten.error = end.error();
            if (end.error().code == cancelledError().code)
                unwritten.outcome = BuildEnd::Outcome::Cancelled;
            endBuild(plan, unwritten, false);
        } else if (buildsImage(plan.strategy)) {
            startBuild(plan, target, options, check);
        } else if (check) {
            this->check(checkRequest(plan));
        } else {
            Q_EMIT changed();
        }
    });
    Q_EMIT changed();
}

void Workshop::startBuild(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check)
{
    m_state.buildSpool = newSpool(u"build"_s, plan.scripts);
    m_build = std::make_unique<Build>(*m_context.runner, m_shelf.engine(), m_context.network, plan, folder, m_state.buildSpool, options);
    connect(m_build.get(), &Build::happened, this, [this](const QList<BuildEvent> &events) {
        for (const BuildEvent &event : events)
            if (!std::holds_alternative<StepOutput>(event))
                m_state.buildEvents.append(event);
        Q_EMIT buildHappened(events);
        Q_EMIT changed();
    });
    connect(m_build.get(), &Build::ended, this, [this, plan, check](const BuildEnd &end) {
        m_build.release()->deleteLater();
        endBuild(plan, end, check);
    });
    m_build->start();
    Q_EMIT changed();
}

void Workshop::endBuild(const BuildPlan &plan, const BuildEnd &end, bool check)
{
    m_state.buildEnd = end;
    const bool succeeded = end.outcome == BuildEnd::Outcome::Succeeded;
    HistoryEntry entry;
    entry.kind = u"build"_s;
    entry.started = m_state.buildStarted;
    entry.seconds = end.seconds;
    entry.outcome = succeeded ? u"succeeded"_s : end.outcome == BuildEnd::Outcome::Cancelled ? u"cancelled"_s : u"failed"_s;
    entry.sentence = end.error.sentence;
    entry.image = plan.tag;
    entry.imageId = end.imageId;
    entry.spool = end.spool;
    QJsonObject document = toJson(plan);
    document.insert(u"folder"_s, m_state.planFolder);
    entry.document = QJsonDocument(document).toJson(QJsonDocument::Compact);
    record(entry, plan.scripts);

    if (succeeded) {
        if (check)
            this->check(checkRequest(plan));
        // The matrix shows the new image by what was really read inside it; a failure to read is told by the checks.
        whenEnded(m_shelf.readAgain(plan.tag), this, [](const Result<Image> &) { });
    }
    Q_EMIT buildEnded();
    Q_EMIT changed();
}

void Workshop::check(const CheckRequest &request)
{
    if (isChecking())
        return;
    m_state.checks.reset();
    m_state.checkError.reset();
    const QDateTime started = QDateTime::currentDateTimeUtc();
    m_checking.start(runChecks(*m_context.runner, m_shelf.engine(), m_context.network, request), [this, request, started](Result<CheckReport> end) {
        HistoryEntry entry;
        entry.kind = u"check"_s;
        entry.started = started;
        entry.seconds = double(started.msecsTo(QDateTime::currentDateTimeUtc())) / 1000;
        entry.image = request.image;
        if (end) {
            m_state.checks = *end;
            entry.outcome = end->passed() ? u"passed"_s : u"not-passed"_s;
            entry.document = QJsonDocument(toJson(*end)).toJson(QJsonDocument::Compact);
            QSaveFile log(newSpool(u"check"_s, request.scripts));
            if (log.open(QIODevice::WriteOnly) && log.write(end->log.toUtf8()) >= 0 && log.commit())
                entry.spool = log.fileName();
        } else {
            m_state.checkError = end.error();
            entry.outcome = end.error().code == cancelledError().code ? u"cancelled"_s : u"failed"_s;
            entry.sentence = end.error().sentence;
        }
        record(entry, request.scripts);
        Q_EMIT checksEnded();
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void Workshop::refuse(const Error &error)
{
    m_state.buildEvents.clear();
    m_state.buildSpool.clear();
    m_state.buildEnd = BuildEnd{};
    m_state.buildEnd->error = error;
    Q_EMIT buildEnded();
    Q_EMIT changed();
}

void Workshop::stop()
{
    m_writing.cancel();
    if (m_build)
        m_build->cancel();
    m_checking.cancel();
}

void Workshop::record(HistoryEntry entry, const QList<BuildPlan::Script> &scripts)
{
    entry.script = scripts.isEmpty() ? m_paths.value(0) : scripts.first().path;
    whenEnded(m_context.store->record(entry), this, [this](const Result<qint64> &) { readHistory(); });
}

void Workshop::readHistory()
{
    m_readingHistory.start(m_context.store->history(m_paths.value(0)), [this](Result<QList<HistoryEntry>> end) {
        if (end)
            m_state.history = std::move(*end);
        Q_EMIT historyRead();
        Q_EMIT changed();
    });
    m_readingBuilds.start(m_context.store->history(), [this, document = m_paths.value(0)](const Result<QList<HistoryEntry>> &end) {
        const QList<PastBuild> builds = end ? pastBuildsOf(*end, document) : QList<PastBuild>();
        if (builds == m_pastBuilds)
            return;
        m_pastBuilds = builds;
        Q_EMIT buildsRead();
    });
}

void Workshop::restore(const FlowScript &script)
{
    if (m_state.buildEnd || isBuilding() || isChecking() || m_restoring.isRunning())
        return;
    const auto isBuild = [](const HistoryEntry &entry) { return entry.kind == u"build"_s; };
    const auto last = std::find_if(m_state.history.constBegin(), m_state.history.constEnd(), isBuild);
    if (last == m_state.history.constEnd() || last->outcome != u"succeeded"_s)
        return;
    const Image *image = m_shelf.find(last->image);
    if (!image || image->id != last->imageId)
        return;
    const QString folder = QJsonDocument::fromJson(last->document).object().value(u"folder").toString();
    m_restoring.start(QtConcurrent::run(readPlan, folder), [this, folder, build = *last, size = image->size, sha256 = script.sha256](Result<BuildPlan> plan) {
        if (!plan || plan->tag != build.image || plan->scripts.value(0).sha256 != QString::fromLatin1(sha256) || isBuilding())
            return;
        m_state.plan = std::move(*plan);
        m_state.planFolder = folder;
        m_state.buildStarted = build.started;
        m_state.buildSpool = build.spool;
        m_state.buildEnd = BuildEnd{BuildEnd::Outcome::Succeeded, build.imageId, size, build.seconds, build.spool, {}};
        for (const HistoryEntry &entry : std::as_const(m_state.history)) {
            if (entry.kind == u"check"_s && entry.started >= build.started && entry.image == build.image) {
                if (const auto object = QJsonDocument::fromJson(entry.document).object(); !object.isEmpty())
                    m_state.checks = checkReportFromJson(object);
                break; // Newest first: an older report would hide that the last checks could not run.
            }
        }
        Q_EMIT changed();
    });
}

} // namespace drydock
