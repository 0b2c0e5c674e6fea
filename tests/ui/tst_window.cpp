// SPDX-License-Identifier: Apache-2.0
#include "ui/images/coverageview.h"
#include "ui/images/enginepage.h"
#include "ui/images/imageheader.h"
#include "tests/ui/scriptwindow.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

/// The window on a session whose engine is a program that does not exist: everything but images is real.
class TestWindow : public test::ScriptWindow
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void startsEmpty()
    {
        QVERIFY(isVisible(u"openScript"_s));
        QVERIFY(!isVisible(u"verdict"_s));
        QCOMPARE(m_window->windowTitle(), u"Drydock"_s);
        QVERIFY(m_window->isSettled());
    }

    void readsWithoutAnEngine()
    {
        const QString path = write(u"etl.py"_s, "from prefect import flow\nimport numpy\n\n@flow\ndef etl():\n    return numpy.pi\n");
        QSignalSpy settled(m_window.get(), &MainWindow::settled);
        m_window->open({path});
        QTRY_VERIFY(settled.count() > 0 && m_window->isSettled());
        QCOMPARE(text(u"scriptName"_s), u"etl.py"_s);
        QCOMPARE(text(u"verdict"_s), u"2 imports needed, no engine to compare images with"_s);
        QVERIFY(isVisible(u"enginePage"_s));
        QVERIFY(isVisible(u"retryEngine"_s));
        QVERIFY(!isVisible(u"evidence"_s));
        QCOMPARE(m_window->findChild<QTableView *>(u"imports"_s)->model()->rowCount(), 2);
        QCOMPARE(m_window->windowFilePath(), path);
        QVERIFY(m_window->windowTitle().startsWith(u"etl.py"));
        QCOMPARE(Settings::load(*m_settings).recentScripts, QStringList{path});

        m_window->findChild<QAction *>(u"closeDocument"_s)->trigger();
        QTRY_VERIFY(isVisible(u"openScript"_s));
        QVERIFY(isVisible(u"recentList"_s));
    }

    void saysWhereThereIsNoFlow()
    {
        m_window->open({write(u"plain.py"_s, "import numpy\n")});
        QTRY_COMPARE(text(u"stateHeading"_s).isEmpty(), false);
        auto *page = m_window->findChild<QWidget *>(u"noticePage"_s);
        QTRY_VERIFY(page->isVisible());
        QCOMPARE(page->findChild<QLabel *>(u"stateHeading"_s)->text(), u"No flow found in plain.py"_s);
        QTest::mouseClick(m_window->findChild<QPushButton *>(u"analyseAnyway"_s), Qt::LeftButton);
        QTRY_VERIFY(isVisible(u"verdict"_s));
    }

    void saysWhyAFileIsNotOpened()
    {
        m_window->open({m_folder->filePath(u"missing.py"_s)});
        auto *page = m_window->findChild<QWidget *>(u"noticePage"_s);
        QTRY_VERIFY(page->isVisible());
        QVERIFY(!page->findChild<QLabel *>(u"stateSentence"_s)->text().isEmpty());
        QVERIFY(isVisible(u"openAnother"_s));
        QVERIFY(!isVisible(u"analyseAnyway"_s));
    }

    void takesDroppedFiles()
    {
        const QString path = write(u"dropped.py"_s, "from prefect import flow\n\n@flow\ndef f():\n    pass\n");
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE(text(u"scriptName"_s), u"dropped.py"_s);
    }

    void remembersItsPlace()
    {
        m_window->resize(1000, 640);
        m_window->close();
        QVERIFY(m_settings->contains(u"window/geometry"_s));
    }

    void everythingHasANameForThoseWhoListen()
    {
        m_window->open({write(u"etl.py"_s, "from prefect import flow\nimport numpy\n\n@flow\ndef etl():\n    pass\n")});
        QTRY_VERIFY(isVisible(u"enginePage"_s));
        const QList<QWidget *> widgets = m_window->findChildren<QWidget *>();
        int focusable = 0;
        for (QWidget *widget : widgets) {
            // Viewports are named by their parent; a label is its own text, which is empty until there is something to say.
            if (qobject_cast<QLabel *>(widget) || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() || widget->objectName().startsWith(u"qt_"))
                continue;
            ++focusable;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                     qPrintable(u"%1 %2"_s.arg(QLatin1StringView(widget->metaObject()->className()), widget->objectName())));
        }
        QVERIFY(focusable > 10);
    }

    void everyActionInTheMenusIsReachable()
    {
        QStringList shortcuts;
        const QList<QAction *> actions = m_window->findChildren<QAction *>();
        for (const QAction *action : actions) {
            for (const QKeySequence &sequence : action->shortcuts()) {
                const QString keys = sequence.toString();
                QVERIFY2(!shortcuts.contains(keys), qPrintable(keys % u" is used twice: "_s % action->text()));
                shortcuts.append(keys);
            }
        }
        QVERIFY(shortcuts.contains(u"Ctrl+O"_s));
        QCOMPARE(m_window->menuBar()->actions().size(), 7);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
