// SPDX-License-Identifier: Apache-2.0
#include "tests/app/program.h"

#include <QJsonArray>
#include <QTest>

#ifndef Q_OS_WIN
#include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;
using namespace drydock;

/// What the program says where no engine is needed or none is there.
class CliWordsTest : public QObject
{
    Q_OBJECT

    const test::Program m_program;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_program.isValid()); }
    void helpNamesWhatThereIs();
    void wrongUseIsSaid_data();
    void wrongUseIsSaid();
    void badInputIsSaid_data();
    void badInputIsSaid();
    void oddScriptsAreAnswered();
    void environmentsAreChosen();
    void whatIsFoundIsSaid();
    void absentEngineIsSaid();
    void lostAnswersAreNoSuccess();
};

void CliWordsTest::helpNamesWhatThereIs()
{
    const test::Program::Answer help = m_program.run({u"--help"_s});
    QCOMPARE(help.status, 0);
    for (const char *command : {"inspect", "images", "compare", "advise", "plan", "build", "check"}) {
        QVERIFY2(help.out.contains(command), command);
        const test::Program::Answer own = m_program.run({QString::fromLatin1(command), u"--help"_s});
        QCOMPARE(own.status, 0);
        QVERIFY2(own.out.startsWith("Usage: drydock-cli ") && own.out.contains("--json"), command);
    }
    QCOMPARE(m_program.run({}).status, 2);
    QVERIFY(m_program.run({u"--version"_s}).out.startsWith("drydock-cli "));
}

void CliWordsTest::wrongUseIsSaid_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("sentence");
    const QString flow = QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py");
    QTest::newRow("command") << QStringList{u"frobnicate"_s} << u"There is no command “frobnicate”"_s;
    QTest::newRow("option") << QStringList{u"inspect"_s, u"--frobnicate"_s, flow} << u"frobnicate"_s;
    QTest::newRow("option of another command") << QStringList{u"inspect"_s, flow, u"--strategy"_s, u"x"_s} << u"strategy"_s;
    QTest::newRow("no script") << QStringList{u"inspect"_s} << u"Which script is meant?"_s;
    QTest::newRow("empty script") << QStringList{u"inspect"_s, u""_s} << u"An empty path names no script."_s;
    QTest::newRow("no environment") << QStringList{u"inspect"_s, u"--environment"_s, u"/nowhere/.venv"_s, flow} << u"There is no folder “/nowhere/.venv”."_s;
    QTest::newRow("too much") << QStringList{u"check"_s, flow, flow} << u"is too much here"_s;
    QTest::newRow("strategy") << QStringList{u"plan"_s, flow, u"--strategy"_s, u"magic"_s, u"--output"_s, u"x"_s} << u"“magic” is no strategy"_s;
    QTest::newRow("no strategy") << QStringList{u"plan"_s, flow, u"--output"_s, u"x"_s} << u"Which strategy is meant?"_s;
    QTest::newRow("no output") << QStringList{u"plan"_s, flow, u"--strategy"_s, u"extend-image"_s} << u"Where shall the plan be written?"_s;
    QTest::newRow("reference") << QStringList{u"compare"_s, flow, u"--image"_s, u"UPPER case"_s} << u"An image name holds no spaces"_s;
    QTest::newRow("map") << QStringList{u"inspect"_s, flow, u"--map"_s, u"cv2"_s} << u"--map takes NAME=VALUE"_s;
    QTest::newRow("requirement") << QStringList{u"inspect"_s, flow, u"--require"_s, u"a b c"_s}
                                 << u"“a b c” is no requirement"_s;
    QTest::newRow("where it runs") << QStringList{u"advise"_s, flow, u"--runs-on"_s, u"moon"_s}
                                   << u"“moon” is no place where flows run"_s;
    QTest::newRow("parameter") << QStringList{u"check"_s, flow, u"--image"_s, u"a:b"_s, u"--param"_s, u"n=x"_s}
                               << u"--param n is not JSON"_s;
    QTest::newRow("time") << QStringList{u"check"_s, flow, u"--image"_s, u"a:b"_s, u"--timeout"_s, u"soon"_s}
                          << u"--timeout takes seconds"_s;
    for (const QString &file : {u""_s, u"/"_s, u"/dev/null"_s, u"/nowhere/checks.xml"_s})
        QTest::newRow(qPrintable(u"report to “%1”"_s.arg(file))) << QStringList{u"check"_s, flow, u"--image"_s, u"a:b"_s, u"--junit"_s, file}
                                                                 << u"The report cannot be written to “%1”"_s.arg(file);
    QTest::newRow("secret without its file") << QStringList{u"build"_s, u"plan"_s, u"--secret"_s, u"id=x,src=/nonexistent"_s} << u"There is no file “/nonexistent” for the secret."_s;
    QTest::newRow("secret without its variable") << QStringList{u"build"_s, u"plan"_s, u"--secret"_s, u"id=x,env=DRYDOCK_IS_NOT_SET"_s} << u"The variable DRYDOCK_IS_NOT_SET of the secret is not set."_s;
    QTest::newRow("empty image") << QStringList{u"clean"_s, u""_s} << u"An empty name names no image"_s;
    QTest::newRow("certificates") << QStringList{u"advise"_s, flow, u"--ca-file"_s, u"/nonexistent.pem"_s}
                                  << u"/nonexistent.pem cannot be read"_s;
    QTest::newRow("mirror") << QStringList{u"compare"_s, flow, u"--mirror"_s, u"hub"_s}
                            << u"“hub” is no prefix of a mirror"_s;
    static const QTemporaryDir empty;
    for (const QString &command : {u"compare"_s, u"advise"_s})
        QTest::newRow(qPrintable(command + u" without a script"_s))
            << QStringList{command, empty.path()} << u"There is no flow script in "_s;
    QTest::newRow("no image") << QStringList{u"check"_s, flow} << u"Which image shall be checked?"_s;
}

void CliWordsTest::wrongUseIsSaid()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, sentence);
    const test::Program::Answer text = m_program.run(arguments);
    QCOMPARE(text.status, 2);
    QVERIFY2(text.out.isEmpty(), text.all());
    QVERIFY2(QString::fromUtf8(text.err).contains(sentence), text.all());
    const test::Program::Answer json = m_program.run(arguments + QStringList{u"--json"_s});
    QCOMPARE(json.status, 2);
    QVERIFY2(json.json()[u"error"_s][u"sentence"_s].toString().contains(sentence), json.all());
    QVERIFY(!json.json()[u"error"_s][u"code"_s].toString().isEmpty());
}

void CliWordsTest::badInputIsSaid_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("code");
    QTest::newRow("missing") << m_program.path(u"missing.py"_s) << u"file-not-found"_s;
    QTest::newRow("binary") << m_program.write(u"binary.py"_s, QByteArray("\x7f" "ELF\0\0\0\1\2\3", 10) + QByteArray(500, '\0')) << u"binary-file"_s;
    QTest::newRow("device") << u"/dev/zero"_s << u"not-a-file"_s;
    QFile large(m_program.path(u"large.py"_s));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(21 * 1024 * 1024));
    QTest::newRow("large") << large.fileName() << u"file-too-large"_s;
    QTest::newRow("notebook") << m_program.write(u"a.ipynb"_s, R"({"cells": [], "nbformat": 4})") << u"notebook"_s;
#ifndef Q_OS_WIN
    const QString pipe = m_program.path(u"pipe.py"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QTest::newRow("pipe") << pipe << u"not-a-file"_s;
#endif
}

void CliWordsTest::badInputIsSaid()
{
    QFETCH(QString, file);
    QFETCH(QString, code);
    const test::Program::Answer answer = m_program.run({u"inspect"_s, file, u"--json"_s});
    QCOMPARE(answer.status, 2);
    QCOMPARE(answer.json()[u"error"_s][u"code"_s].toString(), code);
    const test::Program::Answer text = m_program.run({u"inspect"_s, file});
    QCOMPARE(text.status, 2);
    QVERIFY2(text.err.contains(QFileInfo(file).fileName().toUtf8()) && text.err.count('\n') == 1, text.all());
}

void CliWordsTest::oddScriptsAreAnswered()
{
    const auto problems = [](const test::Program::Answer &answer) {
        QStringList codes;
        const QJsonArray all = answer.json()[u"scripts"_s][0][u"problems"_s].toArray();
        for (const QJsonValue &each : all)
            codes.append(each[u"code"_s].toString());
        return codes;
    };
    const auto firstModule = [](const test::Program::Answer &answer) { return answer.json()[u"scripts"_s][0][u"imports"_s][0][u"module"_s].toString(); };
    const test::Program::Answer empty = m_program.run({u"inspect"_s, u"--json"_s, m_program.write(u"empty.py"_s, {})});
    QCOMPARE(empty.status, 0);
    QVERIFY(empty.json()[u"scripts"_s][0][u"imports"_s].toArray().isEmpty());
    const test::Program::Answer plain = m_program.run({u"inspect"_s, u"--json"_s, m_program.write(u"plain.py"_s, "import numpy\n")});
    QCOMPARE(plain.status, 0);
    QVERIFY(plain.json()[u"scripts"_s][0][u"flows"_s].toArray().isEmpty());
    const test::Program::Answer latin = m_program.run({u"inspect"_s, u"--json"_s, m_program.write(u"latin.py"_s, "# -*- coding: latin-1 -*-\nimport numpy\nname = '\xfc'\n")});
    QCOMPARE(latin.status, 0);
    QVERIFY(!problems(latin).contains(u"encoding"_s));
    QCOMPARE(firstModule(latin), u"numpy"_s);
    const test::Program::Answer undeclared = m_program.run({u"inspect"_s, u"--json"_s, m_program.write(u"undeclared.py"_s, "import numpy\nname = '\xfc'\n")});
    QCOMPARE(undeclared.status, 0);
    QVERIFY2(problems(undeclared).contains(u"encoding"_s), undeclared.all());
    QCOMPARE(firstModule(undeclared), u"numpy"_s);
}

void CliWordsTest::environmentsAreChosen()
{
    const QString script = m_program.write(u"chosen/flow.py"_s, "from prefect import flow\nimport pandas\n@flow\ndef f(): pass\n");
    m_program.write(u"mine/pyvenv.cfg"_s, "version = 3.11.2\n");
    m_program.write(u"mine/bin/python3"_s, {});
    m_program.write(u"mine/lib/python3.11/site-packages/pandas/__init__.py"_s, {});
    m_program.write(u"mine/lib/python3.11/site-packages/pandas-1.5.2.dist-info/METADATA"_s, "Metadata-Version: 2.1\nName: pandas\nVersion: 1.5.2\n");
    m_program.write(u"mine/lib/python3.11/site-packages/pandas-1.5.2.dist-info/RECORD"_s, "pandas/__init__.py,,\n");
    const QJsonValue found = m_program.run({u"inspect"_s, u"--json"_s, u"--environment"_s, m_program.path(u"mine"_s), script}).json()[u"scripts"_s][0];
    QCOMPARE(found[u"environment"_s][u"path"_s].toString(), m_program.path(u"mine"_s));
    QCOMPARE(found[u"environment"_s][u"python"_s].toString(), u"3.11.2"_s);
    QCOMPARE(found[u"imports"_s][1][u"version"_s].toString(), u"1.5.2"_s);
    QCOMPARE(found[u"imports"_s][1][u"confidence"_s].toString(), u"environment"_s);
}

void CliWordsTest::whatIsFoundIsSaid()
{
    const QString script = m_program.write(u"said/flow.py"_s, "from prefect import flow, task\n@task\ndef t(): pass\n@flow\ndef f(): pass\nif __name__ == '__main__':\n    f.deploy('d', work_pool_name='p', image='i:1')\n    f.serve('s')\n");
    m_program.write(u"said/prefect.yaml"_s, "name: x\ndeployments:\n- name: y\n  entrypoint: flow.py:f\n");
    const test::Program::Answer text = m_program.run({u"inspect"_s, script});
    QVERIFY2(text.out.contains("Prefect 2 and 3 both understand it"), text.out.constData());
    QVERIFY2(text.out.contains("Task “t”"), text.out.constData());
    QVERIFY2(text.out.contains("Deployment “d”") && text.out.contains("work pool “p”, image i:1"), text.out.constData());
    QVERIFY2(text.out.contains("prefect.yaml, line 4"), text.out.constData());
    const QJsonValue found = m_program.run({u"inspect"_s, u"--json"_s, script}).json()[u"scripts"_s][0];
    QVERIFY(found[u"prefect"_s][u"assumed"_s].toBool());
    const QJsonArray evidence = found[u"prefect"_s][u"evidence"_s].toArray();
    QVERIFY(!evidence.isEmpty());
    for (const QJsonValue &each : evidence)
        QVERIFY(each[u"line"_s].isNull() || each[u"line"_s].toInt() > 0);
    const QJsonArray deployments = found[u"deployments"_s].toArray();
    QCOMPARE(deployments.size(), 3);
    for (const QJsonValue &each : deployments)
        QCOMPARE(each[u"work_pool"_s].isNull(), each[u"source"_s].toString() != u"deploy");
}

void CliWordsTest::absentEngineIsSaid()
{
    const QString flow = QStringLiteral(DRYDOCK_TEST_DATA "/flows/prefect3/etl.py");
    const test::Program::Answer compared = m_program.run({u"compare"_s, flow, u"--engine"_s, u"/nonexistent/docker"_s, u"--json"_s});
    QCOMPARE(compared.status, 2);
    QCOMPARE(compared.json()[u"error"_s][u"code"_s].toString(), u"engine-not-ready"_s);
    const test::Program::Answer images = m_program.run({u"images"_s, u"--engine"_s, u"/nonexistent/docker"_s, u"--json"_s});
    QCOMPARE(images.status, 2);
    QCOMPARE(images.json()[u"engines"_s][0][u"state"_s].toString(), u"absent"_s);
    // What can be said without an engine is said.
    const test::Program::Answer advised = m_program.run({u"advise"_s, flow, u"--engine"_s, u"/nonexistent/docker"_s, u"--offline"_s, u"--json"_s});
    QCOMPARE(advised.status, 0);
    QCOMPARE(advised.json()[u"strategies"_s].toArray().size(), 5);
}

void CliWordsTest::lostAnswersAreNoSuccess()
{
    if (!QFile::exists(u"/dev/full"_s))
        QSKIP("There is no device here that is always full.");
    QProcess process;
    process.setProcessEnvironment(m_program.environment());
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(QStringLiteral(DRYDOCK_CLI), {u"inspect"_s, QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py"), u"--json"_s});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains("The answer could not be written."), said);
}

QTEST_GUILESS_MAIN(CliWordsTest)
#include "test_cliwords.moc"
