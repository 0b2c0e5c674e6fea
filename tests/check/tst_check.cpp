// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"
#include "tests/check/flows.h"
#include "tests/helpers/enginefixture.h"

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

static Check find(const CheckReport &report, const QString &id)
{
    for (const Check &check : report.checks) {
        if (check.id == id)
            return check;
    }
    return {u"absent"_s, {}, CheckStatus::Skipped, 0, {}};
}

/// What ran and how it ended, one line each, for the message of a failed test.
static QByteArray told(const Result<CheckReport> &report)
{
    if (!report)
        return why(report);
    QString text;
    for (const Check &check : report->checks)
        text += check.id + u": " + check.sentence + u" | " + check.detail + u'\n';
    return (text + report->log).toUtf8();
}

class CheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void prefect1LoadsWithoutRegistering();
    void missingImportHasItsSentence();
    void prefect3RunsAsSomebodyWithoutRights();
    void userWithoutAPlaceToWrite();
    void whatARunInstallsIsInstalledByTheEntrypoint();
    void entrypointThatInstallsNothing();
    void installationThatFailsEndsTheChecks();
    void entrypointIsNotAskedEverywhere();
    void pickledFlowWantsItsPython();
    void pickledFlowLoadsWithoutItsScript();
    void flowInTheImageIsTheScript();
    void dependenciesThatMovedOnFailTheRun();
    void hostileScriptsAreNotBelieved();
    void whatHasNoTimeLeftFailed();
    void imageWithoutPython();
    void whatIsAbsentIsSaid();
    void runsMayWriteWhereTheyStart();
    void cancelLeavesNoContainer();

private:
    QString write(const QString &name, const QByteArray &source);

    EngineFixture m_fixture;
    QTemporaryDir m_folder;
};

void CheckTest::initTestCase()
{
    QVERIFY2(m_fixture.open(), m_fixture.why());
    QVERIFY2(m_fixture.has(prefect1), m_fixture.why());
    QVERIFY2(m_fixture.has(prefect3), m_fixture.why());
}

void CheckTest::cleanupTestCase()
{
    QTRY_COMPARE(m_fixture.runner.runningCount(), 0);
    m_fixture.run({u"image"_s, u"rm"_s, u"drydock.test/check:user"_s, u"drydock.test/check:empty"_s,
                   u"drydock.test/check:plain"_s, u"drydock.test/check:flow"_s});
}

QString CheckTest::write(const QString &name, const QByteArray &source)
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(source) == source.size() ? path : QString();
}

void CheckTest::prefect1LoadsWithoutRegistering()
{
    CheckRequest request;
    request.image = prefect1;
    request.platform = u"linux/amd64"_s;
    request.pythonVersion = u"3.9"_s;
    request.prefectVersion = u"1.4.1"_s;
    request.imports = {u"prefect.storage"_s, u"json"_s};
    request.runFlow = true;
    request.scripts = {script(write(u"one.py"_s,
                                    "from prefect import Flow, task\n"
                                    "@task\ndef one():\n    print('task ran')\n    return 1\n"
                                    "@task\ndef half(x):\n    return x / 0\n"
                                    "with Flow('my etl') as flow:\n    one()\n"
                                    "with Flow('broken') as broken:\n    half(one())\n"
                                    "flow.register(project_name='p')\nflow.run()\n"),
                              1, {u"my etl"_s, u"broken"_s}, {u"flow"_s, u"broken"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    const QStringList ids{u"platform"_s,          u"python-version"_s,         u"user"_s,
                          u"entrypoint"_s,        u"prefect-on-path"_s,        u"prefect-version"_s,
                          u"pip-check"_s,         u"import:prefect.storage"_s, u"import:json"_s,
                          u"flow-loads:my etl"_s, u"flow-loads:broken"_s,      u"flow-runs:my etl"_s,
                          u"flow-runs:broken"_s};
    QStringList seen;
    for (const Check &check : report->checks)
        seen.append(check.id);
    QCOMPARE(seen, ids);
    // Everything passes except the flow that divides by zero.
    QVERIFY2(report->count(CheckStatus::Failed) == 1, told(report));
    QVERIFY(!report->passed());
    QCOMPARE(find(*report, u"flow-runs:my etl"_s).status, CheckStatus::Passed);
    const Check broken = find(*report, u"flow-runs:broken"_s);
    QCOMPARE(broken.status, CheckStatus::Failed);
    QVERIFY2(broken.detail.contains(u"division by zero"_s), told(report));
    QCOMPARE(find(*report, u"prefect-version"_s).sentence, u"Prefect 1.4.1 imports"_s);
    QCOMPARE(find(*report, u"user"_s).sentence, u"Runs as root"_s);
    QCOMPARE(find(*report, u"flow-loads:my etl"_s).sentence, u"my etl loads as an agent loads it"_s);
    // Loading neither registers nor runs: the task ran once for each of the two runs that were asked for.
    QCOMPARE(report->log.count(u"task ran"_s), 2);
}

void CheckTest::missingImportHasItsSentence()
{
    CheckRequest request;
    request.image = prefect1;
    request.imports = {u"no_such_module"_s};
    request.prefectVersion = u"1.3.0"_s;
    request.pythonVersion = u"3.10"_s;
    request.scripts = {script(
        write(u"two.py"_s, "import no_such_module\nfrom prefect import Flow\nwith Flow('etl') as flow:\n    pass\n"), 1,
        {u"etl"_s}, {u"flow"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    QVERIFY(!report->passed());
    Check check = find(*report, u"import:no_such_module"_s);
    QCOMPARE(check.status, CheckStatus::Failed);
    QCOMPARE(check.sentence, u"no_such_module does not import"_s);
    QCOMPARE(check.detail, u"ModuleNotFoundError: No module named 'no_such_module'"_s);
    check = find(*report, u"flow-loads:etl"_s);
    QCOMPARE(check.sentence, u"etl does not load"_s);
    QCOMPARE(check.detail, u"ModuleNotFoundError: No module named 'no_such_module'"_s);
    QCOMPARE(find(*report, u"prefect-version"_s).sentence, u"Prefect 1.4.1 instead of 1.3.0"_s);
    QVERIFY(find(*report, u"python-version"_s).sentence.endsWith(u" instead of 3.10"_s));
    QCOMPARE(find(*report, u"flow-runs:etl"_s).id, u"absent"_s);
}

void CheckTest::prefect3RunsAsSomebodyWithoutRights()
{
    const auto built =
        m_fixture.run({u"build"_s, u"--tag"_s, u"drydock.test/check:user"_s, u"-"_s},
                      "FROM " + prefect3.toUtf8() + "\nENV PREFECT_API_URL=http://192.0.2.1:4200/api HOME=/tmp\nUSER 1234\n");
    QVERIFY2(built, why(built));
    CheckRequest request;
    request.image = u"drydock.test/check:user"_s;
    request.imports = {u"prefect"_s};
    request.runFlow = true;
    request.parameters = {{u"n"_s, 3}};
    request.scripts = {
        script(write(u"three.py"_s,
                     "from prefect import flow, task\n"
                     "@task\ndef one(n):\n    return n\n"
                     "@flow(name='my etl', log_prints=True)\nasync def etl(n: int):\n    print('n is', one(n))\n"
                     "@flow\ndef other(n, x):\n    pass\n"),
               3, {u"my etl"_s, u"other"_s}, {u"etl"_s, u"other"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request), 300);
    QVERIFY2(report && report->passed(), told(report));
    QCOMPARE(find(*report, u"user"_s).sentence, u"Runs as 1234"_s);
    QCOMPARE(find(*report, u"flow-runs:my etl"_s).status, CheckStatus::Passed);
    QVERIFY(report->log.contains(u"n is 3"_s));
    const Check other = find(*report, u"flow-runs:other"_s);
    QCOMPARE(other.status, CheckStatus::Skipped);
    QVERIFY2(other.detail.contains(u": x."_s), qPrintable(other.detail));
}

void CheckTest::userWithoutAPlaceToWrite()
{
    const auto built = m_fixture.run({u"build"_s, u"--tag"_s, u"drydock.test/check:user"_s, u"-"_s}, "FROM " + prefect3.toUtf8() + "\nUSER 1234\n");
    QVERIFY2(built, why(built));
    CheckRequest request;
    request.image = u"drydock.test/check:user"_s;
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    const Check user = find(*report, u"user"_s);
    QCOMPARE(user.status, CheckStatus::Failed);
    QCOMPARE(user.sentence, u"Prefect cannot work as the user 1234"_s);
    QVERIFY2(user.detail.startsWith(u"/.prefect, where Prefect keeps its files, cannot be written"_s), told(report));
}

static CheckRequest installing(const QString &image, const QString &name, const QString &version)
{
    CheckRequest request;
    request.image = image;
    request.environment = {{u"EXTRA_PIP_PACKAGES"_s, QString(name + u"==" + version)}};
    ResolvedDistribution distribution;
    distribution.name = name;
    distribution.version = version;
    request.runtimeInstalls = {distribution};
    request.imports = {name};
    return request;
}

void CheckTest::whatARunInstallsIsInstalledByTheEntrypoint()
{
    QVERIFY2(m_fixture.has(prefect3Untrusting), m_fixture.why());
    const auto image = [this] {
        return m_fixture.run({u"image"_s, u"inspect"_s, prefect3Untrusting}).value_or(QByteArray());
    };
    const auto containers = [this] {
        return m_fixture.run({u"ps"_s, u"--all"_s, u"--quiet"_s, u"--filter"_s, u"ancestor="_s + prefect3Untrusting})
            .value_or(QByteArray("?"));
    };
    const QByteArray before = image();
    CheckRequest request = installing(prefect3Untrusting, u"emoji"_s, u"2.2.0"_s);
    request.runFlow = true;
    request.scripts = {
        script(write(u"emojis.py"_s,
                     "import emoji\nfrom prefect import flow\n@flow\ndef etl():\n    print(emoji.__version__)\n"),
               3, {u"etl"_s}, {u"etl"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, machineNetwork(), request), 300);
    QVERIFY2(report && report->count(CheckStatus::Failed) == 0, told(report));
    const Check installed = find(*report, u"runtime-install"_s);
    QCOMPARE(installed.status, CheckStatus::Passed);
    QCOMPARE(installed.detail, u"emoji 2.2.0"_s);
    QVERIFY(installed.seconds > 0.1);
    QVERIFY2(installed.downloadBytes > 100'000, told(report)); // The wheel alone has more.
    QVERIFY(installed.sentence.startsWith(u"EXTRA_PIP_PACKAGES installs: each run pays "_s));
    QCOMPARE(toJson(*report).value(u"checks"_s)[0][u"download_bytes"_s].toInteger(), installed.downloadBytes);
    QCOMPARE(find(*report, u"import:emoji"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"flow-loads:etl"_s).status, CheckStatus::Passed);
    // There is a network because of the installation; nobody allowed it to the flow.
    QCOMPARE(find(*report, u"flow-runs:etl"_s).status, CheckStatus::Skipped);
    QVERIFY(!report->passed());
    QVERIFY(report->log.contains(u"pip install emoji==2.2.0"_s));
    // The image itself is what it was, and no container is left.
    QCOMPARE(image(), before);
    QTRY_COMPARE(containers(), QByteArray());

    Network offline;
    offline.allowed = false;
    const auto refused = await(runChecks(m_fixture.runner, m_fixture.engine, offline, request));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"offline"_s);
}

void CheckTest::entrypointThatInstallsNothing()
{
    const auto built = m_fixture.run({u"build"_s, u"--tag"_s, u"drydock.test/check:plain"_s, u"-"_s},
                                     "FROM " + prefect3.toUtf8() + "\nENTRYPOINT [\"tini\",\"--\"]\n");
    QVERIFY2(built, why(built));
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, machineNetwork(),
                                        installing(u"drydock.test/check:plain"_s, u"emoji"_s, u"2.2.0"_s)));
    QVERIFY2(report, told(report));
    const Check installed = find(*report, u"runtime-install"_s);
    QCOMPARE(installed.status, CheckStatus::Failed);
    QVERIFY2(installed.detail.contains(u"did not install: emoji 2.2.0"_s), told(report));
    QCOMPARE(find(*report, u"import:emoji"_s).status, CheckStatus::Failed);
}

void CheckTest::installationThatFailsEndsTheChecks()
{
    CheckRequest request = installing(prefect3, u"emoji"_s, u"0.0.0.1"_s);
    request.scripts = {script(write(u"fails.py"_s, "from prefect import flow\n@flow\ndef etl():\n    pass\n"), 3,
                              {u"etl"_s}, {u"etl"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, machineNetwork(), request));
    QVERIFY2(report, told(report));
    QVERIFY(!report->passed());
    const Check installed = find(*report, u"runtime-install"_s);
    QCOMPARE(installed.status, CheckStatus::Failed);
    QVERIFY2(installed.detail.contains(u"No matching distribution found for emoji==0.0.0.1"_s), told(report));
    QCOMPARE(find(*report, u"import:emoji"_s).status, CheckStatus::Skipped);
    QCOMPARE(find(*report, u"flow-loads:etl"_s).sentence, u"etl was not loaded"_s);
}

void CheckTest::entrypointIsNotAskedEverywhere()
{
    CheckRequest request = installing(prefect3, u"emoji"_s, u"2.2.0"_s);
    request.runsOn = u"vertex"_s;
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, machineNetwork(), request));
    QVERIFY2(report, told(report));
    const Check entrypoint = find(*report, u"entrypoint"_s);
    QCOMPARE(entrypoint.status, CheckStatus::Failed);
    QVERIFY2(entrypoint.detail.startsWith(u"Vertex AI starts the image without its entrypoint"_s), told(report));
}

static const char pickledFlow[] = "from prefect import Flow, task\nfrom prefect.storage import S3\n"
                                  "@task\ndef one():\n    return 1\n"
                                  "with Flow('etl', storage=S3(bucket='b')) as flow:\n    one()\n";

void CheckTest::pickledFlowWantsItsPython()
{
    QVERIFY(QDir(m_folder.path()).mkpath(u"own/.venv/lib/python3.8/site-packages"_s));
    QVERIFY(!write(u"own/.venv/pyvenv.cfg"_s, "home = /usr/bin\nversion = 3.8.10\n").isEmpty());
    CheckRequest request;
    request.image = prefect1;
    request.scripts = {script(write(u"own/pickled.py"_s, pickledFlow), 1, {u"etl"_s}, {u"flow"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    const Check python = find(*report, u"python-version"_s);
    QCOMPARE(python.status, CheckStatus::Failed);
    QVERIFY2(python.sentence.endsWith(u" instead of 3.8"_s) && python.detail.contains(u"pickled"_s), told(report));
}

void CheckTest::pickledFlowLoadsWithoutItsScript()
{
    CheckRequest request;
    request.image = prefect1;
    request.scripts = {script(write(u"pickled.py"_s, pickledFlow), 1, {u"etl"_s}, {u"flow"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report && report->passed(), told(report));
    const Check python = find(*report, u"python-version"_s);
    QVERIFY2(python.detail.contains(u"register it with Python 3.9"_s), told(report));
    QCOMPARE(find(*report, u"flow-loads:etl"_s).detail, u"etl"_s);
}

void CheckTest::flowInTheImageIsTheScript()
{
    const QByteArray source = "from prefect import flow\n@flow\ndef etl():\n    return 1\n";
    const auto built = m_fixture.run(
        {u"build"_s, u"--tag"_s, u"drydock.test/check:flow"_s, u"-"_s},
        "FROM " + prefect3.toUtf8() + "\nRUN mkdir /opt/prefect/flows && printf '"
            + QByteArray(source).replace("\n", "\\n")
            + "' > /opt/prefect/flows/held.py && cp /opt/prefect/flows/held.py /opt/prefect/flows/older.py\n");
    QVERIFY2(built, why(built));
    CheckRequest request;
    request.image = u"drydock.test/check:flow"_s;
    request.flowFolder = u"/opt/prefect/flows"_s;
    request.scripts = {script(write(u"held.py"_s, source), 3, {u"etl"_s}, {u"etl"_s}),
                       script(write(u"older.py"_s, source + "# newer\n"), 3, {u"older"_s}, {u"etl"_s}),
                       script(write(u"forgotten.py"_s, source), 3, {u"forgotten"_s}, {u"etl"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    QCOMPARE(find(*report, u"flow-at-path:etl"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"flow-at-path:etl"_s).detail, u"/opt/prefect/flows/held.py"_s);
    QCOMPARE(find(*report, u"flow-loads:etl"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"flow-at-path:older"_s).status, CheckStatus::Failed);
    QVERIFY(find(*report, u"flow-at-path:older"_s).detail.contains(u"another version of the script"_s));
    QCOMPARE(find(*report, u"flow-at-path:forgotten"_s).status, CheckStatus::Failed);
    QCOMPARE(find(*report, u"flow-loads:forgotten"_s).status, CheckStatus::Failed);
}

void CheckTest::dependenciesThatMovedOnFailTheRun()
{
    QVERIFY2(m_fixture.has(prefect2Broken), m_fixture.why());
    CheckRequest request;
    request.image = prefect2Broken;
    request.runFlow = true;
    request.imports = {u"prefect"_s};
    request.scripts = {script(write(u"two.py"_s, "from prefect import flow\n@flow\ndef etl():\n    return 1\n"), 2,
                              {u"etl"_s}, {u"etl"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request), 300);
    QVERIFY2(report, told(report));
    // Everything says that it fits together; only running it tells.
    QCOMPARE(find(*report, u"pip-check"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"import:prefect"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"flow-loads:etl"_s).status, CheckStatus::Passed);
    QCOMPARE(find(*report, u"flow-runs:etl"_s).status, CheckStatus::Failed);
    QVERIFY(!report->passed());
}

void CheckTest::hostileScriptsAreNotBelieved()
{
    CheckRequest request;
    request.image = prefect1;
    request.timeout = std::chrono::seconds(60);
    request.scripts = {
        script(write(u"leaves.py"_s,
                     "import os\nprint('{\"id\": \"import:x\", \"status\": \"passed\"}', flush=True)\nos._exit(0)\n"),
               1, {u"leaves"_s}, {u"f"_s}),
        script(write(u"floods.py"_s, "while True:\n    print('x' * 1000)\n"), 1, {u"floods"_s}, {u"f"_s}),
        script(write(u"exits.py"_s, "raise SystemExit('no\\nreally')\n"), 1, {u"exits"_s}, {u"f"_s}),
        script(write(u"no-flow.py"_s, "x = 1\n"), 1, {u"none"_s}, {u"f"_s}),
    };
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    for (const QString &name : {u"leaves"_s, u"floods"_s, u"exits"_s, u"none"_s})
        QVERIFY2(find(*report, u"flow-loads:"_s + name).status == CheckStatus::Failed, told(report));
    QCOMPARE(find(*report, u"import:x"_s).id, u"absent"_s);
    QVERIFY(find(*report, u"flow-loads:leaves"_s).detail.contains(u"without an answer"_s));
    QVERIFY(find(*report, u"flow-loads:exits"_s).detail.startsWith(u"SystemExit"_s));
    QCOMPARE(find(*report, u"flow-loads:none"_s).detail, u"ValueError: No flows found in file."_s);
    QVERIFY(report->log.size() < 500'000);
}

void CheckTest::whatHasNoTimeLeftFailed()
{
    CheckRequest request;
    request.image = prefect3;
    request.imports = {u"prefect"_s};
    request.timeout = std::chrono::seconds(0);
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    for (const QString &id : {u"pip-check"_s, u"import:prefect"_s}) {
        QCOMPARE(find(*report, id).status, CheckStatus::Failed);
        QVERIFY2(find(*report, id).detail.contains(u"too long"_s), qPrintable(find(*report, id).detail));
    }
}

void CheckTest::imageWithoutPython()
{
    const auto built = m_fixture.run({u"build"_s, u"--tag"_s, u"drydock.test/check:empty"_s, u"-"_s},
                                     "FROM scratch\nCMD [\"nothing\"]\n");
    QVERIFY2(built, why(built));
    CheckRequest request;
    request.image = u"drydock.test/check:empty"_s;
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    QVERIFY(!report->passed());
    QCOMPARE(find(*report, u"python-version"_s).sentence, u"There is no Python to start"_s);
}

void CheckTest::whatIsAbsentIsSaid()
{
    CheckRequest request;
    request.image = u"drydock.test/absent:1"_s;
    auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY(!report);
    QCOMPARE(report.error().code, u"image-not-found"_s);

    Engine absent;
    absent.detail = u"Neither Docker nor Podman was found."_s;
    report = await(runChecks(m_fixture.runner, absent, {}, request));
    QVERIFY(!report);
    QCOMPARE(report.error().code, u"engine-not-ready"_s);
    QCOMPARE(report.error().sentence, absent.detail);

    request.image = prefect1;
    request.scripts = {script(m_folder.filePath(u"gone.py"_s), 1, {u"etl"_s}, {u"flow"_s})};
    report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY(!report);
    QCOMPARE(report.error().code, u"script-not-readable"_s);
    QVERIFY(report.error().sentence.contains(u"gone.py"_s));
}

void CheckTest::runsMayWriteWhereTheyStart()
{
    CheckRequest request;
    request.image = prefect1;
    request.runFlow = true;
    request.scripts = {script(write(u"writes.py"_s,
                                    "from prefect import Flow, task\n"
                                    "@task\ndef keep():\n    open('out.csv', 'w').write('1')\n    open(__file__ + '.log', 'w').write('1')\n"
                                    "with Flow('writes') as flow:\n    keep()\n"),
                              1, {u"writes"_s}, {u"flow"_s})};
    const auto report = await(runChecks(m_fixture.runner, m_fixture.engine, {}, request));
    QVERIFY2(report, told(report));
    QVERIFY2(report->passed(), told(report));
}

void CheckTest::cancelLeavesNoContainer()
{
    const auto containers = [this] {
        return m_fixture
            .run({u"ps"_s, u"--all"_s, u"--quiet"_s, u"--no-trunc"_s, u"--filter"_s, u"ancestor="_s + prefect1})
            .value_or(QByteArray());
    };
    const QByteArray before = containers();
    CheckRequest request;
    request.image = prefect1;
    request.scripts = {script(write(u"sleeps.py"_s, "import time\ntime.sleep(600)\n"), 1, {u"etl"_s}, {u"flow"_s})};
    auto future = runChecks(m_fixture.runner, m_fixture.engine, {}, request);
    QTRY_VERIFY_WITH_TIMEOUT(containers() != before, 30'000);
    future.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 10'000);
    QCOMPARE(endOf(future).error().code, u"cancelled"_s);
    QTRY_COMPARE_WITH_TIMEOUT(containers(), before, 10'000);
}

QTEST_GUILESS_MAIN(CheckTest)
#include "tst_check.moc"
