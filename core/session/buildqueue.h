// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "core/check/check.h"
#include "core/store/store.h"

#include <QObject>

#include <optional>
#include <vector>

namespace drydock {

class ImageShelf;
struct SessionContext;

/// A stretch of lines of the log that belong to one step.
struct StepLines
{
    int step = 0;
    int first = 0;
    int last = 0;
};

/// A build with its checks, or checks alone, from being asked for to its end.
struct Work
{
    enum class State { Waiting, Building, Checking, Ended };
    qint64 id = 0;
    QStringList document; ///< The opened paths that it belongs to.
    State state = State::Waiting;
    std::optional<BuildPlan> plan; ///< Unset: checks alone.
    QString folder; ///< Where the plan goes.
    BuildOptions options;
    bool checks = true;
    CheckRequest request;

    QList<BuildEvent> events; ///< StepOutput is left out (it is in the spool).
    QList<StepLines> lines; ///< Which steps the spool's lines belong to.
    QString spool;
    QDateTime started; ///< UTC; of the build, or of the checks where there is none.
    std::optional<BuildEnd> end;
    std::optional<CheckReport> report;
    std::optional<Error> checkError;

    QString image() const { return plan && !plan->tag.isEmpty() ? plan->tag : request.image; }
    bool isGood() const { return (!end || end->outcome == BuildEnd::Outcome::Succeeded) && !checkError && (!report || report->passed()); }
};

/// Builds one after another in the order they were asked for, each with its checks; checks alone do not wait. Whatever is
/// opened meanwhile, they go on. Everything that ran is recorded in the history.
class BuildQueue : public QObject
{
    Q_OBJECT
public:
    BuildQueue(const SessionContext &context, ImageShelf &shelf, QObject *parent = nullptr);
    ~BuildQueue() override;

    void build(const QStringList &document, const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check);
    void check(const QStringList &document, const CheckRequest &request);
    void stop(qint64 id); ///< What waits leaves the queue at once, as stopped.

    /// What runs and waits, in order.
    QList<const Work *> unfinished() const;
    /// The last one that was asked for, ended or not; null when there is none.
    const Work *latestOf(const QStringList &document) const;

Q_SIGNALS:
    void changed(const drydock::Work &work);
    void buildHappened(const drydock::Work &work, const QList<drydock::BuildEvent> &events);
    void buildEnded(const drydock::Work &work);
    void checksEnded(const drydock::Work &work);
    void ended(const drydock::Work &work);
    void recorded();

private:
    struct Place;
    Place *add(const QStringList &document);
    void startNext();
    void write(Place *place);
    void startBuild(Place *place);
    void endBuild(Place *place, const BuildEnd &end);
    void startChecks(Place *place);
    void finish(Place *place);
    void record(HistoryEntry entry, const Work &work);
    QString newSpool(const QString &kind, const Work &work) const;

    const SessionContext &m_context;
    ImageShelf &m_shelf;
    std::vector<Place *> m_places; ///< In the order they were asked for.
    qint64 m_lastId = 0;
};

} // namespace drydock
