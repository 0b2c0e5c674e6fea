// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolve.h"
#include "tests/helpers/enginefixture.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcessEnvironment>
#include <QSettings>
#include <QSignalSpy>
#include <QAbstractItemView>
#include <QTest>
#include <QWizard>

using namespace Qt::StringLiterals;
using namespace drydock;

/// The real window on the real engine, by the keys that a person would press, from a script to lines that were tested.
class JourneyTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    test::EngineFixture m_docker;
    CommandRunner m_runner;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<FlowSession> m_session;
    std::unique_ptr<MainWindow> m_window;
    const QString m_repository = u"drydock.test/window"_s;

    const Snapshot &snapshot() const { return m_session->snapshot(); }

    /// In the wizard while it is open, else in the window.
    template <typename T>
    T *find(const QString &name) const
    {
        const auto *wizard = m_window->findChild<QWizard *>(u"strategyWizard"_s);
        T *const inWizard = wizard ? wizard->findChild<T *>(name) : nullptr;
        return inWizard ? inWizard : m_window->findChild<T *>(name);
    }

    /// Presses a button as somebody who came to it with the Tab key.
    void press(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        QVERIFY2(button, qPrintable(u"There is no button "_s + name));
        QTRY_VERIFY2_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), qPrintable(name + u" cannot be pressed"_s), 60'000);
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
    }

    void type(const QString &name, const QString &text) const
    {
        auto *field = find<QLineEdit>(name);
        QVERIFY2(field && field->isVisible(), qPrintable(name));
        field->setFocus();
        QTest::keySequence(field, QKeySequence::SelectAll);
        QTest::keyClicks(field, text);
        QCOMPARE(field->text(), text);
    }

    QString text(const QString &name) const
    {
        const auto *label = find<QLabel>(name);
        return label ? label->text() : QString();
    }

    void openWizardOnGuide() const
    {
        m_window->open({QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")});
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().consentNeeded || (m_window->isSettled() && !snapshot().images.isEmpty()), 60'000);
        if (snapshot().consentNeeded) // What was read by the test before is known.
            press(u"lookInside"_s);
        if (QTest::currentTestFailed())
            return;
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(m_window->isSettled() && snapshot().unread.isEmpty(), 180'000);
        QVERIFY(snapshot().advice.base.startsWith(u"drydock."));
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(find<QWizard>(u"strategyWizard"_s) && find<QWizard>(u"strategyWizard"_s)->isVisible());
    }

    void removeImages()
    {
        // By name: an id may have children of other builds.
        for (const QString &tag : {u":tested"_s, u":stopped"_s})
            (void)m_docker.run({u"rmi"_s, u"--force"_s, m_repository + tag});
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
        QVERIFY2(m_docker.has(test::prefect1), m_docker.why());
        m_store = std::make_unique<Store>(m_folder.filePath(u"drydock.sqlite"_s));
        removeImages();
    }

    void cleanupTestCase() { removeImages(); }

    void init()
    {
        applyAppearance(*qApp, Appearance::Light);
        m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
        m_settings->clear();
        SessionContext context;
        context.runner = &m_runner;
        context.store = m_store.get();
        context.dataFolder = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        QMap<QString, QString> environment;
        const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
        const QStringList names = system.keys();
        for (const QString &name : names)
            environment.insert(name, system.value(name));
        context.network = findNetwork(environment);
        context.uv = findUv(QStringLiteral(DRYDOCK_DEPS "/bin"), {});
        context.engineChoice.engine = u"docker"_s;
        context.eager = true;
        m_session = std::make_unique<FlowSession>(context);
        // What else this machine's engine holds must not decide the advice.
        m_session->chooseImages({test::prefect1, m_repository + u":tested"_s});
        m_window = std::make_unique<MainWindow>(*m_session, *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_session.reset();
    }

    void fromScriptToTestedLines()
    {
        openWizardOnGuide();
        if (QTest::currentTestFailed())
            return;
        const QString tag = m_repository + u":tested"_s;
        find<QAbstractButton>(u"strategy-extend-image"_s)->click();
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(find<QAbstractItemView>(u"distributionsTable"_s)->isVisible());
        QCOMPARE(find<QAbstractItemView>(u"distributionsTable"_s)->model()->index(0, 0).data().toString(), u"numpy"_s);
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(find<QLineEdit>(u"repositoryField"_s)->isVisible());
        type(u"repositoryField"_s, m_repository);
        if (QTest::currentTestFailed())
            return;
        type(u"tagField"_s, u"tested"_s);
        if (QTest::currentTestFailed())
            return;
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(find<QPlainTextEdit>(u"reviewText"_s)->isVisible());
        QTRY_VERIFY(find<QPlainTextEdit>(u"reviewText"_s)->toPlainText().contains(u"FROM "_s));
        press(u"finishButton"_s);
        if (QTest::currentTestFailed())
            return;

        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd.has_value(), 300'000);
        QVERIFY2(snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded, qPrintable(snapshot().buildEnd->error.sentence + snapshot().buildEnd->error.details));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().checks.has_value() || snapshot().checkError.has_value(), 120'000);
        QVERIFY(snapshot().checks && snapshot().checks->passed());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->isSettled(), 120'000);
        QCOMPARE(text(u"verdict"_s), tag + u" covers all 4 imports"_s);
        auto *banner = find<QWidget>(u"outcomeBanner"_s);
        QVERIFY(banner->isVisible());
        QCOMPARE(banner->findChild<QLabel *>(u"bannerWhat"_s)->text(), u"Built and checked."_s);
        QVERIFY(!snapshot().history.isEmpty());

        press(u"nextStep"_s);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY(find<QDialog>(u"linesDialog"_s) && find<QDialog>(u"linesDialog"_s)->isVisible());
        const QString lines = find<QPlainTextEdit>(u"linesText"_s)->toPlainText();
        QVERIFY2(lines.contains(u"flow.run_config = DockerRun("_s) && lines.contains(tag), qPrintable(lines));
    }

    void aBuildIsStopped()
    {
        openWizardOnGuide();
        if (QTest::currentTestFailed())
            return;
        find<QAbstractButton>(u"strategy-extend-image"_s)->click();
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        type(u"repositoryField"_s, m_repository);
        if (QTest::currentTestFailed())
            return;
        type(u"tagField"_s, u"stopped"_s);
        if (QTest::currentTestFailed())
            return;
        find<QAbstractButton>(u"noCacheBox"_s)->setChecked(true);
        press(u"nextButton"_s);
        if (QTest::currentTestFailed())
            return;
        press(u"finishButton"_s);
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEvents.size() > 2, 60'000);
        find<QAction>(u"stop"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd.has_value(), 30'000);
        QVERIFY(snapshot().buildEnd->outcome == BuildEnd::Outcome::Cancelled);
        QVERIFY(!m_docker.run({u"image"_s, u"inspect"_s, m_repository + u":stopped"_s}));
        QTRY_VERIFY(find<QWidget>(u"outcomeBanner"_s)->isVisible());
    }
};

QTEST_MAIN(JourneyTest)
#include "tst_journey.moc"
