// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"
#include "core/check/checkreport.h"
#include "tests/check/flows.h"

#include <QJsonArray>
#include <QTest>
#include <QXmlStreamReader>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class CheckReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestOfAPlan();
    void reportSurvivesTheHistory();
    void reportAsJUnit();
    void emulationIsSaid();
    void answersBecomeSentences();
};

void CheckReportTest::requestOfAPlan()
{
    BuildPlan plan;
    plan.base = u"base:1"_s;
    plan.imports = {u"numpy"_s};
    plan.pythonVersion = u"3.9"_s;
    plan.prefectVersion = u"1.4.1"_s;
    plan.scripts = {script(u"/x/flow.py"_s, 1, {u"etl"_s}, {u"flow"_s})};
    QCOMPARE(checkRequest(plan).image, u"base:1"_s);
    plan.tag = u"etl:1"_s;
    const CheckRequest request = checkRequest(plan);
    QCOMPARE(request.image, u"etl:1"_s);
    QCOMPARE(request.imports, plan.imports);
    QCOMPARE(request.pythonVersion, u"3.9"_s);
    QCOMPARE(request.scripts.size(), 1);
    QVERIFY(!request.runFlow);
    QVERIFY(!request.network);
}

void CheckReportTest::reportSurvivesTheHistory()
{
    CheckReport report;
    QVERIFY(!report.passed());
    report.image = u"etl:1"_s;
    report.checks = {{u"import:numpy"_s, u"numpy imports"_s, CheckStatus::Passed, 0.5, u"1.26"_s},
                     {u"flow-runs:etl"_s, u"etl was not run"_s, CheckStatus::Skipped, 0, u"needs x"_s}};
    // What was asked for did not happen; of several flows, one that runs will do.
    QVERIFY(!report.passed());
    QCOMPARE(report.runThatWasSkipped(), &report.checks[1]);
    report.checks.append({u"flow-runs:other"_s, u"other runs"_s, CheckStatus::Passed, 1, {}});
    QVERIFY(!report.runThatWasSkipped());
    QVERIFY(report.passed());
    QJsonObject object = toJson(report);
    QCOMPARE(object.value(u"passed"_s), QJsonValue(true));
    QCOMPARE(object.value(u"checks"_s)[1][u"status"_s], QJsonValue(u"skipped"_s));
    QCOMPARE(toJson(checkReportFromJson(object)), object);
    report.checks.removeLast();
    report.checks[0].status = CheckStatus::Failed;
    QVERIFY(!report.passed());
    QCOMPARE(report.count(CheckStatus::Failed), 1);
    // Something else in the database is no reason to fall over.
    QCOMPARE(checkReportFromJson({{u"checks"_s, QJsonArray{1, u"x"_s}}}).checks.size(), 2);
}

void CheckReportTest::reportAsJUnit()
{
    CheckReport report;
    report.image = u"a&b:1"_s;
    report.log = u"said \x1b[31m<red>\x01"_s;
    report.checks = {
        {u"import:numpy"_s, u"numpy imports"_s, CheckStatus::Passed, 0.5, u"1.26"_s},
        {u"import:x"_s, u"x does not \"import\""_s, CheckStatus::Failed, 0.25, u"ModuleNotFoundError: <x>"_s},
        {u"flow-runs:etl"_s, u"etl was not run"_s, CheckStatus::Skipped, 0, u"needs x"_s}};
    QXmlStreamReader xml(toJUnit(report));
    QStringList names;
    QStringList texts;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            names.append(xml.name().toString());
            if (xml.name() == u"testsuite") {
                QCOMPARE(xml.attributes().value(u"failures"_s), u"1"_s);
                QCOMPARE(xml.attributes().value(u"tests"_s), u"3"_s);
                QCOMPARE(xml.attributes().value(u"time"_s), u"0.750"_s);
            }
        } else if (xml.isCharacters() && !xml.isWhitespace()) {
            texts.append(xml.text().toString());
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(names,
             QStringList({u"testsuites"_s, u"testsuite"_s, u"testcase"_s, u"testcase"_s, u"failure"_s, u"testcase"_s,
                          u"skipped"_s, u"system-out"_s}));
    QCOMPARE(texts, QStringList({u"ModuleNotFoundError: <x>"_s, u"said [31m<red>"_s}));
}

void CheckReportTest::emulationIsSaid()
{
    CheckRequest request;
    request.platform = u"linux/arm64"_s;
    Image image;
    image.platform = u"linux/arm64/v8"_s;
    Check check = platformCheck(request, image, u"linux/arm64"_s);
    QCOMPARE(check.status, CheckStatus::Passed);
    QCOMPARE(check.sentence, u"Built for linux/arm64/v8"_s);
    check = platformCheck(request, image, u"linux/amd64"_s);
    QCOMPARE(check.status, CheckStatus::Passed);
    QCOMPARE(check.sentence, u"Built for linux/arm64/v8, emulated here"_s);
    QVERIFY2(check.detail.startsWith(u"linux/arm64/v8, emulated on linux/amd64"_s), qPrintable(check.detail));
    // Of any image that was chosen, whatever it should be.
    request.platform.clear();
    QCOMPARE(platformCheck(request, image, u"linux/amd64"_s).status, CheckStatus::Passed);
    request.platform = u"linux/amd64"_s;
    check = platformCheck(request, image, u"linux/amd64"_s);
    QCOMPARE(check.status, CheckStatus::Failed);
    QCOMPARE(check.sentence, u"Built for linux/arm64/v8 instead of linux/amd64"_s);
}

void CheckReportTest::answersBecomeSentences()
{
    const QByteArray output = "{\"id\": \"begin\", \"debian\": \"trixie\"}\nnoise\n"
                              "{\"id\": \"user\", \"status\": \"failed\", \"detail\": \"/home/x/.prefect\", \"why\": \"home-not-writable\", \"found\": \"x\", \"seconds\": 0.5}\n"
                              "{\"id\": \"import:a\", \"status\": \"passed\", \"detail\": \"1.0\", \"seconds\": 1.5}\n{\"id\": \"end\"}\n";
    const CheckAnswers answers = readChecks(output, {}, {});
    QVERIFY(answers.isComplete);
    QCOMPARE(answers.debian, u"trixie"_s);
    QCOMPARE(answers.checks.size(), 2);
    QCOMPARE(answers.checks.at(0).sentence, u"Prefect cannot work as the user x"_s);
    QVERIFY(answers.checks.at(0).detail.startsWith(u"/home/x/.prefect, where Prefect keeps its files"_s));
    QCOMPARE(answers.checks.at(0).seconds, 0.5);
    QCOMPARE(answers.checks.at(1).sentence, u"a imports"_s);
}

QTEST_GUILESS_MAIN(CheckReportTest)
#include "test_checkreport.moc"
