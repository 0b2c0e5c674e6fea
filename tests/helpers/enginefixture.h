// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/engine.h"
#include "core/network/network.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QFutureWatcher>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace drydock::test {

/// What packaging/base-image.sh makes.
inline const QString prefect1 = QStringLiteral("drydock.local/prefect:1.4.1-python3.9");
inline const QString prefect1Core = QStringLiteral("drydock.local/prefect:core-1.4.1");
inline const QString prefect2 = QStringLiteral("drydock.local/prefect:2.20.25-python3.11");
inline const QString prefect2Broken = QStringLiteral("drydock.local/prefect:2.20.25-python3.11-broken");
inline const QString prefect3Untrusting = QStringLiteral("drydock.local/prefect:3.8.8-python3.13-untrusting");
inline const QString prefect3 = QStringLiteral("drydock.local/prefect:3.8.8-python3.13");

/// Waits with a running event loop for the end of a future. Not by QTest::qWaitFor(): that sleeps ten milliseconds after
/// each look, and what an engine says in pieces would be measured by the number of its pieces.
template <typename T>
Result<T> await(const Future<T> &future, int seconds = 120)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(std::chrono::seconds(seconds), &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (!future.isFinished())
        return failure(QStringLiteral("test-waited-too-long"), QStringLiteral("Nothing came within %1 seconds.").arg(seconds));
    return endOf(future);
}

/// For QVERIFY2: what went wrong, in full.
template <typename T>
QByteArray why(const Result<T> &result)
{
    if (result)
        return {};
    const Error &error = result.error();
    return QString(error.code + QStringLiteral(": ") + error.sentence + QLatin1Char('\n') + error.details).toUtf8();
}

/// How this machine reaches the package index.
inline Network machineNetwork()
{
    QMap<QString, QString> variables;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names)
        variables.insert(name, environment.value(name));
    return findNetwork(variables);
}

/// A real engine for a test: QVERIFY2(fixture.open(), fixture.why()).
class EngineFixture
{
public:
    CommandRunner runner;
    Engine engine;

    /// @param name "docker", "podman" or a program's path; DRYDOCK_TEST_ENGINE says which one is meant otherwise
    bool open(const QString &name = qEnvironmentVariable("DRYDOCK_TEST_ENGINE", QStringLiteral("docker")))
    {
        // Podman's configuration for tests stays apart from the person's.
        if (qEnvironmentVariableIsEmpty("CONTAINERS_CONF"))
            qputenv("CONTAINERS_CONF", DRYDOCK_TEST_CONTAINERS_CONF);
        const auto engines = await(findEngines(runner, {name, {}}));
        if (engines)
            engine = engines->first();
        if (!engine.isReady()) {
            m_why = QStringLiteral("The tests need a real %1: %2 %3 (packaging/setup.sh brings it)")
                        .arg(name, engine.detail, engine.words).toUtf8();
        }
        return engine.isReady();
    }

    /// A docker whose own client has BuildKit inside: a newer one on PATH may lack it where an older one has it.
    bool openBuildKit()
    {
        const QStringList folders = qEnvironmentVariable("PATH").split(QLatin1Char(':'));
        for (const QString &folder : folders) {
            const QString client = QStandardPaths::findExecutable(QStringLiteral("docker"), {folder});
            if (!client.isEmpty() && open(client) && engine.builder != Builder::Classic)
                return true;
        }
        m_why = "No docker on PATH can build with BuildKit.";
        return false;
    }

    /// A docker with buildx, the machine's own or the one that packaging/setup.sh keeps for tests.
    bool openBuildx()
    {
        if (open(QStringLiteral("docker")) && engine.builder == Builder::Buildx)
            return true;
        const QString configuration = QStringLiteral(DRYDOCK_TEST_DEPS "/share/docker");
        QFile program(m_folder.filePath(QStringLiteral("docker")));
        if (engine.isReady() && program.open(QIODevice::WriteOnly)) {
            program.write("#!/bin/sh\nexec '" + engine.command.first().toUtf8() + "' --config '" + configuration.toUtf8() + "' \"$@\"\n");
            program.close();
            program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
            if (open(program.fileName()) && engine.builder == Builder::Buildx)
                return true;
        }
        m_why = "No docker here has buildx (packaging/setup.sh --test brings it).";
        return false;
    }

    /// One call that has to succeed; answers its standard output.
    Result<QByteArray> run(const QStringList &arguments, const QByteArray &input = {})
    {
        Command call = engine.call(arguments);
        call.input = input;
        const auto output = await(runner.run(call), 300);
        if (!output)
            return tl::unexpected<Error>(output.error());
        if (output->exitStatus != 0) {
            return failure(QStringLiteral("call-failed"), QStringLiteral("Exit status %1").arg(output->exitStatus),
                           call.text() + QLatin1Char('\n') + QString::fromUtf8(output->standardError));
        }
        return output->standardOutput;
    }

    /// Whether a base image is there. Podman gets it from Docker when only that has it.
    bool has(const QString &reference)
    {
        if (run({QStringLiteral("image"), QStringLiteral("inspect"), reference}))
            return true;
        if (engine.name == QLatin1String("podman")) {
            EngineFixture docker;
            QTemporaryDir folder;
            const QString archive = folder.filePath(QStringLiteral("image.tar"));
            if (docker.open(QStringLiteral("docker")) && docker.run({QStringLiteral("save"), QStringLiteral("--output"), archive, reference})
                && run({QStringLiteral("load"), QStringLiteral("--input"), archive}))
                return true;
        }
        m_why = QStringLiteral("%1 lacks the base image %2: run packaging/base-image.sh").arg(engine.title(), reference).toUtf8();
        return false;
    }

    const char *why() const { return m_why.constData(); }

private:
    QByteArray m_why;
    QTemporaryDir m_folder;
};

} // namespace drydock::test
