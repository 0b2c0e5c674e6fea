// SPDX-License-Identifier: Apache-2.0
#include "core/network/chosennetwork.h"
#include "core/store/keychain.h"
#include "tests/helpers/enginefixture.h"
#include "tests/helpers/registry.h"
#include "tests/helpers/testserver.h"
#include "ui/log/logview.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTreeWidget>
#include <QUuid>
#include <QWizard>

using namespace Qt::StringLiterals;
using namespace drydock;

/// The real window on the real engine: builds that wait, go on, and are kept, and the page of the company's network.
class BuildsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    test::EngineFixture m_docker;
    CommandRunner m_runner;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Keychain> m_keychain;
    std::unique_ptr<FlowSession> m_session;
    std::unique_ptr<MainWindow> m_window;
    const QString m_base = u"drydock.local/python:3.13"_s;
    const QString m_repository = u"drydock.test/builds"_s;

    const Snapshot &snapshot() const { return m_session->snapshot(); }
    QString script(const QString &name) const { return m_folder.filePath(QString(name % u".py"_s)); }
    QString tag(const QString &name) const { return m_repository % u':' % name; }

    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->findChild<T *>(name);
    }
    void press(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        QVERIFY2(button, qPrintable(u"There is no button "_s + name));
        QTRY_VERIFY2(button->isVisible() && button->isEnabled(), qPrintable(name + u" cannot be pressed"_s));
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
    }
    void keys(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) const { QTest::keyClick(m_window.get(), key, modifiers); }
    QString sentence(const QString &banner) const
    {
        const auto *widget = find<QWidget>(banner);
        if (!widget || !widget->isVisible())
            return {};
        return widget->findChild<QLabel *>(u"bannerWhat"_s)->text() % u' ' % widget->findChild<QLabel *>(u"bannerSentence"_s)->text();
    }

    /// A build that nothing is cached of and that takes so long.
    BuildPlan plan(const QString &name, int seconds) const
    {
        BuildPlan plan;
        plan.base = m_base;
        plan.baseIsLocal = true;
        plan.tag = tag(name);
        plan.platform = u"linux/amd64"_s;
        plan.scripts = {{script(name), QString(64, u'0'), 3, {}}};
        plan.command = QStringList{u"docker"_s, u"build"_s, u"--file"_s, u"Dockerfile"_s, u"--tag"_s, plan.tag, u"."_s};
        const QByteArray nonce = QUuid::createUuid().toByteArray(QUuid::Id128);
        plan.files = {{u"Dockerfile"_s, "FROM " + m_base.toUtf8() + "\nLABEL page.drydock.strategy=extend-image drydock.test=builds\nRUN echo " + name.toUtf8() + " && sleep " + QByteArray::number(seconds) + " # " + nonce + '\n'}};
        plan.layers = {u"FROM"_s, u"LABEL"_s, u"RUN"_s};
        return plan;
    }
    void open(const QString &name) const
    {
        m_window->open({script(name)});
        QTRY_VERIFY(!snapshot().scripts.isEmpty() && snapshot().engine.isReady());
    }
    void useBuildKit() const
    {
        test::EngineFixture buildKit;
        QVERIFY2(buildKit.openBuildKit(), buildKit.why());
        m_session->findEngine({buildKit.engine.command.first(), {}});
    }
    void build(const QString &name, int seconds) const { m_session->build(plan(name, seconds), {}, {}, false); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
        QVERIFY2(m_docker.has(m_base), m_docker.why());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); // No keychain answers, whoever runs this.
        for (const QString &name : {u"one"_s, u"two"_s}) {
            QFile file(script(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("from prefect import flow\n\n@flow\ndef f():\n    pass\n");
        }
    }

    void cleanupTestCase()
    {
        // Each build but the last lost its name to the next one.
        const auto ids = m_docker.run({u"image"_s, u"ls"_s, u"--quiet"_s, u"--filter"_s, u"label=drydock.test=builds"_s});
        for (const QString &id : QString::fromLatin1(ids.value_or(QByteArray())).split(u'\n', Qt::SkipEmptyParts))
            m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, id});
    }

    void init()
    {
        applyAppearance(*qApp, Appearance::Light);
        m_store = std::make_unique<Store>(u":memory:"_s);
        m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
        m_settings->clear();
        m_keychain = std::make_unique<Keychain>();
        SessionContext context;
        context.runner = &m_runner;
        context.store = m_store.get();
        context.dataFolder = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        context.engineChoice.engine = u"docker"_s;
        context.network.allowed = false;
        context.eager = true;
        m_session = std::make_unique<FlowSession>(context);
        m_window = std::make_unique<MainWindow>(*m_session, *m_settings, *m_keychain);
        connect(m_window.get(), &MainWindow::settingsChanged, m_session.get(),
                [this](const Settings &settings) { m_session->setNetwork(chosenNetwork({}, settings, *m_keychain)); });
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_session.reset();
    }

    void buildsWaitTheirTurnAndGoOn()
    {
        open(u"one"_s);
        build(u"one"_s, 2);
        QTRY_VERIFY(snapshot().isBusy(Activity::Building));
        open(u"two"_s);
        QVERIFY(!snapshot().isWorking());
        QTRY_VERIFY2(sentence(u"queueBanner"_s).contains(u"drydock.test/builds:one for one.py: building"_s), qPrintable(sentence(u"queueBanner"_s)));
        build(u"two"_s, 0);
        QTRY_VERIFY(snapshot().isBusy(Activity::Waiting));
        QTRY_COMPARE(sentence(u"outcomeBanner"_s), u"Waiting for its turn. Another image is built before it."_s);
        QVERIFY(find<QAction>(u"stop"_s)->isEnabled());

        // What waits is taken out, and what runs goes on.
        keys(Qt::Key_G);
        auto *list = find<QTreeWidget>(u"queueList"_s);
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->topLevelItemCount(), 2);
        QCOMPARE(list->topLevelItem(1)->text(2), u"waits, 1 before it"_s);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        press(u"stopWorkButton"_s);
        QTRY_COMPARE(list->topLevelItemCount(), 1);
        QTRY_VERIFY(snapshot().buildEnd && snapshot().buildEnd->outcome == BuildEnd::Outcome::Cancelled);
        QTest::keyClick(list, Qt::Key_Escape);

        build(u"two"_s, 0);
        QTRY_VERIFY2_WITH_TIMEOUT(sentence(u"queueBanner"_s).startsWith(u"drydock.test/builds:one for one.py: built."_s), qPrintable(sentence(u"queueBanner"_s)), 30'000);
        QVERIFY(m_docker.run({u"image"_s, u"inspect"_s, tag(u"one"_s)}));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd && snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded, 30'000);
        QCOMPARE(snapshot().plan->tag, tag(u"two"_s));

        // Whoever comes back finds the log as if they had stayed.
        press(u"openEndedWork"_s);
        QTRY_COMPARE(snapshot().paths, QStringList{script(u"one"_s)});
        QVERIFY(snapshot().buildEnd && snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded);
        QTRY_COMPARE(sentence(u"queueBanner"_s), QString());
        const auto *log = find<LogView>(u"buildLog"_s);
        bool hasLines = false;
        const QList<StepLines> lines = m_session->buildLines();
        for (const StepLines &each : lines)
            hasLines = hasLines || each.step == 3 || each.step == 2;
        QVERIFY(hasLines);
        QTRY_VERIFY(log->isVisible());
    }

    void quittingAsks()
    {
        open(u"one"_s);
        build(u"one"_s, 60);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEvents.size() > 1, 30'000);
        open(u"two"_s); // It is not about the open script alone.
        m_window->close();
        auto *question = find<QMessageBox>(u"quitQuestion"_s);
        QVERIFY(question && question->isVisible());
        QVERIFY(question->text().contains(u"being built"_s));
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(!find<QMessageBox>(u"quitQuestion"_s));
        QVERIFY(m_window->isVisible() && !snapshot().queue.isEmpty());
        m_window->close();
        question = find<QMessageBox>(u"quitQuestion"_s);
        for (QAbstractButton *button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                QTest::keyClick(button, Qt::Key_Space);
        QTRY_VERIFY(!m_window->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().queue.isEmpty(), 10'000);
        m_window.reset();
        m_session.reset();
        QTRY_COMPARE(m_runner.runningCount(), 0);
    }

    void historyIsBuiltAgainComparedAndDeleted()
    {
        open(u"one"_s);
        build(u"one"_s, 0);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd.has_value() && snapshot().history.size() == 1, 30'000);
        QVERIFY2(snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded, qPrintable(snapshot().buildEnd->error.details));
        const QString id = snapshot().buildEnd->imageId;
        keys(Qt::Key_3);
        press(u"rebuildButton"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(snapshot().history.size() == 2, qPrintable(sentence(u"messageBanner"_s)), 10'000);
        QCOMPARE(snapshot().buildEnd->imageId, id); // The same plan, out of the cache.

        keys(Qt::Key_3);
        auto *list = find<QAbstractItemView>(u"historyList"_s);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        press(u"compareRunsButton"_s);
        auto *dialog = find<QDialog>(u"compareDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        const auto *differences = dialog->findChild<QAbstractItemView *>(u"runDifferences"_s);
        for (int row = 0; row < differences->model()->rowCount(); ++row) // It took another time, and nothing else is different.
            QCOMPARE(differences->model()->index(row, 1).data().toString(), u"Time"_s);
        QTest::keyClick(dialog, Qt::Key_Escape);

        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        const HistoryEntry oldest = snapshot().history.constLast();
        QVERIFY(QFile::exists(oldest.spool));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(snapshot().history.size(), 1);
        QVERIFY(snapshot().history.constFirst().id != oldest.id);
        QVERIFY(!QFile::exists(oldest.spool));
    }

    void untrustedCertificateLeadsToTheSettings()
    {
        const QString certificates = test::machineNetwork().certificates;
        if (certificates.isEmpty())
            QSKIP("This machine trusts no certificate of its own.");
        QVERIFY2(m_docker.has(test::prefect3Untrusting), m_docker.why());
        useBuildKit();
        if (QTest::currentTestFailed())
            return;
        m_session->setNetwork({}); // Nothing was found on this computer.
        open(u"one"_s);
        BuildPlan installs = plan(u"one"_s, 0);
        installs.base = test::prefect3Untrusting;
        installs.usesBuildKit = true;
        QFile script(u":/drydock/build/install.sh"_s);
        QVERIFY(script.open(QIODevice::ReadOnly));
        installs.files = {{u"install.sh"_s, script.readAll()},
                          {u"Dockerfile"_s,
                           "FROM " + installs.base.toUtf8() + "\nLABEL page.drydock.strategy=extend-image drydock.test=builds\nENV PIP_RETRIES=0\nCOPY install.sh /opt/drydock/\n"
                               + "RUN --mount=type=secret,id=certificates,target=/run/secrets/certificates sh /opt/drydock/install.sh /usr/bin/python3.13 --force-reinstall six==1.17.0 # "
                               + QUuid::createUuid().toByteArray(QUuid::Id128) + '\n'}};
        m_session->build(installs, {}, {}, false);
        QTRY_COMPARE_WITH_TIMEOUT(sentence(u"outcomeBanner"_s).section(u". "_s, 0, 1),
                                  u"Build failed at step 3 of 3. The image does not trust the certificate of the package index"_s, 60'000);

        press(u"networkSettingsButton"_s);
        auto *dialog = find<QDialog>(u"settingsDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        auto *field = dialog->findChild<QLineEdit *>(u"certificatesField"_s);
        QTRY_VERIFY(field->isVisible() && field->hasFocus());
        QTest::keyClicks(field, certificates);
        press(u"saveSettingsButton"_s);
        QTRY_VERIFY(!find<QDialog>(u"settingsDialog"_s));
        press(u"buildAgainButton"_s);
        // The same once more: without checks, as it was asked for.
        QTRY_COMPARE_WITH_TIMEOUT(sentence(u"outcomeBanner"_s), u"Built. The image was not checked yet."_s, 30'000);
    }

    void failedBuildIsEditedAndRetried()
    {
        QVERIFY2(m_docker.has(test::prefect3), m_docker.why());
        open(u"one"_s);
        const auto base = test::await(m_session->findImage(test::prefect3));
        QVERIFY2(base, test::why(base));
        QTRY_VERIFY(!snapshot().advice.strategies.isEmpty());
        PlanChoices choices;
        choices.base = test::prefect3;
        choices.tag = tag(u"retried"_s);
        choices.labels = {{u"drydock.test"_s, u"builds"_s}};
        choices.buildArguments = {{u"CHANNEL"_s, u"stable"_s}};
        auto planned = test::await(m_session->plan(choices));
        QVERIFY2(planned, test::why(planned));
        // As a person edits it in the wizard.
        const QByteArray made = planned->file(u"Dockerfile"_s);
        for (PlanFile &file : planned->files)
            if (file.path == u"Dockerfile")
                file.content.append("RUN false\n");
        BuildOptions options;
        options.noCache = true;
        m_session->build(*planned, {}, options);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd && find<QAbstractButton>(u"editAndRetryButton"_s), 30'000);
        press(u"editAndRetryButton"_s);

        auto *wizard = find<QWizard>(u"strategyWizard"_s);
        QVERIFY(wizard && wizard->isVisible());
        auto *text = wizard->findChild<QPlainTextEdit *>(u"reviewText"_s);
        QTRY_VERIFY2(text->isVisible() && text->toPlainText().endsWith(u"RUN false\n"_s), qPrintable(text->toPlainText()));
        QCOMPARE(wizard->findChild<QWidget *>(u"reviewBand"_s)->findChild<QLabel *>(u"bandText"_s)->text(), u"Dockerfile will be used as you edited it."_s);
        press(u"undoFileButton"_s);
        QCOMPARE(text->toPlainText().toUtf8(), made);
        press(u"finishButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().isBusy(Activity::Building), 10'000);
        QTRY_VERIFY2_WITH_TIMEOUT(snapshot().buildEnd && snapshot().buildEnd->outcome == BuildEnd::Outcome::Succeeded, qPrintable(sentence(u"outcomeBanner"_s)), 30'000);
        QCOMPARE(snapshot().plan->tag, choices.tag);
        QCOMPARE(snapshot().plan->buildArguments, choices.buildArguments);
        QVERIFY(m_session->lastWork()->options.noCache);
    }

    void newerBaseIsOfferedAndTaken()
    {
        test::Registry registry;
        QVERIFY2(registry.start(), registry.said);
        const QString base = registry.address % u"/drydock.test/base:1"_s;
        const QString old = tag(u"oldbase"_s);
        const auto make = [this, &base](const QByteArray &content) {
            return m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, base, u"-"_s}, "FROM scratch\nLABEL drydock.test=builds content=" + content + "\nCMD [\"none\"]\n")
                && m_docker.run({u"push"_s, base});
        };
        QVERIFY(make("first") && m_docker.run({u"tag"_s, base, old}) && make("second") && m_docker.run({u"tag"_s, old, base}));
        useBuildKit(); // The classic builder's own --pull would do.
        if (QTest::currentTestFailed())
            return;
        m_session->setNetwork({});
        open(u"one"_s);
        BuildPlan onBase = plan(u"based"_s, 0);
        onBase.base = base;
        onBase.baseIsLocal = false;
        onBase.files = {{u"Dockerfile"_s, "FROM " + base.toUtf8() + "\nLABEL page.drydock.strategy=extend-image drydock.test=builds\n"}};
        const auto contentOfBuilt = [&](const QString &image) {
            return m_docker.run({u"image"_s, u"inspect"_s, u"--format"_s, u"{{.Config.Labels.content}}"_s, image}).value_or(QByteArray()).trimmed();
        };
        m_session->build(onBase, {}, {}, false);
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().buildEnd && !snapshot().isWorking(), 30'000);
        QCOMPARE(contentOfBuilt(onBase.tag), "first");
        QTRY_VERIFY2(sentence(u"newerBaseBanner"_s).startsWith(base % u" has a newer image"_s), qPrintable(sentence(u"newerBaseBanner"_s)));

        const qsizetype questions = registry.questions();
        QVERIFY(questions > 0);
        press(u"buildOnNewerBase"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(contentOfBuilt(onBase.tag) == "second", qPrintable(snapshot().buildEnd ? snapshot().buildEnd->error.details : QString()), 30'000);
        QTRY_VERIFY(!snapshot().isWorking());
        // The name means the newer one from now on: nothing more is offered, and the next build does not go back.
        QCOMPARE(contentOfBuilt(base), "second");
        QTRY_VERIFY2(registry.questions() > questions, registry.said);
        QVERIFY(!QTest::qWaitFor([this] { return !sentence(u"newerBaseBanner"_s).isEmpty(); }, 200));
        m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, base, old});
    }

    void builtImagesAreListedAndRemoved()
    {
        open(u"one"_s);
        build(u"two"_s, 0);
        // The new image is looked inside, and in use as long.
        const auto isRead = [this] {
            return std::any_of(snapshot().images.begin(), snapshot().images.end(), [this](const Image &image) { return image.reference == tag(u"two"_s) && image.contents; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRead(), 30'000);
        keys(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        auto *dialog = find<QDialog>(u"builtImagesDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        auto *list = dialog->findChild<QAbstractItemView *>(u"builtImages"_s);
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, 20'000);
        auto *filter = dialog->findChild<QLineEdit *>(u"builtImagesFilter"_s);
        QTest::keyClicks(filter, tag(u"two"_s));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Home);
        list->setCurrentIndex(list->model()->index(0, 0));
        const auto *remove = dialog->findChild<QAbstractButton *>(u"removeImagesButton"_s);
        QTRY_VERIFY2(remove->text().contains(u"MB"_s) || remove->text().contains(u"GB"_s), qPrintable(remove->text()));
        press(u"removeImagesButton"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(list->model()->rowCount() == 0, qPrintable(dialog->findChild<QWidget *>(u"builtImagesNote"_s)->findChild<QLabel *>()->text()), 20'000);
        QVERIFY(!m_docker.run({u"image"_s, u"inspect"_s, tag(u"two"_s)}));
    }

    void theNetworkIsTriedAndItsPasswordIsNowhere()
    {
        test::Server index;
        QVERIFY(index.start({u"index"_s}, {{u"CREDENTIALS"_s, u"me:hunter2xDrydock"_s}}));
        m_session->lookInside({test::prefect3});
        open(u"one"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!snapshot().isBusy(Activity::ListingImages) && !snapshot().images.isEmpty(), 20'000);
        m_session->lookInside({test::prefect3});
        QTRY_VERIFY_WITH_TIMEOUT(!snapshot().unread.contains(test::prefect3), 20'000);

        keys(Qt::Key_Comma);
        auto *dialog = find<QDialog>(u"settingsDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto *pages = dialog->findChild<QTabBar *>();
        pages->setFocus();
        QTest::keyClick(pages, Qt::Key_Right);
        auto *field = dialog->findChild<QLineEdit *>(u"indexField"_s);
        QTRY_VERIFY(field->isVisible());
        const auto *said = dialog->findChild<QLabel *>(u"testSentence"_s);
        const QString place = u"http://127.0.0.1:%1/simple/"_s.arg(index.port);
        const auto enter = [&](const QString &login) {
            dialog->activateWindow();
            field->setFocus();
            QTRY_VERIFY(field->hasFocus());
            QTest::keySequence(field, QKeySequence::SelectAll);
            QTest::keyClicks(field, u"http://%1@127.0.0.1:%2/simple/"_s.arg(login, index.port));
            QTest::keyClick(field, Qt::Key_Tab);
            QTRY_COMPARE(field->text(), place); // The password does not stay to be read.
        };
        enter(u"me:wrong"_s);
        if (QTest::currentTestFailed())
            return;
        press(u"testInstallButton"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains(u"did not accept"_s), qPrintable(said->text()), 30'000);
        enter(u"me:hunter2xDrydock"_s);
        if (QTest::currentTestFailed())
            return;
        press(u"testInstallButton"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(said->text().contains(u"was reached"_s), qPrintable(said->text()), 30'000);
        const QString log = dialog->findChild<QPlainTextEdit *>(u"testLog"_s)->toPlainText();
        QVERIFY2(log.contains(u"six"_s) && !log.contains(u"hunter2"_s), qPrintable(log));
        QVERIFY(index.requests().contains("/simple/six"));

        press(u"saveSettingsButton"_s);
        QTRY_VERIFY(!find<QDialog>(u"settingsDialog"_s));
        QCOMPARE(m_session->context().network.indexUrl, u"http://me:hunter2xDrydock@127.0.0.1:%1/simple/"_s.arg(index.port));
        m_settings->sync();
        QFile written(m_settings->fileName());
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray text = written.readAll();
        QVERIFY2(text.contains("127.0.0.1") && !text.contains("hunter2"), text);
        QTRY_VERIFY2(sentence(u"messageBanner"_s).contains(u"until Drydock ends"_s), qPrintable(sentence(u"messageBanner"_s)));
    }
};

QTEST_MAIN(BuildsTest)
#include "tst_builds.moc"
