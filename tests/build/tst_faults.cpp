// SPDX-License-Identifier: Apache-2.0
#include "tests/helpers/buildrun.h"
#include "tests/helpers/testserver.h"

#include <csignal>
#include <unistd.h>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// What goes wrong around a build is said in one sentence, leaves the log, and does not hinder the next build. Most of it
/// happens to an engine of this test's own: in a network with no way out, with a disk of its own that is soon full.
class FaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void diskIsFull();
    void networkHasNoRoute();
    void engineIsKilled();
    void registryAnswersWithAnError_data();
    void registryAnswersWithAnError();
    void clientIsKilled();
    void logCannotBeWritten();

private:
    bool startEngine();
    bool waitForEngine();
    bool shell(const QString &program, const QStringList &arguments);

    QTemporaryDir m_folder;
    QProcess m_daemon;
    EngineFixture m_own; ///< The engine that things happen to.
    EngineFixture m_buildKit;
    EngineFixture m_podman;
    QByteArray m_said;
};

static const QByteArray from = "FROM drydock.test/shell:1\n";
/// A number of seconds that no other process of this machine sleeps.
static const QByteArray seconds = QByteArray::number(200'000 + ::getpid());

bool FaultsTest::shell(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool done = process.waitForFinished(60'000) && process.exitCode() == 0;
    m_said = program.toUtf8() + ' ' + arguments.join(u' ').toUtf8() + '\n' + process.readAll();
    return done;
}

/// With namespaces of its own, so that nothing of it outlives this test. An engine that is killed is started again.
bool FaultsTest::startEngine()
{
    const QString script = u"ip link set lo up; mkdir \"$1/root\"; mount -o loop \"$1/disk\" \"$1/root\"; while :; do "
                           "dockerd --data-root \"$1/root\" --exec-root \"$1/exec\" --host \"unix://$1/socket\" --pidfile \"$1/pid\"; "
                           "kill -9 -1; rm -rf \"$1/pid\" \"$1/exec\"; done"_s;
    m_daemon.setProcessChannelMode(QProcess::MergedChannels);
    m_daemon.setStandardOutputFile(m_folder.filePath(u"dockerd.log"_s));
    m_daemon.start(u"unshare"_s, {u"--net"_s, u"--mount"_s, u"--pid"_s, u"--fork"_s, u"--kill-child"_s, u"--mount-proc"_s, u"sh"_s, u"-c"_s, script, u"sh"_s, m_folder.path()});
    return waitForEngine();
}

bool FaultsTest::waitForEngine()
{
    const QStringList version{u"--host"_s, u"unix://"_s + m_folder.filePath(u"socket"_s), u"version"_s};
    return QTest::qWaitFor([&] { return shell(m_buildKit.engine.command.first(), version); }, 30'000);
}

static QList<qint64> processes(const QStringList &arguments)
{
    QProcess search;
    search.start(u"pgrep"_s, arguments);
    search.waitForFinished();
    QList<qint64> ids;
    const QList<QByteArray> lines = search.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (const qint64 id = line.toLongLong(); id > 1)
            ids.append(id);
    }
    return ids;
}

void FaultsTest::initTestCase()
{
    if (::geteuid() != 0)
        QSKIP("An engine of its own, with its disk and network, is root's to start.");
    QVERIFY2(m_buildKit.openBuildKit(), m_buildKit.why());
    QVERIFY2(m_podman.open(u"podman"_s) && m_podman.has(u"drydock.local/python:3.13"_s), m_podman.why());
    // Holes in a file take no room until they are written to.
    QFile disk(m_folder.filePath(u"disk"_s));
    QVERIFY(disk.open(QIODevice::WriteOnly) && disk.resize(400'000'000));
    disk.close();
    QVERIFY2(shell(u"mkfs.ext4"_s, {u"-q"_s, u"-F"_s, disk.fileName()}), m_said);
    QVERIFY2(startEngine(), m_said);
    m_own.engine = m_buildKit.engine;
    m_own.engine.command = {m_buildKit.engine.command.first(), u"--host"_s, u"unix://"_s + m_folder.filePath(u"socket"_s)};
    // A shell and what takes room and time, from a base that is here.
    const QString archive = m_folder.filePath(u"shell.tar"_s);
    const auto files = m_buildKit.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"sh"_s, u"drydock.local/python:3.13"_s, u"-c"_s,
                                       u"cd /; tar -c bin sbin lib $(ls -d lib64 usr/lib64) usr/bin/sh usr/bin/dash usr/bin/sleep usr/bin/fallocate "
                                       "$(find usr/lib -name 'libc.so.6' -o -name 'ld-linux*.so*')"_s});
    QVERIFY2(files, why(files));
    const auto imported = m_own.run({u"import"_s, u"-"_s, u"drydock.test/shell:1"_s}, *files);
    QVERIFY2(imported, why(imported));
}

void FaultsTest::cleanup()
{
    // A registry's faults happen to another engine.
    if (m_daemon.state() == QProcess::NotRunning || QByteArray(QTest::currentTestFunction()).startsWith("registry"))
        return;
    // Whatever happened, the next build works.
    BuildRun run(m_own, from + "RUN echo works\nLABEL drydock.test=faults\n", u"drydock.test/faults:1"_s);
    run.options.noCache = true;
    QVERIFY(run.finish());
    QVERIFY2(run.end.outcome == BuildEnd::Outcome::Succeeded, qPrintable(run.end.error.sentence + run.end.error.details));
}

void FaultsTest::cleanupTestCase()
{
    QTRY_COMPARE(m_own.runner.runningCount(), 0);
    m_daemon.kill();
    m_daemon.waitForFinished();
    QTRY_VERIFY(!sleeps(seconds));
}

void FaultsTest::diskIsFull()
{
    BuildRun run(m_own, from + "RUN echo begun && fallocate -l 500M /large\n");
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"no-space"_s);
    QCOMPARE(run.end.error.sentence, u"Step 2 of 2 failed. The disk is full. Remove images or files that are no longer needed, then build again."_s);
    QVERIFY2(run.log().contains("begun") && run.logEndsWithTheSentence(), run.log());
}

void FaultsTest::networkHasNoRoute()
{
    BuildRun run(m_own, "FROM registry.drydock.test/absent:1\n");
    QVERIFY(run.finish());
    QCOMPARE(run.end.error.code, u"base-not-found"_s);
    QVERIFY2(run.end.error.sentence.startsWith(u"The base image registry.drydock.test/absent:1 has to be fetched, and its registry was not reached."_s),
             qPrintable(run.end.error.sentence));
    QVERIFY2(run.logEndsWithTheSentence(), run.log());
}

void FaultsTest::engineIsKilled()
{
    BuildRun run(m_own, from + "RUN echo begun && sleep " + seconds + "\n", u"drydock.test/faults:killed"_s);
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.output().contains(u"begun"_s), 60'000);
    const QList<qint64> daemons = processes({u"-f"_s, u"--"_s, u"^dockerd .*"_s + m_folder.filePath(u"pid"_s)});
    QCOMPARE(daemons.size(), 1);
    ::kill(pid_t(daemons.first()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(run.ends, 1, 20'000);
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QVERIFY2(run.end.error.code == u"engine-not-ready"_s, run.log().right(400));
    QVERIFY2(run.end.error.sentence.endsWith(u"Docker does not answer. Start it, then build again."_s), qPrintable(run.end.error.sentence));
    QVERIFY2(run.log().contains("begun") && run.logEndsWithTheSentence(), run.log());
    QVERIFY2(waitForEngine(), m_said);
    QVERIFY(!m_own.run({u"image"_s, u"inspect"_s, u"drydock.test/faults:killed"_s}));
}

void FaultsTest::registryAnswersWithAnError_data()
{
    QTest::addColumn<bool>("podman");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("part");
    QTest::newRow("broken") << false << u"500"_s << u"has a fault of its own (500 Internal Server Error)"_s;
    QTest::newRow("too many requests") << false << u"429"_s << u"refuses further requests"_s;
    QTest::newRow("broken, Podman") << true << u"500"_s << u"has a fault of its own (500"_s;
}

void FaultsTest::registryAnswersWithAnError()
{
    QFETCH(bool, podman);
    QFETCH(QString, status);
    QFETCH(QString, part);
    Server server;
    QVERIFY(server.start({u"answer"_s, status}));
    BuildRun run(podman ? m_podman : m_buildKit, "FROM 127.0.0.1:" + server.port.toLatin1() + "/base:1\n");
    if (podman)
        run.plan.command.insert(2, u"--tls-verify=false"_s);
    QVERIFY(run.finish());
    QCOMPARE(run.end.error.code, u"registry-failed"_s);
    QVERIFY2(run.end.error.sentence.contains(part) && run.end.error.sentence.contains(server.port), qPrintable(run.end.error.sentence));
    QVERIFY2(run.logEndsWithTheSentence(), run.log());
}

void FaultsTest::clientIsKilled()
{
    BuildRun run(m_own, from + "RUN echo begun && sleep " + seconds + "\n", u"drydock.test/faults:client"_s);
    run.options.noCache = true;
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.output().contains(u"begun"_s), 60'000);
    const QList<qint64> clients = processes({u"-P"_s, QString::number(::getpid()), u"-f"_s, u"--"_s, u"--iidfile"_s});
    QCOMPARE(clients.size(), 1);
    ::kill(pid_t(clients.first()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(run.ends, 1, 20'000);
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"client-ended"_s);
    QVERIFY2(run.end.error.sentence.contains(u"was ended from outside"_s), qPrintable(run.end.error.sentence));
    QVERIFY2(run.log().contains("begun") && run.logEndsWithTheSentence(), run.log());
    // The engine ends what nobody waits for any more.
    QTRY_VERIFY_WITH_TIMEOUT(!sleeps(seconds), 10'000);
    QVERIFY(!m_own.run({u"image"_s, u"inspect"_s, u"drydock.test/faults:client"_s}));
}

void FaultsTest::logCannotBeWritten()
{
    // Root may write everywhere except where nothing can be written at all.
    BuildRun run(m_own, from);
    run.spool = u"/proc/build.log"_s;
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"spool-not-writable"_s);
    QVERIFY(run.end.error.sentence.contains(u"/proc/build.log"_s));
    QCOMPARE(run.ends, 1);
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
