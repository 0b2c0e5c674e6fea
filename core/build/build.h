// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/buildevent.h"
#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/plan/plan.h"

#include <QObject>

#include <memory>

namespace drydock {

struct BuildOptions {
    bool noCache = false;
    bool pull = false; ///< Fetches the base anew first, so that its name means the newer image from now on.
    QStringList secrets = {}; ///< As the engine takes them: "id=token,src=/home/me/token".
    QString builder = {}; ///< Of buildx (--builder), or empty for the one in use.
};

/// How a build ended, kept in the history.
struct BuildEnd {
    enum class Outcome { Succeeded, Failed, Cancelled } outcome = Outcome::Failed;
    QString imageId; ///< Confirmed by the engine, not by the exit status; empty unless succeeded.
    qint64 imageSize = 0; ///< Bytes.
    double seconds = 0;
    QString spool; ///< Absolute path of the whole log.
    Error error; ///< When not succeeded: "build-failed", "engine-not-ready", "cancelled", …; the sentence names step and cause.
};

/// One running build of a written plan folder. The engine's client writes its output to the spool itself; this reads it as
/// it grows. Ends exactly once; destroying it while it runs stops and reaps the client.
class Build : public QObject
{
    Q_OBJECT
public:
    Build(CommandRunner &runner, const Engine &engine, const Network &network, const BuildPlan &plan, const QString &folder,
          const QString &spool, const BuildOptions &options = {}, QObject *parent = nullptr);
    ~Build() override;

    void start();
    void cancel();
    bool isRunning() const;

Q_SIGNALS:
    void happened(const QList<drydock::BuildEvent> &events); ///< In batches, at most ten a second.
    void ended(const drydock::BuildEnd &end);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace drydock
