// SPDX-License-Identifier: Apache-2.0
#include "core/build/diskspace.h"

#include "core/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr auto answerTime = 10s;
/// What a build needs beside what it installs.
constexpr qint64 leastSpace = 200'000'000;
/// A wheel is kept in the cache, unpacked beside it, and once more as a layer.
constexpr qint64 timesInstalled = 5;

} // namespace

Future<qint64> freeSpace(CommandRunner &runner, const Engine &engine)
{
    if (engine.remote)
        return readyFuture<qint64>(-1);
    Command info = engine.call({u"info"_s, u"--format"_s, engine.name == "podman"_L1 ? u"{{.Store.GraphRoot}}"_s : u"{{.DockerRootDir}}"_s});
    info.timeout = answerTime;
    return andThen(allOf<CommandOutput>({runner.run(info)}, &runner), &runner, [](const QList<Result<CommandOutput>> &ends) -> Result<qint64> {
        const Result<CommandOutput> &end = ends.first();
        const QString folder = end ? QString::fromUtf8(end->standardOutput).trimmed() : QString();
        // In a virtual machine the folder is somewhere else.
        if (folder.isEmpty() || !QFileInfo(folder).isDir())
            return -1;
        const QStorageInfo storage(folder);
        return storage.isValid() ? storage.bytesAvailable() : -1;
    });
}

std::optional<Error> tooLittleSpace(const Engine &engine, const BuildPlan &plan, qint64 free)
{
    qint64 needed = leastSpace;
    for (const ResolvedDistribution &distribution : plan.requirements)
        needed += timesInstalled * std::max<qint64>(0, distribution.downloadBytes);
    if (free < 0 || free >= needed)
        return std::nullopt;
    return Error{u"no-space"_s,
                 QCoreApplication::translate("Build", "Only %1 are free where %2 keeps its images, and this build needs about %3. Remove images or files that are no longer needed, then build again.")
                     .arg(sizeText(free), engine.title(), sizeText(needed)),
                 {}};
}

} // namespace drydock
