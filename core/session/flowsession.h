// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "core/check/check.h"
#include "core/coverage/trial.h"
#include "core/plan/plan.h"
#include "core/script/inspect.h"
#include "core/store/settings.h"
#include "core/store/store.h"

#include <QFileSystemWatcher>
#include <QObject>

#include <memory>

namespace drydock {

/// What works for the open document right now.
enum class Activity { None, Reading, FindingEngine, ListingImages, LookingInside, TryingImports, Resolving, Planning, Building, Checking };

/// Everything that a client shows: an immutable value, replaced whole when something changed. Copying is cheap.
struct Snapshot {
    QStringList paths; ///< What was opened, absolute.
    QList<FlowScript> scripts;
    std::optional<Error> scriptError; ///< Why the script could not be read.

    QList<Engine> engines; ///< Empty until looked for.
    Engine engine; ///< The one in use; state Absent when none is ready.
    bool engineKnown = false;

    Coverage coverage; ///< Follows images and trials as they arrive.
    QStringList unread; ///< References of images not looked inside yet.
    bool consentNeeded = false; ///< Images are at hand and the person was not asked yet whether to look inside.

    Advice advice; ///< Valid when scripts is not empty.
    std::optional<Resolution> resolution; ///< Of what the advice adds to its base.
    std::optional<Error> resolutionError;

    QList<Activity> activities; ///< Empty when everything is settled.
    int progress = 0; ///< Images looked inside …
    int progressOf = 0; ///< … of these many in this round.

    std::optional<BuildPlan> plan; ///< The last one made for this document.
    QString planFolder; ///< Where it was written.
    QList<BuildEvent> buildEvents; ///< Of the running or last build; StepOutput is left out (it is in the spool).
    QString buildSpool;
    std::optional<BuildEnd> buildEnd;
    std::optional<CheckReport> checks; ///< Of the last build or chosen image.
    std::optional<Error> checkError;
    QList<HistoryEntry> history; ///< Of this document, newest first.

    bool isBusy(Activity activity) const { return activities.contains(activity); }
    bool isWorking() const { return isBusy(Activity::Building) || isBusy(Activity::Checking); }
    const FlowScript *script() const { return scripts.isEmpty() ? nullptr : &scripts.first(); }
};

/// What a session needs of the world; passed in once.
struct SessionContext {
    CommandRunner *runner = nullptr;
    Store *store = nullptr;
    Network network;
    EngineChoice engineChoice;
    InspectOptions inspectOptions;
    QString uv; ///< Program, or empty.
    QString dataFolder; ///< Where plans and spools are kept.
    bool watchFiles = false; ///< Read scripts again when they change on disk.
};

/// The one owner of an open document: scripts, choices and running work. Inputs in, snapshots out; it holds and forwards,
/// and computes nothing itself. The window and drydock-cli are both clients of it.
class FlowSession : public QObject
{
    Q_OBJECT
public:
    explicit FlowSession(SessionContext context, QObject *parent = nullptr);
    ~FlowSession() override;

    const Snapshot &snapshot() const;
    const SessionContext &context() const;

    void open(const QStringList &paths); ///< Reads; nothing runs.
    void close();
    void findEngine(const EngineChoice &choice = {}); ///< Then lists images.
    void refreshImages();
    void allowLookingInside(LookInside answer); ///< Always reads all unread images.
    void lookInside(const QStringList &references); ///< Only these.
    void tryImports(const QString &reference);
    void setRunsOn(const QString &runsOn);
    void setImportMap(const QMap<QString, QString> &importMap);
    void setNetwork(const Network &network);

    /// What the requirements need on a base; the answer is in the snapshot's resolution.
    void resolve(const QStringList &requirements, const QString &base, bool allowSource = false);
    /// Resolves if needed, makes the plan, and ends with it or the reason why not. Nothing is written.
    Future<BuildPlan> plan(const PlanChoices &choices);
    /// Writes the plan and builds it, then checks. With an edited plan, that one.
    void build(const BuildPlan &plan, const QString &folder = {}, const BuildOptions &options = {}, bool check = true);
    void check(const CheckRequest &request);
    void stop(); ///< The running build or checks.

Q_SIGNALS:
    void changed(); ///< At most ten times a second while something runs.
    void buildHappened(const QList<drydock::BuildEvent> &events); ///< All events, output included.
    void buildEnded();
    void checksEnded();
    void settled(); ///< Nothing runs any more.

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace drydock
