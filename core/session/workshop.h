// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "core/check/check.h"
#include "core/store/store.h"
#include "core/strategy/advice.h"

#include <QObject>

#include <memory>
#include <optional>

namespace drydock {

class ImageShelf;
class Resolutions;
struct SessionContext;

/// From the advice to a tested image: plans, builds and checks, one of each at a time, and records what ran.
class Workshop : public QObject
{
    Q_OBJECT
public:
    Workshop(const SessionContext &context, ImageShelf &shelf, Resolutions &resolutions, QObject *parent = nullptr);
    ~Workshop() override;

    void setDocument(const QStringList &paths); ///< Forgets what belongs to the one before, and stops what still runs for it.

    /// Takes the last build and its checks from the history, while the script and the image still are what they were then.
    void restore(const FlowScript &script);

    Future<BuildPlan> plan(const QList<FlowScript> &scripts, const Advice &advice, const PlanChoices &choices);
    QString planFolder() const; ///< The document's own, in the data folder.
    void build(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check);
    void check(const CheckRequest &request);
    void refuse(const Error &error); ///< A build that was asked for could not be planned.
    void stop();

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
    bool isBuilding() const { return m_build || m_writing.isRunning(); }
    bool isChecking() const { return m_checking.isRunning(); }

Q_SIGNALS:
    void changed();
    void historyRead();
    void buildsRead(); ///< Other past builds are known than before.
    void buildHappened(const QList<drydock::BuildEvent> &events);
    void buildEnded();
    void checksEnded();

private:
    Future<BuildPlan> planOn(const PlanRequest &request); ///< Everything but the resolution is in it.
    void startBuild(const BuildPlan &plan, const QString &folder, const BuildOptions &options, bool check);
    void endBuild(const BuildPlan &plan, const BuildEnd &end, bool check);
    void record(HistoryEntry entry, const QList<BuildPlan::Script> &scripts);
    void readHistory();
    QString newSpool(const QString &kind, const QList<BuildPlan::Script> &scripts) const;

    const SessionContext &m_context;
    ImageShelf &m_shelf;
    Resolutions &m_resolutions;
    QStringList m_paths; ///< The document: what was opened.
    State m_state;
    int m_planning = 0;
    Job<void> m_writing;
    std::unique_ptr<Build> m_build;
    Job<CheckReport> m_checking;
    Job<QList<HistoryEntry>> m_readingHistory;
    Job<QList<HistoryEntry>> m_readingBuilds;
    QList<PastBuild> m_pastBuilds;
    Job<BuildPlan> m_restoring;
};

} // namespace drydock
