// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/planfixture.h"

#include "core/plan/planjson.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace drydock::test;

class PlanJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlanIsReadBackAsItWasWritten()
    {
        const QTemporaryDir folder;
        const QString target = folder.filePath(u"a/plan"_s);
        Result<BuildPlan> plan = makePlan(guide());
        QVERIFY(plan);
        plan->lines = u"flow.run_config = DockerRun()\n"_s;
        QVERIFY(writePlan(*plan, target));
        const Result<BuildPlan> back = readPlan(target);
        QVERIFY(back);
        QCOMPARE(toJson(*back).value(u"command"_s).toArray().last().toString(), u"."_s);
        QCOMPARE(back->file(u"Dockerfile"_s), plan->file(u"Dockerfile"_s));
        QCOMPARE(back->file(u"local/lib/my_task_library.py"_s), plan->file(u"local/lib/my_task_library.py"_s));
        QCOMPARE(back->requirements.first().hashes, plan->requirements.first().hashes);
        QCOMPARE(back->scripts.first().sha256, plan->scripts.first().sha256);
        QVERIFY(QFile::exists(target + u"/lines.py"_s));
        QVERIFY(QDir(target).entryList({u".writing*"_s}, QDir::AllEntries | QDir::Hidden).isEmpty());

        // Planned again: files that are no longer part of it go, everything else of the person's stays.
        writeText(target + u"/notes.txt"_s, "mine");
        QVERIFY(writePlan(*makePlan(guide(Strategy::RuntimeInstall)), target));
        QVERIFY(!QFile::exists(target + u"/Dockerfile"_s));
        QVERIFY(!QFile::exists(target + u"/local"_s));
        QVERIFY(QFile::exists(target + u"/notes.txt"_s));
        QCOMPARE(readPlan(target)->strategy, Strategy::RuntimeInstall);
    }

    void somebodyElsesFolderIsRefused()
    {
        const QTemporaryDir folder;
        writeText(folder.filePath(u"thesis.txt"_s), "mine");
        const Result<BuildPlan> plan = makePlan(guide());
        QCOMPARE(writePlan(*plan, folder.path()).error().code, u"folder-not-empty"_s);
        writeText(folder.filePath(u"plan.json"_s), "{\"plan\": \"world domination\"}");
        QCOMPARE(writePlan(*plan, folder.path()).error().code, u"folder-not-empty"_s);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
        QCOMPARE(writePlan(*plan, folder.filePath(u"thesis.txt"_s)).error().code, u"folder-not-writable"_s);
    }

    void hostilePlansAreRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("strategy") << u"strategy"_s << QJsonValue(u"magic"_s);
        QTest::newRow("tag") << u"tag"_s << QJsonValue(u"--privileged x"_s);
        QTest::newRow("no tag") << u"tag"_s << QJsonValue();
        QTest::newRow("platform") << u"platform"_s << QJsonValue(u"--output=/"_s);
        QTest::newRow("path up") << u"files"_s << QJsonValue(QJsonArray{u"../../etc/passwd"_s});
        QTest::newRow("absolute path") << u"files"_s << QJsonValue(QJsonArray{u"/etc/passwd"_s});
        QTest::newRow("missing file") << u"files"_s << QJsonValue(QJsonArray{u"nothing"_s});
        QTest::newRow("import") << u"imports"_s << QJsonValue(QJsonArray{u"os; os.system('x')"_s});
        QTest::newRow("argument") << u"build_arguments"_s << QJsonValue(QJsonObject{{u"A --secret"_s, u"x"_s}});
        QTest::newRow("format") << u"drydock_plan"_s << QJsonValue(99);
        QTest::newRow("local module") << u"local_modules"_s << QJsonValue(QJsonArray{QJsonObject{{u"name"_s, u"a/b"_s}}});
    }
    void hostilePlansAreRefused()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        const QTemporaryDir folder;
        QVERIFY(writePlan(*makePlan(guide()), folder.path()));
        QJsonObject object = toJson(*makePlan(guide()));
        object.insert(key, value);
        writeText(folder.filePath(u"plan.json"_s), QJsonDocument(object).toJson());
        const Result<BuildPlan> plan = readPlan(folder.path());
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, u"plan-invalid"_s);
    }

    void linksOutOfThePlanAreNotFollowed()
    {
        const QTemporaryDir folder;
        QVERIFY(writePlan(*makePlan(guide()), folder.path()));
        QFile::remove(folder.filePath(u"Dockerfile"_s));
        QFile::link(u"/etc/passwd"_s, folder.filePath(u"Dockerfile"_s));
        QCOMPARE(readPlan(folder.path()).error().code, u"plan-invalid"_s);
        QCOMPARE(readPlan(folder.filePath(u"nowhere"_s)).error().code, u"plan-not-found"_s);
        writeText(folder.filePath(u"plan.json"_s), "[[[");
        QCOMPARE(readPlan(folder.path()).error().code, u"plan-invalid"_s);
    }

    void theCommandOfAPlanIsMadeAnew()
    {
        QJsonObject object = toJson(*makePlan(guide()));
        object.insert(u"command"_s, QJsonArray{u"docker"_s, u"build"_s, u"--secret"_s, u"id=key,src=/home/me/.ssh/id_rsa"_s, u"/"_s});
        const Result<BuildPlan> plan = planFromJson(object);
        QVERIFY(plan);
        QVERIFY(!plan->command.contains(u"--secret"_s));
        QCOMPARE(plan->command.last(), u"."_s);
    }
};

QTEST_GUILESS_MAIN(PlanJsonTest)
#include "test_planjson.moc"
