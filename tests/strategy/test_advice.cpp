// SPDX-License-Identifier: Apache-2.0
#include "tests/coverage/contents.h"

#include "core/script/inspect.h"
#include "core/strategy/additions.h"
#include "core/strategy/groups.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

class AdviceTest : public QObject
{
    Q_OBJECT

    QList<Image> m_images;

    Situation situation(const FlowScript &script, const QList<Image> &images) const
    {
        Situation situation;
        situation.scripts = {script};
        situation.coverage = compare(situation.scripts, images);
        return situation;
    }

    static ResolvedDistribution wheel(const QString &name, qint64 bytes)
    {
        ResolvedDistribution distribution;
        distribution.name = name;
        distribution.version = u"1.0"_s;
        distribution.downloadBytes = bytes;
        distribution.isRequested = true;
        return distribution;
    }

    static QString why(const Advice &advice, Strategy strategy) { return advice.of(strategy).reasons.join(u' '); }

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString &name : {u"prefect-1.4.1-python3.9"_s, u"prefect-core-1.4.1"_s, u"prefect-2.20.25-python3.11"_s, u"prefect-3.8.8-python3.13"_s,
                                    u"python-3.9"_s, u"python-3.13"_s}) {
            m_images.append(imageWithContents(name));
            QVERIFY2(m_images.last().contents && m_images.last().contents->defaultInterpreter(), qPrintable(name));
        }
    }

    void onlyABuildOfTheSameIsATimeThatWasMeasured()
    {
        Situation known = situation(scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)}), m_images);
        known.resolution.emplace();
        known.resolution->distributions = {wheel(u"pandas"_s, 12'000'000)};
        const auto cost = [&known] { return advise(known).of(Strategy::ExtendImage).cost; };
        QVERIFY(!cost().measured);
        known.pastBuilds = {PastBuild{Strategy::ExtendImage, true, 12'000'000, 1, 5}};
        QVERIFY(cost().measured);
        QCOMPARE(cost().buildSeconds, 5.0);
        // Something was added since.
        known.resolution->distributions.append(wheel(u"xgboost"_s, 400'000'000));
        QVERIFY(!cost().measured);
        QVERIFY2(cost().buildSeconds > 10, qPrintable(QString::number(cost().buildSeconds)));
    }

    // The guide's four recommendations.

    void onlyPrefectNeedsNothing()
    {
        const Advice advice = advise(situation(scriptOf(1, {thirdParty(u"requests"_s, u"requests"_s)}), m_images));
        QCOMPARE(advice.recommended, Strategy::DefaultImage);
        QVERIFY2(why(advice, Strategy::DefaultImage).contains(u"covers all 2 import"), qPrintable(why(advice, Strategy::DefaultImage)));
        QCOMPARE(advice.base, u"drydock.local/prefect:1.4.1-python3.9"_s);
        QVERIFY(advice.requirements.isEmpty());
    }

    void aFewSmallExtrasAreInstalledAtRunTime()
    {
        Situation few = situation(scriptOf(3, {thirdParty(u"emoji"_s, u"emoji"_s)}), m_images);
        few.resolution = Resolution{{wheel(u"emoji"_s, 130'000)}, {}};
        const Advice advice = advise(few);
        QCOMPARE(advice.recommended, Strategy::RuntimeInstall);
        QVERIFY2(why(advice, Strategy::RuntimeInstall).contains(u"130 kB"), qPrintable(why(advice, Strategy::RuntimeInstall)));
        QCOMPARE(advice.requirements, QStringList{u"emoji"_s});
        QVERIFY(advice.of(Strategy::RuntimeInstall).cost.secondsPerRun > 0);
    }

    void largeExtrasAndOwnModulesGoIntoAnImage()
    {
        const Result<FlowScript> guide = inspectScript(QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py"));
        QVERIFY(guide);
        const Advice advice = advise(situation(*guide, m_images));
        QCOMPARE(advice.recommended, Strategy::ExtendImage);
        QVERIFY(why(advice, Strategy::ExtendImage).contains(u"my_task_library"));
        QVERIFY(!advice.of(Strategy::RuntimeInstall).applicable);
        QVERIFY(why(advice, Strategy::RuntimeInstall).contains(u"my_task_library"));
        QCOMPARE(advice.requirements, QStringList{u"numpy"_s});
        QCOMPARE(advice.localModules, QStringList{u"my_task_library"_s});
        QCOMPARE(advice.base, u"drydock.local/prefect:1.4.1-python3.9"_s);
        QCOMPARE(advice.scratchBase, u"drydock.local/python:3.9"_s);

        Situation large = situation(scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)}), m_images);
        large.resolution = Resolution{{wheel(u"pandas"_s, 62'000'000)}, {}};
        QCOMPARE(advise(large).recommended, Strategy::ExtendImage);
        QVERIFY(why(advise(large), Strategy::ExtendImage).contains(u"62 MB"));
    }

    void dockerStorageShipsTheFlow()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s)});
        script.flows.first().storage = Storage{u"Docker"_s, 12, {}, {}, Ships::Image};
        const Advice advice = advise(situation(script, m_images));
        QCOMPARE(advice.recommended, Strategy::DockerStorage);
        QVERIFY(why(advice, Strategy::DockerStorage).contains(u"line 12"));
    }

    // What overrules them.

    void deployWithAnImageShipsTheFlowUnlessItIsFetched()
    {
        FlowScript script = scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)});
        Deployment deployment;
        deployment.source = u"deploy"_s;
        deployment.image = SourceValue{u"acme/etl:1"_s, u"\"acme/etl:1\""_s};
        script.deployments.append(deployment);
        QCOMPARE(advise(situation(script, m_images)).recommended, Strategy::DockerStorage);
        deployment.source = u"from_source"_s;
        script.deployments.append(deployment);
        QCOMPARE(advise(situation(script, m_images)).recommended, Strategy::ExtendImage);
    }

    void whereExtraPackagesAreIgnored_data()
    {
        QTest::addColumn<QString>("runsOn");
        QTest::addColumn<bool>("applicable");
        QTest::newRow("docker") << u"docker"_s << true;
        QTest::newRow("kubernetes") << u"kubernetes"_s << true;
        QTest::newRow("ecs") << u"ecs"_s << true;
        QTest::newRow("aci") << u"aci"_s << true;
        QTest::newRow("managed") << u"managed"_s << true;
        QTest::newRow("vertex") << u"vertex"_s << false;
        QTest::newRow("cloud-run") << u"cloud-run"_s << false;
        QTest::newRow("process") << u"process"_s << false;
    }
    void whereExtraPackagesAreIgnored()
    {
        QFETCH(QString, runsOn);
        QFETCH(bool, applicable);
        Situation few = situation(scriptOf(3, {thirdParty(u"emoji"_s, u"emoji"_s)}), m_images);
        few.runsOn = runsOn;
        const Advice advice = advise(few);
        QCOMPARE(advice.of(Strategy::RuntimeInstall).applicable, applicable);
        QCOMPARE(advice.recommended, applicable ? Strategy::RuntimeInstall : Strategy::ExtendImage);
    }

    void aManagedPoolTakesNoImage()
    {
        Situation managed = situation(scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)}), m_images);
        managed.runsOn = u"managed"_s;
        const Advice advice = advise(managed);
        QCOMPARE(advice.recommended, Strategy::RuntimeInstall);
        for (const Strategy strategy : {Strategy::ExtendImage, Strategy::ScratchImage, Strategy::DockerStorage})
            QVERIFY(!advice.of(strategy).applicable);
    }

    void anEntrypointThatDoesNotInstallOrAUserWhoMayNot()
    {
        QList<Image> images{imageWithContents(u"prefect-3.8.8-python3.13"_s)};
        images.first().contents->honoursExtraPipPackages = false;
        const FlowScript script = scriptOf(3, {thirdParty(u"emoji"_s, u"emoji"_s)});
        QVERIFY(why(advise(situation(script, images)), Strategy::RuntimeInstall).contains(u"entrypoint"));
        images.first().contents->honoursExtraPipPackages = true;
        images.first().user = u"1000"_s;
        QVERIFY(why(advise(situation(script, images)), Strategy::RuntimeInstall).contains(u"user 1000"));
    }

    void sourceArchivesAreCompiledOnce()
    {
        Situation source = situation(scriptOf(3, {thirdParty(u"tiny"_s, u"tiny"_s)}), m_images);
        source.resolution = Resolution{{wheel(u"tiny"_s, 1000)}, {u"tiny==1.0"_s}};
        const Advice advice = advise(source);
        QCOMPARE(advice.recommended, Strategy::ExtendImage);
        QVERIFY(why(advice, Strategy::ExtendImage).contains(u"Compiled once"));
        QVERIFY(advice.of(Strategy::ExtendImage).warnings.join(u' ').contains(u"no compiler"));
    }

    void aPythonThatDoesNotFit()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"pandas"_s, u"pandas"_s)});
        script.requiresPython = u">=3.11"_s; // For which Prefect 1 was never published.
        const Advice advice = advise(situation(script, m_images));
        QCOMPARE(advice.recommended, Strategy::ScratchImage);
        QVERIFY(why(advice, Strategy::ScratchImage).contains(u"Python"));
        QVERIFY(!advice.of(Strategy::ExtendImage).applicable);
        QVERIFY2(advice.scratchBase.contains(u"python:3.11"), qPrintable(advice.scratchBase));
        script.requiresPython = u">=3.10"_s; // There is an official image with that.
        const Advice official = advise(situation(script, m_images));
        QCOMPARE(official.recommended, Strategy::ExtendImage);
        QCOMPARE(official.base, u"docker.io/prefecthq/prefect:1.4.1-python3.10"_s);
    }

    void withoutImagesTheOfficialOnesAreNamed()
    {
        const Advice advice = advise(situation(scriptOf(2, {thirdParty(u"pandas"_s, u"pandas"_s)}), {}));
        QCOMPARE(advice.recommended, Strategy::ExtendImage);
        QCOMPARE(advice.base, u"docker.io/prefecthq/prefect:2-python3.11"_s);
        QVERIFY(advice.of(Strategy::ExtendImage).warnings.join(u' ').contains(u"downloaded first"));
        QCOMPARE(advice.requirements, QStringList{u"pandas"_s});
        const Advice onPython = advise(situation(scriptOf(1, {thirdParty(u"pandas"_s, u"pandas"_s)}), {imageWithContents(u"python-3.9"_s)}));
        QCOMPARE(onPython.recommended, Strategy::ScratchImage);
    }

    void theBaseOfAnotherGenerationIsNoBase()
    {
        const Advice advice = advise(situation(scriptOf(2, {thirdParty(u"pandas"_s, u"pandas"_s)}), m_images));
        QCOMPARE(advice.base, u"drydock.local/prefect:2.20.25-python3.11"_s);
    }

    void whatWasBuiltHereIsUsedAsItIsAndNeverABase()
    {
        Image own = imageWithContents(u"prefect-3.8.8-python3.13"_s);
        own.reference = u"other:1"_s;
        own.id = u"sha256:own"_s;
        own.labels.insert(QString::fromLatin1(builtHereLabel), u"extend-image"_s);
        const FlowScript script = scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s), thirdParty(u"numpy"_s, u"numpy"_s)});
        own.contents->interpreters.first().distributions.append({u"numpy"_s, u"2.0.2"_s, {u"numpy"_s}, {}, u"record"_s});
        QList<Image> images{own, imageWithContents(u"prefect-3.8.8-python3.13"_s)};
        QCOMPARE(advise(situation(script, images)).base, u"drydock.local/prefect:3.8.8-python3.13"_s);
        images.first().contents->interpreters.first().distributions.append({u"pandas"_s, u"2.2.0"_s, {u"pandas"_s}, {}, u"record"_s});
        const Advice covered = advise(situation(script, images));
        QCOMPARE(covered.recommended, Strategy::DefaultImage);
        QCOMPARE(covered.coveringImage, u"other:1"_s);
        QCOMPARE(covered.base, u"drydock.local/prefect:3.8.8-python3.13"_s);
    }

    void aBaseIsOneThatCanInstall()
    {
        Image bare = imageWithContents(u"prefect-3.8.8-python3.13"_s);
        bare.reference = u"bare:1"_s;
        bare.id = u"sha256:bare"_s;
        const Image whole = imageWithContents(u"prefect-3.8.8-python3.13"_s);
        // It covers more, but nothing could add the rest.
        bare.contents->interpreters.first().distributions.append({u"numpy"_s, u"2.0.2"_s, {u"numpy"_s}, {}, u"record"_s});
        const FlowScript script = scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s), thirdParty(u"numpy"_s, u"numpy"_s)});
        QCOMPARE(advise(situation(script, {bare, whole})).base, u"bare:1"_s);
        bare.contents->pip.clear();
        bare.contents->uv.clear();
        QCOMPARE(advise(situation(script, {bare, whole})).base, whole.reference);
    }

    void declaredVersionsAreWhatIsInstalled()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"pandas"_s, u"pandas"_s), importOf(u"prefect.tasks.snowflake"_s, ImportKind::Prefect)});
        script.declared.append({u"pandas >=1.3, <2"_s, u"/flows/requirements.txt"_s, 1, {}});
        const Advice advice = advise(situation(script, m_images));
        QCOMPARE(advice.requirements, (QStringList{u"pandas>=1.3,<2"_s, u"prefect[snowflake]==1.4.1"_s}));
    }

    void scratchGetsPrefectOfTheGeneration()
    {
        FlowScript script = scriptOf(1, {});
        script.flows.first().storage = Storage{u"GitHub"_s, 3, {}, u"github"_s, Ships::Script};
        QCOMPARE(prefectRequirements({script}).first(), u"prefect[github]==1.4.1"_s);
        QCOMPARE(prefectRequirements({scriptOf(2, {})}).first(), u"prefect>=2.20,<3"_s);
        QCOMPARE(prefectRequirements({scriptOf(3, {})}), QStringList{u"prefect>=3,<4"_s});
        QVERIFY(advise(situation(script, m_images)).prefectBounds.contains(u"prefect==1.4.1"_s)); // as in the image at hand
        QCOMPARE(advise(situation(script, {})).prefectBounds, prefectBounds(1));
        script.declared.append({u"prefect==1.2.4"_s, {}, 1, {}});
        QCOMPARE(prefectRequirements({script}).first(), u"prefect[github]==1.2.4"_s);
    }

    void whereItRuns_data()
    {
        QTest::addColumn<QString>("runConfig");
        QTest::addColumn<QString>("pool");
        QTest::addColumn<QString>("place");
        QTest::newRow("nothing") << QString() << QString() << u"docker"_s;
        QTest::newRow("KubernetesRun") << u"KubernetesRun"_s << QString() << u"kubernetes"_s;
        QTest::newRow("ECSRun") << u"ECSRun"_s << QString() << u"ecs"_s;
        QTest::newRow("VertexRun") << u"VertexRun"_s << QString() << u"vertex"_s;
        QTest::newRow("LocalRun") << u"LocalRun"_s << QString() << u"process"_s;
        QTest::newRow("pool") << QString() << u"prod-k8s"_s << u"kubernetes"_s;
        QTest::newRow("managed pool") << QString() << u"my-managed-pool"_s << u"managed"_s;
    }
    void whereItRuns()
    {
        QFETCH(QString, runConfig);
        QFETCH(QString, pool);
        QFETCH(QString, place);
        FlowScript script = scriptOf(1, {});
        if (!runConfig.isEmpty())
            script.flows.first().runConfig = RunConfig{runConfig, 1, {}, {}};
        if (!pool.isEmpty()) {
            Deployment deployment;
            deployment.source = u"deploy"_s;
            deployment.workPool.value = pool;
            script.deployments.append(deployment);
        }
        QCOMPARE(runsOnOf(script), place);
    }

    void everyStrategySaysWhyAndTheRecommendedIsFirst()
    {
        for (const FlowScript &script : {scriptOf(0, {}), scriptOf(1, {}), scriptOf(2, {thirdParty(u"x"_s, u"x"_s)}), scriptOf(3, {importOf(u"my"_s, ImportKind::Local)})}) {
            for (const QString &place : {u"docker"_s, u"managed"_s, u"process"_s, u"vertex"_s}) {
                for (const QList<Image> &images : {QList<Image>(), m_images}) {
                    Situation any = situation(script, images);
                    any.runsOn = place;
                    const Advice advice = advise(any);
                    QCOMPARE(advice.strategies.size(), 5);
                    QCOMPARE(advice.strategies.first().strategy, advice.recommended);
                    for (const StrategyAdvice &strategy : advice.strategies)
                        QVERIFY(!strategy.reasons.isEmpty());
                    QVERIFY(!advice.base.isEmpty() && !advice.scratchBase.isEmpty());
                }
            }
        }
    }

    void namesAndIdsGoBothWays()
    {
        for (const Strategy strategy : allStrategies)
            QCOMPARE(strategyFromId(strategyId(strategy)), std::optional(strategy));
        QVERIFY(!strategyFromId(u"magic"_s));
    }

    void theAnswerHasItsFields()
    {
        const Situation some = situation(scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)}), m_images);
        const QJsonObject answer = toJson(advise(some), groupsOf(some));
        QCOMPARE(answer[u"recommended"].toString(), u"extend-image"_s);
        QCOMPARE(answer[u"strategies"].toArray().size(), 5);
        QVERIFY(answer[u"strategies"].toArray().first()[u"cost"].toObject().contains(u"seconds_per_run"));
        QCOMPARE(answer[u"groups"].toArray().first()[u"scripts"].toArray().size(), 1);
    }
};

QTEST_GUILESS_MAIN(AdviceTest)
#include "test_advice.moc"
