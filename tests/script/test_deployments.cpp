// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using test::Files;

/// Deployments of Prefect 2 and 3, of the script and of prefect.yaml.
class DeploymentsTest : public QObject
{
    Q_OBJECT

    test::Repositories m_repositories;

    FlowScript inspect(const QByteArray &source, const Files &others = {}) { return m_repositories.inspect(source, others); }

private Q_SLOTS:
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
        row("deploy asynchronously", "await f.adeploy('d', work_pool_name='p', image='i:1')\n", {u"deploy F 4 d p i:1 "_s});
        row("constants", "REG = 'r'\nT = '1'\nV = {'cpu': 1}\nf.deploy(name=f'{REG}-d', work_pool_name=REG + 'p', image=f'{REG}/i:{T}', job_variables={**V, 'mem': T})\n", {u"deploy F 7 r-d rp r/i:1 cpu,mem"_s});
        row("unknown variables", "f.deploy('d', work_pool_name='p', job_variables=variables())\n", {u"deploy F 4 d p - **"_s});
        row("image among the variables", "f.deploy('d', work_pool_name='p', job_variables=dict(image='v:1'))\n", {u"deploy F 4 d p v:1 image"_s});
        row("with_options", "f.with_options(name='Other').deploy('d', work_pool_name='p')\n", {u"deploy Other 4 d p - "_s});
        row("loop", "@flow\ndef g(): pass\nfor each in [f, g]:\n    each.deploy('d', work_pool_name='p')\n", {u"deploy F 7 d p - "_s, u"deploy g 7 d p - "_s});
        const QByteArray two = "@flow\ndef g(): pass\n";
        const QStringList both{u"deploy F 6 d p - "_s, u"deploy g 6 d p - "_s};
        row("loop with a number", two + "for i, each in enumerate([f, g]): each.deploy('d', work_pool_name='p')\n", both);
        row("loop over pairs", two + "for each, name in ((f, 'a'), (g, 'b')): each.deploy('d', work_pool_name='p')\n", both);
        row("loop over two lists", two + "for name, each in zip('ab', [f, g]): each.deploy('d', work_pool_name='p')\n", both);
        row("loop over a dictionary", two + "for name, each in {'a': f, 'b': g}.items(): each.deploy('d', work_pool_name='p')\n", both);
        row("loop over its values", two + "for each in {'a': f, 'b': g}.values(): each.deploy('d', work_pool_name='p')\n", both);
        row("comprehension", two + "[each.deploy('d', work_pool_name='p') for each in (f, g)]\n", both);
        row("loop that cannot be read", "for each in flows(): each.deploy('d', work_pool_name='p')\n", {u"deploy each 4 d p - "_s});
        row("made on the spot", "def h(): pass\nflow(h, name='H').serve('s')\nflow(h, name='H').deploy('d', work_pool_name='p')\n", {u"serve H 5 s  - "_s, u"deploy H 6 d p - "_s});
        row("unpacked", "ARGS = dict(work_pool_name='p', image='i:1')\nf.deploy('d', **ARGS)\n", {u"deploy F 5 d p i:1 "_s});
        row("unpacked from elsewhere", "f.deploy('d', **args())\n", {u"deploy F 4 d   "_s});
        row("list of deployments", "ds = [f.to_deployment('a'), f.to_deployment('b')]\nserve(*ds)\n", {u"serve F 4 a  - "_s, u"serve F 4 b  - "_s});
        row("deployment in a variable", "d = f.to_deployment('a')\ndeploy(d, work_pool_name='p', image='i')\n", {u"deploy F 4 a p i "_s});
        row("RunnerDeployment", "from prefect.deployments.runner import RunnerDeployment\nserve(RunnerDeployment.from_flow(f, 'n'))\n", {u"serve F 5 n  - "_s});
        row("flow of another file", "from elsewhere import etl\netl.deploy('d', work_pool_name='p')\netl.serve(name='s')\n", {u"deploy etl 5 d p - "_s, u"serve etl 6 s  - "_s});
        row("git repository", "from prefect.runner.storage import GitRepository\nflow.from_source(source=GitRepository(url='https://x/y.git', branch='b'), entrypoint='flow.py:f').deploy(name='d', work_pool_name='p')\n", {u"from_source F 5 d p - "_s});
        row("DockerImage whose tag is unknown", "from prefect.docker import DockerImage\nf.deploy('d', work_pool_name='p', image=DockerImage('n', tag=TAG))\n", {u"deploy F 5 d p  "_s});
        row("DockerImage in a variable", "from prefect.docker import DockerImage as I\ni = I('n:1', platform='linux/amd64')\nf.deploy('d', work_pool_name='p', image=i, build=False)\n", {u"deploy F 6 d p n:1 "_s});
        row("overrides", "from prefect.deployments import Deployment\nDeployment.build_from_flow(f, 'd', infra_overrides={'image': 'o:1', 'env.A': 'b'})\n", {u"build_from_flow F 5 d  o:1 env.A,image"_s});
        row("block of the server", "from prefect.deployments import Deployment\nfrom prefect.infrastructure import KubernetesJob\nDeployment(flow=f, name='d', infrastructure=KubernetesJob.load('x'))\n", {u"build_from_flow F 6 d   "_s});
        row("before 2.0", "from prefect.deployments import DeploymentSpec\nfrom prefect.flow_runners import DockerFlowRunner\nDeploymentSpec(flow=f, name='d', flow_runner=DockerFlowRunner(image='i:1'))\nDeploymentSpec(flow_location='./flow.py', name='e')\nDeploymentSpec(flow_location='/else.py', name='g')\n",
            {u"build_from_flow F 6 d  i:1 "_s, u"build_from_flow F 7 e  - "_s, u"build_from_flow  8 g  - "_s});
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
        if (source.contains("from_source") || source.contains("storage="))
            QCOMPARE(script.flows[0].storage->ships, Ships::Repository);
    }

    void namesAroundDeployments_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("subject");
        QTest::newRow("none") << QByteArray("P = 'p'\nf.deploy(f'{P}-{str(1)}', work_pool_name=P)\n") << QString() << u"f"_s;
        QTest::newRow("loop") << QByteArray("for env in ENVS:\n    f.deploy(f'etl-{env}', work_pool_name='p', job_variables={'env': env})\n") << u"env"_s << u"f"_s;
        QTest::newRow("pair") << QByteArray("for name, pool in POOLS.items():\n    f.deploy(name, work_pool_name=pool)\n") << u"name,pool"_s << u"f"_s;
        QTest::newRow("loop over flows") << QByteArray("for each in [f]:\n    each.deploy(each.name, work_pool_name='p')\n") << u"each"_s << u"each"_s;
        QTest::newRow("loop over flows alone") << QByteArray("for each in [f]:\n    each.deploy('d', work_pool_name='p')\n") << QString() << u"f"_s;
        QTest::newRow("parameter") << QByteArray("def go(pool):\n    f.deploy('d', work_pool_name=pool)\n") << u"pool"_s << u"f"_s;
        QTest::newRow("in a function") << QByteArray("def go():\n    import os\n    tag = '1'\n    f.deploy('d', work_pool_name=os.name, image=f'i:{tag}')\n") << u"os,tag"_s << u"f"_s;
        QTest::newRow("comprehension") << QByteArray("serve(*[f.to_deployment(f'd-{n}', tags=[n for n in T]) for n in NAMES])\n") << u"n"_s << u"f"_s;
        QTest::newRow("keyword of that name") << QByteArray("for name in N:\n    f.deploy(name='d', work_pool_name='p', tags=x.name)\n") << QString() << u"f"_s;
        QTest::newRow("source") << QByteArray("for url in U:\n    flow.from_source(source=url, entrypoint='flow.py:f').deploy('d', work_pool_name='p')\n") << u"url"_s << u"flow.from_source(source=url, entrypoint='flow.py:f')"_s;
    }
    void namesAroundDeployments()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, names);
        QFETCH(QString, subject);
        const FlowScript script = inspect("from prefect import flow, serve, deploy\n@flow(name='F')\ndef f(): pass\n" + source);
        QCOMPARE(script.deployments.size(), 1);
        QCOMPARE(script.deployments[0].namesAround.join(u','), names);
        QCOMPARE(script.deployments[0].subject, subject);
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

    void prefectYamlForms_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<QString>("storage");
        const auto row = [](const char *name, const QByteArray &yaml, const QStringList &expected, const QString &storage = {}) { QTest::newRow(name) << yaml << expected << storage; };
        row("anchors and merge keys", "pool: &pool\n  name: p\n  job_variables: &vars\n    image: i:1\n    env: {A: b}\ndeployments:\n- &one\n  name: a\n  entrypoint: ./flow.py:my_flow\n  work_pool: *pool\n"
                                      "- <<: *one\n  name: b\n  work_pool:\n    <<: *pool\n    job_variables:\n      <<: *vars\n      image: j:2\n",
            {u"my-flow:9 a p i:1 env,image"_s, u"my-flow:11 b p j:2 env,image"_s});
        row("module", "deployments:\n- {name: a, entrypoint: 'flow:my_flow'}\n- {name: b, entrypoint: flow.my_flow}\n- {name: c, entrypoint: 'other:my_flow'}\n", {u"my-flow:2 a  - "_s, u"my-flow:3 b  - "_s});
        row("image of a build step", "build:\n- prefect_docker.deployments.steps.build_docker_image:\n    id: made\n    image_name: me/i\n    tag: '1'\ndeployments:\n- name: a\n  entrypoint: flow.py:my_flow\n"
                                     "  work_pool: {name: p, job_variables: {image: '{{ made.image }}', x: '{{ $ENV }}'}}\n",
            {u"my-flow:8 a p me/i:1 image,x"_s});
        row("pull", "pull:\n- prefect.deployments.steps.git_clone:\n    repository: https://x/y.git\ndeployments:\n- name: a\n  entrypoint: flow.py:my_flow\n", {u"my-flow:6 a  - "_s}, u"git_clone https://x/y.git"_s);
        row("own pull", "pull:\n- prefect.deployments.steps.git_clone:\n    repository: u\ndeployments:\n- name: a\n  entrypoint: flow.py:my_flow\n  pull:\n  - prefect.deployments.steps.set_working_directory:\n      directory: /x\n", {u"my-flow:6 a  - "_s});
        row("another flow of the file", "deployments:\n- name: a\n  entrypoint: flow.py:not_there\n", {u"not_there:3 a  - "_s});
        row("odd types", "deployments: 3\n", {});
        row("odder types", "build: x\npull: {a: b}\ndeployments:\n- 1\n- [flow.py:my_flow]\n- entrypoint: {a: b}\n- entrypoint: flow.py:my_flow\n  work_pool: pool\n", {u"my-flow:7   - "_s});
    }
    void prefectYamlForms()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QStringList, expected);
        QFETCH(QString, storage);
        const FlowScript script = inspect("from prefect import flow\n@flow\ndef my_flow(): pass\n", {{u"prefect.yaml"_s, yaml}});
        QStringList found;
        for (const Deployment &d : script.deployments) {
            found.append(u"%1:%2 %3 %4 %5 %6"_s.arg(d.flow).arg(d.line).arg(d.name.value.toString(), d.workPool.value.toString(),
                                                                          d.image ? d.image->value.toString() : u"-"_s, QStringList(d.jobVariables.keys()).join(u',')));
        }
        QCOMPARE(found, expected);
        const auto &of = script.flows.value(0).storage;
        QCOMPARE(of ? of->kind + u' ' + of->arguments.value(u"repository"_s).value.toString() : QString(), storage);
    }
};

QTEST_GUILESS_MAIN(DeploymentsTest)
#include "test_deployments.moc"
