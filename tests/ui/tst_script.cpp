// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/scriptwindow.h"
#include "ui/models/importsmodel.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace drydock;

/// What the window shows of a script.
class TestScript : public test::ScriptWindow
{
    Q_OBJECT

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
    void init() { begin(); }
    void cleanup() { end(); }

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

