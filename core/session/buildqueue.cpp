// SPDX-License-Identifier: Apache-2.0
#include "core/session/buildqueue.h"

#include "core/session/documentfolder.h"
#include "core/session/flowsession.h"
#include "core/session/imageshelf.h"

#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

/// Deleted later, for who is told of an end may ask for the next build at once.
struct BuildQueue::Place : public QObject
{
    using QObject::QObject;
    Work work;
    Job<void> writing;
    std::unique_ptr<Build> build;
    Job<CheckReport> checking;
    bool isBuilding() const { return work.plan && (work.state == Work::State::Building || work.state == Work::State::Checking); }
};

namespace {

/// Lines of one step come together mostly, so stretches are few where lines are many.
void addLine(QList<StepLines> &lines, const StepOutput &output)
{
    if (!lines.isEmpty() && lines.constLast().step == output.step && lines.constLast().last + 1 == output.line)
        lines.last().last = output.line;
    else
        lines.append({output.step, output.line, output.line});
}

bool isCancelled(const Error &error)
{
    return error.code == cancelledError().code;
}

BuildEnd endWith(const Error &error)
{
    BuildEnd end;
    end.error = error;
    if (isCancelled(error))
        end.outcome = BuildEnd::Outcome::Cancelled;
    return end;
}

} // namespace

BuildQueue::BuildQueue(const SessionContext &context, ImageShelf &shelf, QObject *parent) : QObject(parent), m_context(context), m_shelf(shelf) { }

BuildQueue::~BuildQueue() = default;

BuildQueue::Place *BuildQueue::add(const QStringList &document)
{
    // Of what ended, the last one of each document can still be shown.
    std::erase_if(m_places, [&document](Place *place) {
        const bool isOld = place->work.document == document && place->work.state == Work::State::Ended;
        if (isOld)
            place->deleteLater();
        return isOld;
    });
    Place *place = m_places.emplace_back(new Place(this));
    place->work.id = ++m_lastId;
    place->work.document = document;
    return place;
}

void BuildQueue::build(const QStringList &document, const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check)
{
    Place *place = add(document);
    place->work.plan = plan;
    place->work.folder = folder;
    place->work.options = options;
    place->work.checks = check;
    place->work.request = checkRequest(plan);
    Q_EMIT changed(place->work);
    startNext();
}

void BuildQueue::check(const QStringList &document, const CheckRequest &request)
{
    Place *place = add(document);
    place->work.request = request;
    startChecks(place);
}

void BuildQueue::startNext()
{
    const auto isBuilding = [](const Place *place) { return place->isBuilding(); };
    const auto waits = [](const Place *place) { return place->work.state == Work::State::Waiting; };
    if (std::any_of(m_places.begin(), m_places.end(), isBuilding))
        return;
    const auto next = std::find_if(m_places.begin(), m_places.end(), waits);
    if (next != m_places.end())
        write(*next);
}

void BuildQueue::write(Place *place)
{
    place->work.state = Work::State::Building;
    place->work.started = QDateTime::currentDateTimeUtc();
    place->writing.start(QtConcurrent::run(writePlan, *place->work.plan, place->work.folder), [this, place](Result<void> end) {
        if (!end)
            endBuild(place, endWith(end.error()));
        else if (buildsImage(place->work.plan->strategy))
            startBuild(place);
        else if (place->work.checks)
            startChecks(place);
        else
            finish(place);
    });
    Q_EMIT changed(place->work);
}

void BuildQueue::startBuild(Place *place)
{
    Work &work = place->work;
    work.spool = newSpool(u"build"_s, work);
    place->build = std::make_unique<Build>(*m_context.runner, m_shelf.engine(), m_context.network, *work.plan, work.folder, work.spool, work.options);
    connect(place->build.get(), &Build::happened, this, [this, place](const QList<BuildEvent> &events) {
        for (const BuildEvent &event : events) {
            if (const auto *output = std::get_if<StepOutput>(&event))
                addLine(place->work.lines, *output);
            else
                place->work.events.append(event);
        }
        Q_EMIT buildHappened(place->work, events);
        Q_EMIT changed(place->work);
    });
    connect(place->build.get(), &Build::ended, this, [this, place](const BuildEnd &end) {
        place->build.release()->deleteLater();
        endBuild(place, end);
    });
    place->build->start();
    Q_EMIT changed(work);
}

void BuildQueue::endBuild(Place *place, const BuildEnd &end)
{
    Work &work = place->work;
    work.end = end;
    const bool succeeded = end.outcome == BuildEnd::Outcome::Succeeded;
    HistoryEntry entry;
    entry.kind = u"build"_s;
    entry.started = work.started;
    entry.seconds = end.seconds;
    entry.outcome = succeeded ? u"succeeded"_s : end.outcome == BuildEnd::Outcome::Cancelled ? u"cancelled"_s : u"failed"_s;
    entry.sentence = end.error.sentence;
    entry.image = work.plan->tag;
    entry.imageId = end.imageId;
    entry.spool = end.spool;
    QJsonObject document = toJson(*work.plan);
    document.insert(u"folder"_s, work.folder);
    entry.document = QJsonDocument(document).toJson(QJsonDocument::Compact);
    record(entry, work);

    // The matrix shows the new image by what was really read inside it; a failure to read is told by the checks.
    if (succeeded)
        whenEnded(m_shelf.readAgain(work.plan->tag), this, [](const Result<Image> &) { });
    if (succeeded && work.checks)
        startChecks(place);
    Q_EMIT buildEnded(work);
    if (!succeeded || !work.checks)
        finish(place);
}

void BuildQueue::startChecks(Place *place)
{
    place->work.state = Work::State::Checking;
    const QDateTime started = QDateTime::currentDateTimeUtc();
    if (!place->work.started.isValid())
        place->work.started = started;
    place->checking.start(runChecks(*m_context.runner, m_shelf.engine(), m_context.network, place->work.request), [this, place, started](Result<CheckReport> end) {
        Work &work = place->work;
        HistoryEntry entry;
        entry.kind = u"check"_s;
        entry.started = started;
        entry.seconds = double(started.msecsTo(QDateTime::currentDateTimeUtc())) / 1000;
        entry.image = work.request.image;
        if (end) {
            work.report = *end;
            entry.outcome = end->passed() ? u"passed"_s : u"not-passed"_s;
            entry.document = QJsonDocument(toJson(*end)).toJson(QJsonDocument::Compact);
            QSaveFile log(newSpool(u"check"_s, work));
            if (log.open(QIODevice::WriteOnly) && log.write(end->log.toUtf8()) >= 0 && log.commit())
                entry.spool = log.fileName();
        } else {
            work.checkError = end.error();
            entry.outcome = isCancelled(end.error()) ? u"cancelled"_s : u"failed"_s;
            entry.sentence = end.error().sentence;
        }
        record(entry, work);
        work.state = Work::State::Ended;
        Q_EMIT checksEnded(work);
        finish(place);
    });
    Q_EMIT changed(place->work);
}

void BuildQueue::finish(Place *place)
{
    place->work.state = Work::State::Ended;
    Q_EMIT changed(place->work);
    Q_EMIT ended(place->work);
    startNext();
}

void BuildQueue::stop(qint64 id)
{
    const auto found = std::find_if(m_places.begin(), m_places.end(), [id](const Place *place) { return place->work.id == id; });
    if (found == m_places.end())
        return;
    Place *place = *found;
    if (place->work.state == Work::State::Waiting) {
        place->work.end = endWith(cancelledError());
        place->work.state = Work::State::Ended;
        Q_EMIT buildEnded(place->work);
        finish(place);
        return;
    }
    place->writing.cancel();
    if (place->build)
        place->build->cancel();
    place->checking.cancel();
}

QList<const Work *> BuildQueue::unfinished() const
{
    QList<const Work *> works;
    for (const Place *place : m_places)
        if (place->work.state != Work::State::Ended)
            works.append(&place->work);
    return works;
}

const Work *BuildQueue::latestOf(const QStringList &document) const
{
    for (auto place = m_places.rbegin(); place != m_places.rend(); ++place)
        if ((*place)->work.document == document)
            return &(*place)->work;
    return nullptr;
}

void BuildQueue::record(HistoryEntry entry, const Work &work)
{
    const QList<BuildPlan::Script> &scripts = work.plan ? work.plan->scripts : work.request.scripts;
    entry.script = scripts.isEmpty() ? work.document.value(0) : scripts.first().path;
    whenEnded(m_context.store->record(entry), this, [this](const Result<qint64> &) { Q_EMIT recorded(); });
}

QString BuildQueue::newSpool(const QString &kind, const Work &work) const
{
    const QString folder = m_context.dataFolder + u"/logs"_s;
    QDir().mkpath(folder);
    const QList<BuildPlan::Script> &scripts = work.plan ? work.plan->scripts : work.request.scripts;
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmsszzz"_s);
    return folder + u'/' + time + u'-' + kind + u'-' + folderName(scripts.isEmpty() ? work.document : QStringList{scripts.first().path}) + u".log"_s;
}

} // namespace drydock
