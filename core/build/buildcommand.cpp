// SPDX-License-Identifier: Apache-2.0
#include "core/build/buildcommand.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

bool hasMounts(Builder builder)
{
    return builder != Builder::Classic;
}

Command buildCommand(const Engine &engine, const Network &network, const BuildPlan &plan, const QString &folder,
                     const BuildOptions &options, const BuildFiles &files)
{
    // The engine may be reached in another way than when the plan was made, so only what follows its prefix counts.
    const qsizetype verb = plan.command.indexOf("build"_L1);
    QStringList arguments = plan.command.mid(verb < 0 ? plan.command.size() : verb + 1);
    const QString context = arguments.isEmpty() ? u"."_s : arguments.takeLast();

    const auto add = [&arguments](const QStringList &words) {
        if (!arguments.contains(words.first()))
            arguments += words;
    };
    if (engine.builder == Builder::BuildKit || engine.builder == Builder::Buildx)
        add({engine.hasRawProgress ? u"--progress=rawjson"_s : u"--progress=plain"_s});
    if (engine.builder == Builder::Buildx)
        add({u"--load"_s});
    if (engine.builder == Builder::Buildx && !options.builder.isEmpty())
        add({u"--builder"_s, options.builder});
    if (engine.builder == Builder::Buildah)
        add({u"--layers"_s});
    // Else the container of a failed step stays behind.
    if (engine.builder == Builder::Classic)
        add({u"--force-rm"_s});
    add({u"--iidfile"_s, files.imageId});
    if (options.noCache)
        add({u"--no-cache"_s});
    if (hasMounts(engine.builder) && !network.certificates.isEmpty())
        arguments += {u"--secret"_s, u"id=certificates,src="_s + network.certificates};
    if (hasMounts(engine.builder) && !files.index.isEmpty())
        arguments += {u"--secret"_s, u"id=index,src="_s + files.index};

    for (const QString &secret : options.secrets)
        arguments += {u"--secret"_s, secret};

    QMap<QString, QString> environment;
    if (!network.proxy.isEmpty()) {
        // Tools disagree about the case: apt and curl read the lower one.
        for (const QString &name : {u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"http_proxy"_s, u"https_proxy"_s}) {
            arguments += {u"--build-arg"_s, name};
            environment.insert(name, network.proxy);
        }
    }
    if (network.isOnThisMachine())
        add({u"--network"_s, u"host"_s});

    // Old clients have a builder of their own under `build`, whichever plugins there are.
    const QStringList verbs = engine.builder == Builder::Buildx ? QStringList{u"buildx"_s, u"build"_s} : QStringList{u"build"_s};
    Command command = engine.call(verbs + arguments + QStringList{context});
    command.environment.insert(environment);
    if (engine.name == "docker"_L1) {
        command.environment.insert(u"DOCKER_BUILDKIT"_s, engine.builder == Builder::Classic ? u"0"_s : u"1"_s);
        // The daemon builds, so that nothing is lost with a client that waits for it, as it does while an image is being written.
        command.grace = 700ms;
    }
    command.workingDirectory = folder;
    return command;
}

} // namespace drydock
