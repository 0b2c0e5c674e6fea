// SPDX-License-Identifier: Apache-2.0
#include "core/session/buildtimes.h"

#include "core/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

/// What earlier builds tell about the next one.
class BuildTimesTest : public QObject
{
    Q_OBJECT

    static HistoryEntry entry(double seconds, const QJsonArray &requirements, const QJsonArray &additions)
    {
        HistoryEntry entry;
        entry.kind = u"build"_s;
        entry.script = u"/flows/etl.py"_s;
        entry.outcome = u"succeeded"_s;
        entry.seconds = seconds;
        entry.document = QJsonDocument(QJsonObject{{u"strategy"_s, u"extend-image"_s}, {u"requirements"_s, requirements}, {u"additions"_s, additions}}).toJson();
        return entry;
    }
    static QJsonObject requirement(const QString &name, qint64 bytes) { return {{u"name"_s, name}, {u"download_bytes"_s, bytes}}; }

    static BuildPlan plan()
    {
        BuildPlan plan;
        for (const QString &name : {u"pandas"_s, u"scikit-learn"_s}) {
            ResolvedDistribution distribution;
            distribution.name = name;
            distribution.downloadBytes = 10'000'000;
            plan.requirements.append(distribution);
            distribution.downloadBytes = -1; // as layers keep them
            plan.additions.append(PlanLayer{{}, {distribution}});
        }
        return plan;
    }

private Q_SLOTS:
    void ofSeveralLayersTheLastWasInstalled()
    {
        const QJsonObject pandas = requirement(u"pandas"_s, 12'000'000);
        const QJsonObject emoji = requirement(u"emoji"_s, 400'000);
        const auto layer = [](const QJsonArray &of) { return QJsonObject{{u"requirements"_s, of}}; };
        HistoryEntry failed = entry(50, {pandas}, {layer({pandas})});
        failed.outcome = u"failed"_s;
        const QList<PastBuild> builds = pastBuildsOf({entry(3, {emoji, pandas}, {layer({pandas}), layer({emoji})}), entry(1.2, {pandas}, {layer({pandas})}), failed,
                                                      entry(30, {emoji, pandas}, {layer({emoji, pandas})})}, u"/flows/etl.py"_s);
        QCOMPARE(builds.size(), 2); // Neither what failed nor what came out of the cache.
        QCOMPARE(builds[0].bytes, 400'000);
        QCOMPARE(builds[0].distributions, 1);
        QCOMPARE(builds[1].bytes, 12'400'000);
        QCOMPARE(builds[1].distributions, 2);
        QVERIFY(builds[0].isOfThisScript);
    }

    void whatIsKeptTakesNoTime()
    {
        const QList<PastBuild> builds{{Strategy::ExtendImage, false, 10'000'000, 1, 21}};
        const QString run = u"RUN --mount=type=cache,target=/var/cache/drydock sh /opt/drydock/install.sh /usr/bin/python3 --requirement /opt/drydock/layer-%1.txt"_s;
        const auto both = expectedSeconds(plan(), {StepStarted{1, 4, u"FROM base"_s}}, builds);
        QVERIFY(both);
        const auto one = expectedSeconds(plan(), {StepStarted{2, 4, run.arg(1)}, StepCached{2}, StepStarted{3, 4, run.arg(2)}}, builds);
        QVERIFY(one);
        QCOMPARE(*one, 21.0); // As the one of the same size took.
        QVERIFY(*both > *one);
        QCOMPARE(*expectedSeconds(plan(), {}, builds), *one); // Before it starts, what was built is taken to be there.
        QVERIFY(!expectedSeconds(plan(), {StepStarted{2, 4, run.arg(1)}, StepCached{2}, StepStarted{3, 4, run.arg(2)}, StepCached{3}}, builds));
        QVERIFY(!expectedSeconds(plan(), {}, {}));
        QVERIFY(!expectedSeconds(plan(), {}, {{Strategy::ExtendImage, false, -1, 1, 21}}));
    }

    void timesAreSaidNoMoreExactlyThanTheyAreKnown()
    {
        QCOMPARE(aboutText(0.2), u"about 1 s"_s);
        QCOMPARE(aboutText(8.4), u"about 8 s"_s);
        QCOMPARE(aboutText(18), u"about 20 s"_s);
        QCOMPARE(aboutText(59), u"about 1 min"_s);
        QCOMPARE(aboutText(170), u"about 3 min"_s);
    }
};

QTEST_GUILESS_MAIN(BuildTimesTest)
#include "test_buildtimes.moc"
