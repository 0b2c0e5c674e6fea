// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"
#include "core/log/logfile.h"
#include "tests/helpers/buildrun.h"

#include <QCryptographicHash>
#include <QElapsedTimer>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class BuildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void succeeds_data();
    void succeeds();
    void unknownDistributionIsNamed();
    void secretsAreMountedAndLeaveNoTrace_data();
    void secretsAreMountedAndLeaveNoTrace();
    void cancelEndsTheClient_data();
    void cancelEndsTheClient();
    void destroyingReapsTheClient();
    void floodOfOutputArrivesInBatches();
    void absentEngineIsSaid();
    void silentEngineIsSaid();
    void classicBuilderCannotMount();
    void spoolThatCannotBeWritten();

private:
    EngineFixture &fixture(Builder builder);

    EngineFixture m_classic;
    EngineFixture m_buildKit;
    EngineFixture m_buildx;
    EngineFixture m_podman;
    const QByteArray m_from = "FROM drydock.local/python:3.13\n";
};

void BuildTest::initTestCase()
{
    QVERIFY2(m_classic.open(), m_classic.why());
    m_classic.engine.builder = Builder::Classic;
    QVERIFY2(m_buildKit.openBuildKit(), m_buildKit.why());
    QVERIFY2(m_buildx.openBuildx(), m_buildx.why());
    QVERIFY2(m_podman.open(u"podman"_s), m_podman.why());
    for (EngineFixture *each : {&m_classic, &m_podman})
        QVERIFY2(each->has(u"drydock.local/python:3.13"_s), each->why());
}

void BuildTest::cleanupTestCase()
{
    for (EngineFixture *each : {&m_classic, &m_buildKit, &m_podman}) {
        QTRY_COMPARE(each->runner.runningCount(), 0);
        // Every image of these tests carries the label; some have no tag.
        const auto ids = each->run({u"image"_s, u"ls"_s, u"--quiet"_s, u"--filter"_s, u"label=drydock.test=build"_s});
        QVERIFY2(ids, why(ids));
        for (const QString &id : QString::fromLatin1(*ids).split(u'\n', Qt::SkipEmptyParts))
            each->run({u"image"_s, u"rm"_s, u"--force"_s, id});
    }
}

EngineFixture &BuildTest::fixture(Builder builder)
{
    return builder == Builder::Classic ? m_classic : builder == Builder::Buildah ? m_podman : builder == Builder::Buildx ? m_buildx : m_buildKit;
}

void BuildTest::succeeds_data()
{
    QTest::addColumn<int>("builder");
    QTest::newRow("buildkit") << int(Builder::BuildKit);
    QTest::newRow("buildx") << int(Builder::Buildx);
    QTest::newRow("classic") << int(Builder::Classic);
    QTest::newRow("podman") << int(Builder::Buildah);
}

void BuildTest::succeeds()
{
    QFETCH(int, builder);
    EngineFixture &fixture = this->fixture(Builder(builder));
    BuildRun run(fixture, m_from + "RUN echo built\nLABEL drydock.test=build\n", u"drydock.test/build:ok"_s);
    run.options.noCache = true;
    QVERIFY(run.finish());
    QVERIFY2(run.end.outcome == BuildEnd::Outcome::Succeeded, qPrintable(run.end.error.sentence + run.end.error.details));
    QCOMPARE(run.end.error, Error());
    QVERIFY(run.end.imageId.startsWith(u"sha256:"_s));
    QVERIFY(run.end.imageSize > 10'000'000);
    QVERIFY(run.end.seconds > 0);
    QVERIFY(!run.build->isRunning());
    const auto image = await(findImage(fixture.runner, fixture.engine, u"drydock.test/build:ok"_s));
    QVERIFY2(image, why(image));
    QCOMPARE(image->id, run.end.imageId);

    // Every line of output stands in the spool under its number, and the spool begins with the command.
    LogFile log(run.end.spool);
    while (!log.readNew().isEmpty()) { }
    QVERIFY(log.line(1).startsWith(u"$ "_s));
    QVERIFY(log.line(1).contains(u" build "_s));
    int seen = 0;
    for (const BuildEvent &event : run.events) {
        if (const auto *one = std::get_if<StepOutput>(&event); one && one->text == "built"_L1) {
            QVERIFY(log.line(one->line).endsWith(u"built"_s));
            ++seen;
        }
        if (const auto *finished = std::get_if<StepFinished>(&event))
            QVERIFY(finished->seconds >= 0);
    }
    QCOMPARE(seen, 1);
    QCOMPARE(run.ends, 1);
}

void BuildTest::unknownDistributionIsNamed()
{
    BuildRun run(m_buildKit, m_from + "RUN pip install --break-system-packages no-such-distribution-drydock\n");
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"distribution-not-found"_s);
    QVERIFY(run.end.error.sentence.startsWith(u"Step 2 of 2 failed."_s));
    QVERIFY(run.end.error.sentence.contains(u"no-such-distribution-drydock"_s));
    QVERIFY(run.end.error.details.contains(u"No matching distribution"_s));
    QVERIFY(run.end.imageId.isEmpty());
    // The reason also stands at the end of the log.
    LogFile log(run.spool);
    while (!log.readNew().isEmpty()) { }
    QCOMPARE(log.line(log.lineCount()), run.end.error.sentence);
}

void BuildTest::secretsAreMountedAndLeaveNoTrace_data()
{
    QTest::addColumn<int>("builder");
    QTest::newRow("buildkit") << int(Builder::BuildKit);
    QTest::newRow("buildx") << int(Builder::Buildx);
    QTest::newRow("podman") << int(Builder::Buildah);
}

void BuildTest::secretsAreMountedAndLeaveNoTrace()
{
    QFETCH(int, builder);
    EngineFixture &fixture = this->fixture(Builder(builder));
    const QByteArray index = "https://ada:sesame@index.example/simple";
    const QByteArray proxy = "http://ada:sesame@proxy.example:3128";
    const auto digest = [](const QByteArray &text) { return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex(); };
    BuildRun run(fixture, m_from
                + "RUN --mount=type=secret,id=certificates,target=/run/secrets/ca.pem grep -q trusted /run/secrets/ca.pem\n"
                  "RUN --mount=type=secret,id=index sha256sum /run/secrets/index | grep -q " + digest(index) + "\n"
                  "RUN printf %s \"$HTTPS_PROXY\" | sha256sum | grep -q " + digest(proxy) + "\n"
                  "LABEL drydock.test=build\n",
            u"drydock.test/build:secrets"_s);
    QFile certificates(run.folder.filePath(u"ca.pem"_s));
    QVERIFY(certificates.open(QIODevice::WriteOnly));
    certificates.write("trusted\n");
    certificates.close();
    run.plan.usesBuildKit = true;
    run.network.certificates = certificates.fileName();
    run.network.indexUrl = QString::fromLatin1(index);
    run.network.proxy = QString::fromLatin1(proxy);
    run.options.noCache = true;
    QVERIFY(run.finish());
    QVERIFY2(run.end.outcome == BuildEnd::Outcome::Succeeded, qPrintable(run.end.error.sentence + run.end.error.details));

    const auto history = fixture.run({u"history"_s, u"--no-trunc"_s, run.plan.tag});
    QVERIFY2(history && !history->contains("sesame"), why(history));
    const auto image = fixture.run({u"image"_s, u"inspect"_s, run.plan.tag});
    QVERIFY2(image && !image->contains("sesame"), why(image));
    QFile spool(run.spool);
    QVERIFY(spool.open(QIODevice::ReadOnly));
    QVERIFY(!spool.readAll().contains("sesame"));
}

void BuildTest::cancelEndsTheClient_data()
{
    succeeds_data();
}

void BuildTest::cancelEndsTheClient()
{
    QFETCH(int, builder);
    EngineFixture &fixture = this->fixture(Builder(builder));
    // A number that no other process of this machine sleeps.
    const QByteArray seconds = QByteArray::number(100'000 + QCoreApplication::applicationPid());
    BuildRun run(fixture, m_from + "LABEL drydock.test=build\nRUN echo begun && sleep " + seconds + "\n", u"drydock.test/build:cancelled"_s);
    run.options.noCache = true;
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.output().contains(u"begun"_s), 60'000);
    QElapsedTimer clock;
    clock.start();
    run.build->cancel();
    run.build->cancel();
    QTRY_COMPARE_WITH_TIMEOUT(run.ends, 1, 10'000);
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Cancelled);
    QCOMPARE(run.end.error, cancelledError());
    QVERIFY(!run.build->isRunning());
    QTRY_COMPARE(fixture.runner.runningCount(), 0);
    // Nothing goes on by itself: neither the builder's own processes nor what the instruction started.
    QTRY_VERIFY(!sleeps(seconds));
    if (Builder(builder) == Builder::Buildah) {
        const auto containers = fixture.run({u"ps"_s, u"--all"_s, u"--external"_s, u"--format"_s, u"{{.Image}}"_s});
        QVERIFY2(containers && !containers->contains("drydock.local/python:3.13"), why(containers));
    }
    const auto image = await(findImage(fixture.runner, fixture.engine, run.plan.tag));
    QVERIFY(!image);
    QCOMPARE(image.error().code, u"image-not-found"_s);
    run.build->cancel();
    QCOMPARE(run.ends, 1);
}

void BuildTest::destroyingReapsTheClient()
{
    BuildRun run(m_buildKit, m_from + "LABEL drydock.test=build\nRUN echo begun && sleep 300\n");
    run.options.noCache = true;
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(run.output().contains(u"begun"_s), 60'000);
    run.build.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_buildKit.runner.runningCount(), 0, 10'000);
    QCOMPARE(run.ends, 0);
}

void BuildTest::floodOfOutputArrivesInBatches()
{
    // BuildKit clips the output of a step; the classic builder tells all.
    BuildRun run(m_classic, m_from + "LABEL drydock.test=build\nRUN seq 1 100000\n");
    run.engine.builder = Builder::Classic;
    run.options.noCache = true;
    QVERIFY(run.finish());
    QVERIFY2(run.end.outcome == BuildEnd::Outcome::Succeeded, qPrintable(run.end.error.sentence + run.end.error.details));
    QCOMPARE(run.output().filter(QRegularExpression(u"\\A\\d+\\z"_s)).size(), 100'000);
    QVERIFY2(run.batches <= run.end.seconds * 10 + 2, qPrintable(u"%1 batches in %2 s"_s.arg(run.batches).arg(run.end.seconds)));
}

void BuildTest::absentEngineIsSaid()
{
    BuildRun run(m_buildKit, m_from);
    run.engine = Engine();
    run.engine.detail = u"Neither Docker nor Podman was found."_s;
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"engine-not-ready"_s);
    QCOMPARE(run.end.error.sentence, u"Neither Docker nor Podman was found."_s);
    QFile spool(run.spool);
    QVERIFY(spool.open(QIODevice::ReadOnly));
    QVERIFY(spool.readAll().contains("Neither Docker nor Podman was found."));
}

void BuildTest::silentEngineIsSaid()
{
    BuildRun run(m_classic, m_from);
    run.engine.command += {u"--host"_s, u"unix:///nonexistent/docker.sock"_s};
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"engine-not-ready"_s);
    QCOMPARE(run.end.error.sentence, u"Docker does not answer. Start it, then build again."_s);
    QCOMPARE(run.ends, 1);
}

void BuildTest::classicBuilderCannotMount()
{
    BuildRun run(m_classic, m_from);
    run.engine.builder = Builder::Classic;
    run.plan.usesBuildKit = true;
    QVERIFY(run.finish());
    QCOMPARE(run.end.error.code, u"builder-lacks-mounts"_s);
}

void BuildTest::spoolThatCannotBeWritten()
{
    BuildRun run(m_buildKit, m_from);
    run.spool = run.folder.filePath(u"none/build.log"_s);
    QVERIFY(run.finish());
    QCOMPARE(run.end.outcome, BuildEnd::Outcome::Failed);
    QCOMPARE(run.end.error.code, u"spool-not-writable"_s);
    QVERIFY(run.end.error.sentence.contains(run.spool));
}

QTEST_GUILESS_MAIN(BuildTest)
#include "tst_build.moc"
