// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/advice.h"
#include "tests/coverage/contents.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

/// What advising costs beside comparing, on which it stands, for one script and many images.
class AdviceBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneScriptAndManyImages()
    {
        const int rounds = qEnvironmentVariable("DRYDOCK_BENCH") == u"short" ? 3 : 51;
        QList<Image> images;
        for (int i = 0; i < 10; ++i) {
            for (const QString &name : {u"prefect-1.4.1-python3.9"_s, u"prefect-2.20.25-python3.11"_s, u"prefect-3.8.8-python3.13"_s, u"python-3.13"_s}) {
                Image image = imageWithContents(name);
                image.reference += u"-%1"_s.arg(i);
                image.id += QString::number(i);
                images.append(image);
            }
        }
        Situation situation;
        situation.scripts = {scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s), thirdParty(u"emoji"_s, u"emoji"_s), importOf(u"own"_s, ImportKind::Local)})};
        QList<double> comparing;
        QList<double> advising;
        Strategy recommended = Strategy::DefaultImage;
        for (int round = 0; round < rounds; ++round) {
            QElapsedTimer timer;
            timer.start();
            situation.coverage = compare(situation.scripts, images);
            comparing.append(double(timer.nsecsElapsed()) / 1e6);
            timer.start();
            recommended = advise(situation).recommended;
            advising.append(double(timer.nsecsElapsed()) / 1e6);
        }
        QCOMPARE(recommended, Strategy::ExtendImage);
        std::sort(comparing.begin(), comparing.end());
        std::sort(advising.begin(), advising.end());
        const double compared = comparing[comparing.size() / 2];
        const double advised = advising[advising.size() / 2];
        qInfo("%lld images: compared in %.2f ms, advised in %.2f ms, ratio %.2f", qlonglong(images.size()), compared, advised, advised / compared);
    }
};

QTEST_GUILESS_MAIN(AdviceBench)
#include "bench_advice.moc"
