// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace drydock {

QStringList confinement()
{
    return {
        u"--rm"_s,
        u"--network"_s, u"none"_s,
        u"--read-only"_s,
        u"--tmpfs"_s, u"/tmp:rw,nosuid,nodev,size=256m"_s,
        u"--cap-drop"_s, u"ALL"_s,
        u"--security-opt"_s, u"no-new-privileges"_s,
        u"--pids-limit"_s, u"512"_s,
        u"--memory"_s, u"2g"_s,
        u"--memory-swap"_s, u"2g"_s,
        u"--no-healthcheck"_s,
        // What it prints is for us; the engine would keep a copy on its disk.
        u"--log-driver"_s, u"none"_s,
    };
}

Command confinedRun(const Engine &engine, const QString &image, const QString &program, const QStringList &arguments,
                    const QStringList &options)
{
    const QString name = u"drydock-"_s + QUuid::createUuid().toString(QUuid::Id128).left(16);
    Command run = engine.call(QStringList{u"run"_s} + confinement()
                              + QStringList{u"--interactive"_s, u"--name"_s, name, u"--entrypoint"_s, program} + options
                              + QStringList{image} + arguments);
    run.cleanup = engine.call({u"rm"_s, u"--force"_s, u"--volumes"_s, name}).arguments;
    return run;
}

} // namespace drydock
