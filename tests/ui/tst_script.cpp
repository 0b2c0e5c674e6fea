// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/codeview.h"
#include "core/store/keychain.h"
#include "ui/mainwindow.h"
#include "ui/models/importsmodel.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace drydock;

/// What the window shows of the scripts themselves, on a session without an engine: everything else is real.
class TestScript : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CommandRunner> m_runner;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QSettings> m_settings;
    Keychain m_keychain;
    std::unique_ptr<FlowSession> m_session;
    std::unique_ptr<MainWindow> m_window;

    QString write(const QString &name, const QByteArray &text) const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write a test file");
        return path;
    }
    /// As editors do that write a new file and put it in the place of the old one.
    void replace(const QString &path, const QByteArray &text) const
    {
        const QString fresh = write(u"swap.tmp"_s, text);
        if (std::rename(qPrintable(fresh), qPrintable(path)) != 0)
            qFatal("cannot replace a test file");
    }
    template <typename T>
    T *find(const QString &name) const
    {
        T *found = m_window->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    bool isVisible(const QString &name) const { return find<QWidget>(name)->isVisibleTo(m_window.get()); }
    QTreeView *tree() const { return find<QTreeView>(u"scriptImports"_s); }
    CodeView *source() const { return find<CodeView>(u"scriptSource"_s); }
    const Snapshot &snapshot() const { return m_session->snapshot(); }

    /// Everything below an index as "Group: a, b" or plain names.
    QStringList shown(const QModelIndex &parent = {}) const
    {
        QStringList lines;
        const QAbstractItemModel *model = tree()->model();
        for (int row = 0; row < model->rowCount(parent); ++row) {
            const QModelIndex index = model->index(row, 0, parent);
            QStringList children;
            for (int child = 0; child < model->rowCount(index); ++child)
                children.append(model->index(child, 0, index).data().toString());
            lines.append(children.isEmpty() ? index.data().toString()
                                            : QString(index.data().toString() % u": "_s % children.join(u", "_s)));
        }
        return lines;
    }
    QModelIndex at(const QString &name) const
    {
        const QModelIndexList found = tree()->model()->match(tree()->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                                             Qt::MatchExactly | Qt::MatchRecursive);
        return found.value(0);
    }
    void makeWindow()
    {
        SessionContext context;
        context.runner = m_runner.get();
        context.store = m_store.get();
        context.dataFolder = m_folder->path();
        context.network.allowed = false;
        context.engineChoice.engine = u"/nonexistent/docker"_s;
        context.eager = true;
        m_session = std::make_unique<FlowSession>(context);
        m_window = std::make_unique<MainWindow>(*m_session, *m_settings, m_keychain);
        auto *proxy = qobject_cast<QSortFilterProxyModel *>(tree()->model());
        new QAbstractItemModelTester(proxy->sourceModel(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_window.get());
        new QAbstractItemModelTester(proxy, QAbstractItemModelTester::FailureReportingMode::Fatal, m_window.get());
        new QAbstractItemModelTester(find<QTreeView>(u"problems"_s)->model(),
                                     QAbstractItemModelTester::FailureReportingMode::Fatal, m_window.get());
        m_window->resize(1280, 720);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    /// Opens a script and shows it in the script's view.
    void open(const QString &path)
    {
        m_window->open({path});
        QTRY_VERIFY(!snapshot().scripts.isEmpty() && m_window->isSettled());
        if (!QFileInfo(path).isDir())
            find<QAction>(u"showScript"_s)->trigger();
        QTRY_VERIFY(tree()->isVisible() && tree()->model()->rowCount() > 0);
    }
    QString writeGroups() const
    {
        write(u"lib/__init__.py"_s, "");
        write(u"lib/cleaning.py"_s, "# ours\nimport requests\n");
        write(u"requirements.txt"_s, "pandas>=1.5\ns3fs\n");
        return write(u"etl.py"_s,
                     "\"\"\"One string\nover two lines.\"\"\"\nimport json\nimport pandas as pd\nimport "
                     "sklearn.linear_model\nfrom prefect import Flow, task\n"
                     "from prefect.storage import S3\nfrom lib import cleaning\ntry:\n    import orjson\nexcept "
                     "ImportError:\n    orjson = None\n\n"
                     "with Flow('etl') as flow:\n    pass\nflow.storage = S3(bucket='b', "
                     "stored_as_script=True)\nflow.run_configs = None\n");
    }

private Q_SLOTS:
    void init()
    {
        applyAppearance(*qApp, Appearance::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_runner = std::make_unique<CommandRunner>();
        m_store = std::make_unique<Store>(u":memory:"_s);
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
        makeWindow();
    }

    void cleanup()
    {
        m_window.reset();
        m_session.reset();
        m_settings.reset();
        m_store.reset();
        m_runner.reset();
    }

    void importsAreGrouped()
    {
        open(writeGroups());
        QCOMPARE(shown(),
                 (QStringList{u"Third-party: pandas, sklearn.linear_model, orjson, requests"_s,
                              u"Local: lib.cleaning"_s, u"Prefect: prefect, prefect.storage"_s,
                              u"Implied: prefect.storage"_s, u"Standard library: json"_s, u"Declared only: s3fs"_s}));
        QVERIFY(tree()->isExpanded(at(u"Third-party"_s)));
        QVERIFY(!tree()->isExpanded(at(u"Standard library"_s)));
        QCOMPARE(at(u"orjson"_s).data(ImportsModel::PlaceRole).toString(), u"line 10, optional"_s);
        QCOMPARE(at(u"requests"_s).data(ImportsModel::PlaceRole).toString(), u"cleaning.py line 2"_s);
    }

    void filterAndTyping()
    {
        open(writeGroups());
        tree()->setFocus();
        QTest::keyClicks(tree(), u"skl"_s.left(1));
        auto *filter = find<QLineEdit>(u"scriptFilter"_s);
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"kl"_s);
        QCOMPARE(shown(), QStringList{u"Third-party: sklearn.linear_model"_s});
        QCOMPARE(tree()->currentIndex().data().toString(), u"sklearn.linear_model"_s);
        QTest::keyClick(filter, Qt::Key_Return);
        QVERIFY(tree()->hasFocus());
        filter->setText(u"nothing like it"_s);
        QCOMPARE(tree()->model()->rowCount(), 0);
        QCOMPARE(text(u"importStatement"_s), u"Nothing matches the filter"_s);
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(tree()->model()->rowCount(), 6);
    }

    void evidenceIsInWords()
    {
        write(u".venv/pyvenv.cfg"_s, "home = /usr/bin\nversion = 3.11.2\n");
        const QString packages = u".venv/lib/python3.11/site-packages/"_s;
        write(packages + u"sklearn/__init__.py"_s, "");
        write(packages + u"scikit_learn-1.5.2.dist-info/METADATA"_s,
              "Metadata-Version: 2.1\nName: scikit-learn\nVersion: 1.5.2\n");
        write(packages + u"scikit_learn-1.5.2.dist-info/RECORD"_s, "sklearn/__init__.py,,\n");
        open(write(u"etl.py"_s,
                   "from prefect import flow\nimport sklearn\nimport cv2\n\n@flow\ndef etl():\n    import json\n"));
        tree()->setCurrentIndex(at(u"sklearn"_s));
        QCOMPARE(text(u"importStatement"_s), u"sklearn comes from scikit-learn: installed in .venv, 1.5.2"_s);
        QCOMPARE(text(u"importReason"_s), u"Needed; imported by etl.py line 2."_s);
        QTest::keyClick(tree(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(),
                 u"sklearn comes from scikit-learn: installed in .venv, 1.5.2. Needed; imported by etl.py line 2."_s);
        tree()->setCurrentIndex(at(u"json"_s));
        QCOMPARE(text(u"importStatement"_s), u"json is part of Python itself"_s);
        QCOMPARE(text(u"importReason"_s), u"Needed when a function runs; imported by etl.py line 7."_s);

        tree()->setCurrentIndex(at(u"sklearn"_s));
        QTest::keyClick(tree(), Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<QDialog *>(u"evidenceDialog"_s));
        QStringList words;
        for (const QLabel *label : m_window->findChild<QDialog *>(u"evidenceDialog"_s)->findChildren<QLabel *>())
            words.append(label->text());
        QVERIFY2(words.contains(u"1.5.2"_s) && words.contains(u"etl.py line 2"_s), qPrintable(words.join(u'|')));
        QTest::mouseClick(find<QPushButton>(u"goToLine"_s), Qt::LeftButton);
        QTRY_VERIFY(source()->hasFocus());
        QCOMPARE(source()->currentLine(), 2);
    }

    void linesLeadToTheSource()
    {
        open(writeGroups());
        tree()->setFocus();
        tree()->setCurrentIndex(at(u"sklearn.linear_model"_s));
        QCOMPARE(text(u"sourceName"_s), u"etl.py"_s);
        QCOMPARE(source()->currentLine(), 5);
        const auto marked = [this] {
            QList<int> lines;
            for (const CodeView::Mark &mark : source()->marks())
                if (mark.isCurrent)
                    lines.append(mark.line);
            return lines;
        };
        QCOMPARE(marked(), QList<int>{5});
        QVERIFY(!source()->hasFocus());
        QTest::keyClick(tree(), Qt::Key_F2);
        QTRY_VERIFY(source()->hasFocus());
        QVERIFY(source()->isReadOnly());

        // A local module's import is in its own file.
        tree()->setCurrentIndex(at(u"requests"_s));
        QTRY_COMPARE(source()->toPlainText(), u"# ours\nimport requests\n"_s);
        QCOMPARE(text(u"sourceName"_s), u"cleaning.py"_s);
        QCOMPARE(source()->currentLine(), 2);
        // What is declared leads to its declaration.
        tree()->setCurrentIndex(at(u"s3fs"_s));
        QTRY_COMPARE(text(u"sourceName"_s), u"requirements.txt"_s);
        QTRY_COMPARE(source()->currentLine(), 2);

        // And from the imports beside the images.
        find<QAction>(u"showScript"_s)->trigger();
        QVERIFY(!tree()->isVisible());
        auto *imports = find<QTableView>(u"imports"_s);
        for (int row = 0; row < imports->model()->rowCount(); ++row)
            if (imports->model()->index(row, 0).data().toString() == u"pandas")
                imports->setCurrentIndex(imports->model()->index(row, 0));
        QTest::keyClick(imports, Qt::Key_F2);
        QTRY_VERIFY(source()->hasFocus());
        QCOMPARE(source()->currentLine(), 4);
        QCOMPARE(tree()->currentIndex().data().toString(), u"pandas"_s);
    }

    void problemsAreListedAndLeadToTheirLines()
    {
        open(writeGroups());
        auto *problems = find<QTreeView>(u"problems"_s);
        QVERIFY(problems->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY(problems->hasFocus());
        int row = 0;
        while (row < problems->model()->rowCount()
               && problems->model()->index(row, 3).data().toString() != u"run-configs-typo")
            ++row;
        problems->setCurrentIndex(problems->model()->index(row, 0));
        QCOMPARE(problems->model()->index(row, 0).data().toString(), u"Warning"_s);
        QCOMPARE(problems->model()->index(row, 1).data().toString(), u"line 17"_s);
        QCOMPARE(source()->currentLine(), 17);
        QVERIFY(text(u"importStatement"_s).startsWith(u"Warning in line 17: "_s));
        QTest::keyClick(problems, Qt::Key_F2);
        QTRY_VERIFY(source()->hasFocus());
        QVERIFY(find<QToolButton>(u"scriptButton"_s)->text().contains(u"warning"_s));
    }

    void whatThePersonSaysIsRemembered()
    {
        const QString path = writeGroups();
        open(path);
        const auto distribution = [this] {
            for (const Need &need : snapshot().coverage.needs)
                if (need.module == u"sklearn.linear_model")
                    return need.distributions.value(0);
            return QString();
        };
        QCOMPARE(distribution(), u"scikit-learn"_s);
        tree()->setFocus();
        tree()->setCurrentIndex(at(u"sklearn.linear_model"_s));
        QTest::keyClick(tree(), Qt::Key_M, Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<QDialog *>(u"providedByDialog"_s));
        auto *field = find<QComboBox>(u"distributionField"_s);
        auto *accept = find<QPushButton>(u"acceptProvidedBy"_s);
        QCOMPARE(field->currentText(), u"scikit-learn"_s);
        field->setEditText(u"not a name"_s);
        QVERIFY(!accept->isEnabled());
        field->setEditText(u"acme-sklearn"_s);
        QVERIFY(accept->isEnabled());
        QTest::keyClick(field->lineEdit(), Qt::Key_Return);
        QTRY_COMPARE(distribution(), u"acme-sklearn"_s);
        QTRY_COMPARE(text(u"importStatement"_s), u"sklearn.linear_model comes from acme-sklearn, as you said"_s);

        // Another window on the same settings still knows it, and another script does not.
        m_window.reset();
        m_session.reset();
        makeWindow();
        open(path);
        QCOMPARE(distribution(), u"acme-sklearn"_s);
        QVERIFY(snapshot().advice.requirements.isEmpty()
                || snapshot().advice.requirements.join(u' ').contains(u"acme-sklearn"_s));
        m_window->open({write(u"other.py"_s,
                              "from prefect import flow\nimport sklearn.linear_model\n\n@flow\ndef f():\n    pass\n")});
        QTRY_VERIFY(m_window->isSettled() && snapshot().script() && snapshot().script()->path.endsWith(u"other.py"));
        QCOMPARE(distribution(), u"scikit-learn"_s);

        open(path);
        tree()->setCurrentIndex(at(u"sklearn.linear_model"_s));
        find<QAction>(u"forgetProvidedByAction"_s)->trigger();
        QTRY_COMPARE(distribution(), u"scikit-learn"_s);
        find<QAction>(u"undo"_s)->trigger();
        QTRY_COMPARE(distribution(), u"acme-sklearn"_s);
        find<QAction>(u"redo"_s)->trigger();
        QTRY_COMPARE(distribution(), u"scikit-learn"_s);
        QVERIFY(Settings::load(*m_settings).providedBy.isEmpty());
    }

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

    void aSyntaxErrorIsSaidWhereThereIsNoFlow()
    {
        m_window->open({write(u"broken.py"_s, "import numpy\n\nx = = 1\n")});
        auto *page = find<QWidget>(u"noticePage"_s);
        QTRY_VERIFY(page->isVisible());
        QStringList words;
        for (const QLabel *label : page->findChildren<QLabel *>())
            words.append(label->text());
        QVERIFY2(words.join(u' ').contains(u"Line 3, error: "_s), qPrintable(words.join(u'|')));
    }

    void factsSayWhatTheFlowIs()
    {
        open(write(
            u"weekly.py"_s,
            "from prefect import flow, task\n\n@task\ndef a(): ...\n\n@flow(name='weekly')\ndef weekly():\n    a()\n\n"
            "weekly.deploy(name='prod', work_pool_name='k8s', image='acme/weekly:1')\n"));
        QStringList facts;
        for (int i = 0; i < 5; ++i) {
            auto *fact = find<QToolButton>(u"fact%1"_s.arg(i));
            if (fact->isVisible())
                facts.append(fact->text());
        }
        QCOMPARE(facts,
                 (QStringList{u"weekly, 1 task"_s, u"Prefect 3, assumed"_s, u"work pool k8s"_s, u"acme/weekly:1"_s}));
        find<QToolButton>(u"fact3"_s)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(find<QToolButton>(u"fact3"_s), Qt::Key_Space);
        QCOMPARE(source()->currentLine(), 10);
    }

    void tabGoesThroughTheView()
    {
        open(writeGroups());
        auto *filter = find<QLineEdit>(u"scriptFilter"_s);
        filter->setFocus();
        QList<QString> order;
        for (int i = 0; i < 12 && order.value(order.size() - 1) != u"importEvidence"; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            order.append(QApplication::focusWidget()->objectName());
        }
        QVERIFY2(order.contains(u"importEvidence"_s), qPrintable(order.join(u' ')));
        QCOMPARE(order.first(), u"scriptImports"_s);
        QVERIFY(order.indexOf(u"scriptSource"_s) > 0);
        QVERIFY(order.indexOf(u"problems"_s) > order.indexOf(u"scriptSource"_s));
        // Escape leads from the source to the imports, and from there to the images.
        source()->setFocus();
        QTest::keyClick(source(), Qt::Key_Escape);
        QVERIFY(tree()->hasFocus());
        QTest::keyClick(tree(), Qt::Key_Escape);
        QVERIFY(!tree()->isVisible());
    }
};

QTEST_MAIN(TestScript)
#include "tst_script.moc"
