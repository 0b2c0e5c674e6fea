// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "core/check/check.h"
#include "core/coverage/trial.h"
#include "core/image/layers.h"
#include "core/plan/plan.h"
#include "core/resolve/installtrial.h"
#include "core/script/inspect.h"
#include "core/store/settings.h"
#include "core/session/buildqueue.h"
#include "core/store/store.h"
#include "core/strategy/groups.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace drydock {

class ImageShelf;
class Resolutions;
class ScriptReader;
class Workshop;

/// What works for the open document right now.
enum class Activity { Reading, FindingEngine, ListingImages, LookingInside, TryingImports, Comparing, Resolving, Planning, Waiting, Building, Checking };

/// A build or checks that are not over, of whatever document.
struct QueuedWork
{
    qint64 id = 0;
    QStringList document;
    QString image;
    Work::State state = Work::State::Waiting;
    bool builds = true; ///< Else it is checks alone.
    QDateTime started; ///< UTC; invalid while it waits.
    int step = 0; ///< Of a build that runs …
    int of = 0; ///< … of so many; 0 while unknown.
    friend bool operator==(const QueuedWork &, const QueuedWork &) = default;
};

/// Everything that a client shows: an immutable value, replaced whole when something changed. Copying is cheap.
struct Snapshot {
    QStringList paths; ///< What was opened, absolute.
    QList<FlowScript> scripts;
    QList<ScriptSearch::Skipped> skipped; ///< What a folder holds that was not read.
    int filesRead = 0; ///< While a folder is read for the first time, and when that was stopped: files looked at …
    int filesOf = 0; ///< … of these many.
    bool readingStopped = false; ///< A folder's reading was stopped: scripts holds what was found until then.
    std::optional<Error> scriptError; ///< Why the last reading failed; scripts holds what an earlier one found.

    QList<Engine> engines; ///< Empty until looked for.
    Engine engine; ///< The one in use; state Absent when none is ready.
    bool engineKnown = false; ///< The search for engines has ended.
    QString engineNotice; ///< Why the engine in use is not the one to be expected, or empty.

    QList<Image> images; ///< At hand; contents arrive one by one.
    std::optional<Error> imageError; ///< Why images could not be listed.
    QStringList unread; ///< References of images not looked inside yet.
    bool consentNeeded = false; ///< Images are at hand and the person was not asked yet whether to look inside.
    QStringList beingRead; ///< Ids of the images being looked inside right now.
    int progress = 0; ///< Images looked inside …
    int progressOf = 0; ///< … of these many in this round.

    Coverage coverage; ///< Follows scripts, images and trials as they arrive.
    QString defaultImage; ///< What Prefect takes when the script names no image, as it is called here; empty when not known.
    Advice advice; ///< Valid when scripts is not empty and coverage was compared.
    QList<FlowGroup> groups; ///< Which of the scripts can share an image; one for a single script.
    Answers answers; ///< What the package index said so far about what the advice adds, and about other questions.

    QList<Activity> activities; ///< Empty when everything is settled.

    std::optional<BuildPlan> plan; ///< The last one made for this document.
    QString planFolder; ///< Where it was written.
    QList<BuildEvent> buildEvents; ///< Of the running or last build; StepOutput is left out (it is in the spool).
    QString buildSpool;
    QDateTime buildStarted; ///< UTC; invalid before the first build.
    std::optional<BuildEnd> buildEnd;
    std::optional<CheckReport> checks; ///< Of the last build or chosen image.
    std::optional<Error> checkError;
    QList<HistoryEntry> history; ///< Of this document, newest first.
    QList<PastBuild> pastBuilds; ///< Of this machine, of any script, newest first.
    QList<QueuedWork> queue; ///< What runs and waits, of all documents, in order.
    QString newerBase; ///< The plan's base, when its registry has another image under that name by now.

    bool isBusy(Activity activity) const { return activities.contains(activity); }
    /// A build or checks of this document run or wait for their turn: what stop() ends.
    bool isWorking() const { return isBusy(Activity::Waiting) || isBusy(Activity::Building) || isBusy(Activity::Checking); }
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
    /// The window: watches files, and goes on by itself from reading to images, trials and costs, as far as it is allowed.
    /// Without it, every step waits for its call.
    bool eager = false;
};

/// The one owner of an open document: scripts, choices and running work. Inputs in, snapshots out; it holds and forwards,
/// and computes nothing itself. The window and drydock-cli are both clients of it.
class FlowSession : public QObject
{
    Q_OBJECT
public:
    explicit FlowSession(SessionContext context, QObject *parent = nullptr);
    ~FlowSession() override;

    const Snapshot &snapshot() const { return m_snapshot; }
    bool isChanging() const { return m_announce.isActive(); } ///< What changed last is still to be announced.
    const SessionContext &context() const { return m_context; }

    void open(const QStringList &paths); ///< Reads files; nothing runs.
    void close(); ///< What is being built goes on.
    void stopReading(); ///< Of a folder; what was found so far stays.
    void readAgain(); ///< The same files and folders, from disk.
    /// What the person says that imports are provided by: script's absolute path → import name → distribution.
    void setProvidedBy(const QMap<QString, QMap<QString, QString>> &providedBy);

    void findEngine(const EngineChoice &choice = {}); ///< Then lists images.
    void refreshImages();
    void chooseImages(const QStringList &references); ///< Compares only these; empty is all.
    void allowLookingInside(LookInside answer); ///< Always: reads all unread images, now and later.
    void lookInside(const QStringList &references);
    void stopLookingInside(); ///< What was read stays; the rest waits until it is asked for.
    /// Runs what makes the engine ready, where a program may do so, and looks again. Error "engine-not-started" or others.
    Future<CommandOutput> startEngine();
    /// One image by any reference, looked inside if it was not yet; it joins the images.
    Future<Image> findImage(const QString &reference);
    void tryImports(const QStringList &references); ///< Confined, in order.
    Future<QList<ImageLayer>> layersOf(const QString &reference); ///< The steps that made an image at hand.

    void setRunsOn(const QString &runsOn); ///< Overrules what the script says; empty takes it back.
    void setNetwork(const Network &network);
    /// The answer comes with the snapshot.
    /// @param choices what besides holds versions down, as plan() will
    void resolve(const Question &question, const PlanChoices &choices = {});
    /// Asks the next of the questions that the advice rests on, of each group of scripts its own. False when all are answered, or
    /// the index may not be asked.
    bool resolveNext(bool allowSource = false);

    /// Resolves if needed, makes the plan with its lines, and ends with it or the reason why not. Nothing is written.
    Future<BuildPlan> plan(const PlanChoices &choices);
    QString planFolder() const; ///< Where build() writes the document's plan when no other folder is said.
    /// Writes the plan and builds it when it is its turn, then checks. With an edited plan, that one.
    /// @param folder where the plan goes; empty is planFolder()
    void build(const BuildPlan &plan, const QString &folder = {}, const BuildOptions &options = {}, bool check = true);
    /// The document's last build or checks of this start of the program, ended or not; null when there are none.
    const Work *lastWork() const;
    void buildAgain(); ///< The last build once more, by the same plan and options.
    void check(const CheckRequest &request);
    /// Makes the plan of the checked image again with what the proposal adds, or one on that image, and builds and checks it.
    void buildWith(const Proposal &proposal);
    void stop(); ///< What runs or waits for this document.
    void stop(qint64 work); ///< One of Snapshot::queue.
    void stopAll();
    /// Which steps the lines of the document's running or last build belong to, of this start of the program.
    QList<StepLines> buildLines() const;

    Future<QList<Image>> builtImages(); ///< See core/build/builtimages.h.
    Future<Image> removeImage(const Image &image);
    /// Takes an entry out of the history, and its log from the disk.
    void forget(const HistoryEntry &entry);
    /// Builds what an entry of the history built, by the same plan. Error "plan-replaced": its folder holds another one now.
    Future<BuildPlan> rebuild(const HistoryEntry &entry);
    /// See core/resolve/installtrial.h; in the best image at hand for it. Error "image-not-found": there is none.
    Future<InstallTrial> tryInstall(const Network &network, const std::function<void(const QString &)> &said);

Q_SIGNALS:
    void changed(); ///< At most ten times a second while something runs.
    void buildHappened(const QList<drydock::BuildEvent> &events); ///< All events, output included.
    void buildEnded();
    void checksEnded();
    void settled(); ///< Nothing runs any more.
    void endedElsewhere(const drydock::Work &work); ///< A build or checks that are not the ones shown.

private:
    struct Assessment {
        Coverage coverage;
        Advice advice;
        QList<FlowGroup> groups;
        QString defaultImage;
    };

    void touch(); ///< Something changed below: gathers, assesses, announces.
    void gather();
    void restore();
    void assess();
    void goOn();
    void askForNewerBase();
    void announce();
    QList<Image> comparedImages() const;

    SessionContext m_context;
    Snapshot m_snapshot;
    QString m_runsOn;
    QStringList m_chosen;
    std::optional<LookInside> m_lookInside;
    std::unique_ptr<ScriptReader> m_reader;
    std::unique_ptr<ImageShelf> m_shelf;
    std::unique_ptr<Resolutions> m_resolutions;
    std::unique_ptr<BuildQueue> m_queue;
    std::unique_ptr<Workshop> m_workshop;
    QString m_askedBase; ///< Whether it is the newest was asked.
    Job<std::optional<QString>> m_askingBase;
    /// Used by one assessment at a time; one that was dropped holds on to it.
    std::shared_ptr<InterpreterIndexes> m_indexes = std::make_shared<InterpreterIndexes>();
    Job<Assessment> m_assessing;
    bool m_assessAgain = false;
    bool m_wasBusy = false;
    QTimer m_announce;
};

} // namespace drydock
