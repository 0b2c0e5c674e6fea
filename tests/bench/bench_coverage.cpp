// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/coverage.h"
#include "tests/bench/manyimages.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

namespace {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

/// 200 imports × 500 images, against the least that any comparison has to do: one look-up in a hash for each cell.
class CoverageBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyImportsInManyImages()
    {
        const bool isShort = qEnvironmentVariable("DRYDOCK_BENCH") == u"short";
        const int rounds = isShort ? 3 : 51;
        const FlowScript script = scriptWithImports(200);
        const QList<Image> images = manyImages(500, 200);

        QElapsedTimer timer;
        InterpreterIndexes indexes;
        timer.start();
        for (const Image &image : images)
            indexes.of(*image.contents->defaultInterpreter());
        const double indexing = double(timer.nsecsElapsed()) / 1e6;

        QStringList modules;
        for (const Need &need : needsOf({script}))
            modules.append(need.module);
        QCOMPARE(modules.size(), 200);
        QList<QHash<QString, QString>> installed;
        for (const Image &image : images) {
            QHash<QString, QString> versions;
            for (const Distribution &each : image.contents->defaultInterpreter()->distributions)
                for (const QString &module : each.modules)
                    versions.insert(module, each.version);
            installed.append(versions);
        }

        std::vector<double> comparing;
        std::vector<double> lookingUp;
        qsizetype found = 0;
        for (int round = 0; round < rounds; ++round) {
            timer.start();
            for (const auto &versions : std::as_const(installed))
                for (const QString &module : std::as_const(modules))
                    found += versions.contains(module);
            lookingUp.push_back(double(timer.nsecsElapsed()) / 1e6);
            timer.start();
            const Coverage coverage = compare({script}, images, {}, &indexes);
            comparing.push_back(double(timer.nsecsElapsed()) / 1e6);
            QCOMPARE(coverage.images.size(), 500);
            QCOMPARE(coverage.images.first().cells.size(), 200);
            QVERIFY(coverage.images.first().covers > 100);
        }
        QVERIFY(found > 0);
        qInfo("200 imports in 500 images: compared in %.2f ms, looked up alone in %.2f ms, ratio %.2f; preparing an image that was just read takes %.2f ms",
              median(comparing), median(lookingUp), median(comparing) / median(lookingUp), indexing / 500);
    }
};

QTEST_GUILESS_MAIN(CoverageBench)
#include "bench_coverage.moc"
