// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planlayers.h"
#include "tests/coverage/contents.h"

#include "core/script/inspect.h"

#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

static ResolvedDistribution pin(const QString &text, const QString &wantedBy = {})
{
    ResolvedDistribution distribution;
    distribution.name = text.section(u' ', 0, 0);
    distribution.version = text.section(u' ', 1);
    distribution.hashes = {u"sha256:"_s + QString(64, u'f')};
    distribution.wantedBy = wantedBy;
    return distribution;
}

static QList<ResolvedDistribution> pins(const QString &text)
{
    QList<ResolvedDistribution> list;
    for (const QString &each : text.split(u", "_s, Qt::SkipEmptyParts))
        list.append(pin(each));
    return list;
}

/// "numpy pandas|+libgomp1|matplotlib"
static QString told(const QList<PlanLayer> &layers)
{
    QStringList texts;
    for (const PlanLayer &layer : layers) {
        QStringList names;
        for (const QString &name : layer.systemPackages)
            names.append(u'+' + name);
        for (const ResolvedDistribution &distribution : layer.distributions)
            names.append(distribution.name);
        texts.append(names.join(u' '));
    }
    return texts.join(u'|');
}

class LayersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheDifferenceIsNew();
    void whatHasNoHashesStandsApart();
    void removalAndUpgradeRebuildFromTheirLayer();
    void systemPackagesAreLayersToo();
    void foldedOnRequestAndPastEight();
    void filesOfKeptLayersStayTheSame();
    void planRemembersItsLayers();
};

void LayersTest::onlyTheDifferenceIsNew()
{
    const auto first = planLayers({}, pins(u"numpy 1, pandas 2"_s), {}, false);
    QCOMPARE(told(first), u"numpy pandas"_s);
    const auto second = planLayers({}, pins(u"contourpy 1, matplotlib 3, numpy 1, pandas 2"_s), first, false);
    QCOMPARE(told(second), u"numpy pandas|contourpy matplotlib"_s);
    // Nothing new is nothing to build.
    QCOMPARE(told(planLayers({}, pins(u"pandas 2, matplotlib 3, numpy 1, contourpy 1"_s), second, false)), told(second));
    // Who wants it is no reason to build it again.
    QCOMPARE(told(planLayers({}, {pin(u"numpy 1"_s, u"matplotlib"_s), pin(u"pandas 2"_s)}, first, false)), u"numpy pandas"_s);
    QVERIFY(planLayers({}, {}, {}, false).isEmpty());
}

void LayersTest::whatHasNoHashesStandsApart()
{
    ResolvedDistribution own = pin(u"own 1"_s);
    own.hashes.clear();
    own.url = u"git+https://host.example/own.git@abc"_s;
    const auto layers = planLayers({}, {pin(u"numpy 1"_s), own, pin(u"pandas 2"_s)}, {}, false);
    QCOMPARE(told(layers), u"numpy pandas|own"_s);
    QCOMPARE(layers.last().distributions.first().url, own.url);
    own.url += u'd'; // another commit is another content
    QCOMPARE(planLayers({}, {pin(u"numpy 1"_s), own, pin(u"pandas 2"_s)}, layers, false).last().distributions.first().url, own.url);
}

void LayersTest::removalAndUpgradeRebuildFromTheirLayer()
{
    const auto first = planLayers({}, pins(u"numpy 1"_s), {}, false);
    const auto second = planLayers({}, pins(u"numpy 1, pandas 2"_s), first, false);
    const auto third = planLayers({}, pins(u"numpy 1, pandas 2, xgboost 1"_s), second, false);
    QCOMPARE(told(third), u"numpy|pandas|xgboost"_s);
    QCOMPARE(told(planLayers({}, pins(u"numpy 1, xgboost 1"_s), third, false)), u"numpy|xgboost"_s);
    QCOMPARE(told(planLayers({}, pins(u"numpy 1, pandas 3, xgboost 1"_s), third, false)), u"numpy|pandas xgboost"_s);
    QCOMPARE(told(planLayers({}, pins(u"numpy 2, pandas 2, xgboost 1"_s), third, false)), u"numpy pandas xgboost"_s);
    QCOMPARE(told(planLayers({}, pins(u"numpy 1, pandas 2"_s), third, false)), u"numpy|pandas"_s);
    // The same version in another file is another thing.
    auto other = pins(u"numpy 1"_s);
    other.first().hashes = {u"sha256:"_s + QString(64, u'0')};
    QCOMPARE(planLayers({}, other, first, false).first().distributions.first().hashes, other.first().hashes);
}

void LayersTest::systemPackagesAreLayersToo()
{
    const auto first = planLayers({}, pins(u"xgboost 1"_s), {}, false);
    const auto second = planLayers({u"libgomp1"_s}, pins(u"xgboost 1"_s), first, false);
    QCOMPARE(told(second), u"xgboost|+libgomp1"_s);
    QCOMPARE(told(planLayers({}, pins(u"xgboost 1"_s), second, false)), u"xgboost"_s);
    QCOMPARE(told(planLayers({u"libgomp1"_s, u"libpq5"_s}, pins(u"xgboost 1, psycopg2 2"_s), second, false)), u"xgboost|+libgomp1|+libpq5 psycopg2"_s);
}

void LayersTest::foldedOnRequestAndPastEight()
{
    QList<PlanLayer> layers;
    QString all;
    for (int i = 1; i <= mostLayers; ++i) {
        all += u"d%1 1, "_s.arg(i);
        layers = planLayers({}, pins(all), layers, false);
        QCOMPARE(layers.size(), i);
    }
    QCOMPARE(told(planLayers({}, pins(all), layers, true)), u"d1 d2 d3 d4 d5 d6 d7 d8"_s);
    QCOMPARE(told(planLayers({}, pins(all + u"d9 1"_s), layers, false)), u"d1 d2 d3 d4 d5 d6 d7 d8 d9"_s);
}

static PlanRequest request(const QString &distributions)
{
    PlanRequest request;
    request.scripts = {inspectScript(QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")).value()};
    request.base = imageWithContents(u"prefect-1.4.1-python3.9"_s);
    Situation situation;
    situation.scripts = request.scripts;
    situation.coverage = compare(request.scripts, {request.base});
    request.advice = advise(situation);
    request.choices.strategy = Strategy::ExtendImage;
    request.resolution.distributions = pins(distributions);
    request.engine.name = u"docker"_s;
    request.engine.builder = Builder::BuildKit;
    return request;
}

void LayersTest::filesOfKeptLayersStayTheSame()
{
    const auto before = makePlan(request(u"numpy 1, pandas 2"_s));
    QVERIFY(before);
    PlanRequest next = request(u"matplotlib 3, numpy 1, pandas 2"_s);
    next.resolution.distributions[1].wantedBy = u"matplotlib, pandas"_s;
    next.before = *before;
    const auto after = makePlan(next);
    QVERIFY(after);
    QCOMPARE(after->file(u"layer-1.txt"_s), before->file(u"layer-1.txt"_s));
    QVERIFY(after->file(u"layer-2.txt"_s).startsWith("matplotlib==3 "));
    QVERIFY(!after->file(u"layer-2.txt"_s).contains("numpy"));
    const QByteArray dockerfile = after->file(u"Dockerfile"_s);
    const qsizetype own = before->file(u"Dockerfile"_s).indexOf("COPY local/");
    QVERIFY(own > 0);
    QVERIFY2(dockerfile.startsWith(before->file(u"Dockerfile"_s).left(own)), dockerfile.constData());
    QVERIFY(dockerfile.contains("--requirement /opt/drydock/layer-2.txt"));
    // What the whole image holds is still said in one file.
    QVERIFY(after->file(u"requirements.txt"_s).contains("numpy==1"));

    next.choices.fold = true;
    QCOMPARE(makePlan(next)->additions.size(), 1);
    // Another base shares nothing.
    next.choices.fold = false;
    next.before->base = u"elsewhere:1"_s;
    QCOMPARE(makePlan(next)->additions.size(), 1);
}

void LayersTest::planRemembersItsLayers()
{
    PlanRequest first = request(u"numpy 1"_s);
    first.choices.systemPackages = {u"libgomp1"_s};
    first.choices.requirements = {u"numpy>=1"_s};
    const auto plan = makePlan(first);
    QVERIFY(plan);
    QTemporaryDir folder;
    QVERIFY(writePlan(*plan, folder.path()));
    const auto read = readPlan(folder.path());
    QVERIFY(read);
    QCOMPARE(told(read->additions), u"+libgomp1 numpy"_s);
    const PlanChoices choices = choicesOf(*read);
    QCOMPARE(choices.requirements, QStringList{u"numpy>=1"_s});
    QCOMPARE(choices.systemPackages, QStringList{u"libgomp1"_s});
    QCOMPARE(choices.tag, plan->tag);
    QCOMPARE(choices.strategy, Strategy::ExtendImage);
    QCOMPARE(pinsOf(read->additions), QStringList{u"numpy==1"_s});
}

QTEST_GUILESS_MAIN(LayersTest)
#include "test_layers.moc"
