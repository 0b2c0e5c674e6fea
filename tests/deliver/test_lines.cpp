// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"
#include "core/deliver/pythontext.h"
#include "core/engine/command.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class LinesTest : public QObject
{
    Q_OBJECT

    static BuildPlan plan(int generation, Strategy strategy, const QString &runsOn, const QString &runConfig = {})
    {
        BuildPlan plan;
        plan.strategy = strategy;
        plan.base = u"drydock.local/prefect:1"_s;
        plan.tag = buildsImage(strategy) ? u"acme/etl:2026.11.24"_s : QString();
        plan.runsOn = runsOn;
        plan.prefectVersion = generation == 1 ? u"1.4.1"_s : generation == 2 ? u"2.20.25"_s : u"3.8.8"_s;
        BuildPlan::Script script;
        script.path = u"/flows/etl_flow.py"_s;
        script.generation = generation;
        script.flows = {u"etl \"daily\" \\ ü"_s};
        script.functions = {generation == 1 ? u"flow"_s : u"etl"_s};
        script.runConfig = runConfig;
        plan.scripts.append(script);
        if (strategy == Strategy::RuntimeInstall)
            plan.environment.insert(u"EXTRA_PIP_PACKAGES"_s, u"humanize==4.1 numpy>=1.20"_s);
        if (strategy == Strategy::DockerStorage)
            plan.flowFolder = u"/opt/prefect/flows"_s;
        return plan;
    }

private Q_SLOTS:
    void kubernetesOfPrefect1()
    {
        const QString lines = linesToPaste(plan(1, Strategy::ExtendImage, u"kubernetes"_s));
        QCOMPARE(lines, u"from prefect.run_configs import KubernetesRun\n\n"
                        "flow.run_config = KubernetesRun(\n"
                        "    image=\"acme/etl:2026.11.24\",\n"
                        "    image_pull_policy=\"IfNotPresent\",\n"
                        ")\n"_s);
        QVERIFY(!linesToPaste(plan(1, Strategy::ExtendImage, u"kubernetes"_s), true).contains(u"pull_policy"));
    }

    void extraPackagesOfPrefect1()
    {
        const QString lines = linesToPaste(plan(1, Strategy::RuntimeInstall, u"docker"_s));
        QVERIFY2(lines.contains(u"flow.run_config = DockerRun(\n    image=\"drydock.local/prefect:1\",\n    env={\"EXTRA_PIP_PACKAGES\": \"humanize==4.1 numpy>=1.20\"},\n)\n"),
                 qPrintable(lines));
    }

    void dockerStorageNamesWhatIsBuilt()
    {
        BuildPlan storage = plan(1, Strategy::DockerStorage, u"docker"_s);
        storage.tag = u"registry.acme.io:5000/ds/etl:1"_s;
        const QString lines = linesToPaste(storage);
        QVERIFY(lines.contains(u"registry_url=\"registry.acme.io:5000/ds\""));
        QVERIFY(lines.contains(u"image_name=\"etl\""));
        QVERIFY(lines.contains(u"image_tag=\"1\""));
        QVERIFY(lines.contains(u"path=\"/opt/prefect/flows/etl_flow.py\""));
        QVERIFY(lines.contains(u"build=False"));
    }

    void aRunConfigWithoutImageIsReplaced()
    {
        QVERIFY(linesToPaste(plan(1, Strategy::ExtendImage, u"docker"_s, u"UniversalRun"_s)).contains(u"# UniversalRun cannot name an image"));
        const QString local = linesToPaste(plan(1, Strategy::ExtendImage, u"process"_s, u"LocalRun"_s));
        QVERIFY(local.contains(u"DockerRun("));
    }

    void deploymentsOfPrefect3()
    {
        const QString lines = linesToPaste(plan(3, Strategy::ExtendImage, u"kubernetes"_s));
        QVERIFY(lines.contains(u"flow.from_source("));
        QVERIFY(lines.contains(u"entrypoint=\"etl_flow.py:etl\""));
        QVERIFY(lines.contains(u"build=False"));
        QVERIFY(lines.contains(u"job_variables={\"image_pull_policy\": \"IfNotPresent\"}"));
        QVERIFY(linesToPaste(plan(3, Strategy::DockerStorage, u"docker"_s)).contains(u"etl.deploy("));
        QVERIFY(linesToPaste(plan(3, Strategy::RuntimeInstall, u"managed"_s)).contains(u"\"pip_packages\": [\"humanize==4.1\", \"numpy>=1.20\"]"));
        QVERIFY(linesToPaste(plan(3, Strategy::DefaultImage, u"process"_s)).contains(u"etl.serve("));
        QVERIFY(linesToPaste(plan(3, Strategy::ExtendImage, u"ecs"_s)).contains(u"Push it"));
        QVERIFY(!linesToPaste(plan(3, Strategy::ExtendImage, u"ecs"_s), true).contains(u"Push it"));
    }

    void blocksOfAnEarlyPrefect2()
    {
        BuildPlan early = plan(2, Strategy::ExtendImage, u"kubernetes"_s);
        early.prefectVersion = u"2.8.0"_s;
        QVERIFY(linesToPaste(early).contains(u"Deployment.build_from_flow("));
        QVERIFY(linesToPaste(early).contains(u"KubernetesJob("));
    }

    void allAreValidPython()
    {
        QJsonArray texts;
        for (int generation = 0; generation <= 3; ++generation) {
            for (const Strategy strategy : allStrategies) {
                for (const QString &place : {u"docker"_s, u"kubernetes"_s, u"ecs"_s, u"vertex"_s, u"cloud-run"_s, u"aci"_s, u"process"_s, u"managed"_s, QString()}) {
                    for (const QString &runConfig : {QString(), u"UniversalRun"_s, u"LocalRun"_s, u"DockerRun"_s, u"KubernetesRun"_s, u"ECSRun"_s, u"VertexRun"_s}) {
                        for (const bool pushed : {false, true}) {
                            BuildPlan any = plan(generation, strategy, place, runConfig);
                            texts.append(linesToPaste(any, pushed));
                            any.prefectVersion = u"2.8.0"_s;
                            any.scripts.first().functions = {u"class"_s};
                            any.scripts.first().path = u"/flows/it's \"odd\"\n\\ name.py"_s;
                            any.scripts.append(any.scripts.first());
                            texts.append(linesToPaste(any, pushed));
                        }
                    }
                }
            }
        }
        texts.append(linesToPaste(BuildPlan()));
        for (const QJsonValue &text : std::as_const(texts))
            QVERIFY(text.toString().endsWith(u'\n'));
        CommandRunner runner;
        Command python;
        python.program = u"python3"_s;
        python.arguments = QStringList{u"-c"_s, u"import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text)\nprint('parsed')"_s};
        python.input = QJsonDocument(texts).toJson();
        const Future<CommandOutput> future = runner.run(python);
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 30000);
        const Result<CommandOutput> output = endOf(future);
        QVERIFY(output);
        QVERIFY2(output->standardOutput.trimmed() == "parsed", output->standardError.constData());
    }

    void stringsSurvivePython_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("literal");
        QTest::newRow("plain") << u"etl"_s << u"\"etl\""_s;
        QTest::newRow("quote") << u"a\"b"_s << u"\"a\\\"b\""_s;
        QTest::newRow("backslash") << u"a\\b"_s << u"\"a\\\\b\""_s;
        QTest::newRow("newline") << u"a\nb"_s << u"\"a\\u000ab\""_s;
        QTest::newRow("emoji") << u"a😀"_s << u"\"a😀\""_s;
        QTest::newRow("direction override") << u"a\u202eb"_s << u"\"a\\u202eb\""_s;
    }
    void stringsSurvivePython()
    {
        QFETCH(QString, text);
        QFETCH(QString, literal);
        QCOMPARE(pythonString(text), literal);
    }
};

QTEST_GUILESS_MAIN(LinesTest)
#include "test_lines.moc"
