// SPDX-License-Identifier: Apache-2.0
#include "core/engine/enginewatcher.h"
#include "tests/helpers/enginefixture.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestEngineWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfImages_data();
    void tellsOfImages();
    void tellsWhenTheEngineGoes();
    void leavesNothingRunning();
};

void TestEngineWatcher::tellsOfImages_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("docker") << u"docker"_s;
    QTest::newRow("podman") << u"podman"_s;
}

void TestEngineWatcher::tellsOfImages()
{
    QFETCH(QString, name);
    EngineFixture fixture;
    QVERIFY2(fixture.open(name), fixture.why());
    QVERIFY2(fixture.has(prefect1Core), fixture.why());
    EngineWatcher watcher(fixture.runner);
    QSignalSpy images(&watcher, &EngineWatcher::imagesMayHaveChanged);
    QSignalSpy states(&watcher, &EngineWatcher::stateMayHaveChanged);
    watcher.watch(fixture.engine);
    watcher.watch(fixture.engine);
    QCOMPARE(fixture.runner.runningCount(), 1);

    // Following takes a moment to begin; what happens before is not missed for ever, for the list is read after it.
    const QString tag = u"drydock.test/watched:"_s + name;
    QTRY_VERIFY_WITH_TIMEOUT(fixture.run({u"tag"_s, prefect1Core, tag}) && images.wait(1500), 30000);
    images.clear();
    QVERIFY(fixture.run({u"rmi"_s, tag}));
    QTRY_VERIFY_WITH_TIMEOUT(images.size() == 1, 30000);
    QVERIFY(states.isEmpty());
}

void TestEngineWatcher::tellsWhenTheEngineGoes()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"docker"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\nsleep 3\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    Engine engine;
    engine.name = u"docker"_s;
    engine.command = {file.fileName()};
    engine.state = EngineState::Ready;

    CommandRunner runner;
    EngineWatcher watcher(runner);
    QSignalSpy images(&watcher, &EngineWatcher::imagesMayHaveChanged);
    QSignalSpy states(&watcher, &EngineWatcher::stateMayHaveChanged);
    watcher.watch(engine);
    QTRY_VERIFY_WITH_TIMEOUT(states.size() == 1, 30000);
    QVERIFY(images.isEmpty());
    // Found again, it is followed again.
    watcher.watch(engine);
    QCOMPARE(runner.runningCount(), 1);
}

void TestEngineWatcher::leavesNothingRunning()
{
    EngineFixture fixture;
    QVERIFY2(fixture.open(), fixture.why());
    {
        EngineWatcher watcher(fixture.runner);
        watcher.watch(fixture.engine);
        QCOMPARE(fixture.runner.runningCount(), 1);
        Engine stopped = fixture.engine;
        stopped.state = EngineState::Stopped;
        watcher.watch(stopped);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.runner.runningCount(), 0, 20000);
        watcher.watch(fixture.engine);
        QCOMPARE(fixture.runner.runningCount(), 1);
    }
    QTRY_COMPARE_WITH_TIMEOUT(fixture.runner.runningCount(), 0, 20000);
}

QTEST_GUILESS_MAIN(TestEngineWatcher)
#include "tst_enginewatcher.moc"
