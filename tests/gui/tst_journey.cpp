// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/windowfixture.h"

#include <QAbstractItemView>
#include <QAction>
#include <QDialog>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace drydock;

/// The real window on the real engine, by the keys that a person would press, from a script to lines that were tested.
class JourneyTest : public QObject
{
    Q_OBJECT

    test::WindowFixture m_fixture;
    const QString m_repository = u"drydock.test/window"_s;

    const Snapshot &snapshot() const { return m_fixture.snapshot(); }

    void openWizardOnGuide()
    {
        QVERIFY(m_fixture.open({QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")}));
        QVERIFY(snapshot().advice.base.startsWith(u"drydock."));
        QVERIFY(m_fixture.openWizard());
    }

    void removeImages()
    {
        // By name: an id may have children of other builds.
        for (const QString &tag : {u":tested"_s, u":stopped"_s})
            (void)m_fixture.docker.run({u"rmi"_s, u"--force"_s, m_repository + tag});
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open(), m_fixture.docker.why());
        QVERIFY2(m_fixture.docker.has(test::prefect1), m_fixture.docker.why());
        removeImages();
    }

    void cleanupTestCase() { removeImages(); }
    void init() { m_fixture.show({test::prefect1, m_repository + u":tested"_s}); }
    void cleanup() { m_fixture.close(); }

    void fromScriptToTestedLines()
    {
        openWizardOnGuide();
        if (QTest::currentTestFailed())
            return;
        const QString tag = m_repository + u":tested"_s;
        m_fixture.find<QAbstractButton>(u"strategy-extend-image"_s)->click();
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QTRY_VERIFY(m_fixture.find<QAbstractItemView>(u"distributionsTable"_s)->isVisible());
        QCOMPARE(m_fixture.find<QAbstractItemView>(u"distributionsTable"_s)->model()->index(0, 0).data().toString(), u"numpy"_s);
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QTRY_VERIFY(m_fixture.find<QLineEdit>(u"repositoryField"_s)->isVisible());
        QVERIFY(m_fixture.type(u"repositoryField"_s, m_repository));
        QVERIFY(m_fixture.type(u"tagField"_s, u"tested"_s));
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QTRY_VERIFY(m_fixture.find<QPlainTextEdit>(u"reviewText"_s)->isVisible());
        QTRY_VERIFY(m_fixture.find<QPlainTextEdit>(u"reviewText"_s)->toPlainText().contains(u"FROM "_s));
        QVERIFY(m_fixture.press(u"finishButton"_s));

        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd.has_value(), 300'000);
        QVERIFY2(snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded, qPrintable(snapshot().buildEnd->error.sentence + snapshot().buildEnd->error.details));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().checks.has_value() || snapshot().checkError.has_value(), 120'000);
        QVERIFY(snapshot().checks && snapshot().checks->passed());
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.window->isSettled(), 120'000);
        QCOMPARE(m_fixture.text(u"verdict"_s), tag + u" covers all 4 imports"_s);
        auto *banner = m_fixture.find<QWidget>(u"outcomeBanner"_s);
        QVERIFY(banner->isVisible());
        QCOMPARE(banner->findChild<QLabel *>(u"bannerWhat"_s)->text(), u"Built and checked."_s);
        QVERIFY(!snapshot().history.isEmpty());

        QVERIFY(m_fixture.press(u"nextStep"_s));
        QTRY_VERIFY(m_fixture.find<QDialog>(u"linesDialog"_s) && m_fixture.find<QDialog>(u"linesDialog"_s)->isVisible());
        const QString lines = m_fixture.find<QPlainTextEdit>(u"linesText"_s)->toPlainText();
        QVERIFY2(lines.contains(u"flow.run_config = DockerRun("_s) && lines.contains(tag), qPrintable(lines));
    }

    void anEngineThatStandsInSaysWhy()
    {
        m_fixture.close();
        qputenv("DOCKER_HOST", "unix:///no/such/docker.sock");
        const auto back = qScopeGuard([] { qunsetenv("DOCKER_HOST"); });
        m_fixture.show({}, {});
        m_fixture.window->open({QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")});
        auto *banner = m_fixture.find<QWidget>(u"standInBanner"_s);
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 20'000);
        QCOMPARE(m_fixture.snapshot().engine.name, u"podman"_s);
        QVERIFY(m_fixture.press(u"standInButton"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.snapshot().engine.name, u"docker"_s, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.snapshot().engine.problem, u"not-running"_s, 20'000);
        QTRY_VERIFY(!banner->isVisible());
    }

    void aBuildIsStopped()
    {
        openWizardOnGuide();
        if (QTest::currentTestFailed())
            return;
        m_fixture.find<QAbstractButton>(u"strategy-extend-image"_s)->click();
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.type(u"repositoryField"_s, m_repository));
        QVERIFY(m_fixture.type(u"tagField"_s, u"stopped"_s));
        m_fixture.find<QAbstractButton>(u"noCacheBox"_s)->setChecked(true);
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.press(u"finishButton"_s));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEvents.size() > 2, 60'000);
        m_fixture.find<QAction>(u"stop"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd.has_value(), 30'000);
        QVERIFY(snapshot().buildEnd->outcome == BuildEnd::Outcome::Cancelled);
        QVERIFY(!m_fixture.docker.run({u"image"_s, u"inspect"_s, m_repository + u":stopped"_s}));
        QTRY_VERIFY(m_fixture.find<QWidget>(u"outcomeBanner"_s)->isVisible());
    }
};

QTEST_MAIN(JourneyTest)
#include "tst_journey.moc"
