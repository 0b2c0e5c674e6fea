// SPDX-License-Identifier: Apache-2.0
#include "tests/coverage/contents.h"
#include "ui/images/coverageview.h"
#include "ui/images/differencesdialog.h"
#include "ui/images/imageactions.h"
#include "ui/images/imagedialog.h"
#include "ui/theme/theme.h"

#include <QScrollBar>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

/// The matrix as a person uses it, by keys, on contents that were read in real images.
class TestMatrix : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<CoverageView> m_view;
    Snapshot m_snapshot;

    QTableView *matrix() const { return m_view->findChild<QTableView *>(u"matrix"_s); }
    QTableView *imports() const { return m_view->findChild<QTableView *>(u"imports"_s); }
    QString module() const { return m_view->current().need ? m_view->current().need->module : QString(); }
    QString image() const { return m_view->current().image ? m_view->current().image->image.reference : QString(); }

    void trigger(const QString &text) const
    {
        QMenu menu;
        m_view->fillImagesMenu(&menu);
        const QList<QAction *> actions = menu.actions();
        const auto found = std::find_if(actions.begin(), actions.end(), [&](QAction *each) { return each->text().remove(u'&') == text; });
        QVERIFY2(found != actions.end(), qPrintable(text));
        (*found)->trigger();
    }

private Q_SLOTS:
    void init()
    {
        applyAppearance(*qApp, Appearance::Light);
        Image built = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        built.reference = u"drydock.local/team/etl:2026.08.23-with-a-long-name"_s;
        built.id = u"sha256:built"_s;
        built.labels.insert(QLatin1StringView(builtHereLabel), u"extend-image"_s);
        m_snapshot = {};
        m_snapshot.paths = {u"/flows/flow.py"_s};
        m_snapshot.scripts = {scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s), thirdParty(u"requests"_s, u"requests"_s),
                                           importOf(u"json"_s, ImportKind::StandardLibrary)})};
        m_snapshot.coverage = compare(m_snapshot.scripts, {imageWithContents(u"prefect-3.8.8-python3.13"_s), imageWithContents(u"python-3.9"_s),
                                                           imageWithContents(u"prefect-1.4.1-python3.9"_s), built});
        m_view = std::make_unique<CoverageView>();
        m_view->resize(1280, 400);
        m_view->setSnapshot(m_snapshot);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->focusMatrix();
    }

    void cleanup() { m_view.reset(); }

    void keysMoveBothViews()
    {
        QCOMPARE(image(), u"drydock.local/team/etl:2026.08.23-with-a-long-name"_s); // built here first
        QCOMPARE(module(), u"numpy"_s); // the first problem
        QTest::keyClick(matrix(), Qt::Key_Down);
        QCOMPARE(module(), u"requests"_s);
        QCOMPARE(imports()->currentIndex().row(), matrix()->currentIndex().row());
        QTest::keyClick(matrix(), Qt::Key_Right);
        QVERIFY(image() != u"drydock.local/team/etl:2026.08.23-with-a-long-name"_s);
        // The next problem to the right of what is provided here.
        QTest::keyClick(matrix(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(isProblem(m_view->current().cell->status));
        QSignalSpy evidence(m_view.get(), &CoverageView::evidenceRequested);
        QTest::keyClick(matrix(), Qt::Key_Return);
        QCOMPARE(evidence.count(), 1);
    }

    void typingFilters()
    {
        QTest::keyClick(matrix(), 'n');
        auto *filter = m_view->findChild<QLineEdit *>(u"importFilter"_s);
        QVERIFY(filter->hasFocus()); // The first letter moves on to the filter, the others follow.
        QTest::keyClicks(filter, u"ump"_s);
        QCOMPARE(filter->text(), u"nump"_s);
        QCOMPARE(matrix()->model()->rowCount(), 1);
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(matrix()->model()->rowCount(), 4);
        QVERIFY(matrix()->hasFocus());
        trigger(u"Only images with Prefect"_s);
        QCOMPARE(m_view->imagesText(), u"3 of 4 images"_s);
        trigger(u"Only imports that differ"_s);
        for (int row = 0; row < matrix()->model()->rowCount(); ++row)
            QVERIFY(m_view->model().need(row)->module != u"numpy"); // missing everywhere
        QVERIFY(matrix()->model()->rowCount() >= 1);
    }

    void onlyTheViewsOwnColumnsAreShown()
    {
        QVERIFY(matrix()->isColumnHidden(0));
        QVERIFY(matrix()->columnWidth(1) >= 168);
        for (int i = 0; i < 2; ++i) { // Also after moving to the last image, and in another width.
            QCOMPARE(imports()->columnAt(0), 0);
            QCOMPARE(imports()->columnAt(imports()->viewport()->width() - 1), 0);
            QTest::keyClick(matrix(), Qt::Key_End);
            m_view->resize(900, 400);
            QCoreApplication::processEvents();
        }
        // The current cell is an image's: neither it nor a wheel may bring other columns into the imports' view.
        imports()->setAutoScroll(true);
        imports()->scrollTo(imports()->currentIndex());
        imports()->horizontalScrollBar()->setValue(imports()->viewport()->width());
        QCOMPARE(imports()->columnAt(0), 0);
        QCOMPARE(imports()->columnAt(imports()->viewport()->width() - 1), 0);
    }

    void theCellsMenuIsAskedForByKey()
    {
        QSignalSpy asked(m_view.get(), &CoverageView::menuRequested);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(1, 1), matrix()->mapToGlobal(QPoint(1, 1)));
        QApplication::sendEvent(matrix()->viewport(), &event);
        QCOMPARE(asked.count(), 1);
        const QPoint at = matrix()->viewport()->mapFromGlobal(asked.first().first().toPoint());
        QVERIFY(matrix()->visualRect(matrix()->currentIndex()).contains(at));
    }

    void imagesAreSeenComparedHiddenAndExported()
    {
        CommandRunner runner;
        Store store(u":memory:"_s);
        SessionContext context;
        context.runner = &runner;
        context.store = &store;
        FlowSession session(context);
        QWidget window;
        ImageActions actions(session, *m_view, &window);
        actions.update();
        const auto action = [&](const QString &name) { return actions.findChild<QAction *>(name); };

        action(u"copyReference"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), image());

        action(u"imageDetails"_s)->trigger();
        auto *details = window.findChild<QDialog *>(u"imageDialog"_s);
        QVERIFY(details && details->isVisible());
        auto *distributions = details->findChild<QTableView *>(u"imageDistributions"_s);
        QCOMPARE(distributions->model()->rowCount(), m_view->current().image->python()->distributions.size());
        QTest::keyClicks(details->findChild<QLineEdit *>(u"imageDistributionsFilter"_s), u"prefect"_s);
        QCOMPARE(distributions->model()->rowCount(), 1);
        QCOMPARE(distributions->model()->index(0, 1).data().toString(), u"1.4.1"_s);
        // No engine knows this image: it is said, where the layers would be.
        QTRY_VERIFY(details->findChild<QLabel *>(u"imageLayersCount"_s)->text().contains(u"is not here any more"));
        details->reject();

        action(u"compareImages"_s)->trigger();
        auto *differences = window.findChild<QDialog *>(u"differencesDialog"_s);
        QVERIFY(differences && differences->isVisible());
        auto *second = differences->findChild<QComboBox *>(u"secondImage"_s);
        second->setCurrentText(u"drydock.local/prefect:3.8.8-python3.13"_s);
        auto *table = differences->findChild<QTableView *>(u"differences"_s);
        QVERIFY(table->model()->rowCount() > 20);
        QTest::keyClicks(differences->findChild<QLineEdit *>(u"differencesFilter"_s), u"Python"_s);
        QVERIFY(table->model()->rowCount() >= 1);
        differences->reject();

        action(u"exportComparison"_s)->trigger();
        auto *dialog = window.findChild<QFileDialog *>(u"exportDialog"_s);
        QVERIFY(dialog);
        QSignalSpy failed(&actions, &ImageActions::failed);
        const QString file = m_folder.filePath(u"out.md"_s);
        Q_EMIT dialog->fileSelected(file);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll().contains("| numpy |"));
        Q_EMIT dialog->fileSelected(m_folder.filePath(u"no/such/folder/out.csv"_s));
        QCOMPARE(failed.count(), 1);
        dialog->reject();

        const QString hidden = image();
        action(u"hideImage"_s)->trigger();
        QCOMPARE(m_view->model().columnOf(hidden), -1);
        QVERIFY(!image().isEmpty());
        trigger(u"Show all images"_s);
        QVERIFY(m_view->model().columnOf(hidden) > 0);
    }

    /// A pill never cuts the tag that it stands beside: with it, the same letters are painted as without.
    void aLongTagKeepsItsRoom()
    {
        auto *header = matrix()->horizontalHeader();
        const QString tag = u"2026.08.23"_s;
        const int width = matrix()->columnWidth(1) - 24;
        QVERIFY(QFontMetrics(textFont(TextSize::Body, QFont::DemiBold)).horizontalAdvance(tag) < width);
        const auto grab = [&](const QString &reference, bool isBuilt) {
            Snapshot snapshot = m_snapshot;
            Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
            image.reference = reference;
            if (isBuilt)
                image.labels.insert(QLatin1StringView(builtHereLabel), u"extend-image"_s);
            snapshot.coverage = compare(snapshot.scripts, QList<Image>{image} + QList<Image>(5, image)); // Six narrow columns.
            m_view->setSnapshot(snapshot);
            QCoreApplication::processEvents();
            const QRect tagRow(matrix()->columnViewportPosition(1) + 12, header->height() / 2 - 9, 120, 18);
            return header->grab(tagRow).toImage();
        };
        const QString reference = u"acme/customer-churn:2026.08.23-0001"_s;
        QCOMPARE(grab(reference, true), grab(reference, false));
    }
};

QTEST_MAIN(TestMatrix)
#include "tst_matrix.moc"
