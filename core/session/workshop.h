// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/buildqueue.h"
#include "core/strategy/advice.h"

#include <QObject>

#include <optional>

namespace drydock {

class ImageShelf;
class Resolutions;
struct SessionContext;

/// What the open document goes through from the advice to a tested image: plans, hands over to the queue, and keeps what the
/// last build and the last checks left.
class Workshop : public QObject
{
    Q_OBJECT
public:
    Workshop(const SessionContext &context, ImageShelf &shelf, Resolutions &resolutions, BuildQueue &queue, QObject *parent = nullptr);
    ~Workshop() override;

    void setDocument(const QStringList &paths); ///< Forgets what belongs to the one before. What runs for it goes on in the queue.

    /// Takes the last build and its checks from the history, while the script and the image still are what they were then.
    void restore(const FlowScript &script);

    Future<BuildPlan> plan(const QList<FlowScript> &scripts, const Advice &advice, const PlanChoices &choices);
    QString planFolder() const; ///< The document's own, in the data folder.
    void build(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check);
    void check(const CheckRequest &request);
    void forget(const HistoryEntry &entry);
    void refuse(const Error &error); ///< A build that was asked for could not be planned.
    void stop(); ///< What runs or waits for this document.
    const Work *work() const; ///< The same, or null.

    /// What the last build or check left.
    struct State {
        std::optional<BuildPlan> plan;
        QString planFolder;
        QList<BuildEvent> buildEvents; ///< Without StepOutput.
        QString buildSpool;
        QDateTime buildStarted;
        std::optional<BuildEnd> buildEnd;
        std::optional<CheckReport> checks;
        std::optional<Error> checkError;
        QList<HistoryEntry> history;
    };
    const State &state() const { return m_state; }
    const QList<PastBuild> &pastBuilds() const { return m_pastBuilds; } ///< Of this machine, of any script.

    bool isPlanning() const { return m_planning > 0; }

Q_SIGNALS:
    void changed();
    void historyRead();
    void buildsRead(); ///< Other past builds are known than before.

private:
    Future<BuildPlan> planOn(const PlanRequest &request); ///< Everything but the resolution is in it.
    void take(const Work &work);
    void readHistory();

    const SessionContext &m_context;
    ImageShelf &m_shelf;
    Resolutions &m_resolutions;
    BuildQueue &m_queue;
    QStringList m_paths; ///< The document: what was opened.
    State m_state;
    int m_planning = 0;
    Job<QList<HistoryEntry>> m_readingHistory;
    Job<QList<HistoryEntry>> m_readingBuilds;
    QList<PastBuild> m_pastBuilds;
    Job<BuildPlan> m_restoring;
};

} // namespace drydock
