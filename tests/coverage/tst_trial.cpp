// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/trial.h"
#include "tests/helpers/enginefixture.h"

#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestTrial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void importsInTheImage();
    void blamesTheEngineThatFails();
    void bearsModulesThatMisbehave();
    void leavesNothingBehind();

private:
    EngineFixture m_docker;
};

void TestTrial::initTestCase()
{
    QVERIFY2(m_docker.open(), m_docker.why());
    QVERIFY2(m_docker.has(prefect1Core), m_docker.why());
}

void TestTrial::importsInTheImage()
{
    auto image = await(findImage(m_docker.runner, m_docker.engine, prefect1Core));
    QVERIFY2(image, why(image));
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    QVERIFY2(contents, why(contents));
    image->contents = *contents;

    const auto trial = await(tryImports(m_docker.runner, m_docker.engine, *image,
                                        {u"prefect"_s, u"dask.array"_s, u"prefect.tasks.snowflake"_s, u"numpy"_s, u"xml.dom.minidom"_s,
                                         u"prefect"_s, u"not a module"_s, u"--help"_s, u"os;evil"_s}));
    QVERIFY2(trial, why(trial));
    QCOMPARE(trial->value(u"prefect"_s, u"untried"_s), QString());
    QCOMPARE(trial->value(u"xml.dom.minidom"_s, u"untried"_s), QString());
    // Found and not importable: the file is there, what it needs is not.
    QVERIFY(!contents->defaultInterpreter()->providersOf(u"dask.array"_s).isEmpty());
    QVERIFY2(trial->value(u"dask.array"_s).contains("ImportError"_L1) || trial->value(u"dask.array"_s).contains("NotFoundError"_L1),
             qPrintable(trial->value(u"dask.array"_s)));
    QVERIFY(trial->value(u"prefect.tasks.snowflake"_s).contains("Error"_L1));
    QVERIFY(trial->value(u"numpy"_s).contains("numpy"_L1));
    QCOMPARE(trial->size(), 5);

    QVERIFY(await(tryImports(m_docker.runner, m_docker.engine, *image, {}))->isEmpty());
}

void TestTrial::blamesTheEngineThatFails()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"docker"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\ncat > /dev/null\necho 'docker: Error response from daemon: no space left on device.' >&2\nexit 125\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    Engine engine = m_docker.engine;
    engine.command = {file.fileName()};
    Image image;
    image.id = u"sha256:"_s + QString(64, u'a');
    image.reference = u"some:1"_s;
    const auto trial = await(drydock::tryImports(m_docker.runner, engine, image, {u"json"_s}));
    QVERIFY(!trial);
    QCOMPARE(trial.error().code, u"engine-failed"_s);
    QVERIFY(trial.error().details.contains("no space left"_L1));
}

void TestTrial::bearsModulesThatMisbehave()
{
    const QString tag = u"drydock.test/misbehaving:1"_s;
    const QByteArray recipe = "FROM " + prefect1Core.toUtf8()
        + "\nRUN cd \"$(python3 -c 'import site; print(site.getsitepackages()[0])')\""
          " && echo 'import sys; print(\"x\" * 1000000); sys.exit(3)' > leaves.py"
          " && echo 'import os; os.abort()' > crashes.py"
          " && echo 'import os; os._exit(0)' > slips_away.py"
          " && echo 'import subprocess; subprocess.Popen([\"sleep\", \"1000\"])' > spawns.py"
          " && echo 'raise ValueError(chr(27) + \"first\" + chr(10) + \"second\")' > shouts.py\n";
    const auto built = m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, tag, u"-"_s}, recipe);
    QVERIFY2(built, why(built));
    const auto image = await(findImage(m_docker.runner, m_docker.engine, tag));
    QVERIFY2(image, why(image));
    const auto trial = await(tryImports(m_docker.runner, m_docker.engine, *image,
                                        {u"leaves"_s, u"crashes"_s, u"slips_away"_s, u"spawns"_s, u"shouts"_s, u"json"_s}));
    QVERIFY2(trial, why(trial));
    QCOMPARE(trial->value(u"leaves"_s), u"SystemExit: 3"_s);
    QVERIFY(trial->value(u"crashes"_s).contains("-6"_L1));
    QVERIFY(!trial->value(u"slips_away"_s).isEmpty());
    QCOMPARE(trial->value(u"spawns"_s, u"untried"_s), QString());
    QCOMPARE(trial->value(u"shouts"_s), u"ValueError: first"_s);
    QCOMPARE(trial->value(u"json"_s, u"untried"_s), QString());
}

void TestTrial::leavesNothingBehind()
{
    const QString tag = u"drydock.test/misbehaving:1"_s;
    const auto image = await(findImage(m_docker.runner, m_docker.engine, tag));
    QVERIFY2(image, why(image));
    const auto containers = [&] {
        const auto listed = m_docker.run({u"ps"_s, u"--all"_s, u"--quiet"_s, u"--no-trunc"_s, u"--filter"_s, u"ancestor="_s + tag});
        return listed ? listed->trimmed() : QByteArray("?");
    };
    QTRY_VERIFY(containers().isEmpty());
    auto trial = tryImports(m_docker.runner, m_docker.engine, *image, {u"spawns"_s, u"this"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!containers().isEmpty() || trial.isFinished(), 20000);
    trial.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(trial.isFinished(), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(containers().isEmpty(), 20000);
    const auto removed = m_docker.run({u"rmi"_s, tag});
    QVERIFY2(removed, why(removed));
}

QTEST_GUILESS_MAIN(TestTrial)
#include "tst_trial.moc"
