// SPDX-License-Identifier: Apache-2.0
// The images of a session follow the engine.
#include "core/session/flowsession.h"
#include "tests/helpers/enginefixture.h"

#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestImageShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void followsTheEngine_data();
    void followsTheEngine();
    void readsTwoAtATimeUntilStopped();
    void asksForNothingTwice();
    void dropsWhatTheOtherEngineHeld();

private:
    SessionContext context(const QString &engine)
    {
        SessionContext context;
        context.runner = &m_docker.runner;
        context.store = &m_store;
        context.engineChoice = {engine, {}, true};
        context.eager = true;
        return context;
    }
    static bool holds(const FlowSession &session, const QString &reference)
    {
        const QList<Image> &images = session.snapshot().images;
        return std::any_of(images.begin(), images.end(),
                           [&](const Image &image) { return image.reference == reference; });
    }
    static const Image *imageOf(const FlowSession &session, const QString &reference)
    {
        for (const Image &image : session.snapshot().images)
            if (image.reference == reference)
                return &image;
        return nullptr;
    }

    EngineFixture m_docker;
    Store m_store{u":memory:"_s};
};

constexpr int patience = 60000;

void TestImageShelf::initTestCase()
{
    QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
    for (const QString &reference : {prefect1, prefect1Core, prefect2})
        QVERIFY2(m_docker.has(reference), m_docker.why());
}

void TestImageShelf::followsTheEngine_data()
{
    QTest::addColumn<QString>("engine");
    QTest::newRow("docker") << u"docker"_s;
    QTest::newRow("podman") << u"podman"_s;
}

void TestImageShelf::followsTheEngine()
{
    QFETCH(QString, engine);
    EngineFixture fixture;
    QVERIFY2(fixture.open(engine), fixture.why());
    QVERIFY2(fixture.has(prefect1Core), fixture.why());
    FlowSession session(context(engine));
    session.findEngine(session.context().engineChoice);
    QTRY_VERIFY_WITH_TIMEOUT(holds(session, prefect1Core), patience);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot().activities.isEmpty(), patience);
    QCOMPARE(session.snapshot().engine.name, engine);
    QCOMPARE(session.snapshot().engines.size(), 2);

    const QString tag = u"drydock.test/followed:"_s + engine;
    QVERIFY(fixture.run({u"tag"_s, prefect1Core, tag}));
    QTRY_VERIFY_WITH_TIMEOUT(holds(session, tag), patience);
    QVERIFY(fixture.run({u"rmi"_s, tag}));
    QTRY_VERIFY_WITH_TIMEOUT(!holds(session, tag), patience);
    QVERIFY(holds(session, prefect1Core));
}

void TestImageShelf::readsTwoAtATimeUntilStopped()
{
    FlowSession session(context(u"docker"_s));
    session.findEngine(session.context().engineChoice);
    QTRY_VERIFY_WITH_TIMEOUT(holds(session, prefect2), patience);
    session.lookInside({prefect1, prefect1Core, prefect2, prefect1});
    QCOMPARE(session.snapshot().progressOf, 3);
    QCOMPARE(session.snapshot().beingRead.size(), 2);
    QCOMPARE(session.snapshot().beingRead.first(), imageOf(session, prefect1)->id);
    session.stopLookingInside();
    QTRY_VERIFY_WITH_TIMEOUT(!session.snapshot().isBusy(Activity::LookingInside), patience);
    QVERIFY(session.snapshot().beingRead.isEmpty());
    QVERIFY(!imageOf(session, prefect2)->contents);
    QVERIFY(!session.snapshot().imageError);
    QVERIFY(session.snapshot().unread.contains(prefect2));
}

void TestImageShelf::asksForNothingTwice()
{
    {
        FlowSession session(context(u"docker"_s));
        session.findEngine(session.context().engineChoice);
        QTRY_VERIFY_WITH_TIMEOUT(holds(session, prefect1Core), patience);
        session.lookInside({prefect1Core});
        QTRY_VERIFY_WITH_TIMEOUT(imageOf(session, prefect1Core)->contents, patience);
        // Listed again, it is still known.
        session.refreshImages();
        QTRY_VERIFY_WITH_TIMEOUT(!session.snapshot().isBusy(Activity::ListingImages), patience);
        QVERIFY(imageOf(session, prefect1Core)->contents);
    }
    FlowSession again(context(u"docker"_s));
    again.findEngine(again.context().engineChoice);
    QTRY_VERIFY_WITH_TIMEOUT(holds(again, prefect1Core), patience);
    QVERIFY(imageOf(again, prefect1Core)->contents);
    QCOMPARE(imageOf(again, prefect1Core)->prefect(), u"1.4.1"_s);
    QCOMPARE(again.snapshot().progressOf, 0);
}

void TestImageShelf::dropsWhatTheOtherEngineHeld()
{
    FlowSession session(context(u"docker"_s));
    session.findEngine(session.context().engineChoice);
    QTRY_VERIFY_WITH_TIMEOUT(holds(session, prefect2), patience);
    session.findEngine({u"podman"_s, {}, true});
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot().engine.name, u"podman"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot().activities.isEmpty(), patience);
    session.findEngine({u"docker"_s, {}, true});
    QTRY_VERIFY_WITH_TIMEOUT(holds(session, prefect2), patience);
    QCOMPARE(session.snapshot().engine.name, u"docker"_s);
}

QTEST_GUILESS_MAIN(TestImageShelf)
#include "tst_imageshelf.moc"
