// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/manyimages.h"
#include "ui/images/coverageview.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

#include <algorithm>
#include <functional>
#include <vector>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

/// Sorting and filtering 200 imports × 500 images in the window, beside the same steps with nothing in it: how long the window
/// is kept from painting.
class MatrixBench : public QObject
{
    Q_OBJECT

    struct Step {
        QByteArray name;
        std::function<void(CoverageView &)> run;
    };

    static Step choose(const QByteArray &name, const QString &text)
    {
        return {name, [text](CoverageView &view) {
                    QMenu menu;
                    view.fillImagesMenu(&menu);
                    const QList<QAction *> actions = menu.actions();
                    for (QAction *action : actions)
                        if (action->text().remove(u'&') == text)
                            action->trigger();
                }};
    }

    static Step type(const QByteArray &name, const QString &text)
    {
        return {name, [text](CoverageView &view) { view.findChild<QLineEdit *>(u"importFilter"_s)->setText(text); }};
    }

    /// Milliseconds of each step, until everything it asked for is painted.
    static std::vector<double> measure(const Snapshot &snapshot, const QList<Step> &steps)
    {
        CoverageView view;
        view.resize(1280, 600);
        view.setSnapshot(snapshot);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view))
            return {};
        std::vector<double> times;
        QElapsedTimer timer;
        for (const Step &step : steps) {
            QCoreApplication::processEvents();
            timer.start();
            step.run(view);
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
            times.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        return times;
    }

private Q_SLOTS:
    void sortingAndFiltering()
    {
        applyAppearance(*qApp, Appearance::Light);
        const QList<Step> steps{
            choose("by name", u"By name"_s),
            choose("by size", u"Smallest first"_s),
            choose("by coverage", u"Best coverage first"_s),
            choose("only differences", u"Only imports that differ"_s),
            choose("all imports", u"Only imports that differ"_s),
            choose("only with Prefect", u"Only images with Prefect"_s),
            choose("all images", u"Only images with Prefect"_s),
            type("filter l", u"l"_s),
            type("filter library1", u"library1"_s),
            type("filter library19", u"library19"_s),
            type("filter images", u"team3"_s),
            type("no filter", {}),
        };
        Snapshot snapshot;
        snapshot.paths = {u"/flows/flow.py"_s};
        snapshot.scripts = {scriptWithImports(200)};
        snapshot.coverage = compare(snapshot.scripts, manyImages(500, 200));
        Snapshot empty;
        empty.paths = snapshot.paths;

        measure(empty, steps); // What is loaded once is loaded now.
        const std::vector<double> nothing = measure(empty, steps);
        const std::vector<double> much = measure(snapshot, steps);
        QCOMPARE(qsizetype(much.size()), steps.size());
        QCOMPARE(nothing.size(), much.size());
        double worst = 0;
        for (size_t i = 0; i < much.size(); ++i) {
            worst = std::max(worst, much[i] - nothing[i]);
            qInfo("%s: %.1f ms, with nothing %.1f ms", steps.at(qsizetype(i)).name.constData(), much[i], nothing[i]);
        }
        qInfo("200 imports × 500 images: the longest step takes %.1f ms more than with nothing", worst);
    }
};

QTEST_MAIN(MatrixBench)
#include "bench_matrix.moc"
