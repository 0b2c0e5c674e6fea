// SPDX-License-Identifier: Apache-2.0
#include "tests/app/program.h"
#include "tests/helpers/enginefixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#ifndef Q_OS_WIN
#include <csignal>
#endif

using namespace Qt::StringLiterals;
using namespace drydock;

/// The program on a real engine, from a script to a tested image.
class CliTest : public QObject
{
    Q_OBJECT

    const test::Program m_program;

    void historyOf(const QJsonObject &built, const QString &script, const QString &tag);

    static QStringList statuses(const QJsonObject &coverage, const QString &status)
    {
        QStringList modules;
        const QJsonArray imports = coverage[u"images"_s][0][u"imports"_s].toArray();
        for (const QJsonValue &each : imports)
            if (each[u"status"_s] == status)
                modules.append(each[u"module"_s].toString());
        return modules;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_program.isValid()); }
    void imagesSayWhatTheyHold();
    void comparesScriptsAndFolders();
    void journey_data();
    void journey();
    void movedBranchIsNoticed();
    void failures();
    void interrupted_data();
    void interrupted();
    void terminalsShowFoldedSteps();
};

void CliTest::imagesSayWhatTheyHold()
{
    test::EngineFixture docker;
    QVERIFY2(docker.open(u"docker"_s), docker.why());
    QVERIFY2(docker.has(test::prefect2), docker.why());
    const test::Program::Answer answer = m_program.run({u"images"_s, u"--engine"_s, u"docker"_s, u"--json"_s});
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.json()[u"engines"_s][0][u"state"_s].toString(), u"ready"_s);
    QJsonValue found;
    const QJsonArray images = answer.json()[u"images"_s].toArray();
    for (const QJsonValue &image : images)
        if (image[u"reference"_s] == test::prefect2)
            found = image;
    QVERIFY(found.isObject());
    QCOMPARE(found[u"interpreters"_s][0][u"prefect"_s].toString(), u"2.20.25"_s);
    QVERIFY(found[u"interpreters"_s][0][u"version"_s].toString().startsWith(u"3.11."));
    QVERIFY(found[u"honours_extra_pip_packages"_s].toBool());
}

void CliTest::comparesScriptsAndFolders()
{
    const QString one = m_program.write(u"compared/one.py"_s, "import json\nimport requests\nfrom prefect import Flow\nwith Flow('one') as flow:\n    pass\n");
    const QString two = m_program.write(u"compared/two.py"_s, "import dask.array\nimport missing_entirely\nfrom prefect import Flow\nwith Flow('two') as flow:\n    pass\n");
    const QStringList images{u"--image"_s, test::prefect1Core, u"--image"_s, test::prefect3};
    // A folder and its scripts are the same question.
    const test::Program::Answer folder = m_program.run(QStringList{u"compare"_s, m_program.path(u"compared"_s), u"--verify"_s, u"--json"_s} + images);
    const test::Program::Answer both = m_program.run(QStringList{u"compare"_s, one, two, u"--json"_s} + images);
    QVERIFY2(folder.status == 1 && both.status == 1, QByteArray(folder.all() + both.all()));
    const QJsonArray compared = folder.json()[u"images"_s].toArray();
    QCOMPARE(compared.size(), 2);
    const QJsonObject core = compared.at(0).toObject();
    QCOMPARE(core[u"reference"_s].toString(), test::prefect1Core);
    QCOMPARE(core[u"of"_s].toInt(), 4); // prefect, requests, dask.array, missing_entirely
    QCOMPARE(core[u"covers"_s].toInt(), 2);
    QCOMPARE(core[u"satisfied"_s].toBool(true), false);
    const QJsonArray scripts = core[u"scripts"_s].toArray();
    QCOMPARE(scripts.at(0)[u"script"_s].toString(), one);
    QVERIFY2(scripts.at(0)[u"satisfied"_s].toBool(), folder.all());
    QCOMPARE(scripts.at(1)[u"covers"_s].toInt(), 1);
    QCOMPARE(scripts.at(1)[u"of"_s].toInt(), 3);
    int dasks = 0;
    const QJsonArray imports = core[u"imports"_s].toArray();
    for (const QJsonValue &import : imports) {
        for (const char *field : {"script", "module", "name", "status", "distribution", "version", "evidence", "reason"})
            QVERIFY2(import.toObject().contains(QLatin1StringView(field)), field);
        if (import[u"module"_s].toString() != u"dask.array")
            continue;
        ++dasks; // Found, and not importable without numpy.
        QCOMPARE(import[u"status"_s].toString(), u"missing"_s);
        QCOMPARE(import[u"evidence"_s].toString(), u"imported"_s);
        QCOMPARE(import[u"script"_s].toString(), two);
    }
    QCOMPARE(dasks, 1);
    const test::Program::Answer first = m_program.run(QStringList{u"compare"_s, one} + images);
    QCOMPARE(first.status, 0);
    QVERIFY2(first.out.contains(QByteArray(test::prefect1Core.toUtf8() + ": covers all 2 imports")), first.out);
    // Docker Hub's name of an image that the mirror keeps here.
    const test::Program::Answer mirrored = m_program.run({u"compare"_s, one, u"--mirror"_s, u"drydock.local"_s, u"--image"_s, u"docker.io/prefect:core-1.4.1"_s, u"--json"_s});
    QVERIFY2(mirrored.status == 0, mirrored.all());
    QCOMPARE(mirrored.json()[u"images"_s][0][u"reference"_s].toString(), test::prefect1Core);
    // An id in full, or its beginning, is a name too; and a line of options serves every command.
    const QString id = mirrored.json()[u"images"_s][0][u"id"_s].toString().section(u':', 1);
    for (const QString &name : {id, id.left(12)}) {
        const test::Program::Answer named = m_program.run({u"compare"_s, one, u"--offline"_s, u"--image"_s, name, u"--json"_s});
        QVERIFY2(named.status == 0, named.all());
        QCOMPARE(named.json()[u"images"_s].toArray().size(), 1);
    }
}

void CliTest::journey_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("base");
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<QString>("line"); ///< What the lines to paste hold besides the image.
    const QString core = test::prefect1Core;
    QTest::newRow("the guide's flow") << u"docker"_s << u"guide/flow.py"_s << test::prefect1 << QStringList{u"numpy"_s, u"my_task_library"_s} << u"flow.run_config = DockerRun("_s;
    QTest::newRow("1, registers itself") << u"docker"_s << u"registers/flow.py"_s << core << QStringList{u"humanize"_s} << u"flow.run_config = DockerRun("_s;
    QTest::newRow("2, with a local module") << u"docker"_s << u"prefect2/etl.py"_s << test::prefect2 << QStringList{u"shared_tasks"_s} << u"etl.from_source("_s;
    QTest::newRow("3") << u"docker"_s << u"prefect3/etl.py"_s << test::prefect3 << QStringList{} << u"etl.from_source("_s;
    QTest::newRow("Podman") << u"podman"_s << u"registers/flow.py"_s << core << QStringList{u"humanize"_s} << u"flow.run_config = DockerRun("_s;
}

void CliTest::journey()
{
    QFETCH(QString, engine);
    QFETCH(QString, script);
    QFETCH(QString, base);
    QFETCH(QStringList, missing);
    QFETCH(QString, line);
    script = QStringLiteral(DRYDOCK_TEST_DATA "/flows/") + script;

    test::EngineFixture fixture;
    QVERIFY2(fixture.open(engine), fixture.why());
    QVERIFY2(fixture.has(base), fixture.why());
    const QString tag = u"drydock.test/journey:%1"_s.arg(QString::fromLatin1(QTest::currentDataTag()).remove(QRegularExpression(u"[^0-9A-Za-z]"_s)));
    const QStringList onEngine{u"--engine"_s, engine, u"--json"_s};
    const auto removeImage = qScopeGuard([&] { (void)fixture.run({u"rmi"_s, u"--force"_s, tag}); });

    const test::Program::Answer before = m_program.run(QStringList{u"compare"_s, script, u"--image"_s, base} + onEngine);
    QVERIFY2(before.status == (missing.isEmpty() ? 0 : 1), before.all());
    QStringList lacking = statuses(before.json(), u"missing"_s) + statuses(before.json(), u"not-shipped"_s);
    QCOMPARE(lacking, missing);

    const test::Program::Answer advised = m_program.run(QStringList{u"advise"_s, script, u"--image"_s, base} + onEngine);
    QVERIFY2(advised.status == 0, advised.all());
    QCOMPARE(advised.json()[u"strategies"_s].toArray().size(), 5);
    QVERIFY(!advised.json()[u"recommended"_s].toString().isEmpty());

    const QString folder = m_program.path(u"plan-"_s + tag.section(u':', 1));
    const test::Program::Answer planned = m_program.run(QStringList{u"plan"_s, script, u"--strategy"_s, u"extend-image"_s, u"--base"_s, base, u"--tag"_s, tag, u"--output"_s, folder} + onEngine);
    QVERIFY2(planned.status == 0, planned.all());
    QVERIFY(QFile::exists(folder + u"/Dockerfile"_s) && QFile::exists(folder + u"/plan.json"_s));
    QFile lines(folder + u"/lines.py"_s);
    QVERIFY(lines.open(QIODevice::ReadOnly));
    const QString toPaste = QString::fromUtf8(lines.readAll());
    QVERIFY2(toPaste.contains(tag) && toPaste.contains(line), qPrintable(toPaste));

    const test::Program::Answer built = m_program.run(QStringList{u"build"_s, folder} + onEngine);
    QVERIFY2(built.status == 0, built.all());
    QVERIFY(built.json()[u"id"_s].toString().startsWith(u"sha256:"));
    QVERIFY(QFile::exists(built.json()[u"log"_s].toString()));
    QVERIFY2(built.json()[u"checks"_s][u"passed"_s].toBool(), built.all());

    const test::Program::Answer after = m_program.run(QStringList{u"compare"_s, script, u"--image"_s, tag, u"--verify"_s} + onEngine);
    QVERIFY2(after.status == 0, after.all());
    QCOMPARE(after.json()[u"images"_s][0][u"covers"_s], after.json()[u"images"_s][0][u"of"_s]);

    if (engine == u"docker" && script.endsWith(u"registers/flow.py"))
        historyOf(built.json(), script, tag);

    // Started as the lines say: this image, its own environment, the flow as an agent loads it.
    const test::Program::Answer ran = m_program.run(QStringList{u"check"_s, script, u"--image"_s, tag, u"--run-flow"_s} + onEngine);
    QVERIFY2(ran.status == 0, ran.all());
    bool flowRan = false;
    const QJsonArray checks = ran.json()[u"checks"_s].toArray();
    for (const QJsonValue &check : checks)
        flowRan |= check[u"id"_s].toString().startsWith(u"flow-runs:") && check[u"status"_s] == u"passed"_s;
    QVERIFY2(flowRan, ran.all());

    const test::Program::Answer cleaned = m_program.run(QStringList{u"clean"_s, tag} + onEngine);
    QVERIFY2(cleaned.status == 0, cleaned.all());
    QCOMPARE(cleaned.json()[u"removed"_s].toArray(), QJsonArray{cleaned.json()[u"images"_s][0][u"reference"_s]});
    QVERIFY(!fixture.run({u"image"_s, u"inspect"_s, tag}));
}

/// What was built and checked just now is in the history, and can be looked at, compared, repeated and removed.
void CliTest::historyOf(const QJsonObject &built, const QString &script, const QString &tag)
{
    const auto entries = [this, &script] { return m_program.run({u"history"_s, script, u"--json"_s}).json()[u"entries"_s].toArray(); };
    const QJsonArray before = entries();
    QVERIFY(before.size() >= 2);
    QCOMPARE(before.at(0)[u"kind"_s].toString(), u"check"_s);
    QCOMPARE(before.at(0)[u"outcome"_s].toString(), u"passed"_s);
    QCOMPARE(before.at(1)[u"image_id"_s].toString(), built[u"id"_s].toString());
    const QString check = QString::number(before.at(0)[u"number"_s].toInteger());
    const QString build = QString::number(before.at(1)[u"number"_s].toInteger());
    const test::Program::Answer log = m_program.run({u"history"_s, u"--log"_s, build});
    QVERIFY2(log.status == 0 && log.out.startsWith("$ ") && log.out.contains(tag.toUtf8()), log.all());

    const test::Program::Answer again = m_program.run({u"history"_s, u"--retry"_s, build, u"--engine"_s, u"docker"_s, u"--json"_s});
    QVERIFY2(again.status == 0, again.all());
    QCOMPARE(again.json()[u"image"_s].toString(), tag);
    QCOMPARE(again.json()[u"id"_s].toString(), built[u"id"_s].toString());
    QVERIFY2(again.json()[u"checks"_s][u"passed"_s].toBool(), again.all());
    const test::Program::Answer checked = m_program.run({u"history"_s, u"--retry"_s, check, u"--engine"_s, u"docker"_s, u"--json"_s});
    QVERIFY2(checked.status == 0 && checked.json()[u"passed"_s].toBool(), checked.all());
    QCOMPARE(checked.json()[u"image"_s].toString(), tag);
    QCOMPARE(entries().size(), before.size() + 3);

    // A build and its checks differ in all they say; a build and itself in nothing.
    const test::Program::Answer different = m_program.run({u"history"_s, u"--compare"_s, build, check, u"--json"_s});
    QCOMPARE(different.status, 0);
    QStringList what;
    const QJsonArray differences = different.json()[u"differences"_s].toArray();
    for (const QJsonValue &each : differences)
        what.append(each[u"what"_s].toString());
    QVERIFY2(what.contains(u"distribution humanize"_s) && what.contains(u"check import:humanize"_s) && what.contains(u"outcome"_s), different.all());
    QVERIFY(!what.contains(u"image"_s));
    QCOMPARE(m_program.run({u"history"_s, u"--compare"_s, build, build, u"--json"_s}).json()[u"differences"_s].toArray(), QJsonArray());

    const QString spool = built[u"log"_s].toString();
    QVERIFY(QFile::exists(spool));
    QCOMPARE(m_program.run({u"history"_s, u"--delete"_s, build}).status, 0);
    QVERIFY(!QFile::exists(spool));
    const test::Program::Answer gone = m_program.run({u"history"_s, u"--delete"_s, build, u"--json"_s});
    QCOMPARE(gone.status, 2);
    QCOMPARE(gone.json()[u"error"_s][u"code"_s].toString(), u"entry-not-found"_s);
    QCOMPARE(m_program.run({u"history"_s, u"--compare"_s, build}).status, 2);
    QCOMPARE(m_program.run({u"history"_s, u"--log"_s, u"1"_s, u"--delete"_s, u"1"_s}).status, 2);

    // The image is listed as one of Drydock's, and nothing else is removed by that command.
    const test::Program::Answer cleaned = m_program.run({u"clean"_s, u"--engine"_s, u"docker"_s, u"--json"_s});
    QStringList references;
    const QJsonArray images = cleaned.json()[u"images"_s].toArray();
    for (const QJsonValue &each : images)
        references.append(each[u"reference"_s].toString());
    QVERIFY2(references.contains(tag), cleaned.all());
    QVERIFY(cleaned.json()[u"size"_s].toInteger() > 100'000'000);
    const test::Program::Answer refused = m_program.run({u"clean"_s, test::prefect1Core, u"--engine"_s, u"docker"_s, u"--json"_s});
    QCOMPARE(refused.status, 2);
    QCOMPARE(refused.json()[u"error"_s][u"code"_s].toString(), u"image-not-found"_s);
}

// Within one day, for which the answers of an index are remembered.
void CliTest::movedBranchIsNoticed()
{
    test::EngineFixture docker;
    QVERIFY2(docker.open(u"docker"_s), docker.why());
    const auto git = [this](const QStringList &arguments) {
        QProcess process;
        process.start(u"git"_s, QStringList{u"-c"_s, u"user.name=Ann"_s, u"-c"_s, u"user.email=ann@example.org"_s, u"-C"_s, m_program.path(u"acme"_s)} + arguments);
        return process.waitForFinished() ? QString::fromLatin1(process.readAllStandardOutput()).trimmed() : QString();
    };
    m_program.write(u"acme/pyproject.toml"_s, "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
                                              "[project]\nname = \"acme\"\nversion = \"1\"\n[tool.setuptools]\npy-modules = [\"acme\"]\n");
    m_program.write(u"acme/acme.py"_s, "VALUE = 1\n");
    git({u"init"_s, u"--quiet"_s, u"--initial-branch"_s, u"main"_s});
    const QString script = m_program.write(u"moved/flow.py"_s, "from prefect import flow\nimport acme\n@flow\ndef moved():\n    print(acme.VALUE)\n");
    m_program.write(u"moved/requirements.txt"_s, "acme @ git+file://" + m_program.path(u"acme"_s).toUtf8() + "@main\n");
    const QStringList plan{u"plan"_s, script, u"--strategy"_s, u"extend-image"_s, u"--base"_s, test::prefect3, u"--tag"_s, u"drydock.test/moved:1"_s,
                           u"--engine"_s, u"docker"_s, u"--output"_s, m_program.path(u"moved-plan"_s)};
    for (const QByteArray &value : {"VALUE = 1\n"_ba, "VALUE = 2\n"_ba}) {
        m_program.write(u"acme/acme.py"_s, value);
        git({u"add"_s, u"."_s});
        git({u"commit"_s, u"--quiet"_s, u"--message"_s, u"next"_s});
        const QString commit = git({u"rev-parse"_s, u"HEAD"_s});
        QCOMPARE(commit.size(), 40);
        const test::Program::Answer answer = m_program.run(plan + QStringList{u"--allow-source"_s});
        QVERIFY2(answer.status == 0, answer.all());
        QVERIFY2(answer.all().contains(QByteArray("source archive, commit " + commit.first(12).toLatin1())), answer.all());
    }
    const test::Program::Answer refused = m_program.run(plan + QStringList{u"--json"_s});
    QCOMPARE(refused.status, 2);
    QCOMPARE(refused.json()[u"error"_s][u"code"_s].toString(), u"needs-source-archive"_s);
}

void CliTest::failures()
{
    test::EngineFixture docker;
    QVERIFY2(docker.open(u"docker"_s), docker.why());
    QVERIFY2(docker.has(test::prefect1Core), docker.why());
    const QString script = QStringLiteral(DRYDOCK_TEST_DATA "/flows/registers/flow.py");
    const QStringList json{u"--json"_s, u"--engine"_s, u"docker"_s};

    // An import that is missing fails its check.
    const test::Program::Answer unchecked = m_program.run(QStringList{u"check"_s, script, u"--image"_s, test::prefect1Core} + json);
    QCOMPARE(unchecked.status, 1);
    QString detail;
    const QJsonArray checks = unchecked.json()[u"checks"_s].toArray();
    for (const QJsonValue &check : checks)
        if (check[u"id"_s] == u"import:humanize"_s && check[u"status"_s] == u"failed"_s)
            detail = check[u"detail"_s].toString();
    QVERIFY2(detail.contains(u"No module named 'humanize'"_s), unchecked.all());

    // A flow that is not there is no passed check.
    const test::Program::Answer nowhere = m_program.run(QStringList{u"check"_s, script, u"--image"_s, test::prefect1Core, u"--flow"_s, u"nowhere"_s} + json);
    QCOMPARE(nowhere.status, 2);
    QCOMPARE(nowhere.json()[u"error"_s][u"code"_s].toString(), u"flow-not-found"_s);

    // A distribution that is nowhere is known before anything is built.
    const QStringList plan{u"plan"_s, script, u"--strategy"_s, u"extend-image"_s, u"--base"_s, test::prefect1Core, u"--tag"_s, u"drydock.test/failing:1"_s};
    const test::Program::Answer unplanned = m_program.run(plan + QStringList{u"--map"_s, u"humanize=drydock-is-not-a-distribution"_s, u"--output"_s, m_program.path(u"unplanned"_s)} + json);
    QCOMPARE(unplanned.status, 2);
    QCOMPARE(unplanned.json()[u"error"_s][u"code"_s].toString(), u"distribution-not-found"_s);
    QVERIFY(!QFile::exists(m_program.path(u"unplanned"_s)));

    // A build that fails says where and why, and keeps its log.
    const QString folder = m_program.path(u"failing"_s);
    QCOMPARE(m_program.run(plan + QStringList{u"--output"_s, folder} + json).status, 0);
    m_program.write(u"failing/layer-1.txt"_s, "drydock-is-not-a-distribution==1.0 --hash=sha256:" + QByteArray(64, '0') + "\n");
    const test::Program::Answer failed = m_program.run(QStringList{u"build"_s, folder} + json);
    QCOMPARE(failed.status, 1);
    QVERIFY2(failed.json()[u"error"_s][u"sentence"_s].toString().contains(u"drydock-is-not-a-distribution"_s), failed.all());
    const QString log = failed.json()[u"error"_s][u"details"_s].toString().section(u"Log: "_s, 1);
    QVERIFY2(QFile::exists(log), failed.all());

    // A folder with somebody's files is left alone.
    m_program.write(u"theirs/notes.txt"_s, "mine");
    const test::Program::Answer refused = m_program.run(plan + QStringList{u"--output"_s, m_program.path(u"theirs"_s)} + json);
    QCOMPARE(refused.status, 2);
    QCOMPARE(refused.json()[u"error"_s][u"code"_s].toString(), u"folder-not-empty"_s);
    QCOMPARE(QDir(m_program.path(u"theirs"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{u"notes.txt"_s});
    const test::Program::Answer noPlan = m_program.run(QStringList{u"build"_s, m_program.path(u"theirs"_s)} + json);
    QCOMPARE(noPlan.status, 2);
    QCOMPARE(noPlan.json()[u"error"_s][u"code"_s].toString(), u"plan-not-found"_s);
}

void CliTest::interrupted_data()
{
    QTest::addColumn<int>("signal"); ///< 0: nobody reads any more.
#ifndef Q_OS_WIN
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("terminal closed") << SIGHUP;
    QTest::newRow("pipe closed") << 0;
#endif
}

void CliTest::interrupted()
{
#ifdef Q_OS_WIN
    QSKIP("Windows has no signals to send.");
#else
    QFETCH(int, signal);
    test::EngineFixture docker;
    QVERIFY2(docker.open(u"docker"_s), docker.why());
    const QString folder = m_program.path(u"slow"_s);
    const QString script = QStringLiteral(DRYDOCK_TEST_DATA "/flows/registers/flow.py");
    QCOMPARE(m_program.run({u"plan"_s, script, u"--engine"_s, u"docker"_s, u"--strategy"_s, u"extend-image"_s, u"--base"_s, test::prefect1Core, u"--tag"_s, u"drydock.test/slow:1"_s,
                  u"--output"_s, folder}).status, 0);
    m_program.write(u"slow/Dockerfile"_s, "FROM " + test::prefect1Core.toUtf8() + "\nRUN echo started-to-wait; sleep 2; echo still-there; sleep 300\n");

    QProcess process;
    process.setProcessEnvironment(m_program.environment());
    if (signal == 0) {
        // The line after those that are read meets the closed pipe.
        const QString reading = u"{ '%1' build '%2' --engine docker; echo $? > '%3'; } 2>&1 | grep -q started-to-wait"_s.arg(QStringLiteral(DRYDOCK_CLI), folder, m_program.path(u"status"_s));
        process.start(u"sh"_s, {u"-c"_s, reading});
        QVERIFY(process.waitForFinished(60'000));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_program.path(u"status"_s)), 15'000);
        QFile status(m_program.path(u"status"_s));
        QVERIFY(status.open(QIODevice::ReadOnly));
        QCOMPARE(status.readAll(), "130\n");
    } else {
        process.start(QStringLiteral(DRYDOCK_CLI), {u"build"_s, folder, u"--engine"_s, u"docker"_s});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("\n    started-to-wait"), 60'000);
        ::kill(pid_t(process.processId()), signal);
        QVERIFY(process.waitForFinished(15'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
    }
    QVERIFY(!docker.run({u"image"_s, u"inspect"_s, u"drydock.test/slow:1"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(docker.run({u"ps"_s, u"--quiet"_s, u"--no-trunc"_s, u"--filter"_s, u"ancestor="_s + test::prefect1Core}).value_or("?").trimmed().isEmpty(), 20'000);
#endif
}

void CliTest::terminalsShowFoldedSteps()
{
#ifndef Q_OS_LINUX
    QSKIP("The program script has other options here.");
#else
    test::EngineFixture docker;
    QVERIFY2(docker.open(u"docker"_s), docker.why());
    const QString folder = m_program.path(u"folded"_s);
    const QString script = QStringLiteral(DRYDOCK_TEST_DATA "/flows/registers/flow.py");
    QCOMPARE(m_program.run({u"plan"_s, script, u"--engine"_s, u"docker"_s, u"--strategy"_s, u"extend-image"_s, u"--base"_s, test::prefect1Core, u"--tag"_s, u"drydock.test/folded:1"_s,
                  u"--output"_s, folder}).status, 0);
    m_program.write(u"folded/Dockerfile"_s, "FROM " + test::prefect1Core.toUtf8() + "\nRUN for i in 1 2 3 4 5 6 7; do echo said $i; sleep 0.1; done\nRUN echo gone wrong; exit 3\n");
    QProcess terminal;
    QProcessEnvironment environment = m_program.environment();
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.remove(u"NO_COLOR"_s);
    terminal.setProcessEnvironment(environment);
    const QString build = u"'"_s + QStringLiteral(DRYDOCK_CLI) + u"' build --engine docker --no-check --no-cache '"_s + folder + u"'"_s;
    terminal.start(u"script"_s, {u"-qec"_s, u"stty cols 60 rows 20; "_s + build, u"/dev/null"_s});
    QVERIFY(terminal.waitForFinished(120'000));
    const QByteArray shown = terminal.readAll();
    QCOMPARE(terminal.exitCode(), 1);
    QVERIFY2(shown.contains("\x1b[32m✓\x1b[0m [2/3] RUN for i in"), shown);
    QVERIFY2(shown.contains("\x1b[1;31m✗\x1b[0m [3/3] RUN echo gone wrong; exit 3\r\n    gone wrong\r\n"), shown);
    // What a step said goes with it.
    const qsizetype folded = shown.indexOf("✓\x1b[0m [2/3]");
    QVERIFY2(shown.first(folded).contains("    said 7"), shown);
    QVERIFY2(!shown.sliced(folded, shown.indexOf("Step 3 of 3 failed") - folded).contains("    said"), shown);
    environment.insert(u"TERM"_s, u"dumb"_s);
    terminal.setProcessEnvironment(environment);
    terminal.start(u"script"_s, {u"-qec"_s, build, u"/dev/null"_s});
    QVERIFY(terminal.waitForFinished(120'000));
    const QByteArray plain = terminal.readAll();
    QVERIFY2(plain.contains("    said 1\r\n") && !plain.contains('\x1b'), plain);
#endif
}

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
