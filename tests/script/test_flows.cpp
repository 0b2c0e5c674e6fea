// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using test::Files;

namespace {

using test::shown;

QString shown(const QMap<QString, SourceValue> &values)
{
    QStringList parts;
    for (auto it = values.begin(); it != values.end(); ++it)
        parts.append(it.key() + u'=' + shown(*it));
    return parts.join(u' ');
}

/// "name/function/line storage[ships extra](arguments) runConfig(image; env)"
QString brief(const Flow &flow)
{
    static const QStringList ships{u"script"_s, u"pickle"_s, u"repository"_s, u"image"_s, u"?"_s};
    QString text = u"%1/%2/%3"_s.arg(flow.name, flow.function).arg(flow.line);
    if (flow.storage)
        text += u" %1[%2](%3)"_s.arg(flow.storage->kind, ships[qsizetype(flow.storage->ships)], shown(flow.storage->arguments));
    if (flow.runConfig)
        text += u" %1(%2; %3)"_s.arg(flow.runConfig->kind, flow.runConfig->image ? shown(*flow.runConfig->image) : QString(), shown(flow.runConfig->env));
    return text;
}

} // namespace

/// Flows, and what belongs to each of them.
class FlowsTest : public QObject
{
    Q_OBJECT

    test::Repositories m_repositories;

    FlowScript inspect(const QByteArray &source, const Files &others = {}) { return m_repositories.inspect(source, others); }

    static QStringList flowsOf(const FlowScript &script)
    {
        QStringList flows;
        for (const Flow &flow : script.flows)
            flows.append(brief(flow));
        return flows;
    }

    /// "module:name → distributions" of what is implied.
    static QStringList impliedBy(const FlowScript &script)
    {
        QStringList implied;
        for (const Import &import : script.imports) {
            if (import.necessity == Necessity::Implied && !import.evidence.isEmpty() && !import.evidence.contains(u"%1"))
                implied.append(import.module + (import.name.isEmpty() ? QString() : u':' + import.name) + u" → "_s + import.distributions.join(u','));
        }
        return implied;
    }

private Q_SLOTS:
    void whatTravelsIsSaidOrLeftOpen()
    {
        const auto ships = [this](const QByteArray &storage) {
            const FlowScript script = inspect("from prefect import Flow\nfrom prefect.storage import *\nf = Flow('x', storage=" + storage + ")\n");
            return toJson(script)[u"flows"][0][u"storage"][u"ships"];
        };
        QCOMPARE(ships("Git(repo='r')"), QJsonValue(u"repository"_s));
        QCOMPARE(ships("config.storage"), QJsonValue(QJsonValue::Null));
        QCOMPARE(ships("make_storage()"), QJsonValue(QJsonValue::Null));
    }

    void flows_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *source, const QStringList &expected) { QTest::newRow(name) << QByteArray(source) << expected; };
        // 1.x
        row("Flow", "from prefect import Flow\nf = Flow('x')\n", {u"x/f/2"_s});
        row("Flow(name=)", "from prefect import Flow\nf = Flow(name='x')\n", {u"x/f/2"_s});
        row("with", "import prefect\nwith prefect.Flow('x') as f:\n    pass\n", {u"x/f/2"_s});
        row("with name", "from prefect import Flow\nwith Flow(name='x', schedule=None):\n    pass\n", {u"x//2"_s});
        row("old module", "from prefect.core.flow import Flow as F\nN = 'a'\nf = F(f'{N}-b')\n", {u"a-b/f/3"_s});
        row("alias of an alias", "import prefect as p\nP = p\nMake = P.Flow\nf: object = Make('x')\n", {u"x/f/4"_s});
        row("several with one name", "from prefect import Flow\nwith Flow('a') as flow:\n    pass\nwith Flow('b') as flow:\n    pass\n", {u"a/flow/2"_s, u"b/flow/4"_s});
        row("pair", "from prefect import Flow\na, b = Flow('a'), Flow('b')\n", {u"a/a/2"_s, u"b/b/2"_s});
        row("list", "from prefect import Flow\nflows = [Flow('a'), Flow('b')]\n", {u"a//2"_s, u"b//2"_s});
        row("loop", "from prefect import Flow\nfor n in names:\n    with Flow(n) as flow:\n        pass\n", {u"n/flow/3"_s});
        row("attribute of self", "from prefect import Flow\nclass A:\n    def f(self):\n        self.flow = Flow('x')\n", {u"x/self.flow/4"_s});
        row("own subclass", "from prefect import Flow\nclass Mine(Flow):\n    pass\nf = Mine('x')\n", {u"x/f/4"_s});
        row("renamed", "from prefect import Flow\nf = Flow('x')\nf.name = 'y'\n", {u"y/f/2"_s});
        row("copy", "from prefect import Flow\nf = Flow('x')\ng = f.copy()\ng.name = 'y'\n", {u"x/f/2"_s, u"y/g/3"_s});
        row("deep copy", "import copy\nfrom prefect import Flow\nf = Flow('x')\ng = copy.deepcopy(f)\ng.name = 'y'\nh = copy.deepcopy(settings)\n", {u"x/f/3"_s, u"y/g/4"_s});
        row("deep copy of another file's", "from copy import deepcopy\nfrom prefect.storage import GCS\nfrom company.flows import dump, other\nf = deepcopy(dump)\nf.name = 'y'\nf.storage = GCS('b')\ng = deepcopy(other)\n", {u"y/f/4 GCS[pickle](bucket=b)"_s});
        row("walrus", "from prefect import Flow\nif (f := Flow('x')):\n    pass\n", {u"x/f/2"_s});
        row("unknown name", "from prefect import Flow\nf = Flow(make())\n", {u"make()/f/2"_s});
        row("someone else's Flow", "from airflow import Flow\nf = Flow('x')\n", {});
        row("someone else's Flow in a script of Prefect 1", "from prefect import Parameter\nfrom prefect.storage import GCS\nfrom company.custom import Flow\nwith Flow('x') as f:\n    p = Parameter('p')\nf.storage = GCS('b')\n", {u"x/f/4 GCS[pickle](bucket=b)"_s});
        row("someone else's Flow beside Prefect 2", "from prefect import flow\nfrom company.custom import Flow\nwith Flow('x') as f:\n    pass\n", {});
        row("someone else's Flow, assigned", "from prefect import Parameter\nfrom google_auth import Flow\nf = Flow('x')\n", {});
        row("a parameter of that name", "from prefect import Flow\ndef f(Flow):\n    return Flow('x')\n", {});
        row("in text", "'''\nfrom prefect import Flow\nFlow('x')\n'''\n", {});
        // 2.x and 3.x
        row("@flow", "from prefect import flow\n@flow\ndef my_flow(): pass\n", {u"my-flow/my_flow/3"_s});
        row("@flow()", "from prefect import flow\n@flow()\nasync def my_flow(): pass\n", {u"my-flow/my_flow/3"_s});
        row("@flow(name=)", "from prefect import flow\nN = 'A'\n@flow(name=N + ' b')\ndef f(): pass\n", {u"A b/f/4"_s});
        row("name=None", "from prefect import flow\n@flow(name=None)\ndef my_f(): pass\n", {u"my-f/my_f/3"_s});
        row("unknown function name", "from prefect import flow\n@flow(name=os.environ['N'])\ndef f(): pass\n", {u"os.environ['N']/f/3"_s});
        row("@prefect.flow", "import prefect\n@prefect.flow\ndef f(): pass\n@prefect.flows.flow(name='x')\ndef g(): pass\n", {u"f/f/3"_s, u"x/g/5"_s});
        row("alias", "from prefect import flow as workflow\nw = workflow\n@w\ndef f(): pass\n", {u"f/f/4"_s});
        row("own decorator", "from prefect import flow\ndef ours(fn):\n    return flow(fn, log_prints=True)\n@ours\ndef my_f(): pass\n", {u"my-f/my_f/5"_s});
        row("own decorator with options", "from prefect import flow as w\ndef ours(*a, **k):\n    def decorate(fn):\n        return w(*a, **k)(fn)\n    return decorate\n@ours(name='N')\ndef f(): pass\n", {u"N/f/7"_s});
        row("own decorator that wraps", "import functools\nfrom prefect import flow\ndef ours(fn):\n    @flow(name='in')\n    @functools.wraps(fn)\n    def inner(*a):\n        return fn(*a)\n    return inner\n@ours\ndef f(): pass\n", {u"f/f/10"_s});
        row("own decorator of no flows", "from prefect import flow\ndef ours(fn):\n    return log(flow, fn)\n@ours\ndef f(): pass\n", {});
        row("decorator for others", "from prefect import flow\ndef ours(fn):\n    return flow(fn)\n", {});
        row("unpacked", "from prefect import Flow\nf = Flow(**options())\n", {u"**options()/f/2"_s});
        row("made by a function", "from prefect import flow\nP = 'a'\ndef make(table, cron='x'):\n    @flow(name=f'{P}-{table}')\n    def _flow(table=table): pass\n    return _flow\none = make('one')\ntwo = make(cron='y', table='two')\nmake('three')\n",
            {u"a-one/one/7"_s, u"a-two/two/8"_s});
        row("made by a function, unknown", "from prefect import flow\ndef make(n):\n    @flow(name=n)\n    def f(): pass\n    return f\na = make(os.environ['X'])\nb = make()\n", {u"n/f/4"_s});
        row("made by a function that returns another thing", "from prefect import flow\ndef make(n):\n    @flow(name=n)\n    def f(): pass\n    return f()\na = make('x')\n", {u"n/f/4"_s});
        row("made by a function of Prefect 1", "from prefect import Flow\nfrom prefect.storage import GCS\ndef make(n, s='d'):\n    with Flow(n + s) as flow:\n        pass\n    flow.storage = GCS('b')\n    return flow\na = make('x')\nb = make('y', '-z')\n",
            {u"xd/a/8 GCS[pickle](bucket=b)"_s, u"y-z/b/9 GCS[pickle](bucket=b)"_s});
        row("partial", "from functools import partial\nfrom prefect import flow\nmine = partial(flow, name='P')\n@mine\ndef f(): pass\n", {u"P/f/5"_s});
        row("decorator in a variable", "from prefect import flow\nd = flow(name='V')\n@d\ndef f(): pass\n", {u"V/f/4"_s});
        row("star", "from prefect import *\n@flow\ndef f(): pass\n", {u"f/f/3"_s});
        row("method", "from prefect import flow\nclass A:\n    @staticmethod\n    @flow\n    def my_f(): pass\n", {u"my-f/my_f/5"_s});
        row("nested", "from prefect import flow\n@flow\ndef f():\n    @flow(name='in')\n    def g(): pass\n", {u"f/f/3"_s, u"in/g/5"_s});
        row("wrapped", "from prefect import flow\ndef f(): pass\ng = flow(f, name='W')\n", {u"W/g/3"_s});
        row("wrapped with options", "from prefect import flow\ndef f(): pass\ng = flow(name='W')(f)\nh = flow(f)\n", {u"W/g/3"_s, u"f/h/4"_s});
        row("wrapped call", "from prefect import flow\nf = flow(make())\n@flow('x')\ndef g(): pass\n", {u"make()/f/2"_s, u"g/g/4"_s});
        row("class of a function", "from prefect import Flow\ndef f(): pass\ng = Flow(fn=f, name='C')\n", {u"C/g/3"_s});
        row("with_options", "from prefect import flow\n@flow\ndef f(): pass\ng = f.with_options(name='O')\nh = f.with_options(retries=2)\n", {u"f/f/3"_s, u"O/g/4"_s});
        row("odd decorators", "from prefect import flow\n@(flow)\ndef a(): pass\n@flow if x else y\ndef b(): pass\n@d[0](flow)\ndef c(): pass\n@(lambda f: f)\ndef d(): pass\n", {u"a/a/3"_s});
        row("a local name hides it", "def flow(f): return f\n@flow\ndef f(): pass\n", {});
        row("optional import", "try:\n    from prefect import flow\nexcept ImportError:\n    flow = None\n@flow\ndef f(): pass\n", {u"f/f/6"_s});
        row("broken elsewhere", "from prefect import flow\n@flow\ndef f(): pass\nx = (1,\n", {u"f/f/3"_s});
    }
    void flows()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, expected);
        QCOMPARE(flowsOf(inspect(source)).join(u'\n'), expected.join(u'\n'));
    }

    void tasks_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("decorators") << QByteArray("from prefect import task\nimport prefect\n@task\ndef a(): pass\n@task(name='B')\ndef b(): pass\n@prefect.task()\nasync def c(): pass\n")
                                    << QStringList{u"a:4"_s, u"B:6"_s, u"c:8"_s};
        QTest::newRow("classes") << QByteArray("import prefect\nfrom prefect.core import Task\nclass A(Task): pass\nclass B(A): pass\nclass C(prefect.Task): pass\nclass D(Other): pass\n")
                                 << QStringList{u"A:3"_s, u"B:4"_s, u"C:5"_s};
        QTest::newRow("wrapped") << QByteArray("from prefect import task\ndef f(): pass\na = task(f)\nb = task(f, name='B')\nc = task(lambda x: x)\n") << QStringList{u"f:3"_s, u"B:4"_s, u"c:5"_s};
        QTest::newRow("none") << QByteArray("from celery import task\n@task\ndef a(): pass\n") << QStringList{};
    }
    void tasks()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, expected);
        QStringList found;
        const FlowScript script = inspect(source);
        for (const Task &task : script.tasks)
            found.append(u"%1:%2"_s.arg(task.name).arg(task.line));
        QCOMPARE(found, expected);
    }

    void storageClasses_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("need");
        const auto row = [](const char *call, const QString &expected, const QString &need = {}) { QTest::newRow(call) << QByteArray(call) << expected << need; };
        row("GitHub('me/r', path='f.py', ref=REF)", u"GitHub[script](path=f.py ref=main repo=me/r)"_s, u"prefect.storage:GitHub → PyGithub"_s);
        row("GitLab('me/r', 'h', 'f.py')", u"GitLab[script](host=h path=f.py repo=me/r)"_s, u"prefect.storage:GitLab → python-gitlab"_s);
        row("Bitbucket('p', 'r', path='f.py')", u"Bitbucket[script](path=f.py project=p repo=r)"_s, u"prefect.storage:Bitbucket → atlassian-python-api"_s);
        row("Git('f.py', 'me/r', branch_name=REF)", u"Git[repository](branch_name=main flow_path=f.py repo=me/r)"_s, u"prefect.storage:Git → dulwich"_s);
        row("CodeCommit('r', 'f.py', 'c1')", u"CodeCommit[script](commit=c1 path=f.py repo=r)"_s, u"prefect.storage:CodeCommit → boto3"_s);
        row("S3('b', 'k')", u"S3[pickle](bucket=b key=k)"_s, u"prefect.storage:S3 → boto3"_s);
        row("partial(S3, 'b', stored_as_script=True)(key='k')", u"S3[script](bucket=b key=k stored_as_script=true)"_s, u"prefect.storage:S3 → boto3"_s);
        row("functools.partial(functools.partial(S3, bucket='a'), bucket='b')(key='k', bucket='c')", u"S3[pickle](bucket=c key=k)"_s, u"prefect.storage:S3 → boto3"_s);
        row("S3('b', stored_as_script=True)", u"S3[script](bucket=b stored_as_script=true)"_s, u"prefect.storage:S3 → boto3"_s);
        row("GCS(bucket=b())", u"GCS[pickle](bucket=~b())"_s, u"prefect.storage:GCS → google-cloud-storage"_s);
        row("Azure('c', 'SECRET', 'blob')", u"Azure[pickle](blob_name=blob connection_string_secret=SECRET container=c)"_s, u"prefect.storage:Azure → azure-storage-blob"_s);
        row("Local('/flows', True, '/f.py', True)", u"Local[script](directory=/flows path=/f.py stored_as_script=true validate=true)"_s);
        row("Module('a.b')", u"Module[repository](module=a.b)"_s);
        row("Webhook({'url': 'u'}, 'POST', {'url': 'u'}, 'GET')",
            u"Webhook[pickle](build_request_http_method=POST build_request_kwargs={\"url\":\"u\"} get_flow_request_http_method=GET get_flow_request_kwargs={\"url\":\"u\"})"_s);
        row("Docker('reg', 'python:3.9', python_dependencies=['a', 'b'])", u"Docker[image](base_image=python:3.9 python_dependencies=[\"a\",\"b\"] registry_url=reg)"_s);
    }
    void storageClasses()
    {
        QFETCH(QByteArray, call);
        QFETCH(QString, expected);
        QFETCH(QString, need);
        const FlowScript script = inspect("from prefect import Flow\nfrom prefect.storage import *\nREF = 'main'\nf = Flow('x', storage=" + call + ")\n");
        QCOMPARE(flowsOf(script), QStringList{u"x/f/4 "_s + expected});
        QCOMPARE(impliedBy(script), need.isEmpty() ? QStringList() : QStringList{need});
    }

    void runConfigs_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *call, const QString &expected) { QTest::newRow(call) << QByteArray(call) << expected; };
        row("DockerRun(image='i:' + TAG, env={'A': TAG})", u"DockerRun(i:1; A=1)"_s);
        row("KubernetesRun(image=image(), env=dict(A=f'{TAG}x'))", u"KubernetesRun(~image(); A=1x)"_s);
        row("ECSRun(image=f'{REG}/i:{TAG}', env=environment())", u"ECSRun(~f'{REG}/i:{TAG}'; **=~environment())"_s);
        row("VertexRun(image='i', env={**BASE, 'B': '2'})", u"VertexRun(i; A=a B=2)"_s);
        row("LocalRun(working_dir='/w', env=BASE)", u"LocalRun(; A=a)"_s);
        row("UniversalRun({'A': 'b'}, labels=['l'])", u"UniversalRun(; A=b)"_s);
        row("KubernetesRun(image=None)", u"KubernetesRun(; )"_s);
    }
    void runConfigs()
    {
        QFETCH(QByteArray, call);
        QFETCH(QString, expected);
        const FlowScript script = inspect("from prefect import Flow\nfrom prefect.run_configs import *\nTAG = '1'\nBASE = {'A': 'a'}\nREG = registry()\nf = Flow('x', run_config=" + call + ")\n");
        QCOMPARE(flowsOf(script), QStringList{u"x/f/6 "_s + expected});
        QCOMPARE(impliedBy(script), QStringList()); // the agent's side needs their extras, the image does not
    }

    void assigned_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<Files>("files");
        const QByteArray head = "from prefect import Flow\nfrom prefect.storage import S3 as Bucket, GCS\nfrom prefect.run_configs import DockerRun\n";
        const auto row = [&head](const char *name, const QByteArray &source, const QStringList &expected, const Files &files = {}) {
            QTest::newRow(name) << QByteArray(head + source) << expected << files;
        };
        const QString s3 = u" S3[pickle](bucket=b)"_s;
        const QString gcs = u" GCS[pickle](bucket=g)"_s;
        row("attribute", "f = Flow('x')\nf.storage = Bucket('b')\n", {u"x/f/4"_s + s3});
        row("variable", "S = Bucket('b')\nf = Flow('x', storage=S)\n", {u"x/f/5"_s + s3});
        row("variable given twice", "s = Bucket('b')\nf = Flow('x', storage=s)\ns = GCS('g')\ng = Flow('y', storage=s)\n", {u"x/f/5"_s + s3, u"y/g/7"_s + gcs});
        row("two flows of one name", "with Flow('x') as f:\n    pass\nf.storage = Bucket('b')\nwith Flow('y') as f:\n    pass\nf.storage = GCS('g')\n", {u"x/f/4"_s + s3, u"y/f/7"_s + gcs});
        row("only one of two", "f = Flow('x')\ng = Flow('y')\ng.storage = Bucket('b')\n", {u"x/f/4"_s, u"y/g/5"_s + s3});
        row("pair", "f = Flow('x')\nf.storage, f.run_config = Bucket('b'), DockerRun(image='i')\n", {u"x/f/4"_s + s3 + u" DockerRun(i; )"_s});
        row("chain", "f = Flow('x')\ng = Flow('y')\nf.storage = g.storage = Bucket('b')\n", {u"x/f/4"_s + s3, u"y/g/5"_s + s3});
        row("loop", "f = Flow('x')\ng = Flow('y')\nh = Flow('z')\nfor each in [f, g]:\n    each.storage = Bucket('b')\n", {u"x/f/4"_s + s3, u"y/g/5"_s + s3, u"z/h/6"_s});
        row("loop over a variable", "flows = [Flow('x'), Flow('y')]\nfor each in flows:\n    each.storage = Bucket('b')\n", {u"x//4"_s + s3, u"y//4"_s + s3});
        row("helper", "def put(flow, bucket=None):\n    flow.storage = Bucket('b')\nf = Flow('x')\ng = Flow('y')\nput(g)\n", {u"x/f/6"_s, u"y/g/7"_s + s3});
        row("helper by name", "f = Flow('x')\ndef put(where, *, flow):\n    flow.storage = Bucket('b')\nput(1, flow=f)\n", {u"x/f/4"_s + s3});
        row("helper in a loop", "def put(flow):\n    flow.storage = Bucket('b')\nf = Flow('x')\ng = Flow('y')\nfor each in (f, g):\n    put(each)\n", {u"x/f/6"_s + s3, u"y/g/7"_s + s3});
        row("helper never called", "def put(flow):\n    flow.storage = Bucket('b')\nf = Flow('x')\n", {u"x/f/6"_s});
        row("function that returns one", "def make():\n    if x:\n        return None\n    return Bucket('b')\nf = Flow('x', storage=make())\n", {u"x/f/8"_s + s3});
        row("function that returns the flow", "def build():\n    with Flow('x') as inner:\n        pass\n    return inner\nf = build()\nf.storage = Bucket('b')\n", {u"x/inner/5"_s + s3});
        row("inside main", "f = Flow('x')\ndef main():\n    f.storage = Bucket('b')\n    f.register('p')\n", {u"x/f/4"_s + s3});
        row("attribute of self", "class A:\n    def __init__(self):\n        self.flow = Flow('x')\n    def put(self):\n        self.flow.storage = Bucket('b')\n", {u"x/self.flow/6"_s + s3});
        row("cannot be read", "f = Flow('x')\nf.storage = somewhere.storage('b')\nf.run_config = CONFIGS[0]\n", {u"x/f/4 somewhere.storage('b')[?]() CONFIGS[0](; )"_s});
        row("set by name", "f = Flow('x')\nsetattr(f, 'storage', GCS('b'))\nsetattr(f, name, S3('b'))\n", {u"x/f/4 GCS[pickle](bucket=b)"_s});
        row("storage that cannot be read, given", "f = Flow('x', storage=config.storage)\n", {u"x/f/4 config.storage[?]()"_s});
        row("unpacked", "RUN = dict(image='i')\nf = Flow('x', **{'storage': Bucket(**{'bucket': 'b'})})\nf.run_config = DockerRun(**RUN)\n", {u"x/f/5"_s + s3 + u" DockerRun(i; )"_s});
        row("unpacked over another", "BASE = {'image': 'i', 'env': {'A': 'b'}}\nf = Flow('x')\nf.run_config = DockerRun(**{**BASE, 'image': 'j'})\n", {u"x/f/5 DockerRun(j; A=b)"_s});
        row("unpacked from elsewhere", "f = Flow('x', storage=Bucket('b', **more()))\nf.run_config = DockerRun(**CONF)\n", {u"x/f/4 S3[pickle](**=~more() bucket=b) DockerRun(~**CONF; )"_s});
        row("unpacked, but its image is written", "f = Flow('x')\nf.run_config = DockerRun(image='i', **CONF)\n", {u"x/f/4 DockerRun(i; )"_s});
        row("partial", "import functools\nMake = functools.partial(Bucket, 'b')\nf = Flow('x', storage=Make(key='k'))\ng = Flow('y', storage=functools.partial(Bucket, bucket='b')(key='k'))\n",
            {u"x/f/6 S3[pickle](bucket=b key=k)"_s, u"y/g/7 S3[pickle](bucket=b key=k)"_s});
        row("partial of a partial, under another name", "from functools import partial as p\nA = p(DockerRun, image='i', env={'A': 'b'})\nB = p(A, image='j')\nf = Flow('x')\nf.run_config = B(labels=['l'])\n", {u"x/f/7 DockerRun(j; A=b)"_s});
        row("someone else's partial", "from company import partial\nf = Flow('x', storage=partial(Bucket)('b'))\n", {u"x/f/5 partial(Bucket)('b')[?]()"_s});
        row("built", "storage = Bucket('b')\nf = Flow('x')\nstorage.add_flow(f)\nstorage = storage.build()\nf.storage = storage\ng = Flow('y')\ng.storage = storage.build()\n", {u"x/f/5"_s + s3, u"y/g/9"_s + s3});
        row("property of self", "class A:\n    @property\n    def store(self):\n        return Bucket('b')\n    def run(self):\n        f = Flow('x', storage=self.store)\n", {u"x/f/9"_s + s3});
        row("given to self", "class A:\n    IMAGE = 'i'\n    def __init__(self):\n        self.store = Bucket('b')\n    def run(self):\n        f = Flow('x', storage=self.store, run_config=DockerRun(image=self.IMAGE))\n", {u"x/f/9"_s + s3 + u" DockerRun(i; )"_s});
        row("of a class", "class Conf:\n    STORE = Bucket('b')\nf = Flow('x', storage=Conf.STORE)\n", {u"x/f/6"_s + s3});
        row("own class of another's", "class Ours(DockerRun):\n    def __init__(self, **more):\n        super().__init__(image='i', **more)\nf = Flow('x', run_config=Ours())\ng = Flow('y', run_config=Ours(image='j'))\n", {u"x/f/7 DockerRun(i; )"_s, u"y/g/8 DockerRun(j; )"_s});
        row("one kind or another", "f = Flow('x')\nif PROD:\n    f.storage = Bucket('b')\nelif TEST:\n    f.storage = GCS('t')\nelse:\n    f.storage = GCS('g')\n", {u"x/f/4 S3 or GCS[pickle]()"_s});
        row("one bucket or another", "f = Flow('x', storage=GCS('g'))\nif PROD:\n    f.storage = GCS('p', key='k')\n", {u"x/f/4 GCS[pickle](bucket=~'g' or 'p' key=~None or 'k')"_s});
        row("replaced in every branch", "f = Flow('x', storage=GCS('g'))\nif PROD:\n    f.storage = Bucket('b')\nelse:\n    f.storage = Bucket('b')\n", {u"x/f/4"_s + s3});
        row("set where it is registered", "f = Flow('x', storage=GCS('g'))\nif __name__ == '__main__':\n    f.storage = Bucket('b')\n", {u"x/f/4"_s + s3});
        row("set twice in a branch", "f = Flow('x')\nif PROD:\n    f.storage = GCS('g')\n    f.storage = Bucket('b')\n", {u"x/f/4"_s + s3});
        row("a variable of two branches", "if PROD:\n    s, r = Bucket('b'), None\n    c = DockerRun(image='i', env={'A': 'b'})\nelse:\n    c = DockerRun(image='j', env={'A': 'b'})\nf = Flow('x', run_config=c)\n", {u"x/f/9 DockerRun(~'i' or 'j'; A=b)"_s});
        row("a variable of two branches, of two kinds", "if PROD:\n    s = Bucket('b')\nelse:\n    s = None\nif TEST:\n    s = GCS('g')\nf = Flow('x', storage=s)\n", {u"x/f/10 S3 or GCS[pickle]()"_s});
        row("one or the other", "f = Flow('x', storage=Bucket('b') if PROD else Bucket('c'))\ng = Flow('y', storage=(Bucket('b') if PROD else GCS('g')))\nh = Flow('z', storage=Bucket('b') if PROD else None)\n",
            {u"x/f/4 S3[pickle](bucket=~'b' or 'c')"_s, u"y/g/5 S3 or GCS[pickle]()"_s, u"z/h/6 Bucket('b') if PROD else None[?]()"_s});
        row("a function that returns one of two", "def make(prod):\n    if prod:\n        return Bucket('b')\n    return GCS('g')\nf = Flow('x', storage=make(1))\n", {u"x/f/8 S3 or GCS[pickle]()"_s});
        row("a helper of two branches", "def put(flow, prod):\n    if prod:\n        flow.storage = Bucket('b')\n        flow.run_config = DockerRun(image='i')\n    else:\n        flow.storage = GCS('g')\nf = Flow('x')\nput(f, 1)\n", {u"x/f/10 S3 or GCS[pickle]() DockerRun(i; )"_s});
        row("of another file with two branches", "from conf import STORE, where, put\nf = Flow('x', storage=STORE)\ng = Flow('y', storage=where())\nh = Flow('z')\nput(h)\n",
            {u"x/f/5 S3 or GCS[pickle]()"_s, u"y/g/6 S3 or GCS[pickle]()"_s, u"z/h/7 S3 or GCS[pickle]()"_s},
            {{u"conf.py"_s, "from prefect.storage import S3, GCS\nif PROD:\n    STORE = S3('b')\nelse:\n    STORE = GCS('g')\ndef where():\n    if PROD:\n        return S3('b')\n    else:\n        return GCS('g')\n"
                            "def put(flow):\n    if PROD:\n        flow.storage = S3('b')\n    else:\n        flow.storage = GCS('g')\n"}});
        row("of a dictionary", "WHERE = {'dev': GCS('g'), 'prod': Bucket('b')}\nENV = 'prod'\nf = Flow('x', storage=WHERE['prod'])\ng = Flow('y', storage=WHERE[ENV])\nh = Flow('z', storage=WHERE[env()])\n",
            {u"x/f/6"_s + s3, u"y/g/7"_s + s3, u"z/h/8 WHERE[env()][?]()"_s});
        row("of a dictionary that changes", "WHERE = {'prod': GCS('g')}\nWHERE['prod'] = Bucket('b')\nf = Flow('x', storage=WHERE['prod'])\n", {u"x/f/6 WHERE['prod'][?]()"_s});
        row("flows in a dictionary", "flows = {}\nflows['a'] = Flow('x')\nflows['b'] = Flow('y')\nflows['b'].storage = Bucket('b')\n", {u"x/flows['a']/5"_s, u"y/flows['b']/6"_s + s3});
        row("flows of a dictionary", "flows = {'a': Flow('x'), 'b': Flow('y')}\nflows['b'].storage = Bucket('b')\nmore = [Flow('z'), Flow('w')]\nmore[1].storage = Bucket('b')\n", {u"x//4"_s, u"y//4"_s + s3, u"z//6"_s, u"w//6"_s + s3});
        row("comments and lines that go on among the arguments", "f = Flow( # what\n  'x', \\\n  # where\n  storage=Bucket(\\\n    'b', # the bucket\n))\n", {u"x/f/4"_s + s3});
        row("None", "f = Flow('x', storage=None)\nf.run_config = None\n", {u"x/f/4"_s});
        row("not a flow's", "class A:\n    pass\na = A()\na.storage = 'disk'\nf = Flow('x')\n", {u"x/f/8"_s});
        const Files conf{{u"conf.py"_s, "from prefect.storage import S3\nfrom prefect.run_configs import ECSRun\nSTORAGE = S3('b')\n\ndef where(): return STORAGE\n\n"
                                       "def configure(flow, tag):\n    flow.run_config = ECSRun(image='i')\n"}};
        row("variable of another file", "from conf import STORAGE\nf = Flow('x', storage=STORAGE)\n", {u"x/f/5"_s + s3}, conf);
        row("function of another file", "import conf as c\nf = Flow('x')\nf.storage = c.where()\n", {u"x/f/5"_s + s3}, conf);
        row("helper of another file", "import conf\nf = Flow('x')\ng = Flow('y')\nconf.configure(g, 1)\n", {u"x/f/5"_s, u"y/g/6 ECSRun(i; )"_s}, conf);
        row("names of another file", "from common import *\nf = F('x')\nf.storage = Store('b')\n", {u"x/f/5"_s + s3},
            {{u"common.py"_s, "from prefect import Flow as F\nfrom prefect.storage import S3 as Store\n"}});
        const QByteArray base = "from prefect import Flow\nfrom prefect.storage import S3\nclass CompanyFlow(Flow):\n    pass\nSTORE = S3('b')\ndef put(flow):\n    flow.storage = STORE\n";
        row("names of a file behind another", "from company import CompanyFlow, STORE\nf = CompanyFlow('x', storage=STORE)\n", {u"x/f/5"_s + s3},
            {{u"company/__init__.py"_s, "from .base import CompanyFlow, STORE\n"}, {u"company/base.py"_s, base}});
        row("a class that derives from one behind", "from company import Ours\nf = Ours('x')\n", {u"x/f/5"_s},
            {{u"company/__init__.py"_s, "from company import base\nclass Mine(base.CompanyFlow):\n    pass\nOurs = Mine\n"}, {u"company/base.py"_s, base}});
        row("a helper behind stars", "import company\nf = company.CompanyFlow('x')\ncompany.put(f)\n", {u"x/f/5"_s + s3},
            {{u"company/__init__.py"_s, "from .middle import *\n"}, {u"company/middle.py"_s, "from .base import *\n"}, {u"company/base.py"_s, base}});
        row("under new names, three files deep", "from a import A, where\nf = A('x')\nwhere.put(f)\n", {u"x/f/5"_s + s3},
            {{u"a.py"_s, "from b import B as A, inner as where\n"}, {u"b.py"_s, "import c as inner\nB = inner.CompanyFlow\n"}, {u"c.py"_s, base}});
        row("files that import each other", "from a import CompanyFlow\nf = CompanyFlow('x')\n", {u"x/f/5"_s},
            {{u"a.py"_s, "from b import CompanyFlow\n"}, {u"b.py"_s, "from a import nothing\nfrom c import CompanyFlow\n"}, {u"c.py"_s, base + "from a import CompanyFlow\n"}});
        row("decorator of another file", "from lib.deco import ours\nimport lib.deco as d\n@ours(name='N')\ndef f(): pass\n@d.ours()\ndef my_g(): pass\n@d.other\ndef h(): pass\n", {u"N/f/7"_s, u"my-g/my_g/9"_s},
            {{u"lib/deco.py"_s, "from prefect import flow\ndef ours(name=None):\n    def setup(__fn):\n        return flow(__fn, name=name)\n    return setup\ndef other(fn):\n    return fn\n"}});
        row("someone else's behind another", "from a import Flow\nf = Flow('x')\n", {}, {{u"a.py"_s, "from c import Flow\n"}, {u"c.py"_s, "class Flow:\n    pass\n"}});
    }
    void assigned()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, expected);
        QFETCH(Files, files);
        QCOMPARE(flowsOf(inspect(source, files)).join(u'\n'), expected.join(u'\n'));
    }

    void aBlockIsNoStorage()
    {
        const FlowScript script = inspect("from prefect import flow\nfrom prefect.blocks.webhook import Webhook\nhook = Webhook(url='u')\n@flow\ndef f(): pass\nf.storage = Webhook(url='u')\n");
        QCOMPARE(flowsOf(script), QStringList{u"f/f/5"_s});
    }

    void needs_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *source, const QStringList &expected) { QTest::newRow(name) << QByteArray(source) << expected; };
        row("results", "from prefect.engine.results import S3Result, LocalResult\nr = S3Result('b')\nl = LocalResult()\n", {u"prefect.engine.results:S3Result → boto3"_s});
        row("storage of one kind or another", "from prefect import Flow\nfrom prefect.storage import S3, GitHub\nf = Flow('x')\nf.storage = S3('b') if PROD else GitHub('r', 'p')\n",
            {u"prefect.storage:S3 → boto3"_s, u"prefect.storage:GitHub → PyGithub"_s});
        row("result handler", "from prefect.engine.result_handlers import GCSResultHandler as H\nH('b')\n", {u"prefect.engine.results:GCSResultHandler → google-cloud-storage"_s});
        row("local dask", "from prefect.executors import LocalDaskExecutor\ne = LocalDaskExecutor()\n", {u"dask → dask"_s});
        row("dask cluster", "from prefect.executors import DaskExecutor\ne = DaskExecutor(cluster_class='dask_kubernetes.KubeCluster')\n", {u"distributed → distributed"_s, u"dask_kubernetes → dask-kubernetes"_s});
        row("task runner", "from prefect_dask.task_runners import DaskTaskRunner\nr = DaskTaskRunner(cluster_class='dask_cloudprovider.aws.FargateCluster')\n", {u"dask_cloudprovider.aws → dask-cloudprovider"_s});
        row("task library", "from prefect.tasks.snowflake import SnowflakeQuery\nimport prefect.tasks.postgres\nfrom prefect.tasks.control_flow import merge\n",
            {u"prefect.tasks.snowflake → snowflake-connector-python"_s, u"prefect.tasks.postgres → psycopg2-binary"_s});
        row("task library that loads its whole folder", "from prefect.tasks.gcp.bigquery import BigQueryTask\nimport prefect.tasks.jupyter.jupyter\n",
            {u"prefect.tasks.gcp.bigquery → google-cloud-storage"_s, u"prefect.tasks.gcp.bigquery → google-cloud-bigquery"_s, u"prefect.tasks.gcp.bigquery → google-cloud-secret-manager"_s,
             u"prefect.tasks.jupyter.jupyter → papermill"_s, u"prefect.tasks.jupyter.jupyter → nbconvert"_s});
        row("task library under its old name", "from prefect.tasks.google import BigQueryTask\n",
            {u"prefect.tasks.google → google-cloud-storage"_s, u"prefect.tasks.google → google-cloud-bigquery"_s, u"prefect.tasks.google → google-cloud-secret-manager"_s});
        row("secret of a vault", "from prefect.tasks.secrets.vault_secret import VaultSecret\nfrom prefect.tasks.secrets import PrefectSecret\n", {u"prefect.tasks.secrets.vault_secret → hvac"_s});
        row("optional task library", "try:\n    from prefect.tasks.aws import S3Download\nexcept ImportError:\n    pass\n", {});
        row("file system", "from prefect.filesystems import S3, LocalFileSystem\ns = S3.load('x')\nl = LocalFileSystem(basepath='/')\n", {u"s3fs → s3fs"_s});
        row("executor of others", "from concurrent.futures import ThreadPoolExecutor\ne = ThreadPoolExecutor()\n", {});
    }
    void needs()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, expected);
        QCOMPARE(impliedBy(inspect(source)), expected);
    }

    void jobTemplates_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("expected");
        const QByteArray job = "apiVersion: batch/v1\nspec:\n  template:\n    spec:\n      containers:\n        - name: flow\n          image: me/job:1\n          env:\n            - name: A\n              value: b\n";
        const QByteArray definition = "{\"containerDefinitions\": [{\"name\": \"log\", \"image\": \"l\"}, {\"name\": \"flow\", \"image\": \"me/task:2\", \"environment\": [{\"name\": \"A\", \"value\": \"b\"}]}]}";
        QTest::newRow("template") << QByteArray("KubernetesRun(job_template_path='k8s/job.yaml')") << Files{{u"k8s/job.yaml"_s, job}} << u"KubernetesRun(me/job:1; A=b) job.yaml:7"_s;
        QTest::newRow("class counts") << QByteArray("KubernetesRun(job_template_path='job.yaml', image='i', env={'A': 'c'})") << Files{{u"job.yaml"_s, job}} << u"KubernetesRun(i; A=c) :0"_s;
        QTest::newRow("template in the script") << QByteArray("KubernetesRun(job_template={'spec': {'template': {'spec': {'containers': [{'image': 'in:1'}]}}}})") << Files{} << u"KubernetesRun(in:1; ) :0"_s;
        QTest::newRow("template in the script, by dict") << QByteArray("KubernetesRun(job_template=dict(spec=dict(template=dict(spec=dict(containers=[dict(image='in:1', env=[dict(name='A', value='b')])])))))") << Files{} << u"KubernetesRun(in:1; A=b) :0"_s;
        QTest::newRow("template with unknown parts") << QByteArray("KubernetesRun(job_template={'metadata': labels(), 'spec': {'template': {'spec': {'containers': [{'image': 'in:1', 'env': [{'name': 'A', 'value': a()}]}]}}}})") << Files{} << u"KubernetesRun(in:1; A=~a()) :0"_s;
        QTest::newRow("template that is loaded") << QByteArray("KubernetesRun(job_template=yaml.safe_load('''") + job + "'''))" << Files{} << u"KubernetesRun(me/job:1; A=b) :0"_s;
        QTest::newRow("template from elsewhere") << QByteArray("KubernetesRun(job_template=template())") << Files{} << u"KubernetesRun(~template(); ) :0"_s;
        QTest::newRow("task definition with unknown parts") << QByteArray("ECSRun(task_definition=dict(role=r(), containerDefinitions=[dict(name='side', image='s'), dict(name='flow', image='in:1', environment=[{'name': 'A', 'value': 'b'}])]))") << Files{} << u"ECSRun(in:1; A=b) :0"_s;
        QTest::newRow("task definition without an image") << QByteArray("ECSRun(task_definition={'role': r(), 'containerDefinitions': [{'name': 'flow'}]})") << Files{} << u"ECSRun(; ) :0"_s;
        QTest::newRow("template as text") << QByteArray("KubernetesRun(job_template='''") + job + "''')" << Files{} << u"KubernetesRun(me/job:1; A=b) :0"_s;
        QTest::newRow("task definition") << QByteArray("ECSRun(task_definition_path='task.json')") << Files{{u"task.json"_s, definition}} << u"ECSRun(me/task:2; A=b) task.json:1"_s;
        QTest::newRow("elsewhere") << QByteArray("ECSRun(task_definition_path='s3://b/task.json')") << Files{} << u"ECSRun(; ) :0"_s;
        QTest::newRow("missing") << QByteArray("KubernetesRun(job_template_path='gone.yaml')") << Files{} << u"KubernetesRun(; ) :0"_s;
        QTest::newRow("no map") << QByteArray("KubernetesRun(job_template_path='job.yaml')") << Files{{u"job.yaml"_s, "- 1\n"}} << u"KubernetesRun(; ) :0"_s;
    }
    void jobTemplates()
    {
        QFETCH(QByteArray, call);
        QFETCH(Files, files);
        QFETCH(QString, expected);
        const FlowScript script = inspect("from prefect import Flow\nfrom prefect.run_configs import KubernetesRun, ECSRun\nf = Flow('x', run_config=" + call + ")\n", files);
        QCOMPARE(brief(script.flows.value(0)) + u" %1:%2"_s.arg(QFileInfo(script.flows[0].runConfig->imageFrom.file).fileName()).arg(script.flows[0].runConfig->imageFrom.line),
                 u"x/f/3 "_s + expected);
    }

    void cutAnywhereItDoesNotCrash_data()
    {
        QTest::addColumn<QByteArray>("whole");
        QTest::newRow("1") << QByteArray("from prefect import Flow\nfrom prefect.storage import S3\nfrom prefect.run_configs import KubernetesRun as K\n"
                                         "def put(flow, *, b):\n    flow.storage, flow.run_config = S3(f'{B}x'), K(env={**E, 'A': 1})\n"
                                         "with Flow(name='x') as f:\n    pass\nfor each in [f, Flow('y').copy()]:\n    put(each, b=(q := 1))\nf.run_configs = f.storage = K()\nf.register()\n");
        QTest::newRow("2") << QByteArray("from prefect import flow as w, serve\nfrom functools import partial\n@partial(w, name='é')\nasync def f(): pass\n"
                                         "@(w)(name=f'{a}' 'b')\ndef g(): pass\nif 1: await w.from_source('u', 'flow.py:g').with_options(name='n').deploy('d', image=DockerImage('n', 't'))\n"
                                         "serve(*[x], f.to_deployment('a', job_variables={'env': {'A': 'b'}}))\nDeployment.build_from_flow(f, 'n', storage=S3.load('b'))\n");
    }
    void cutAnywhereItDoesNotCrash()
    {
        QFETCH(QByteArray, whole);
        const QString path = m_repositories.write({});
        for (qsizetype size = 0; size <= whole.size(); ++size) {
            QFile cut(path);
            QVERIFY(cut.open(QIODevice::WriteOnly | QIODevice::Truncate));
            cut.write(whole.first(size));
            cut.close();
            QVERIFY(inspectScript(path));
        }
    }

    /// Each would take minutes if the work grew with the square of the size; the test program's time limit says so then.
    void manyOfEverything_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("tail");
        const QByteArray head = "from prefect import Flow, flow\nfrom prefect.storage import S3\ns = S3('b')\n";
        QTest::newRow("flow objects") << head << QByteArray("f = Flow('x')\nf.storage = s\nf.run()\n") << QByteArray();
        QTest::newRow("flow functions") << head << QByteArray("@flow\ndef f(): pass\nf.deploy('d', work_pool_name='p')\n") << QByteArray();
        QTest::newRow("aliases to nowhere") << head << QByteArray("a = b\nb = a\na.storage = b(a)\n") << QByteArray();
        QTest::newRow("loops over many") << QByteArray(head + "fs = [" + QByteArray("Flow('x'), ").repeated(20000) + "]\n") << QByteArray("for f in fs:\n    f.storage = s\n") << QByteArray();
        QTest::newRow("helpers") << QByteArray(head + "def put(f): f.storage = s\n") << QByteArray("put(Flow('x'))\nput(f)\n") << QByteArray();
        QTest::newRow("nested calls") << head << QByteArray("Flow(") << QByteArray(20000, ')');
        QTest::newRow("nested attributes") << head << QByteArray("a.run(") << QByteArray(20000, ')');
        QTest::newRow("decorators") << head << QByteArray("@x[0].y(z)\n") << QByteArray("@flow\ndef f(): pass\n");
        QTest::newRow("sources") << QByteArray(head + "@flow\ndef f(): pass\n") << QByteArray("flow.from_source('u', 'x.py:f').deploy('d')\n") << QByteArray();
    }
    void manyOfEverything()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, tail);
        QVERIFY(inspectScript(m_repositories.write(head + line.repeated(20000) + tail)));
    }
};

QTEST_GUILESS_MAIN(FlowsTest)
#include "test_flows.moc"
