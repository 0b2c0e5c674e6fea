// SPDX-License-Identifier: Apache-2.0
#include "core/build/newerbase.h"
#include "tests/helpers/enginefixture.h"
#include "tests/helpers/registry.h"
#include "tests/helpers/testserver.h"

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// Images of two layers' size in a real registry on this machine.
class NewerBaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void newerImageIsNoticed();
    void registryThatGivesOutTokens();
    void registryThatDoesNotKnow_data();
    void registryThatDoesNotKnow();
    void imageOfThisMachineIsNeverOld();

private:
    Result<QByteArray> make(const QByteArray &content, const QString &tag);

    EngineFixture m_docker;
    QTemporaryDir m_folder;
    Registry m_registry;
    QString m_name; ///< 127.0.0.1:PORT/drydock.test/base:1
};

/// An image as small as can be.
Result<QByteArray> NewerBaseTest::make(const QByteArray &content, const QString &tag)
{
    return m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, tag, u"-"_s}, "FROM scratch\nLABEL drydock.test=newerbase content=" + content + "\nCMD [\"none\"]\n");
}

void NewerBaseTest::initTestCase()
{
    QVERIFY2(m_docker.open(), m_docker.why());
    QVERIFY2(m_registry.start(), m_registry.said);
    m_name = m_registry.address + u"/drydock.test/base:1"_s;
}

void NewerBaseTest::cleanupTestCase()
{
    m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, m_name, u"drydock.test/newerbase:own"_s});
    // Each lost its name to the next one.
    const auto ids = m_docker.run({u"image"_s, u"ls"_s, u"--quiet"_s, u"--filter"_s, u"label=drydock.test=newerbase"_s});
    for (const QString &id : QString::fromLatin1(ids.value_or(QByteArray())).split(u'\n', Qt::SkipEmptyParts))
        m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, id});
}

void NewerBaseTest::newerImageIsNoticed()
{
    auto made = make("first", m_name);
    QVERIFY2(made, why(made));
    auto pushed = m_docker.run({u"push"_s, m_name});
    QVERIFY2(pushed, why(pushed));
    // The registry has what is here.
    auto newer = await(newerBase(m_docker.runner, m_docker.engine, {}, m_name));
    QVERIFY2(newer, why(newer));
    QVERIFY(!*newer);
    // Somebody pushes another image under the name, and here the old one stays.
    QVERIFY(m_docker.run({u"tag"_s, m_name, u"drydock.test/newerbase:own"_s}));
    QVERIFY(make("second", m_name) && m_docker.run({u"push"_s, m_name}) && m_docker.run({u"tag"_s, u"drydock.test/newerbase:own"_s, m_name}));
    newer = await(newerBase(m_docker.runner, m_docker.engine, {}, m_name));
    QVERIFY2(newer, why(newer));
    QVERIFY(*newer && (*newer)->startsWith(u"sha256:"_s));
    // Pulling it is what mends it.
    QVERIFY(m_docker.run({u"pull"_s, m_name}));
    newer = await(newerBase(m_docker.runner, m_docker.engine, {}, m_name));
    QVERIFY2(newer, why(newer));
    QVERIFY(!*newer);

    Network offline;
    offline.allowed = false;
    QCOMPARE(await(newerBase(m_docker.runner, m_docker.engine, offline, m_name)).error().code, u"offline"_s);
}

void NewerBaseTest::registryThatGivesOutTokens()
{
    const QString digest = u"sha256:"_s + QString(64, u'7');
    Server server;
    QVERIFY(server.start({u"registry"_s, digest}));
    // What was pulled from the other registry, as if it came from this one.
    const QString name = u"127.0.0.1:%1/drydock.test/base:1"_s.arg(server.port);
    Engine engine = m_docker.engine;
    QFile program(m_folder.filePath(u"docker"_s));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\necho '[\"127.0.0.1:" + server.port.toLatin1() + "/drydock.test/base@sha256:" + QByteArray(64, '6') + "\"]'\n");
    program.close();
    program.setPermissions(QFile::ExeOwner | QFile::ReadOwner);
    engine.command = {program.fileName()};
    const auto newer = await(newerBase(m_docker.runner, engine, {}, name));
    QVERIFY2(newer, why(newer));
    QCOMPARE(newer->value_or(QString()), digest);
    QVERIFY2(server.requests().contains("HEAD /v2/drydock.test/base/manifests/1"), server.requests());
}

void NewerBaseTest::registryThatDoesNotKnow_data()
{
    QTest::addColumn<QString>("status");
    QTest::newRow("broken") << u"500"_s;
    QTest::newRow("too many requests") << u"429"_s;
    QTest::newRow("no such image") << u"404"_s;
    QTest::newRow("wants a login") << u"401"_s;
}

void NewerBaseTest::registryThatDoesNotKnow()
{
    QFETCH(QString, status);
    Server server;
    QVERIFY(server.start({u"answer"_s, status}));
    QFile program(m_folder.filePath(u"docker"_s + status));
    QVERIFY(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\necho '[\"127.0.0.1:" + server.port.toLatin1() + "/base@sha256:" + QByteArray(64, '6') + "\"]'\n");
    program.close();
    program.setPermissions(QFile::ExeOwner | QFile::ReadOwner);
    Engine engine = m_docker.engine;
    engine.command = {program.fileName()};
    const auto newer = await(newerBase(m_docker.runner, engine, {}, u"127.0.0.1:%1/base:1"_s.arg(server.port)));
    QVERIFY(!newer);
    QCOMPARE(newer.error().code, u"registry-not-reached"_s);
    QVERIFY(newer.error().details.contains(status));
}

void NewerBaseTest::imageOfThisMachineIsNeverOld()
{
    const auto made = make("own", u"drydock.test/newerbase:own"_s);
    QVERIFY2(made, why(made));
    const auto code = [this](const QString &reference) { return await(newerBase(m_docker.runner, m_docker.engine, {}, reference)).error().code; };
    QCOMPARE(code(u"drydock.test/newerbase:own"_s), u"not-from-registry"_s);
    QCOMPARE(code(u"drydock.test/newerbase@sha256:"_s + QString(64, u'1')), u"not-from-registry"_s);
    QCOMPARE(code(u"drydock.test/absent:1"_s), u"image-not-found"_s);
}

QTEST_GUILESS_MAIN(NewerBaseTest)
#include "tst_newerbase.moc"
