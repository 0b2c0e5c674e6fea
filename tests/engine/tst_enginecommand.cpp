// SPDX-License-Identifier: Apache-2.0
#include "core/engine/command.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace drydock;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Command helper(const QStringList &arguments)
{
    Command command;
    command.program = QStringLiteral(DRYDOCK_TEST_HELPER);
    command.arguments = arguments;
    return command;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isAlive(qint64 process)
{
    // A zombie that nobody has collected yet does not count.
    const QByteArray status = contentOf(u"/proc/%1/stat"_s.arg(process));
    return !status.isEmpty() && !status.contains(") Z ");
}

} // namespace

class TestEngineCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handsBackBothChannelsAndTheStatus();
    void keepsBytesThatArriveInPieces();
    void writesInputWithoutBlocking();
    void bearsAProgramThatTakesNoInput();
    void findsProgramsOnTheChildsPath();
    void namesAProgramThatIsAbsent();
    void namesAFileThatIsNoProgram();
    void tellsACrashFromAStatus();
    void endsAFlood();
    void endsWhatTakesTooLong();
    void letsTheChildWriteTheSpool();
    void limitsTheSpool();
    void namesASpoolThatCannotBeWritten();
    void cancelsAtOnce();
    void cancelsBeforeTheStart();
    void killsWhatIgnoresTheRequest();
    void endsTheWholeTree();
    void cleansUpAfterAForcedEnd();
    void collectsEverythingWhenItGoes();
    void goesOnAfterAnEnd();
    void handsErrorsOn();
    void cancelsTheRunningPart();
    void dropsWhatWasSuperseded();
    void quotesForAShell();

private:
    CommandRunner m_runner;
};

#define ENDED(future) QTRY_VERIFY_WITH_TIMEOUT((future).isFinished(), 20000)

void TestEngineCommand::handsBackBothChannelsAndTheStatus()
{
    const auto future = m_runner.run(helper({u"exit"_s, u"3"_s}));
    QCOMPARE(m_runner.runningCount(), 1);
    ENDED(future);
    const auto end = endOf(future);
    QVERIFY(end);
    QCOMPARE(end->exitStatus, 3);
    QCOMPARE(end->standardOutput, "output\n");
    QCOMPARE(end->standardError, "error\n");
    QCOMPARE(m_runner.runningCount(), 0);
}

void TestEngineCommand::keepsBytesThatArriveInPieces()
{
    const auto future = m_runner.run(helper({u"split"_s}));
    ENDED(future);
    QCOMPARE(QString::fromUtf8(endOf(future)->standardOutput), u"grüß € 🐍\n"_s);
}

void TestEngineCommand::writesInputWithoutBlocking()
{
    Command command = helper({u"echo"_s});
    command.input = QByteArray(8 * 1024 * 1024, 'i');
    QElapsedTimer clock;
    clock.start();
    const auto future = m_runner.run(command);
    QVERIFY(clock.elapsed() < 1000);
    ENDED(future);
    QCOMPARE(endOf(future)->standardOutput, command.input);
}

void TestEngineCommand::bearsAProgramThatTakesNoInput()
{
    Command command = helper({u"deaf"_s});
    command.input = QByteArray(1024 * 1024, 'i');
    const auto future = m_runner.run(command);
    ENDED(future);
    QVERIFY(endOf(future));
    QCOMPARE(endOf(future)->exitStatus, 0);
}

void TestEngineCommand::findsProgramsOnTheChildsPath()
{
    QTemporaryDir folder;
    QVERIFY(QFile::link(QStringLiteral(DRYDOCK_TEST_HELPER), folder.filePath(u"only-here"_s)));
    Command command;
    command.program = u"only-here"_s;
    command.arguments = {u"environment"_s, u"DRYDOCK_WORD"_s};
    command.environment = {{u"PATH"_s, folder.path()}, {u"DRYDOCK_WORD"_s, u"ship"_s}};
    const auto future = m_runner.run(command);
    ENDED(future);
    QVERIFY(endOf(future));
    QCOMPARE(endOf(future)->standardOutput, "ship");
}

void TestEngineCommand::namesAProgramThatIsAbsent()
{
    for (const QString &program : {u"no-such-program-anywhere"_s, u"/no/such/program"_s}) {
        Command command;
        command.program = program;
        const auto future = m_runner.run(command);
        ENDED(future);
        QVERIFY(!endOf(future));
        QCOMPARE(endOf(future).error().code, u"program-not-found"_s);
        QVERIFY(endOf(future).error().sentence.contains(program));
    }
    QTRY_COMPARE(m_runner.runningCount(), 0);
}

void TestEngineCommand::namesAFileThatIsNoProgram()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"data"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    Command command;
    command.program = file.fileName();
    const auto future = m_runner.run(command);
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"program-not-found"_s);
}

void TestEngineCommand::tellsACrashFromAStatus()
{
    const auto future = m_runner.run(helper({u"crash"_s}));
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"program-crashed"_s);
    QVERIFY(endOf(future).error().details.contains(u"about to crash"_s));
    QVERIFY(endOf(future).error().details.contains(u"helper crash"_s));
}

void TestEngineCommand::endsAFlood()
{
    Command command = helper({u"flood"_s});
    command.outputLimit = 1024 * 1024;
    const auto future = m_runner.run(command);
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"output-too-large"_s);
}

void TestEngineCommand::endsWhatTakesTooLong()
{
    Command command = helper({u"sleep"_s, u"60"_s});
    command.timeout = 100ms;
    QElapsedTimer clock;
    clock.start();
    const auto future = m_runner.run(command);
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"program-timed-out"_s);
    QVERIFY(clock.elapsed() < 2000);
}

void TestEngineCommand::letsTheChildWriteTheSpool()
{
    QTemporaryDir folder;
    Command command = helper({u"exit"_s, u"0"_s});
    command.spool = folder.filePath(u"log"_s);
    for (int round = 1; round <= 2; ++round) {
        const auto future = m_runner.run(command);
        ENDED(future);
        QVERIFY(endOf(future));
        QVERIFY(endOf(future)->standardOutput.isEmpty());
        QCOMPARE(contentOf(command.spool).count("output\n"), round);
        QCOMPARE(contentOf(command.spool).count("error\n"), round);
    }
}

void TestEngineCommand::limitsTheSpool()
{
    QTemporaryDir folder;
    Command command = helper({u"flood"_s});
    command.spool = folder.filePath(u"log"_s);
    command.outputLimit = 1024 * 1024;
    const auto future = m_runner.run(command);
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"output-too-large"_s);
}

void TestEngineCommand::namesASpoolThatCannotBeWritten()
{
    Command command = helper({u"exit"_s, u"0"_s});
    command.spool = u"/no/such/folder/log"_s;
    const auto future = m_runner.run(command);
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"spool-not-writable"_s);
    QVERIFY(endOf(future).error().sentence.contains(command.spool));
}

void TestEngineCommand::cancelsAtOnce()
{
    QElapsedTimer clock;
    clock.start();
    auto future = m_runner.run(helper({u"sleep"_s, u"60"_s}));
    future.cancel();
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"cancelled"_s);
    QTRY_COMPARE(m_runner.runningCount(), 0);
    QVERIFY(clock.elapsed() < 1500);
}

void TestEngineCommand::cancelsBeforeTheStart()
{
    Command command;
    command.program = u"no-such-program-anywhere"_s;
    auto future = m_runner.run(command);
    future.cancel();
    ENDED(future);
    QVERIFY(!endOf(future));
}

void TestEngineCommand::killsWhatIgnoresTheRequest()
{
    QTemporaryDir folder;
    Command command = helper({u"stubborn"_s});
    command.spool = folder.filePath(u"log"_s);
    auto future = m_runner.run(command);
    QTRY_COMPARE(contentOf(command.spool), "ready\n");
    future.cancel();
    ENDED(future);
    QCOMPARE(endOf(future).error().code, u"cancelled"_s);
}

void TestEngineCommand::endsTheWholeTree()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"child"_s);
    auto future = m_runner.run(helper({u"tree"_s, file}));
    QTRY_VERIFY(!contentOf(file).isEmpty());
    const qint64 child = contentOf(file).toLongLong();
    QVERIFY(isAlive(child));
    future.cancel();
    ENDED(future);
    QTRY_VERIFY(!isAlive(child));
}

void TestEngineCommand::cleansUpAfterAForcedEnd()
{
    QTemporaryDir folder;
    const QString trace = folder.filePath(u"trace"_s);
    const auto running = [&](int seconds) {
        Command command;
        command.program = u"sh"_s;
        command.arguments = {u"-c"_s, u"sleep %1"_s.arg(seconds)};
        command.cleanup = {u"-c"_s, u"echo cleaned >> '%1'"_s.arg(trace)};
        return m_runner.run(command);
    };
    const auto undisturbed = running(0);
    ENDED(undisturbed);
    auto future = running(60);
    future.cancel();
    ENDED(future);
    QTRY_VERIFY(contentOf(trace).startsWith("cleaned\n")); // Twice, where the end takes its time.

    // What does not end when asked waits for what the cleanup takes away, as an engine's client for its container.
    QTemporaryDir container;
    Command waiting;
    waiting.program = u"sh"_s;
    waiting.arguments = {u"-c"_s, u"trap '' TERM; touch '%1/up'; while test -e '%1/up'; do sleep 0.05; done"_s.arg(container.path())};
    waiting.cleanup = {u"-c"_s, u"rm '%1/up'"_s.arg(container.path())};
    auto client = m_runner.run(waiting);
    QTRY_VERIFY(QFile::exists(container.filePath(u"up"_s)));
    QElapsedTimer clock;
    clock.start();
    client.cancel();
    QTRY_COMPARE(m_runner.runningCount(), 0);
    QVERIFY2(clock.elapsed() < 1500, QByteArray::number(clock.elapsed()));

    // An engine makes a container for a client that has gone, too: the cleanup comes after it.
    Command making;
    making.program = u"sh"_s;
    making.arguments = {u"-c"_s, u"touch '%1/asked'; sleep 0.5; touch '%1/made'"_s.arg(container.path())};
    making.cleanup = {u"-c"_s, u"mv '%1/made' '%1/removed'"_s.arg(container.path())};
    making.endsByItself = true;
    auto made = m_runner.run(making);
    QTRY_VERIFY(QFile::exists(container.filePath(u"asked"_s)));
    made.cancel();
    QTRY_VERIFY(QFile::exists(container.filePath(u"removed"_s)));

    // It goes on making one for a client that was cancelled while it waited: the client has to be there when it is made.
    // Without children, as such a client is: they would hold up its end.
    QFile::remove(container.filePath(u"removed"_s));
    Command waitingForIt;
    waitingForIt.program = u"sh"_s;
    waitingForIt.arguments = {u"-c"_s, u"touch '%1/up'; until test -e '%1/made'; do :; done; while test -e '%1/made'; do :; done"_s.arg(container.path())};
    waitingForIt.cleanup = making.cleanup;
    auto early = m_runner.run(waitingForIt);
    QTRY_VERIFY(QFile::exists(container.filePath(u"up"_s)));
    early.cancel();
    QTest::qWait(600);
    QFile itsContainer(container.filePath(u"made"_s));
    QVERIFY(itsContainer.open(QIODevice::WriteOnly));
    QTRY_COMPARE(m_runner.runningCount(), 0);
    QTRY_VERIFY(QFile::exists(container.filePath(u"removed"_s)));
    QVERIFY(!QFile::exists(container.filePath(u"made"_s)));

    // What neither ends nor loses anything is killed after the time of its own.
    Command stubborn;
    stubborn.program = u"sh"_s;
    stubborn.arguments = {u"-c"_s, u"trap '' TERM; touch '%1/stubborn'; while :; do sleep 0.05; done"_s.arg(container.path())};
    stubborn.grace = 500ms;
    auto killed = m_runner.run(stubborn);
    QTRY_VERIFY(QFile::exists(container.filePath(u"stubborn"_s)));
    clock.restart();
    killed.cancel();
    QTRY_COMPARE(m_runner.runningCount(), 0);
    QVERIFY2(clock.elapsed() < 1500, QByteArray::number(clock.elapsed()));
}

void TestEngineCommand::collectsEverythingWhenItGoes()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"child"_s);
    const QString trace = folder.filePath(u"trace"_s);
    auto runner = std::make_unique<CommandRunner>();
    Command spooled = helper({u"stubborn"_s});
    spooled.spool = folder.filePath(u"log"_s);
    QList<Future<CommandOutput>> futures{runner->run(helper({u"tree"_s, file})), runner->run(spooled)};
    for (int i = 0; i < 5; ++i)
        futures.append(runner->run(helper({u"sleep"_s, u"60"_s})));
    Command cleaning = helper({u"sleep"_s, u"60"_s});
    cleaning.program = u"sh"_s;
    cleaning.arguments = {u"-c"_s, u"sleep 60"_s};
    cleaning.cleanup = {u"-c"_s, u"echo cleaned > '%1'"_s.arg(trace)};
    futures.append(runner->run(cleaning));
    QTRY_VERIFY(!contentOf(file).isEmpty());
    QTRY_COMPARE(contentOf(spooled.spool), "ready\n");

    QElapsedTimer clock;
    clock.start();
    runner.reset();
    QVERIFY(clock.elapsed() < 3000);
    for (const auto &future : futures) {
        QVERIFY(future.isFinished());
        QCOMPARE(endOf(future).error().code, u"cancelled"_s);
    }
    QTRY_VERIFY(!isAlive(contentOf(file).toLongLong()));
    QTRY_COMPARE(contentOf(trace), "cleaned\n");
}

void TestEngineCommand::goesOnAfterAnEnd()
{
    QObject context;
    int calls = 0;
    auto chain = andThen(m_runner.run(helper({u"exit"_s, u"7"_s})), &context, [&](const CommandOutput &output) {
        ++calls;
        return m_runner.run(helper({u"exit"_s, QString::number(output.exitStatus + 1)}));
    });
    auto sum = andThen(chain, &context, [](const CommandOutput &output) { return Result<int>(output.exitStatus); });
    ENDED(sum);
    QCOMPARE(*endOf(sum), 8);
    QCOMPARE(calls, 1);
}

void TestEngineCommand::handsErrorsOn()
{
    QObject context;
    Command absent;
    absent.program = u"no-such-program-anywhere"_s;
    bool went = false;
    auto chain = andThen(m_runner.run(absent), &context, [&](const CommandOutput &) {
        went = true;
        return Result<int>(1);
    });
    ENDED(chain);
    QCOMPARE(endOf(chain).error().code, u"program-not-found"_s);
    QVERIFY(!went);
}

void TestEngineCommand::cancelsTheRunningPart()
{
    // In the first part, then in the second.
    for (const bool second : {false, true}) {
        QObject context;
        bool reached = false;
        auto chain = andThen(m_runner.run(helper({u"sleep"_s, second ? u"0"_s : u"60"_s})), &context,
                             [&](const CommandOutput &) {
                                 reached = true;
                                 return m_runner.run(helper({u"sleep"_s, u"60"_s}));
                             });
        if (second)
            QTRY_VERIFY(reached);
        chain.cancel();
        ENDED(chain);
        QCOMPARE(endOf(chain).error().code, u"cancelled"_s);
        QTRY_COMPARE(m_runner.runningCount(), 0);
        QCOMPARE(reached, second);
    }

    // A context that goes ends the chain; what ran already is not left alone by the runner.
    auto context = std::make_unique<QObject>();
    auto first = m_runner.run(helper({u"exit"_s, u"0"_s}));
    auto orphan = andThen(first, context.get(), [](const CommandOutput &) { return Result<int>(1); });
    context.reset();
    ENDED(orphan);
    QCOMPARE(endOf(orphan).error().code, u"cancelled"_s);
    ENDED(first);
}

void TestEngineCommand::dropsWhatWasSuperseded()
{
    QList<int> ends;
    Job<CommandOutput> job;
    job.start(m_runner.run(helper({u"sleep"_s, u"60"_s})), [&](const Result<CommandOutput> &) { ends.append(-1); });
    job.start(m_runner.run(helper({u"exit"_s, u"5"_s})), [&](const Result<CommandOutput> &end) {
        ends.append(end->exitStatus);
        // Starting the next one from within the end is allowed.
        job.start(m_runner.run(helper({u"exit"_s, u"6"_s})),
                  [&](const Result<CommandOutput> &next) { ends.append(next->exitStatus); });
    });
    QVERIFY(job.isRunning());
    QTRY_COMPARE(ends, (QList<int>{5, 6}));
    QVERIFY(!job.isRunning());

    QString code;
    job.start(m_runner.run(helper({u"sleep"_s, u"60"_s})), [&](const Result<CommandOutput> &end) { code = end.error().code; });
    job.cancel();
    QTRY_COMPARE(code, u"cancelled"_s);

    {
        Job<CommandOutput> gone;
        gone.start(m_runner.run(helper({u"sleep"_s, u"60"_s})), [&](const Result<CommandOutput> &) { ends.append(-1); });
    }
    QTRY_COMPARE(m_runner.runningCount(), 0);
    QCOMPARE(ends, (QList<int>{5, 6}));
}

void TestEngineCommand::quotesForAShell()
{
    Command command;
    command.program = u"docker"_s;
    command.arguments = {u"build"_s, u"--label"_s, u"a=it's here"_s, u""_s, u"$HOME"_s, u"."_s};
    command.environment = {{u"DOCKER_BUILDKIT"_s, u"1"_s}, {u"PATH"_s, u"/usr/bin"_s}};
    QCOMPARE(command.text(), u"DOCKER_BUILDKIT=1 docker build --label 'a=it'\\''s here' '' '$HOME' ."_s);

    Command shell;
    shell.program = u"sh"_s;
    Command echo = helper({u"environment"_s, u"a 'b' \"c\" $d\n\\e"_s});
    shell.arguments = {u"-c"_s, u"X=1 "_s + echo.text()};
    const auto future = m_runner.run(shell);
    ENDED(future);
    QCOMPARE(endOf(future)->standardOutput, "(unset)");
}

QTEST_GUILESS_MAIN(TestEngineCommand)
#include "tst_enginecommand.moc"
