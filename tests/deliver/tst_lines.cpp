// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"
#include "core/deliver/pythontext.h"
#include "tests/helpers/enginefixture.h"

#include <QProcess>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// The lines to paste: valid Python for every combination, and understood by the Prefect that they are for.
class LinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAlwaysPython();
    void quotesHostileText();
    void usesTheImageAsAskedFor();
    void knowsWhenTheImageIsOnlyHere();
    void carriesExtraPipPackages();
    void isAcceptedByPrefect1();
    void namesArgumentsThatPrefectHas_data();
    void namesArgumentsThatPrefectHas();

private:
    static BuildPlan plan(int generation, Strategy strategy, const QString &runsOn);
};

BuildPlan LinesTest::plan(int generation, Strategy strategy, const QString &runsOn)
{
    BuildPlan plan;
    plan.strategy = strategy;
    plan.base = prefect1;
    if (strategy == Strategy::ExtendImage || strategy == Strategy::ScratchImage)
        plan.tag = u"acme/churn:2026.11.23"_s;
    if (strategy == Strategy::RuntimeInstall)
        plan.environment.insert(u"EXTRA_PIP_PACKAGES"_s, u"numpy==1.26.4 toolz"_s);
    plan.runsOn = runsOn;
    BuildPlan::Script script;
    script.path = u"/home/me/flows/churn flow.py"_s;
    script.generation = generation;
    script.flows = {u"customer churn"_s};
    script.functions = {generation == 1 ? u"flow"_s : u"churn"_s};
    plan.scripts = {script};
    ResolvedDistribution numpy;
    numpy.name = u"numpy"_s;
    numpy.version = u"1.26.4"_s;
    numpy.isRequested = true;
    plan.requirements = {numpy};
    plan.localModules = {LocalModule{u"my_tasks"_s, u"/home/me/flows/my_tasks.py"_s, {}, {}}};
    return plan;
}

static QStringList places()
{
    return {QString(), u"docker"_s, u"kubernetes"_s, u"ecs"_s, u"vertex"_s, u"cloud-run"_s, u"aci"_s, u"process"_s, u"managed"_s};
}

void LinesTest::isAlwaysPython()
{
    QByteArray all;
    for (const int generation : {0, 1, 2, 3}) {
        for (const Strategy strategy : allStrategies) {
            for (const QString &place : places()) {
                for (const bool pushed : {false, true}) {
                    const QString text = linesToPaste(plan(generation, strategy, place), pushed);
                    QVERIFY(text.endsWith(u'\n'));
                    all += text.toUtf8() + '\0';
                }
            }
        }
    }
    QProcess python;
    python.start(u"python3"_s, {u"-c"_s, u"import ast, sys\nn = 0\nfor text in sys.stdin.buffer.read().split(b'\\0')[:-1]:\n    ast.parse(text)\n    n += 1\nprint(n)"_s});
    QVERIFY(python.waitForStarted());
    python.write(all);
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished());
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError());
    QCOMPARE(python.readAllStandardOutput().trimmed(), QByteArray::number(4 * 5 * 9 * 2));
}

void LinesTest::quotesHostileText()
{
    const QString hostile = u"a\"b\\c\nd\u2028e\te'f#{}💥"_s;
    QProcess python;
    python.start(u"python3"_s, {u"-c"_s, u"import ast, sys\nsys.stdout.buffer.write(ast.literal_eval(sys.stdin.buffer.read().decode()).encode())"_s});
    QVERIFY(python.waitForStarted());
    python.write(pythonString(hostile).toUtf8());
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished());
    QCOMPARE(QString::fromUtf8(python.readAllStandardOutput()), hostile);

    BuildPlan evil = plan(1, Strategy::ExtendImage, u"docker"_s);
    evil.scripts.first().functions = {u"flow\nimport os"_s};
    QVERIFY(!linesToPaste(evil).contains(u"import os"));
}

void LinesTest::usesTheImageAsAskedFor()
{
    QVERIFY(linesToPaste(plan(1, Strategy::ExtendImage, u"kubernetes"_s)).contains(u"flow.run_config = KubernetesRun("));
    QVERIFY(linesToPaste(plan(1, Strategy::ExtendImage, u"kubernetes"_s)).contains(u"image=\"acme/churn:2026.11.23\""));
    QVERIFY(linesToPaste(plan(1, Strategy::DefaultImage, u"docker"_s)).contains(prefect1));
    QVERIFY(linesToPaste(plan(1, Strategy::DockerStorage, u"docker"_s)).contains(u"python_dependencies=[\"numpy==1.26.4\"]"));
    QVERIFY(linesToPaste(plan(3, Strategy::ExtendImage, u"docker"_s)).contains(u"entrypoint=\"churn flow.py:churn\""));
    QVERIFY(!linesToPaste(plan(3, Strategy::ExtendImage, u"process"_s)).contains(u"image="));
    QVERIFY(linesToPaste(plan(3, Strategy::RuntimeInstall, u"managed"_s)).contains(u"\"pip_packages\": [\"numpy==1.26.4\"]"));
}

void LinesTest::knowsWhenTheImageIsOnlyHere()
{
    const BuildPlan kubernetes = plan(1, Strategy::ExtendImage, u"kubernetes"_s);
    QVERIFY(linesToPaste(kubernetes, false).contains(u"image_pull_policy=\"IfNotPresent\""));
    QVERIFY(!linesToPaste(kubernetes, true).contains(u"image_pull_policy"));
    QVERIFY(linesToPaste(plan(1, Strategy::ExtendImage, u"docker"_s), false).contains(u"--no-pull"));
    QVERIFY(linesToPaste(plan(3, Strategy::ExtendImage, u"docker"_s), false).contains(u"\"image_pull_policy\": \"IfNotPresent\""));
    QVERIFY(!linesToPaste(plan(3, Strategy::ExtendImage, u"docker"_s), true).contains(u"this machine"));
}

void LinesTest::carriesExtraPipPackages()
{
    QVERIFY(linesToPaste(plan(1, Strategy::RuntimeInstall, u"kubernetes"_s)).contains(u"env={\"EXTRA_PIP_PACKAGES\": \"numpy==1.26.4 toolz\"}"));
    QVERIFY(linesToPaste(plan(2, Strategy::RuntimeInstall, u"docker"_s)).contains(u"job_variables={\"env\": {\"EXTRA_PIP_PACKAGES\": \"numpy==1.26.4 toolz\"}}"));
}

void LinesTest::isAcceptedByPrefect1()
{
    EngineFixture fixture;
    QVERIFY2(fixture.open(), fixture.why());
    QVERIFY2(fixture.has(prefect1), fixture.why());
    // Every combination is executed by itself, in one container: starting one takes a second.
    QString program = u"from prefect import Flow\ndef check(kind, text):\n    space = {'flow': Flow('f')}\n    exec(text, space)\n"
                      "    flow = space['flow']\n    used = flow.storage if kind == 'Docker' else flow.run_config\n"
                      "    assert type(used).__name__ == kind, (kind, text)\n    print('accepted')\n"_s;
    const QMap<QString, QString> kinds{{u"docker"_s, u"DockerRun"_s}, {u"kubernetes"_s, u"KubernetesRun"_s}, {u"ecs"_s, u"ECSRun"_s},
                                       {u"vertex"_s, u"VertexRun"_s}, {u"process"_s, u"LocalRun"_s}};
    int count = 0;
    for (const Strategy strategy : allStrategies) {
        for (auto it = kinds.begin(); it != kinds.end(); ++it, ++count) {
            const QString kind = strategy == Strategy::DockerStorage ? u"Docker"_s : it.value();
            program += u"check(%1, %2)\n"_s.arg(pythonString(kind), pythonString(linesToPaste(plan(1, strategy, it.key()))));
        }
    }
    const auto output = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"-i"_s, u"--entrypoint"_s, u"python"_s, prefect1, u"-"_s}, program.toUtf8());
    QVERIFY2(output, why(output));
    QCOMPARE(output->count("accepted"), count);
}

void LinesTest::namesArgumentsThatPrefectHas_data()
{
    QTest::addColumn<int>("generation");
    QTest::addColumn<QString>("image");
    QTest::newRow("2.x") << 2 << prefect2;
    QTest::newRow("3.x") << 3 << prefect3;
}

void LinesTest::namesArgumentsThatPrefectHas()
{
    QFETCH(int, generation);
    QFETCH(QString, image);
    EngineFixture fixture;
    QVERIFY2(fixture.open(), fixture.why());
    QVERIFY2(fixture.has(image), fixture.why());
    // Deploying needs a server; that every call's arguments fit its signature does not.
    QString program = uR"(
import ast, inspect
from prefect import Flow
checked = 0
def check(text):
    global checked
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ('deploy', 'from_source'):
            names = inspect.signature(getattr(Flow, node.func.attr)).parameters
            for keyword in node.keywords:
                assert keyword.arg in names, (node.func.attr, keyword.arg)
                checked += 1
)"_s;
    for (const Strategy strategy : allStrategies)
        for (const QString &place : places())
            program += u"check("_s + pythonString(linesToPaste(plan(generation, strategy, place))) + u")\n"_s;
    program += u"print('checked', checked)\n"_s;
    const auto output = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"-i"_s, u"--entrypoint"_s, u"python"_s, image, u"-"_s}, program.toUtf8());
    QVERIFY2(output, why(output));
    const QList<QByteArray> words = output->trimmed().split(' ');
    QCOMPARE(words.value(0), QByteArray("checked"));
    QVERIFY(words.value(1).toInt() > 100);
}

QTEST_GUILESS_MAIN(LinesTest)
#include "tst_lines.moc"
