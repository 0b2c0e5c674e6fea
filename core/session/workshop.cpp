// SPDX-License-Identifier: Apache-2.0
#include "core/session/workshop.h"
#include "core/script/inspect.h"

#include "core/deliver/lines.h"
#include "core/engine/mirror.h"
#include "core/plan/planlayers.h"
#include "core/session/buildtimes.h"
#include "core/session/documentfolder.h"
#include "core/session/flowsession.h"
#include "core/session/imageshelf.h"
#include "core/session/resolutions.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace drydock {

static Result<BuildPlan> planWithLines(const PlanRequest &request)
{
    auto plan = makePlan(request);
    if (plan)
        plan->lines = linesToPaste(*plan);
    return plan;
}

Workshop::Workshop(const SessionContext &context, ImageShelf &shelf, Resolutions &resolutions, BuildQueue &queue, QObject *parent)
    : QObject(parent), m_context(context), m_shelf(shelf), m_resolutions(resolutions), m_queue(queue)
{
    connect(&m_queue, &BuildQueue::changed, this, [this](const Work &work) {
        if (m_queue.latestOf(m_paths) == &work)
            take(work);
        Q_EMIT changed();
    });
    connect(&m_queue, &BuildQueue::recorded, this, &Workshop::readHistory);
}

Workshop::~Workshop() = default;

void Workshop::setDocument(const QStringList &paths)
{
    if (paths == m_paths)
        return;
    m_paths = paths;
    m_state = {};
    if (const Work *work = m_queue.latestOf(paths))
        take(*work);
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
        if (end && !work())
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

QString Workshop::planFolder() const
{
    return m_context.dataFolder + u"/plans/"_s + folderName(m_paths);
}

void Workshop::build(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check)
{
    m_queue.build(m_paths, plan, folder.isEmpty() ? planFolder() : folder, options, check);
}

void Workshop::check(const CheckRequest &request)
{
    m_queue.check(m_paths, request);
}

const Work *Workshop::work() const
{
    const Work *work = m_queue.latestOf(m_paths);
    return work && work->state != Work::State::Ended ? work : nullptr;
}

/// What is shown of a document is its last build and its last checks.
void Workshop::take(const Work &work)
{
    if (work.plan) {
        m_state.plan = work.plan;
        m_state.planFolder = work.folder;
        m_state.buildEvents = work.events;
        m_state.buildSpool = work.spool;
        m_state.buildStarted = work.started;
        m_state.buildEnd = work.end;
    }
    m_state.checks = work.report;
    m_state.checkError = work.checkError;
}

void Workshop::refuse(const Error &error)
{
    m_state.buildEvents.clear();
    m_state.buildSpool.clear();
    m_state.buildEnd = BuildEnd{};
    m_state.buildEnd->error = error;
    Q_EMIT changed();
}

void Workshop::stop()
{
    if (const Work *running = work())
        m_queue.stop(running->id);
}

void Workshop::forget(const HistoryEntry &entry)
{
    if (!entry.spool.isEmpty() && entry.spool != m_state.buildSpool)
        QFile::remove(entry.spool);
    whenEnded(m_context.store->forget(entry.id), this, [this](const Result<qint64> &) { readHistory(); });
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
    if (m_state.buildEnd || work() || m_restoring.isRunning())
        return;
    const auto isBuild = [](const HistoryEntry &entry) { return entry.kind == u"build"_s; };
    const auto last = std::find_if(m_state.history.constBegin(), m_state.history.constEnd(), isBuild);
    if (last == m_state.history.constEnd() || last->outcome != u"succeeded"_s)
        return;
    const Image *image = m_shelf.find(last->image);
    if (!image || image->id != last->imageId)
        return;
    const QString folder = QJsonDocument::fromJson(last->document).object().value(u"folder").toString();
    m_restoring.start(QtConcurrent::run(readPlan, folder), [this, folder, build = *last, size = image->size, sha256 = sha256Of(script)](Result<BuildPlan> plan) {
        if (!plan || plan->tag != build.image || plan->scripts.value(0).sha256 != QString::fromLatin1(sha256) || work())
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
