// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/scriptwindow.h"
#include "ui/models/importsmodel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace drydock;

/// Scripts that change while they are open, and folders of them.
class TestScriptFiles : public test::ScriptWindow
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void whatIsSavedIsReadAgain()
    {
        const QString path =
            write(u"etl.py"_s, "from prefect import flow\nimport numpy\n\n@flow\ndef etl():\n    pass\n");
        open(path);
        tree()->setCurrentIndex(at(u"prefect"_s));
        for (const QString &module : {u"pandas"_s, u"polars"_s}) {
            replace(path, "from prefect import flow\nimport " + module.toUtf8() + "\n\n@flow\ndef etl():\n    pass\n");
            QTRY_COMPARE(shown().value(0), QString(u"Third-party: "_s % module));
            QTRY_VERIFY(source()->toPlainText().contains(module));
            QCOMPARE(tree()->currentIndex().data().toString(), u"prefect"_s);
        }
        // A syntax error is said with its line, in the images' view too.
        replace(path, "from prefect import flow\nimport polars\n\n@flow\ndef etl():\n    pass\n\nx = = 1\n");
        QTRY_VERIFY(find<QToolButton>(u"scriptButton"_s)->text().contains(u"1 error"_s));
        find<QAction>(u"showScript"_s)->trigger();
        QTRY_VERIFY(isVisible(u"problemsBanner"_s));
        QCOMPARE(find<QWidget>(u"problemsBanner"_s)->findChild<QLabel *>(u"bannerWhat"_s)->text(), u"etl.py line 8:"_s);
        QTest::mouseClick(find<QPushButton>(u"showProblem"_s), Qt::LeftButton);
        QTRY_VERIFY(tree()->isVisible());
        QCOMPARE(source()->currentLine(), 8);

        // A file that is gone stays shown, and comes back.
        QVERIFY(QFile::remove(path));
        QTRY_VERIFY(isVisible(u"readingBanner"_s));
        QCOMPARE(find<QWidget>(u"readingBanner"_s)->findChild<QLabel *>(u"bannerWhat"_s)->text(), u"etl.py is not there any more."_s);
        QVERIFY(at(u"polars"_s).isValid());
        QVERIFY(source()->toPlainText().contains(u"polars"_s));
        write(u"etl.py"_s, "from prefect import flow\nimport duckdb\n\n@flow\ndef etl():\n    pass\n");
        QTRY_VERIFY(at(u"duckdb"_s).isValid());
        QTRY_VERIFY(!isVisible(u"readingBanner"_s));
    }

    void whatIsSavedInALocalModuleIsReadAgain()
    {
        write(u"lib/__init__.py"_s, "");
        const QString module = write(u"lib/inner.py"_s, "import requests\n");
        open(write(u"etl.py"_s, "from prefect import flow\nfrom lib import inner\nfrom lib import later\n\n@flow\ndef etl():\n    pass\n"));
        QVERIFY(at(u"requests"_s).isValid());
        write(u"lib/inner.py"_s, "import polars\n"); // in its place
        QTRY_VERIFY(at(u"polars"_s).isValid());
        replace(module, "import duckdb\n");
        QTRY_VERIFY(at(u"duckdb"_s).isValid());
        write(u"lib/later.py"_s, "import altair\n"); // a file that was not there
        QTRY_VERIFY(at(u"altair"_s).isValid());
    }

    void whatIsSavedBelowAFolderIsReadAgain()
    {
        const QByteArray flow = "from prefect import flow\n\n@flow\ndef a():\n    pass\n";
        write(u"flows/a.py"_s, flow);
        write(u"flows/deep/er/plain.py"_s, "import os\n");
        open(m_folder->filePath(u"flows"_s));
        QCOMPARE(snapshot().scripts.size(), 1);
        write(u"flows/deep/er/plain.py"_s, flow); // in its place
        QTRY_COMPARE(snapshot().scripts.size(), 2);
        replace(m_folder->filePath(u"flows/deep/er/plain.py"_s), "import os\n");
        QTRY_COMPARE(snapshot().scripts.size(), 1);
        write(u"flows/deep/new.py"_s, flow);
        QTRY_COMPARE(snapshot().scripts.size(), 2);
        write(u"flows/deep/new/one.py"_s, flow); // in a folder that was not there
        QTRY_COMPARE(snapshot().scripts.size(), 3);
        write(u"flows/deep/new/two.py"_s, flow);
        QTRY_COMPARE(snapshot().scripts.size(), 4);
    }

    void aFolderSaysWhatItHolds()
    {
        write(u"flows/a.py"_s, "from prefect import flow\nimport numpy\n\n@flow\ndef a():\n    pass\n");
        write(u"flows/b.py"_s, "from prefect import flow\nimport pandas\n\n@flow\ndef b():\n    pass\n\nx = = 1\n");
        write(u"flows/node_modules/c.py"_s, "from prefect import flow\n\n@flow\ndef c():\n    pass\n");
        write(u"flows/plain.py"_s, "import os\n");
        QFile huge(write(u"flows/huge.py"_s, "x = 1\n"));
        QVERIFY(huge.resize(21 * 1024 * 1024));
        open(m_folder->filePath(u"flows"_s));
        QTRY_VERIFY(m_window->isSettled());
        QCOMPARE(shown(),
                 (QStringList{u"a.py: Third-party, Prefect"_s, u"b.py: Third-party, Prefect"_s, u"Not read: huge.py"_s,
                              u"Skipped: node_modules"_s}));
        QCOMPARE(at(u"b.py"_s).data(ImportsModel::PlaceRole).toString(), u"1 error"_s);
        QCOMPARE(at(u"huge.py"_s).data(ImportsModel::NoteRole).toString(), u"larger than 20 MB"_s);
        tree()->setCurrentIndex(at(u"node_modules"_s));
        QCOMPARE(text(u"importReason"_s), u"other people's code"_s);
        tree()->setCurrentIndex(at(u"b.py"_s));
        QCOMPARE(text(u"sourceName"_s), u"b.py"_s);
        auto *problems = find<QTreeView>(u"problems"_s);
        QVERIFY(problems->model()->rowCount() > 0);
        QCOMPARE(problems->model()->index(0, 1).data().toString(), u"line 8"_s);
        QVERIFY(!isVisible(u"readingBanner"_s));
    }

    void readingAFolderShowsAndStops()
    {
        // Each file must be parsed, so that there is time to see it and to stop.
        const QByteArray body = "from prefect import flow\n\n@flow\ndef f():\n    pass\n\n"
            + QByteArray("def g(x):\n    return [x + 1, 'text', {x: x}]\n").repeated(1500);
        constexpr int files = 300;
        for (int i = 0; i < files; ++i)
            write(u"many/flow_%1.py"_s.arg(i), body);
        m_window->open({m_folder->filePath(u"many"_s)});
        QTRY_VERIFY(isVisible(u"stopReading"_s) && snapshot().filesOf == files && tree()->model()->rowCount() > 0);
        QVERIFY(snapshot().isBusy(Activity::Reading));
        QVERIFY(find<QAction>(u"stop"_s)->isEnabled());
        QTest::mouseClick(find<QPushButton>(u"stopReading"_s), Qt::LeftButton);
        QTRY_VERIFY(snapshot().readingStopped && m_window->isSettled());
        const auto found = snapshot().scripts.size();
        QVERIFY(found > 0 && found < files);
        QCOMPARE(tree()->model()->rowCount(), int(found));
        auto *banner = find<QWidget>(u"readingBanner"_s);
        QVERIFY(banner->isVisible());
        QCOMPARE(banner->findChild<QLabel *>(u"bannerWhat"_s)->text(), u"Reading was stopped."_s);
        QVERIFY(banner->findChild<QLabel *>(u"bannerSentence"_s)->text().contains(u"of 300 files"_s));
        QVERIFY(!find<QAction>(u"stop"_s)->isEnabled());
        QTest::mouseClick(find<QPushButton>(u"readFolderAgain"_s), Qt::LeftButton);
        QTRY_VERIFY(isVisible(u"stopReading"_s));
        QTRY_COMPARE_WITH_TIMEOUT(snapshot().scripts.size(), files, 100'000);
    }

    void anEmptyFolderIsSaid()
    {
        write(u"none/plain.py"_s, "import os\n");
        write(u"none/node_modules/x.py"_s, "");
        m_window->open({m_folder->filePath(u"none"_s)});
        auto *page = find<QWidget>(u"noticePage"_s);
        QTRY_VERIFY(page->isVisible());
        QCOMPARE(page->findChild<QLabel *>(u"stateHeading"_s)->text(), u"No flow found in none"_s);
        QVERIFY(!isVisible(u"analyseAnyway"_s));
    }
};

QTEST_MAIN(TestScriptFiles)
#include "tst_scriptfiles.moc"
