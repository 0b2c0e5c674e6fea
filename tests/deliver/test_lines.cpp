// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"
#include "core/deliver/pythontext.h"
#include "core/engine/command.h"
#include "core/plan/planjson.h"
#include "core/script/inspect.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
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
        script.flows = {{u"etl \"daily\" \\ ü"_s, generation == 1 ? u"flow"_s : u"etl"_s, {}, runConfig}};
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
                        "# acme/etl:2026.11.24 is only on this computer. Push it to a registry that the cluster reaches and name it so here, or load it into a cluster of this computer (“kind load docker-image”, “minikube image load”).\n"
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

    void onlyWhatMeansTheSameIsPasted_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<QString>("expected"); // of the last flow, without what every row has
        const auto row = [](const char *name, const QByteArray &source, const QString &expected, const QByteArray &other = {}) {
            QTest::newRow(name) << "from prefect import Flow\nfrom prefect.run_configs import *\n" + source << other << expected;
        };
        const QByteArray two = "a = Flow('a')\nb = Flow('b')\n";
        row("a constant", "N = 'x'\n" + two + "b.run_config = KubernetesRun(labels=[N], env={'A': N})\n", u"b: env={\"A\": N}, labels=[N]"_s);
        row("an own name", two + "b.run_config = KubernetesRun(labels=[x for x in LABELS], cpu_limit=read())\n", u"b: cpu_limit=read(), labels=[x for x in LABELS]"_s);
        row("a loop over flows", two + "for f in (a, b):\n    f.run_config = KubernetesRun(labels=[f.name], cpu_limit=2)\n",
            u"# labels=[f.name], from line 6, is left out: it means nothing here.\nb: cpu_limit=2"_s);
        row("a loop over names", two + "for n in ['x', 'y']:\n    b.run_config = KubernetesRun(env={'A': n, 'B': 1})\n",
            u"# env[\"A\"]=n, from line 6, is left out: it means nothing here.\nb: env={\"B\": 1}"_s);
        row("made in the loop's turn", two + "for n in names():\n    label = n + '-x'\n    b.run_config = KubernetesRun(labels=[label])\n",
            u"# labels=[label], from line 7, is left out: it means nothing here.\nb: "_s);
        row("unpacked in a loop", two + "for kw in settings():\n    b.run_config = KubernetesRun(**kw)\n", u"# **kw, from line 6, is left out: it means nothing here.\nb: "_s);
        row("an environment of a loop", two + "for e in settings():\n    b.run_config = KubernetesRun(env=e)\n", u"# env=e, from line 6, is left out: it means nothing here.\nb: "_s);
        row("the flow is of the same loop", "for n in names():\n    f = Flow(n)\n    f.run_config = KubernetesRun(labels=[n])\n", u"f: labels=[n]"_s);
        row("the flow is of the same function", "def make(n):\n    f = Flow(n)\n    f.run_config = KubernetesRun(labels=[n])\n    return f\n", u"f: labels=[n]"_s);
        row("a helper's parameter", two + "def configure(flow, cpu):\n    flow.run_config = KubernetesRun(cpu_limit=cpu, labels=['k'])\nconfigure(b, 3)\n",
            u"# cpu_limit=cpu, from line 6, is left out: it means nothing here.\nb: labels=['k']"_s);
        row("a function's result", two + "def run(cpu):\n    label = 'k'\n    return KubernetesRun(cpu_limit=cpu, labels=[label])\nb.run_config = run(3)\n",
            u"# cpu_limit=cpu, from line 7, is left out: it means nothing here.\nb: labels=[\"k\"]"_s);
        row("another file's", two + "from conf import RUN\nb.run_config = RUN\n",
            u"# cpu_limit=CPU, from line 6, is left out: it means nothing here.\nb: env={\"A\": \"k\"}, labels=[\"k\", None, True, 1]"_s,
            "from prefect.run_configs import KubernetesRun\nfrom x import CPU\nL = 'k'\nRUN = KubernetesRun(cpu_limit=CPU, labels=[L, None, True, 1], env={'A': L})\n");
        row("another file's helper", two + "from conf import configure\nconfigure(b)\n",
            u"# cpu_limit=CPU, from line 6, is left out: it means nothing here.\nb: labels=[\"k\"]"_s,
            "from prefect.run_configs import KubernetesRun\nfrom x import CPU\ndef configure(flow):\n    flow.run_config = KubernetesRun(cpu_limit=CPU, labels=['k'])\n");
        row("another kind", two + "for f in (a, b):\n    f.run_config = DockerRun(labels=[f.name], ports=[f])\n",
            u"# In place of your DockerRun.\n# labels=[f.name], from line 6, is left out: it means nothing here.\nb: "_s);
        row("a loop's own", two + "for run in RUNS:\n    b.run_config = run\n", u"# In place of “run” (line 6), which could not be read.\nb: "_s);
    }
    void onlyWhatMeansTheSameIsPasted()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, other);
        QFETCH(QString, expected);
        QTemporaryDir folder;
        const auto write = [&folder](const QString &name, const QByteArray &bytes) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        };
        write(u"flow.py"_s, source);
        if (!other.isEmpty())
            write(u"conf.py"_s, other);
        const auto script = inspectScript(folder.filePath(u"flow.py"_s));
        QVERIFY(script);
        BuildPlan kubernetes = plan(1, Strategy::DefaultImage, u"kubernetes"_s);
        kubernetes.scripts = {plannedScript(*script, {})};
        kubernetes.scripts.first().flows = {kubernetes.scripts.first().flows.last()};
        const auto again = planFromJson(toJson(kubernetes));
        QVERIFY(again);
        QString lines = linesToPaste(*again);
        QVERIFY2(lines.startsWith(u"from prefect.run_configs import KubernetesRun\n\n"), qPrintable(lines));
        lines = lines.section(u'\n', 2);
        lines.replace(u".run_config = KubernetesRun(\n    image=\"drydock.local/prefect:1\",\n"_s, u": "_s).replace(u",\n)\n"_s, u""_s).replace(u",\n    "_s, u", "_s);
        lines.replace(u": \n)\n"_s, u": "_s).replace(u":     "_s, u": "_s).remove(u")\n"_s);
        QCOMPARE(lines, expected);
    }

    void aDeploymentInALoopIsNotPastedElsewhere()
    {
        BuildPlan looped = plan(3, Strategy::ExtendImage, u"docker"_s);
        PlannedDeployment deployment{u"deploy"_s, 7, u"each"_s, u"f\"etl-{env}\""_s, u"\"pool\""_s};
        deployment.namesAround = QStringList{u"each"_s, u"env"_s};
        looped.scripts[0].flows[0].deployments = {deployment};
        looped.scripts[0].flows.append({u"other"_s, u"other"_s, {}, {}, {}, {}, {deployment}}); // the loop's second flow
        const QString lines = linesToPaste(looped, true);
        QVERIFY2(lines.startsWith(u"# The deployment in line 7 uses names that exist only where it stands (each, env): write these lines in its place, not here.\n"),
                 qPrintable(lines));
        QCOMPARE(lines.count(u"in line 7 uses"), 1);
        QVERIFY(lines.contains(u"#         name=f\"etl-{env}\",\n"));
        QVERIFY(lines.contains(u"#     each.from_source("));
        for (const QStringView line : QStringView(lines).split(u'\n', Qt::SkipEmptyParts))
            QVERIFY2(line.startsWith(u'#'), qPrintable(line.toString()));
    }

    void deploymentsOfPrefect3()
    {
        const QString lines = linesToPaste(plan(3, Strategy::ExtendImage, u"kubernetes"_s));
        QVERIFY(lines.contains(u"etl.from_source("));
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

    void aRunConfigKeepsItsOtherArguments()
    {
        BuildPlan own = plan(1, Strategy::RuntimeInstall, u"kubernetes"_s, u"KubernetesRun"_s);
        own.scripts.first().flows.first().runConfigArguments = {{u"cpu_request"_s, u"2"_s}, {u"labels"_s, u"[\"k8s\"]"_s}};
        own.scripts.first().flows.first().environment = {{u"A"_s, u"\"b\""_s}, {u"EXTRA_PIP_PACKAGES"_s, u"\"old\""_s}};
        QCOMPARE(linesToPaste(own), u"from prefect.run_configs import KubernetesRun\n\n"
                                    "flow.run_config = KubernetesRun(\n"
                                    "    image=\"drydock.local/prefect:1\",\n"
                                    "    cpu_request=2,\n"
                                    "    env={\"A\": \"b\", \"EXTRA_PIP_PACKAGES\": \"humanize==4.1 numpy>=1.20\"},\n"
                                    "    labels=[\"k8s\"],\n"
                                    ")\n"_s);
        // Another kind takes over what both have.
        own.runsOn = u"docker"_s;
        QVERIFY(linesToPaste(own).contains(u"# In place of your KubernetesRun."));
        QVERIFY(linesToPaste(own).contains(u"labels=[\"k8s\"]"));
        QVERIFY(!linesToPaste(own).contains(u"cpu_request"));
    }

    void aTaskDefinitionByArnLeavesTheImageToItself()
    {
        BuildPlan own = plan(1, Strategy::ExtendImage, u"ecs"_s, u"ECSRun"_s);
        own.scripts.first().flows.first().runConfigArguments = {{u"task_definition_arn"_s, u"ARN"_s}};
        QVERIFY(!linesToPaste(own).contains(u"task_definition_arn="));
        QVERIFY(linesToPaste(own).contains(u"by its ARN"));
    }

    void aDeploymentChangesNothingButTheImage()
    {
        BuildPlan own = plan(3, Strategy::ExtendImage, u"docker"_s);
        PlannedDeployment deployment{u"from_source"_s, 12, u"flow.from_source(source=REPO, entrypoint=\"etl.py:etl\")"_s, u"\"nightly\""_s, u"POOL"_s};
        deployment.arguments = {{u"cron"_s, u"\"0 4 * * *\""_s}, {u"build"_s, u"True"_s}};
        deployment.jobVariables = {{u"image"_s, u"\"old:1\""_s}, {u"mem_limit"_s, u"\"2g\""_s}};
        own.scripts.first().flows.first().deployments = {deployment};
        QCOMPARE(linesToPaste(own), u"if __name__ == \"__main__\":\n"
                                    "    # In place of the deployment in line 12.\n"
                                    "    flow.from_source(source=REPO, entrypoint=\"etl.py:etl\").deploy(\n"
                                    "        name=\"nightly\",\n"
                                    "        work_pool_name=POOL,\n"
                                    "        cron=\"0 4 * * *\",\n"
                                    "        image=\"acme/etl:2026.11.24\",\n"
                                    "        build=False,\n"
                                    "        push=False,\n"
                                    "        job_variables={\"mem_limit\": \"2g\", \"image_pull_policy\": \"IfNotPresent\"},\n"
                                    "    )\n"_s);
        // The flow that is served today has arguments that deploy() does not know.
        own.scripts.first().flows.first().deployments = {{u"serve"_s, 9, u"etl"_s, u"\"x\""_s, {}, {}, {}, {{u"limit"_s, u"3"_s}, {u"tags"_s, u"[\"a\"]"_s}}}};
        QVERIFY(!linesToPaste(own).contains(u"limit="));
        QVERIFY(linesToPaste(own).contains(u"tags=[\"a\"]"));
        // prefect.yaml is no Python.
        own.scripts.first().flows.first().deployments = {{u"prefect.yaml"_s, 4, {}, u"nightly"_s, u"pool"_s}};
        QVERIFY(linesToPaste(own).contains(u"#       image: \"acme/etl:2026.11.24\"\n"));
        QVERIFY(!linesToPaste(own).contains(u"deploy("));
    }

    void whatIsUnpackedDoesNotHideTheImage()
    {
        BuildPlan own = plan(3, Strategy::DockerStorage, u"docker"_s);
        PlannedDeployment deployment{u"deploy"_s, 12, u"etl"_s, u"\"nightly\""_s, u"POOL"_s};
        deployment.arguments = {{u"**"_s, u"common()"_s}};
        own.scripts.first().flows.first().deployments = {deployment};
        const QString lines = linesToPaste(own, true);
        QVERIFY2(lines.contains(u"etl.deploy(**{\n        **common(),\n        \"name\": \"nightly\",\n"), qPrintable(lines));
        QVERIFY(lines.contains(u"        \"image\": \"acme/etl:2026.11.24\",\n"));
    }

    void deploymentsOfPrefect2KeepTheirPool()
    {
        BuildPlan own = plan(2, Strategy::ExtendImage, u"docker"_s);
        PlannedDeployment deployment{u"build_from_flow"_s, 5, u"etl"_s, u"\"nightly\""_s, u"\"pool\""_s};
        deployment.jobVariables = {{u"env"_s, u"{\"A\": \"b\"}"_s}};
        own.scripts.first().flows.first().deployments = {deployment};
        const QString lines = linesToPaste(own);
        QVERIFY2(lines.contains(u"infra_overrides={\"env\": {\"A\": \"b\"}, \"image\": \"acme/etl:2026.11.24\""), qPrintable(lines));
        QVERIFY(!lines.contains(u"infrastructure="));
    }

    void aClusterMustBeAbleToPull()
    {
        QVERIFY(linesToPaste(plan(1, Strategy::ExtendImage, u"kubernetes"_s)).contains(u"only on this computer"));
        QVERIFY(linesToPaste(plan(3, Strategy::ExtendImage, u"kubernetes"_s)).contains(u"only on this computer"));
        QVERIFY(!linesToPaste(plan(3, Strategy::ExtendImage, u"kubernetes"_s), true).contains(u"only on this computer"));
        BuildPlan used = plan(3, Strategy::DefaultImage, u"kubernetes"_s);
        QVERIFY(!linesToPaste(used).contains(u"only on this computer"));
        used.baseIsLocal = true;
        QVERIFY(linesToPaste(used).contains(u"only on this computer"));
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
                            any.scripts.first().flows.first().function = u"class"_s;
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
