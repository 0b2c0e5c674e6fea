// SPDX-License-Identifier: Apache-2.0
// How long an image takes that was not seen before, beside the same engine starting its Python to do nothing; and one
// that was.
#include "core/image/image.h"
#include "core/image/probeanswer.h"
#include "core/store/store.h"
#include "tests/helpers/enginefixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class ImageBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notSeenBefore_data();
    void notSeenBefore();
    void seenBefore();

private:
    static bool isShort() { return qEnvironmentVariable("DRYDOCK_BENCH") == u"short"; }
    static double median(std::vector<double> values)
    {
        std::sort(values.begin(), values.end());
        return values[values.size() / 2];
    }
};

void ImageBench::notSeenBefore_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reference");
    QTest::newRow("docker, largest") << u"docker"_s << prefect1;
    QTest::newRow("docker, newest") << u"docker"_s << prefect3;
    QTest::newRow("podman") << u"podman"_s << prefect1Core;
}

void ImageBench::notSeenBefore()
{
    QFETCH(QString, name);
    QFETCH(QString, reference);
    EngineFixture fixture;
    QVERIFY2(fixture.open(name), fixture.why());
    QVERIFY2(fixture.has(reference), fixture.why());
    const auto image = await(findImage(fixture.runner, fixture.engine, reference));
    QVERIFY2(image, why(image));
    std::vector<double> passing;
    std::vector<double> reading;
    for (int round = 0; round < (isShort() ? 1 : 15); ++round) {
        QElapsedTimer clock;
        clock.start();
        const auto passed = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s,
                                         u"python3"_s, reference, u"-c"_s, u"pass"_s});
        passing.push_back(double(clock.nsecsElapsed()) / 1e6);
        QVERIFY2(passed, why(passed));
        clock.start();
        const auto contents = await(probeImage(fixture.runner, fixture.engine, *image));
        reading.push_back(double(clock.nsecsElapsed()) / 1e6);
        QVERIFY2(contents, why(contents));
        QVERIFY(!contents->error);
    }
    qInfo("%s on %s: read in %.0f ms, its Python passes in %.0f ms, ratio %.2f", qPrintable(reference),
          qPrintable(name), median(reading), median(passing), median(reading) / median(passing));
}

void ImageBench::seenBefore()
{
    EngineFixture fixture;
    QVERIFY2(fixture.open(), fixture.why());
    const auto image = await(findImage(fixture.runner, fixture.engine, prefect1));
    QVERIFY2(image, why(image));
    const auto contents = await(probeImage(fixture.runner, fixture.engine, *image));
    QVERIFY2(contents, why(contents));
    const QByteArray bytes = toBytes(*contents);

    const int images = isShort() ? 20 : 200;
    QTemporaryDir folder;
    QStringList keys;
    {
        Store store(folder.filePath(u"store.sqlite"_s));
        for (int i = 0; i < images; ++i) {
            keys.append(u"docker|sha256:%1"_s.arg(i));
            store.cache(u"contents"_s, keys.last(), bytes);
        }
    }
    Store store(folder.filePath(u"store.sqlite"_s));
    QElapsedTimer clock;
    clock.start();
    const auto cached = await(store.cached(u"contents"_s, keys));
    QVERIFY2(cached, why(cached));
    QCOMPARE(cached->size(), images);
    qsizetype modules = 0;
    for (const QByteArray &each : *cached) {
        const auto read = imageContentsFromBytes(each);
        QVERIFY(read);
        for (const Distribution &distribution : read->defaultInterpreter()->distributions)
            modules += distribution.modules.size();
    }
    const double milliseconds = double(clock.nsecsElapsed()) / 1e6;
    qInfo("%d images of %lld modules from the cache in %.0f ms, %.2f ms each (%lld bytes)", images,
          qlonglong(modules / images), milliseconds, milliseconds / images, qlonglong(bytes.size()));
}

QTEST_GUILESS_MAIN(ImageBench)
#include "bench_images.moc"
