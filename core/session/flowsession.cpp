// SPDX-License-Identifier: Apache-2.0
#include "core/session/flowsession.h"

#include "core/script/defaultimage.h"
#include "core/session/imageshelf.h"
#include "core/session/resolutions.h"
#include "core/session/scriptreader.h"
#include "core/session/workshop.h"

#include <QDir>
#include <QtConcurrent>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

/// How many of the best images an eager session tries the imports in: each takes seconds of the machine.
constexpr int imagesTriedUnasked = 3;

static QueuedWork queued(const Work &work)
{
    QueuedWork queued{work.id, work.document, work.image(), work.state, work.plan.has_value(), work.started};
    for (const BuildEvent &event : work.events) {
        if (const auto *step = std::get_if<StepStarted>(&event)) {
            queued.step = std::max(queued.step, step->step);
            queued.of = std::max(queued.of, step->of);
        }
    }
    return queued;
}

FlowSession::FlowSession(SessionContext context, QObject *parent) : QObject(parent), m_context(std::move(context))
{
    m_reader = std::make_unique<ScriptReader>(m_context.eager);
    m_shelf = std::make_unique<ImageShelf>(*m_context.runner, *m_context.store, m_context.eager);
    m_shelf->setMirror(m_context.network.mirror);
    m_resolutions = std::make_unique<Resolutions>(m_context, *m_shelf);
    m_queue = std::make_unique<BuildQueue>(m_context, *m_shelf);
    m_workshop = std::make_unique<Workshop>(m_context, *m_shelf, *m_resolutions, *m_queue);
    m_announce.setSingleShot(true);

    connect(&m_announce, &QTimer::timeout, this, &FlowSession::announce);
    connect(m_reader.get(), &ScriptReader::changed, this, [this] {
        restore();
        assess();
        touch();
    });
    connect(m_reader.get(), &ScriptReader::progressed, this, &FlowSession::touch);
    connect(m_shelf.get(), &ImageShelf::changed, this, [this] {
        restore();
        assess();
        touch();
    });
    connect(m_resolutions.get(), &Resolutions::changed, this, &FlowSession::touch);
    connect(m_resolutions.get(), &Resolutions::answered, this, [this] {
        assess();
        touch();
    });
    connect(m_workshop.get(), &Workshop::historyRead, this, &FlowSession::restore);
    connect(m_workshop.get(), &Workshop::buildsRead, this, &FlowSession::assess);
    connect(m_workshop.get(), &Workshop::changed, this, [this] {
        touch();
        askForNewerBase();
    });
    const auto isShown = [this](const Work &work) { return m_queue->latestOf(m_snapshot.paths) == &work; };
    connect(m_queue.get(), &BuildQueue::buildHappened, this, [this, isShown](const Work &work, const QList<BuildEvent> &events) {
        if (isShown(work))
            Q_EMIT buildHappened(events);
    });
    connect(m_queue.get(), &BuildQueue::buildEnded, this, [this, isShown](const Work &work) {
        gather();
        if (work.options.pull) {
            m_snapshot.newerBase.clear();
            m_askedBase.clear();
            refreshImages(); // The base's name means another one now.
        }
        if (isShown(work))
            Q_EMIT buildEnded();
    });
    connect(m_queue.get(), &BuildQueue::checksEnded, this, [this, isShown](const Work &work) {
        gather();
        if (isShown(work))
            Q_EMIT checksEnded();
    });
    connect(m_queue.get(), &BuildQueue::ended, this, [this, isShown](const Work &work) {
        if (!isShown(work))
            Q_EMIT endedElsewhere(work);
    });
}

FlowSession::~FlowSession() = default;

void FlowSession::open(const QStringList &paths)
{
    QStringList absolute;
    for (const QString &path : paths)
        absolute.append(QDir::cleanPath(QDir::current().absoluteFilePath(path)));
    m_snapshot.paths = absolute;
    m_snapshot.coverage = {};
    m_snapshot.advice = {};
    m_snapshot.newerBase.clear();
    m_askedBase.clear();
    m_askingBase.cancel();
    m_runsOn.clear();
    m_resolutions->clear();
    m_workshop->setDocument(absolute);
    m_reader->open(absolute, m_context.inspectOptions);
    if (m_context.eager && !m_shelf->isEngineKnown() && !m_shelf->isFindingEngine())
        findEngine(m_context.engineChoice);
}

void FlowSession::close()
{
    m_snapshot.paths.clear();
    m_snapshot.coverage = {};
    m_snapshot.advice = {};
    m_resolutions->clear();
    m_workshop->setDocument({});
    m_reader->open({}, m_context.inspectOptions);
}

void FlowSession::stopReading()
{
    m_reader->stop();
}

void FlowSession::readAgain()
{
    m_reader->readAgain(m_context.inspectOptions);
}

void FlowSession::setProvidedBy(const QMap<QString, QMap<QString, QString>> &providedBy)
{
    if (m_context.inspectOptions.providedBy == providedBy)
        return;
    m_context.inspectOptions.providedBy = providedBy;
    if (!m_snapshot.paths.isEmpty())
        readAgain();
}

void FlowSession::findEngine(const EngineChoice &choice)
{
    m_context.engineChoice = choice;
    m_shelf->findEngine(choice);
}

void FlowSession::refreshImages()
{
    m_shelf->refresh();
}

void FlowSession::chooseImages(const QStringList &references)
{
    m_chosen = references;
    assess();
    touch();
}

void FlowSession::allowLookingInside(LookInside answer)
{
    m_lookInside = answer;
    touch();
    goOn();
}

void FlowSession::lookInside(const QStringList &references)
{
    m_shelf->lookInside(references);
}

void FlowSession::stopLookingInside()
{
    m_lookInside = LookInside::OnlyWhenChosen;
    m_shelf->stopLookingInside();
    touch();
}

Future<CommandOutput> FlowSession::startEngine()
{
    const Engine &engine = m_shelf->engine();
    const Remedy remedy = remedyFor(engine);
    if (!remedy.startsByItself)
        return readyFuture<CommandOutput>(failure(u"engine-not-started"_s, tr("%1 cannot be started from here.").arg(engine.title())));
    Command start = engine.call(remedy.command.mid(1));
    start.program = remedy.command.first();
    start.timeout = 5min; // A virtual machine boots.
    return andThen(m_context.runner->run(start), this, [this, engine, start](const CommandOutput &output) -> Result<CommandOutput> {
        findEngine(m_context.engineChoice);
        if (output.exitStatus != 0) {
            return failure(u"engine-not-started"_s, tr("%1 could not be started.").arg(engine.title()),
                           start.text() + u'\n' + QString::fromUtf8(output.standardError.right(4000)).trimmed());
        }
        return output;
    });
}

Future<Image> FlowSession::findImage(const QString &reference)
{
    return m_shelf->read(reference);
}

void FlowSession::tryImports(const QStringList &references)
{
    m_shelf->tryImports(references, triableOf(m_snapshot.coverage.needs), true);
}

Future<QList<ImageLayer>> FlowSession::layersOf(const QString &reference)
{
    const Image *image = m_shelf->find(reference);
    return image ? drydock::layersOf(*m_context.runner, m_shelf->engine(), *image)
                 : readyFuture<QList<ImageLayer>>(failure(u"image-not-found"_s, tr("%1 is not here any more.").arg(reference)));
}

void FlowSession::setRunsOn(const QString &runsOn)
{
    if (runsOn == m_runsOn)
        return;
    m_runsOn = runsOn;
    assess();
    touch();
}

void FlowSession::setNetwork(const Network &network)
{
    m_context.network = network;
    m_shelf->setMirror(network.mirror);
    m_resolutions->clear();
    assess();
    touch();
}

void FlowSession::resolve(const Question &question, const PlanChoices &choices)
{
    m_resolutions->ask(question, boundsOf(choices, m_snapshot.advice, m_snapshot.scripts));
}

bool FlowSession::resolveNext(bool allowSource)
{
    if (!m_context.network.allowed || m_context.uv.isEmpty())
        return false;
    for (const FlowGroup &group : std::as_const(m_snapshot.groups)) {
        const Question question{group.advice.base, group.advice.requirements, allowSource};
        // Of one script the alternatives' costs are of interest too.
        const bool isCovered = m_snapshot.groups.size() > 1 && group.advice.recommended == Strategy::DefaultImage;
        if (isCovered || question.requirements.isEmpty() || answerTo(question, m_resolutions->answers()))
            continue;
        m_resolutions->ask(question, boundsOf({}, group.advice, scriptsOf(group, m_snapshot.scripts)));
        return true;
    }
    return false;
}

Future<BuildPlan> FlowSession::plan(const PlanChoices &choices)
{
    return m_workshop->plan(m_snapshot.scripts, m_snapshot.advice, choices);
}

QString FlowSession::planFolder() const
{
    return m_workshop->planFolder();
}

void FlowSession::restore()
{
    if (m_context.eager && !m_reader->reading().scripts.isEmpty())
        m_workshop->restore(m_reader->reading().scripts.constFirst());
}

QList<Image> FlowSession::comparedImages() const
{
    if (m_chosen.isEmpty())
        return m_shelf->images();
    QList<Image> images;
    for (const QString &reference : m_chosen)
        if (const Image *image = m_shelf->find(reference))
            images.append(*image);
    return images;
}

void FlowSession::assess()
{
    if (m_assessing.isRunning()) {
        m_assessAgain = true;
        return;
    }
    const QList<FlowScript> scripts = m_reader->reading().scripts;
    if (scripts.isEmpty()) {
        m_snapshot.coverage = {};
        m_snapshot.advice = {};
        m_snapshot.groups = {};
        return;
    }
    Situation situation;
    situation.scripts = scripts;
    situation.runsOn = m_runsOn;
    situation.pastBuilds = m_workshop->pastBuilds();
    auto work = [situation, indexes = m_indexes, images = comparedImages(), trials = m_shelf->trials(), answers = m_resolutions->answers()]() mutable -> Result<Assessment> {
        situation.coverage = compare(situation.scripts, images, trials, indexes.get());
        Advice advice = advise(situation, answers);
        QList<FlowGroup> groups = situation.scripts.size() > 1 ? groupsOf(situation, answers, trials, indexes.get()) : QList<FlowGroup>{soleGroup(situation, advice)};
        return Assessment{situation.coverage, advice, std::move(groups), defaultImageOf(situation.scripts)};
    };
    m_assessing.start<>(QtConcurrent::run(work), [this](Result<Assessment> end) {
        // What was opened meanwhile, or closed, does not get the answer about another document.
        if (end && !m_assessAgain) {
            m_snapshot.coverage = std::move(end->coverage);
            m_snapshot.advice = std::move(end->advice);
            m_snapshot.groups = std::move(end->groups);
            const Image *standard = m_shelf->find(end->defaultImage);
            m_snapshot.defaultImage = standard ? standard->reference : end->defaultImage;
        }
        if (std::exchange(m_assessAgain, false))
            assess();
        else
            goOn();
        touch();
    });
}

void FlowSession::goOn()
{
    if (!m_shelf->engine().isReady() || m_shelf->isListing())
        return;
    askForNewerBase();
    if (m_lookInside == LookInside::Always) {
        QStringList unread;
        for (const Image &image : m_shelf->images())
            if (!image.contents)
                unread.append(image.reference);
        if (!unread.isEmpty() && !m_shelf->isLookingInside())
            m_shelf->lookInside(unread);
    }
    if (!m_context.eager || m_shelf->isLookingInside() || m_snapshot.scripts.isEmpty())
        return;
    if (m_lookInside == LookInside::Always && !m_shelf->isTrying()) {
        const QStringList triable = triableOf(m_snapshot.coverage.needs);
        QStringList best;
        for (const ImageCoverage &each : m_snapshot.coverage.images.first(qMin(imagesTriedUnasked, m_snapshot.coverage.images.size())))
            if (!m_shelf->untried(each.image, triable).isEmpty())
                best.append(each.image.reference);
        if (!best.isEmpty())
            m_shelf->tryImports(best, triable);
    }
    if (!m_resolutions->isAsking())
        resolveNext();
}

void FlowSession::gather()
{
    const ScriptReader::Reading &reading = m_reader->reading();
    m_snapshot.scripts = reading.scripts;
    m_snapshot.skipped = reading.skipped;
    m_snapshot.filesRead = int(m_reader->progress().first);
    m_snapshot.filesOf = int(m_reader->progress().second);
    m_snapshot.readingStopped = m_reader->isStopped();
    m_snapshot.scriptError = m_reader->error();

    m_snapshot.engines = m_shelf->engines();
    m_snapshot.engine = m_shelf->engine();
    m_snapshot.engineKnown = m_shelf->isEngineKnown();
    m_snapshot.engineNotice = standInNotice(m_shelf->engines(), m_context.engineChoice);
    m_snapshot.images = m_shelf->images();
    m_snapshot.imageError = m_shelf->error();
    m_snapshot.beingRead = m_shelf->beingRead();
    m_snapshot.progress = m_shelf->progress();
    m_snapshot.progressOf = m_shelf->progressOf();
    m_snapshot.unread.clear();
    for (const Image &image : m_shelf->images())
        if (!image.contents)
            m_snapshot.unread.append(image.reference);
    m_snapshot.consentNeeded = !m_lookInside && !m_snapshot.unread.isEmpty();

    const Workshop::State &work = m_workshop->state();
    m_snapshot.answers = m_resolutions->answers();
    m_snapshot.plan = work.plan;
    m_snapshot.planFolder = work.planFolder;
    m_snapshot.buildEvents = work.buildEvents;
    m_snapshot.buildSpool = work.buildSpool;
    m_snapshot.buildStarted = work.buildStarted;
    m_snapshot.buildEnd = work.buildEnd;
    m_snapshot.checks = work.checks;
    m_snapshot.checkError = work.checkError;
    m_snapshot.history = work.history;
    m_snapshot.pastBuilds = m_workshop->pastBuilds();
    m_snapshot.queue.clear();
    for (const Work *each : m_queue->unfinished())
        m_snapshot.queue.append(queued(*each));
    const Work *own = m_workshop->work();
    const auto isAt = [own](Work::State state) { return own && own->state == state; };

    const std::pair<bool, Activity> running[]{
        {m_reader->isBusy(), Activity::Reading},
        {m_shelf->isFindingEngine(), Activity::FindingEngine},
        {m_shelf->isListing(), Activity::ListingImages},
        {m_shelf->isLookingInside(), Activity::LookingInside},
        {m_shelf->isTrying(), Activity::TryingImports},
        {m_assessing.isRunning(), Activity::Comparing},
        {m_resolutions->isAsking(), Activity::Resolving},
        {m_workshop->isPlanning(), Activity::Planning},
        {isAt(Work::State::Waiting), Activity::Waiting},
        {isAt(Work::State::Building), Activity::Building},
        {isAt(Work::State::Checking), Activity::Checking},
    };
    m_snapshot.activities.clear();
    for (const auto &[isRunning, activity] : running)
        if (isRunning)
            m_snapshot.activities.append(activity);
}

void FlowSession::touch()
{
    gather();
    if (m_snapshot.activities.isEmpty())
        m_announce.start(0ms);
    else if (!m_announce.isActive())
        m_announce.start(100ms);
}

void FlowSession::announce()
{
    gather();
    const bool isBusy = !m_snapshot.activities.isEmpty();
    Q_EMIT changed();
    if (m_wasBusy && !isBusy)
        Q_EMIT settled();
    m_wasBusy = isBusy;
}

} // namespace drydock
