// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"
#include "core/deliver/pythontext.h"
#include "core/script/inspect.h"
#include "tests/helpers/enginefixture.h"

#include <QTemporaryDir>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// The lines to paste, in the Prefect that they are for: every call is made or held against its signature there.
class LinesInPrefectTest : public QObject
{
    Q_OBJECT

    static QStringList places()
    {
        return {u"docker"_s, u"kubernetes"_s, u"ecs"_s, u"vertex"_s, u"cloud-run"_s, u"aci"_s, u"process"_s, u"managed"_s};
    }

    static BuildPlan plan(const FlowScript &script, Strategy strategy, const QString &place, const QString &prefect)
    {
        BuildPlan plan;
        plan.strategy = strategy;
        plan.base = u"example.org/base:1"_s;
        plan.tag = buildsImage(strategy) ? u"acme/churn:2026.11.23"_s : QString();
        plan.runsOn = place;
        plan.prefectVersion = prefect;
        plan.scripts = {plannedScript(script, {})};
        if (strategy == Strategy::RuntimeInstall)
            plan.environment.insert(u"EXTRA_PIP_PACKAGES"_s, u"numpy==1.26.4 toolz"_s);
        if (strategy == Strategy::DockerStorage)
            plan.flowFolder = u"/opt/prefect/flows"_s;
        return plan;
    }

    /// Every combination's lines for each script, as the Python list `texts`; starting a container for each would take minutes.
    static QString texts(const QList<QByteArray> &sources, const QString &prefect)
    {
        QStringList literals;
        for (const QByteArray &source : sources) {
            QTemporaryDir folder;
            QFile file(folder.filePath(u"churn.py"_s));
            if (!file.open(QIODevice::WriteOnly))
                return {};
            file.write(source);
            file.close();
            const Result<FlowScript> script = inspectScript(file.fileName());
            if (!script || script->flows.isEmpty())
                return {};
            for (const Strategy strategy : allStrategies) {
                for (const QString &place : places())
                    literals.append(pythonString(linesToPaste(plan(*script, strategy, place, prefect))));
            }
        }
        return u"texts = ["_s + literals.join(u", "_s) + u"]\n"_s;
    }

    static Result<QByteArray> runIn(EngineFixture &fixture, const QString &image, const QString &program)
    {
        return fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"-i"_s, u"--entrypoint"_s, u"python"_s, image, u"-W"_s, u"ignore"_s, u"-"_s},
                           program.toUtf8());
    }

private Q_SLOTS:
    void prefect1MakesWhatTheyName()
    {
        EngineFixture fixture;
        QVERIFY2(fixture.open(), fixture.why());
        QVERIFY2(fixture.has(prefect1), fixture.why());
        const QByteArray head = "from prefect import Flow\nfrom prefect.run_configs import *\nX = 'y'\nwith Flow('churn') as flow:\n    pass\n";
        const QList<QByteArray> sources{head,
                                        head + "flow.run_config = KubernetesRun(image='old:1', env={'A': X}, cpu_request=2, labels=['k8s'])\n",
                                        head + "flow.run_config = LocalRun(env={'A': X}, working_dir='/tmp')\n",
                                        head + "flow.run_config = ECSRun(task_definition_arn='arn:aws:ecs:1', cpu=256)\n",
                                        head + "flow.run_config = DockerRun(image='old:1', env=dict(A=X) if X else None)\n"};
        const QString program = texts(sources, u"1.4.1"_s) + uR"(
from prefect import Flow
for text in texts:
    space = {'flow': Flow('churn'), 'X': 'y'}
    exec(text, space)
    flow = space['flow']
    assert flow.run_config.image == (None if flow.storage else 'example.org/base:1') or 'acme/churn:2026.11.23' in text, text
    assert not flow.storage or flow.storage.name == 'acme/churn:2026.11.23', text
    if 'EXTRA_PIP_PACKAGES' in text:
        assert flow.run_config.env['EXTRA_PIP_PACKAGES'] == 'numpy==1.26.4 toolz', text
print('accepted', len(texts))
)"_s;
        const auto output = runIn(fixture, prefect1, program);
        QVERIFY2(output, why(output));
        QCOMPARE(output->trimmed(), "accepted " + QByteArray::number(sources.size() * 5 * places().size()));
    }

    void laterPrefectsHaveWhatTheyCall_data()
    {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("prefect");
        QTest::newRow("2.20") << prefect2 << u"2.20.25"_s;
        QTest::newRow("3.8") << prefect3 << u"3.8.8"_s;
        QTest::newRow("2.8, where flow.deploy is not") << prefect2 << u"2.8.0"_s;
    }
    void laterPrefectsHaveWhatTheyCall()
    {
        QFETCH(QString, image);
        QFETCH(QString, prefect);
        EngineFixture fixture;
        QVERIFY2(fixture.open(), fixture.why());
        QVERIFY2(fixture.has(image), fixture.why());
        const QByteArray head = "from prefect import flow\n@flow\ndef churn():\n    pass\n";
        QList<QByteArray> sources{head,
                                  head + "if __name__ == '__main__':\n    churn.deploy(name='nightly', work_pool_name='p', image='old:1', cron='0 4 * * *', tags=['a'], job_variables={'env': {'A': 'b'}})\n",
                                  head + "flow.from_source(source='https://example.org/r.git', entrypoint='churn.py:churn').deploy(name='n', work_pool_name='p', parameters={})\n",
                                  head + "if __name__ == '__main__':\n    churn.serve(name='nightly', limit=2, tags=['a'])\n"};
        if (image == prefect2)
            sources.append(head + "from prefect.deployments import Deployment\nDeployment.build_from_flow(flow=churn, name='n', work_pool_name='p', infra_overrides={'env': {}})\n");
        // Deploying needs a server; that each call's arguments fit its signature does not.
        const QString program = texts(sources, prefect) + uR"(
import ast, importlib, inspect
from prefect import Flow
checked = 0
for text in texts:
    tree = ast.parse(text)
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                imported[name.name] = getattr(importlib.import_module(node.module), name.name)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if called == 'apply':
            continue
        if called == 'build_from_flow':
            known = set(inspect.signature(imported['Deployment'].build_from_flow).parameters) | set(imported['Deployment'].__fields__) | {'infra_overrides'}
        elif called in imported:
            known = set(imported[called].__fields__)
        else:
            known = set(inspect.signature(getattr(Flow, called)).parameters)
        for keyword in node.keywords:
            assert keyword.arg in known, (called, keyword.arg, text)
            checked += 1
print('checked', checked)
)"_s;
        const auto output = runIn(fixture, image, program);
        QVERIFY2(output, why(output));
        const QList<QByteArray> words = output->trimmed().split(' ');
        QCOMPARE(words.value(0), QByteArray("checked"));
        QVERIFY2(words.value(1).toInt() > 80 * sources.size(), output->constData());
    }
};

QTEST_GUILESS_MAIN(LinesInPrefectTest)
#include "tst_lines_in_prefect.moc"
