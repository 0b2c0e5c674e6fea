// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/windowfixture.h"

#include <QAbstractItemView>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace drydock;

Q_DECLARE_METATYPE(drydock::Strategy)

/// The wizard by the keyboard alone, through every strategy to its end: what is built is built, and what is checked passes.
class WizardTest : public QObject
{
    Q_OBJECT

    test::WindowFixture m_fixture;
    const QString m_repository = u"drydock.test/wizard"_s;

    const Snapshot &snapshot() const { return m_fixture.snapshot(); }

    QString script(const QString &name, const QByteArray &text) const
    {
        const QString path = m_fixture.folder.filePath(name);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path : QString();
    }

    static QByteArray flow(const QByteArray &imports, const QByteArray &name)
    {
        return imports + "from prefect import task, Flow\nfrom prefect.run_configs import KubernetesRun\n\n\n@task\ndef say():\n    return 1\n\n\nwith Flow(\"" + name
            + "\", run_config=KubernetesRun()) as flow:\n    say()\n";
    }

    /// Until the session has nothing left to do.
    bool settle() const
    {
        return QTest::qWaitFor([this] { return m_fixture.window->isSettled(); }, 300'000);
    }

    void removeImages()
    {
        for (const QString &id : {u"extend-image"_s, u"scratch-image"_s, u"docker-storage"_s, u"shared"_s})
            (void)m_fixture.docker.run({u"rmi"_s, u"--force"_s, m_repository + u':' + id});
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_fixture.open(), m_fixture.docker.why());
        for (const QString &image : {test::prefect1, test::prefect3, u"drydock.local/python:3.9"_s})
            QVERIFY2(m_fixture.docker.has(image), m_fixture.docker.why());
        removeImages();
    }

    void cleanupTestCase() { removeImages(); }
    void init() { m_fixture.show({test::prefect1, test::prefect3, u"drydock.local/python:3.9"_s, m_repository + u":shared"_s}); }
    void cleanup() { m_fixture.close(); }

    void everyStrategyComesToItsEnd_data()
    {
        QTest::addColumn<Strategy>("strategy");
        QTest::addColumn<QByteArray>("imports");
        QTest::addColumn<QString>("line"); ///< In the lines for the flow.
        QTest::newRow("default-image") << Strategy::DefaultImage << QByteArray("import requests\n") << QString(u"image=\""_s + test::prefect1 + u'"');
        QTest::newRow("runtime-install") << Strategy::RuntimeInstall << QByteArray("import emoji\n") << u"EXTRA_PIP_PACKAGES"_s;
        QTest::newRow("extend-image") << Strategy::ExtendImage << QByteArray("import emoji\n") << QString(u"image=\""_s + m_repository + u":extend-image\"");
        QTest::newRow("scratch-image") << Strategy::ScratchImage << QByteArray("import emoji\n") << QString(u"image=\""_s + m_repository + u":scratch-image\"");
        QTest::newRow("docker-storage") << Strategy::DockerStorage << QByteArray("import emoji\n") << u"Docker("_s;
    }
    void everyStrategyComesToItsEnd()
    {
        QFETCH(Strategy, strategy);
        QFETCH(QByteArray, imports);
        QFETCH(QString, line);
        const QString id = strategyId(strategy);
        QVERIFY(m_fixture.open({script(id + u".py"_s, flow(imports, id.toUtf8()))}));
        QVERIFY(m_fixture.openWizard());
        // Whatever is recommended, another one is a key away.
        auto *card = m_fixture.find<QAbstractButton>(u"strategy-"_s + id);
        QVERIFY(card && card->isEnabled());
        card->setFocus(Qt::TabFocusReason);
        QTest::keyClick(card, Qt::Key_Space);
        QVERIFY(card->isChecked());
        QVERIFY(m_fixture.press(u"nextButton"_s));
        if (strategy != Strategy::DefaultImage) {
            QTRY_VERIFY(m_fixture.find<QAbstractItemView>(u"distributionsTable"_s)->isVisible());
            QTRY_VERIFY_WITH_TIMEOUT(m_fixture.find<QAbstractItemView>(u"distributionsTable"_s)->model()->rowCount() > 0, 60'000);
            QVERIFY(m_fixture.press(u"nextButton"_s));
        }
        if (buildsImage(strategy)) {
            QVERIFY(m_fixture.type(u"repositoryField"_s, m_repository));
            QVERIFY(m_fixture.type(u"tagField"_s, id));
        }
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.find<QPlainTextEdit>(u"reviewText"_s)->isVisible(), 30'000);
        QVERIFY(m_fixture.press(u"finishButton"_s));
        if (strategy == Strategy::RuntimeInstall) {
            QTRY_VERIFY(m_fixture.find<QPlainTextEdit>(u"linesText"_s) && m_fixture.find<QPlainTextEdit>(u"linesText"_s)->isVisible());
            QVERIFY(m_fixture.find<QPlainTextEdit>(u"linesText"_s)->toPlainText().contains(line));
            QVERIFY(!snapshot().buildEnd);
            return;
        }
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().checks.has_value() || snapshot().checkError.has_value()
                                     || (snapshot().buildEnd && snapshot().buildEnd->outcome != BuildEnd::Outcome::Succeeded),
                                 300'000);
        QVERIFY2(snapshot().checks && snapshot().checks->passed(),
                 qPrintable(snapshot().buildEnd ? snapshot().buildEnd->error.sentence + snapshot().buildEnd->error.details : u"It was not built."_s));
        QCOMPARE(snapshot().buildEnd.has_value(), buildsImage(strategy));
        QVERIFY(settle());
        QVERIFY2(snapshot().plan->lines.contains(line), qPrintable(snapshot().plan->lines));
    }

    /// A folder asks for two images; one is shared by two scripts, built and checked for both, and then covers them.
    void aGroupOfScriptsSharesAnImage()
    {
        const QString folder = m_fixture.folder.filePath(u"flows"_s);
        QVERIFY(QDir().mkpath(folder));
        const QString first = script(u"flows/first.py"_s, flow("import emoji\n", "first"));
        const QString second = script(u"flows/second.py"_s, flow("import emoji\nimport tabulate\n", "second"));
        script(u"flows/third.py"_s, "from prefect import flow\n\n\n@flow\ndef third():\n    return 1\n");
        QVERIFY(m_fixture.open({folder}));
        QCOMPARE(snapshot().groups.size(), 2);
        QCOMPARE(m_fixture.text(u"verdict"_s), u"1 more image would cover 2 scripts"_s);
        QVERIFY(m_fixture.press(u"nextStep"_s));
        auto *groups = m_fixture.find<QAbstractItemView>(u"groups"_s);
        QVERIFY(groups->isVisible() && groups->hasFocus());
        QCOMPARE(groups->currentIndex().data().toString(), u"Shared image A"_s);
        QVERIFY2(m_fixture.text(u"groupReason"_s).contains(u"2 of them need emoji"), qPrintable(m_fixture.text(u"groupReason"_s)));

        QTest::keyClick(groups, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.wizard() && m_fixture.wizard()->isVisible(), 30'000);
        QCOMPARE(snapshot().paths, (QStringList{first, second}));
        auto *card = m_fixture.find<QAbstractButton>(u"strategy-extend-image"_s);
        card->setFocus(Qt::TabFocusReason);
        QTest::keyClick(card, Qt::Key_Space);
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.find<QLineEdit>(u"repositoryField"_s)->text() == u"flows");
        QVERIFY(m_fixture.type(u"repositoryField"_s, m_repository));
        QVERIFY(m_fixture.type(u"tagField"_s, u"shared"_s));
        QVERIFY(m_fixture.press(u"nextButton"_s));
        QVERIFY(m_fixture.press(u"finishButton"_s));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot().checks.has_value() || snapshot().checkError.has_value(), 300'000);
        QVERIFY(snapshot().checks && snapshot().checks->passed());
        QStringList ids;
        for (const Check &check : snapshot().checks->checks)
            ids.append(check.id);
        QVERIFY2(ids.contains(u"flow-loads:first") && ids.contains(u"flow-loads:second") && ids.contains(u"import:tabulate"), qPrintable(ids.join(u' ')));
        QVERIFY(settle());

        QVERIFY(m_fixture.press(u"backButton"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.text(u"verdict"_s) == u"Images here cover all 3 scripts", 60'000);
        QCOMPARE(snapshot().paths, QStringList{folder});
        QVERIFY(m_fixture.find<QAbstractItemView>(u"groups"_s)->isVisible());
    }
};

QTEST_MAIN(WizardTest)
#include "tst_wizard.moc"
