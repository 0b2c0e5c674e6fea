// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

using Files = QMap<QString, QByteArray>;

/// Problems and deployments, each from a small folder that shows it.
class ProblemsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    FlowScript inspect(const QByteArray &source, const Files &others = {})
    {
        const QString folder = m_folder.filePath(QString::number(++m_count));
        Files files = others;
        files.insert(u"flow.py"_s, source);
        for (auto it = files.begin(); it != files.end(); ++it) {
            const QString path = folder + u"/repo/"_s + it.key();
            QDir().mkpath(QFileInfo(path).path());
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(*it) != it->size())
                qFatal("cannot write %s", qPrintable(path));
        }
        QDir().mkpath(folder + u"/repo/.git"_s);
        const auto script = inspectScript(folder + u"/repo/flow.py"_s);
        if (!script)
            qFatal("%s", qPrintable(script.error().sentence));
        return *script;
    }

    static QStringList codes(const FlowScript &script)
    {
        QStringList codes;
        for (const Problem &problem : script.problems) {
            codes.append(u"%1:%2"_s.arg(problem.line).arg(problem.code));
            if (problem.message.isEmpty() || problem.message.contains(u"%1"))
                codes.append(u"without words: "_s + problem.message);
        }
        return codes;
    }

private Q_SLOTS:
    void problems_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QByteArray &source, const QStringList &expected, const Files &files = {}) {
            QTest::newRow(name) << source << files << expected;
        };
        const QByteArray one = "from prefect import Flow\nfrom prefect.run_configs import *\nfrom prefect.storage import *\nflow = Flow('x')\n";
        row("fine", one, {});
        row("run_configs", one + "flow.run_configs = KubernetesRun(image='a:1')\n", {u"5:run-configs-typo"_s});
        row("conflict", one + "flow.storage = Docker()\nflow.run_config = DockerRun(image='a:1')\n", {u"6:image-conflict"_s});
        row("invalid image", one + "flow.run_config = DockerRun(image='UPPER case')\n", {u"5:image-reference-invalid"_s});
        row("master", one + "flow.run_config = DockerRun(image='prefecthq/prefect:master')\n", {u"5:tag-unlikely"_s});
        row("v", one + "flow.run_config = DockerRun(image='corp/hub/prefecthq/prefect:v2.14.6')\n", {u"5:tag-unlikely"_s});
        row("no tag", one + "flow.storage = Docker(base_image='prefecthq/prefect')\n", {u"5:tag-unlikely"_s});
        row("good tag", one + "flow.run_config = DockerRun(image='prefecthq/prefect:1.4.1-python3.9')\n", {});
        row("vertex", one + "flow.run_config = VertexRun(env={'EXTRA_PIP_PACKAGES': 'a b'})\n", {u"5:extra-pip-ignored"_s});
        row("quoting", one + "flow.run_config = KubernetesRun(env=dict(EXTRA_PIP_PACKAGES='\"a>=1\" b'))\n", {u"5:extra-pip-quoting"_s});
        row("spaces", one + "flow.run_config = KubernetesRun(env=dict(EXTRA_PIP_PACKAGES='a >= 1'))\n", {u"5:extra-pip-quoting"_s});
        row("plain extras", one + "flow.run_config = KubernetesRun(env=dict(EXTRA_PIP_PACKAGES='scikit-learn matplotlib>=3'))\n", {});
        row("mixed", one + "from prefect import get_run_logger\n", {u"5:generation-mixed"_s});
        row("environments", "from prefect import Flow\nfrom prefect.environments.storage import GitHub\nflow = Flow('x', storage=GitHub())\n", {u"2:prefect-environments-removed"_s});
        row("left behind", one + "import helper\nflow.storage = S3('b')\n", {u"6:storage-leaves-local-modules-behind"_s}, {{u"helper.py"_s, ""}});
        row("shipped", one + "import helper\nflow.storage = Git('a', 'b')\n", {}, {{u"helper.py"_s, ""}});
        row("registers", one + "flow.register('p')\n", {u"5:registers-at-top-level"_s});
        row("registers in main", one + "if __name__ == '__main__':\n    flow.register('p')\n", {});
        row("shadow", "import pandas, random\n", {u"1:shadowed-module"_s, u"1:shadowed-module"_s}, {{u"pandas.py"_s, ""}, {u"random/__init__.py"_s, ""}});
        row("unknown name", "import qqzzxy_not_there\n", {u"1:import-unresolved"_s});
        row("missing submodule", "import helper.gone\n", {u"1:import-unresolved"_s}, {{u"helper/__init__.py"_s, ""}});
        row("unpinned", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect\n"}});
        row("wrongly pinned", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect>=1.2\n"}});
        row("pinned", one, {}, {{u"requirements.txt"_s, "prefect>=1.2,<2\n"}});
        row("parquet", "import pandas as pd\npd.read_parquet('x')\npd.read_parquet('y')\n", {u"2:likely-need"_s});
        row("parquet declared", "import pandas as pd\npd.read_parquet('x')\n", {}, {{u"requirements.txt"_s, "PyArrow>=1\n"}});
        row("s3", "import pandas as pd\npd.read_csv('s3://b/k')\n", {u"2:likely-need"_s});
        row("database", "import sqlalchemy\ne = sqlalchemy.create_engine(f'postgresql+psycopg2://{u}')\n", {u"2:likely-need"_s});
        row("block", "from prefect import flow\nfrom prefect.blocks.core import Block\n@flow\ndef f():\n    Block.load('s3-bucket/x')\n", {u"5:likely-need"_s});
        row("data file", "open('data.csv')\nopen('out.csv', 'w')\nopen('gone.csv')\n", {u"1:opens-file"_s}, {{u"data.csv"_s, "a"}, {u"out.csv"_s, "a"}});
        row("buildkit", "from prefect import flow\nfrom prefect.docker import DockerImage\n@flow\ndef f(): pass\nf.deploy('n', work_pool_name='p', image=DockerImage(name='i', tag='1', dockerfile='Dockerfile'))\n",
            {u"5:deploy-builds-without-buildkit"_s}, {{u"Dockerfile"_s, "FROM x\nRUN --mount=type=cache,target=/c pip\n"}});
        row("declared badly", "import os\n", {u"0:declared-file-invalid"_s}, {{u"pyproject.toml"_s, "["}});
        row("local broken", "import helper\n", {u"1:local-file-unreadable"_s}, {{u"helper.py"_s, QByteArray("\0\1\2\3\4\5\6", 7)}});
    }
    void problems()
    {
        QFETCH(QByteArray, source);
        QFETCH(Files, files);
        QFETCH(QStringList, expected);
        QCOMPARE(codes(inspect(source, files)), expected);
    }

    void settingsOfAHelper()
    {
        const FlowScript script = inspect("from prefect import Flow\nfrom conf import configure\nwith Flow('x') as flow:\n    pass\nconfigure(flow)\n",
                                          {{u"conf.py"_s, "from prefect.storage import S3\nfrom prefect.run_configs import ECSRun\nBUCKET = 'b'\n"
                                                          "def configure(f):\n    f.storage = S3(bucket=BUCKET)\n    f.run_config = ECSRun(image='i:1')\n"}});
        QCOMPARE(script.flows.size(), 1);
        QVERIFY(script.flows[0].storage);
        QCOMPARE(script.flows[0].storage->arguments[u"bucket"_s].value.toString(), u"b"_s);
        QCOMPARE(script.flows[0].runConfig->image->value.toString(), u"i:1"_s);
    }

    void settingsInALoopAndFromAFunction()
    {
        const FlowScript script = inspect("from prefect import Flow\nfrom prefect.storage import GCS\nfrom prefect.run_configs import UniversalRun\n"
                                          "def storage():\n    return GCS(bucket='b')\na = Flow('a', run_config=UniversalRun())\nb = Flow('b')\n"
                                          "for flow in (a, b):\n    flow.storage = storage()\n");
        QCOMPARE(script.flows.size(), 2);
        QCOMPARE(script.flows[0].storage->kind, u"GCS"_s);
        QCOMPARE(script.flows[1].storage->extra, u"gcp"_s);
        QCOMPARE(script.flows[0].runConfig->kind, u"UniversalRun"_s);
        QVERIFY(!script.flows[1].runConfig);
        QCOMPARE(script.imports.last().necessity, Necessity::Implied);
        QCOMPARE(script.imports.last().distributions, QStringList{u"google-cloud-storage"_s});
    }

    void deployments_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("expected");
        const QByteArray head = "from prefect import flow, serve, deploy\n@flow(name='F')\ndef f(): pass\n";
        const auto row = [&head](const char *name, const QByteArray &source, const QStringList &expected) {
            QTest::newRow(name) << QByteArray(head + source) << expected;
        };
        row("deploy", "f.deploy(name='d', work_pool_name='p', image='i:1', job_variables={'env': {'A': 'b'}})\n", {u"deploy F 4 d p i:1 env"_s});
        row("serve", "if __name__ == '__main__':\n    f.serve('s')\n", {u"serve F 5 s  - "_s});
        row("serve several", "serve(f.to_deployment('a'), f.to_deployment(name='b'))\n", {u"serve F 4 a  - "_s, u"serve F 4 b  - "_s});
        row("deploy several", "deploy(f.to_deployment('a'), work_pool_name='p', image='i')\n", {u"deploy F 4 a p i "_s});
        row("from source", "flow.from_source(source='https://x/y.git', entrypoint='flow.py:f').deploy(name='d', work_pool_name='p')\n", {u"from_source F 4 d p - "_s});
        row("from source through a variable", "src = f.from_source('https://x/y.git', 'flow.py:f')\nsrc.deploy('d', work_pool_name='p')\n", {u"from_source F 5 d p - "_s});
        row("image class", "from prefect.deployments import DeploymentImage\nf.deploy('d', image=DeploymentImage(name='n', tag='t'))\n", {u"deploy F 5 d  n:t "_s});
        row("build_from_flow", "from prefect.deployments import Deployment\nfrom prefect.infrastructure import DockerContainer\nfrom prefect.filesystems import S3\n"
                               "Deployment.build_from_flow(flow=f, name='d', work_pool_name='p', infrastructure=DockerContainer(image='i:2'), storage=S3.load('x'))\n",
            {u"build_from_flow F 7 d p i:2 "_s});
        row("someone else's deploy", "client.deploy('x')\napp.serve()\n", {});
    }
    void deployments()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, expected);
        const FlowScript script = inspect(source);
        QStringList found;
        for (const Deployment &d : script.deployments) {
            found.append(u"%1 %2 %3 %4 %5 %6 %7"_s.arg(d.source, d.flow).arg(d.line).arg(d.name.value.toString(), d.workPool.value.toString(),
                                                                                    d.image ? d.image->value.toString() : u"-"_s,
                                                                                    QStringList(d.jobVariables.keys()).join(u',')));
        }
        QCOMPARE(found, expected);
        if (source.contains("from_source") || source.contains("build_from_flow"))
            QCOMPARE(script.flows[0].storage->ships, Ships::Repository);
    }

    void prefectYaml()
    {
        const FlowScript script = inspect("from prefect import flow\n@flow\ndef my_flow(): pass\n",
                                          {{u"prefect.yaml"_s, "name: x\ndeployments:\n- name: one\n  entrypoint: flow.py:my_flow\n  work_pool:\n    name: pool\n    job_variables:\n      image: '{{ build.image }}'\n"
                                                               "- name: other\n  entrypoint: else.py:f\n"}});
        QCOMPARE(script.deployments.size(), 1);
        const Deployment &deployment = script.deployments[0];
        QCOMPARE(deployment.flow, u"my-flow"_s);
        QCOMPARE(deployment.source, u"prefect.yaml"_s);
        QCOMPARE(deployment.line, 4);
        QCOMPARE(deployment.name.value.toString(), u"one"_s);
        QCOMPARE(deployment.workPool.value.toString(), u"pool"_s);
        QVERIFY(deployment.image && deployment.image->value.isNull());
        QCOMPARE(deployment.image->expression, u"{{ build.image }}"_s);
    }

    void generations_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("requirements");
        QTest::addColumn<int>("generation");
        QTest::newRow("none") << QByteArray("import os\n") << QByteArray("prefect==1.4.1") << 0;
        QTest::newRow("task alone") << QByteArray("from prefect import task\n") << QByteArray() << 0;
        QTest::newRow("task and pin") << QByteArray("from prefect import task\n") << QByteArray("prefect~=1.2") << 1;
        QTest::newRow("flow and pin") << QByteArray("from prefect import flow\n") << QByteArray("prefect==2.20.25") << 2;
        QTest::newRow("flow and bound") << QByteArray("from prefect import flow\n") << QByteArray("prefect<3") << 2;
        QTest::newRow("flow") << QByteArray("from prefect import flow\n") << QByteArray() << 3;
        QTest::newRow("2 only") << QByteArray("from prefect import flow\nfrom prefect.task_runners import SequentialTaskRunner\n") << QByteArray() << 2;
        QTest::newRow("3 only") << QByteArray("from prefect import flow\nfrom prefect.cache_policies import INPUTS\n") << QByteArray("prefect>=2") << 3;
        QTest::newRow("orion") << QByteArray("import prefect.orion\n") << QByteArray() << 2;
        QTest::newRow("1 by module") << QByteArray("import prefect\nwith prefect.Flow('x'):\n    prefect.Parameter('y')\n") << QByteArray() << 1;
    }
    void generations()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, requirements);
        QFETCH(int, generation);
        const FlowScript script = inspect(source, requirements.isEmpty() ? Files() : Files{{u"requirements.txt"_s, requirements}});
        QCOMPARE(script.generation, generation);
        QCOMPARE(script.generationEvidence.isEmpty(), generation == 0);
    }
};

QTEST_GUILESS_MAIN(ProblemsTest)
#include "test_problems.moc"
