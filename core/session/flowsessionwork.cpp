// SPDX-License-Identifier: Apache-2.0
// What a session builds, checks and keeps of it.
#include "core/session/flowsession.h"

#include "core/build/builtimages.h"
#include "core/build/newerbase.h"
#include "core/session/imageshelf.h"
#include "core/session/resolutions.h"
#include "core/session/scriptreader.h"
#include "core/session/workshop.h"

#include <QJsonDocument>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace drydock {

void FlowSession::build(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check)
{
    m_workshop->build(plan, folder, options, check);
}

const Work *FlowSession::lastWork() const
{
    return m_queue->latestOf(m_snapshot.paths);
}

void FlowSession::buildAgain()
{
    if (const Work *last = lastWork(); last && last->plan) {
        const Work same = *last; // The queue lets go of what ended.
        m_workshop->build(*same.plan, same.folder, same.options, same.checks);
    } else if (m_snapshot.plan) {
        m_workshop->build(*m_snapshot.plan, m_snapshot.planFolder, {}, true);
    }
}

void FlowSession::check(const CheckRequest &request)
{
    m_workshop->check(request);
}

void FlowSession::buildWith(const Proposal &proposal)
{
    PlanChoices choices;
    choices.base = m_snapshot.checks ? m_snapshot.checks->image : QString();
    if (const auto &plan = m_snapshot.plan; plan && (plan->tag.isEmpty() ? plan->base : plan->tag) == choices.base)
        choices = choicesOf(*plan);
    if (choices.requirements.isEmpty())
        choices.requirements = requirementsOf(choices, m_snapshot.advice, m_snapshot.scripts);
    whenEnded(plan(withProposal(choices, proposal)), this, [this](const Result<BuildPlan> &plan) {
        if (plan)
            build(*plan);
        else
            m_workshop->refuse(plan.error());
    });
}

void FlowSession::stop()
{
    m_workshop->stop();
}

void FlowSession::stop(qint64 work)
{
    m_queue->stop(work);
}

void FlowSession::stopAll()
{
    QList<qint64> ids;
    for (const Work *work : m_queue->unfinished())
        ids.prepend(work->id); // From the end, so that nothing new begins.
    for (const qint64 id : std::as_const(ids))
        m_queue->stop(id);
}

QList<StepLines> FlowSession::buildLines() const
{
    const Work *work = lastWork();
    return work && work->spool == m_snapshot.buildSpool ? work->lines : QList<StepLines>();
}

Future<QList<Image>> FlowSession::builtImages()
{
    return drydock::builtImages(*m_context.runner, m_shelf->engine());
}

Future<Image> FlowSession::removeImage(const Image &image)
{
    const auto removed = drydock::removeImage(*m_context.runner, m_shelf->engine(), image);
    whenEnded(removed, this, [this](const Result<Image> &end) {
        if (end)
            refreshImages();
    });
    return removed;
}

void FlowSession::forget(const HistoryEntry &entry)
{
    m_workshop->forget(entry);
}

Future<BuildPlan> FlowSession::rebuild(const HistoryEntry &entry)
{
    const QJsonObject document = QJsonDocument::fromJson(entry.document).object();
    const QString folder = document[u"folder"_s].toString();
    const auto read = QtConcurrent::run([document, folder]() -> Result<BuildPlan> {
        const auto plan = readPlan(folder);
        QJsonObject then = document;
        then.remove(u"folder"_s);
        if (!plan || toJson(*plan) != then) {
            return failure(u"plan-replaced"_s, tr("The plan of this build was replaced by a newer one, or is gone. Plan again with “Choose strategy…”."),
                           plan ? QString() : plan.error().details);
        }
        return plan;
    });
    return andThen(read, this, [this, folder](BuildPlan plan) -> Result<BuildPlan> {
        build(plan, folder);
        return plan;
    });
}

Future<InstallTrial> FlowSession::tryInstall(const Network &network, const std::function<void(const QString &)> &said)
{
    const Image *best = nullptr;
    const auto isFit = [](const Image &image) { return image.python() && !image.contents->pip.isEmpty(); };
    // The one that a build failed on says more than one that may trust others.
    for (const QString &base : {m_snapshot.plan ? m_snapshot.plan->base : QString(), m_snapshot.advice.base})
        if (const Image *image = m_shelf->find(base); !best && image && isFit(*image))
            best = image;
    for (const Image &image : m_shelf->images())
        if (!best && isFit(image))
            best = &image;
    return drydock::tryInstall(*m_context.runner, m_shelf->engine(), network, best ? *best : Image(), said);
}

void FlowSession::askForNewerBase()
{
    const auto &plan = m_snapshot.plan;
    if (!m_context.eager || !m_context.network.allowed || !m_shelf->engine().isReady() || m_workshop->work() || !plan || plan->base.isEmpty() || plan->baseIsLocal || plan->base == m_askedBase)
        return;
    m_askedBase = plan->base;
    m_askingBase.start(newerBase(*m_context.runner, m_shelf->engine(), m_context.network, plan->base), [this, base = plan->base](const Result<std::optional<QString>> &newer) {
        m_snapshot.newerBase = newer && *newer ? base : QString(); // A registry that does not answer is no reason to say anything.
        touch();
    });
}

} // namespace drydock
