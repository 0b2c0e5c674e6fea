// SPDX-License-Identifier: Apache-2.0
#include "tests/helpers/enginefixture.h"
#include "tests/helpers/testserver.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

static const QByteArray password = "hunter2xDrydock";

/// No argument, for the test searches the arguments of all processes for the password.
static const QMap<QString, QString> credentials{{u"CREDENTIALS"_s, u"me:"_s + QString::fromLatin1(password)}};

/// The whole program behind a package index with a password and a proxy with a password, both on this machine's loopback.
class CompanyNetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void passwordsLeaveNoTrace_data();
    void passwordsLeaveNoTrace();
    void aBaseThatDoesNotTrustIsBuiltAndChecked();

private:
    struct Answer {
        int status = -1;
        QByteArray out;
        QByteArray err;
        QByteArray all() const { return QByteArray::number(status) + '\n' + out + '\n' + err; }
    };
    Answer run(const QStringList &arguments, const QMap<QString, QString> &variables = {});
    QByteArray traces(const QByteArray &secret) const;

    EngineFixture m_docker;
    QTemporaryDir m_folder;
    QByteArray m_commandLines; ///< Of all processes that ran meanwhile.
};

static const QString tag = u"drydock.test/company:1"_s;

void CompanyNetworkTest::initTestCase()
{
    QVERIFY2(m_docker.openBuildKit(), m_docker.why());
    QVERIFY2(m_docker.has(prefect3) && m_docker.has(prefect3Untrusting), m_docker.why());
    QFile flow(m_folder.filePath(u"flow.py"_s));
    QVERIFY(flow.open(QIODevice::WriteOnly));
    flow.write("import drydock_private\nfrom prefect import flow\n\n@flow\ndef etl():\n    print(drydock_private.__version__)\n");
}

void CompanyNetworkTest::cleanupTestCase()
{
    m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, tag});
    // Each build but the last lost its name to the next one.
    const auto ids = m_docker.run({u"image"_s, u"ls"_s, u"--quiet"_s, u"--filter"_s, u"label=drydock.test=company"_s});
    for (const QString &id : QString::fromLatin1(ids.value_or(QByteArray())).split(u'\n', Qt::SkipEmptyParts))
        m_docker.run({u"image"_s, u"rm"_s, u"--force"_s, id});
}

CompanyNetworkTest::Answer CompanyNetworkTest::run(const QStringList &arguments, const QMap<QString, QString> &variables)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    process.setProcessEnvironment(environment);
    QTimer sampling;
    connect(&sampling, &QTimer::timeout, this, [this] {
        const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &each : processes) {
            QFile file(u"/proc/"_s + each + u"/cmdline"_s);
            if (each.at(0).isDigit() && file.open(QIODevice::ReadOnly))
                m_commandLines += file.readAll() + '\n';
        }
        if (m_commandLines.size() > 64'000'000)
            m_commandLines = m_commandLines.contains(password) ? password : QByteArray();
    });
    sampling.start(100);
    process.start(QStringLiteral(DRYDOCK_CLI), arguments);
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 400'000))
        return {-1, process.readAllStandardOutput(), "too slow\n" + process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// Every file of the folder that holds the secret.
QByteArray CompanyNetworkTest::traces(const QByteArray &secret) const
{
    QByteArray found;
    for (QDirIterator files(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); files.hasNext();) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret))
            found += file.fileName().toUtf8() + ' ';
    }
    return found;
}

void CompanyNetworkTest::passwordsLeaveNoTrace_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("proxied");
    QTest::newRow("build, index") << u"extend-image"_s << false;
    QTest::newRow("build, index behind a proxy") << u"extend-image"_s << true;
    QTest::newRow("at run time, index") << u"runtime-install"_s << false;
}

void CompanyNetworkTest::passwordsLeaveNoTrace()
{
    QFETCH(QString, strategy);
    QFETCH(bool, proxied);
    Server index;
    QVERIFY(index.start({u"index"_s}, credentials));
    Server proxy;
    QMap<QString, QString> variables{{u"PIP_INDEX_URL"_s, u"http://me:%1@127.0.0.1:%2/simple/"_s.arg(QString::fromLatin1(password), index.port)}};
    for (const QString &name : {u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"http_proxy"_s, u"https_proxy"_s, u"NO_PROXY"_s, u"no_proxy"_s, u"ALL_PROXY"_s})
        variables.insert(name, QString());
    if (proxied) {
        QVERIFY(proxy.start({u"proxy"_s}, credentials));
        const QString address = u"http://me:%1@127.0.0.1:%2"_s.arg(QString::fromLatin1(password), proxy.port);
        variables.insert(u"HTTP_PROXY"_s, address);
        variables.insert(u"HTTPS_PROXY"_s, address);
    }
    const QString engine = m_docker.engine.command.first();
    const QString plan = m_folder.filePath(u"plan-"_s + QString::fromLatin1(QTest::currentDataTag()).remove(u' ').remove(u','));
    QStringList arguments{u"plan"_s, m_folder.filePath(u"flow.py"_s), u"--engine"_s, engine, u"--strategy"_s, strategy, u"--base"_s, prefect3,
                          u"--map"_s, u"drydock_private=drydock-private"_s, u"--output"_s, plan};
    if (strategy == u"extend-image")
        arguments += {u"--tag"_s, tag, u"--label"_s, u"drydock.test=company"_s};
    m_commandLines.clear();
    Answer answer = run(arguments, variables);
    QVERIFY2(answer.status == 0, answer.all());
    const qsizetype heardByPlan = index.requests().size();
    QVERIFY(heardByPlan > 0);

    answer = run({u"build"_s, plan, u"--engine"_s, engine, u"--no-cache"_s, u"--json"_s}, variables);
    QVERIFY2(answer.status == 0, answer.all());
    QByteArray document = answer.all();
    // It was the private index that served it, in the container.
    QVERIFY2(index.requests().size() > heardByPlan, index.requests());
    if (proxied)
        QVERIFY2(proxy.requests().contains("/simple/drydock-private/"), proxy.requests());

    QVERIFY2(!document.contains(password), document);
    QVERIFY(!m_commandLines.isEmpty());
    QVERIFY(!m_commandLines.contains(password));
    // Plan, log and database.
    QCOMPARE(traces(password), QByteArray());
    QVERIFY(QFile::exists(m_folder.filePath(u"data/page.drydock.Drydock/drydock.sqlite"_s)));
    // None stays behind; those of tests that run beside this one go by themselves.
    const auto containers = [&] { return m_docker.run({u"ps"_s, u"--all"_s, u"--quiet"_s, u"--filter"_s, u"name=drydock-"_s, u"--filter"_s, u"ancestor="_s + prefect3}).value_or("?"); };
    const QByteArrayList left = containers().split('\n');
    const auto isGone = [&containers](const QByteArray &id) { return id.isEmpty() || !containers().contains(id); };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(left.begin(), left.end(), isGone), 60'000);
    if (strategy == u"extend-image") {
        for (const QStringList &question : {QStringList{u"history"_s, u"--no-trunc"_s, tag}, QStringList{u"image"_s, u"inspect"_s, tag}}) {
            const auto said = m_docker.run(question);
            QVERIFY2(said, why(said));
            QVERIFY(!said->contains(password));
        }
        // Every byte of every layer above the base.
        const auto inside = m_docker.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"sh"_s, tag, u"-c"_s,
                                          u"grep -rlF %1 / --exclude-dir=proc --exclude-dir=sys 2>/dev/null; true"_s.arg(QString::fromLatin1(password))});
        QVERIFY2(inside, why(inside));
        QCOMPARE(*inside, QByteArray());
    }
}

void CompanyNetworkTest::aBaseThatDoesNotTrustIsBuiltAndChecked()
{
    if (machineNetwork().certificates.isEmpty())
        QSKIP("This machine trusts no certificate of its own.");
    QFile flow(m_folder.filePath(u"trust.py"_s));
    QVERIFY(flow.open(QIODevice::WriteOnly));
    flow.write("import emoji\nfrom prefect import flow\n\n@flow\ndef etl():\n    print(emoji.__version__)\n");
    flow.close();
    const QString engine = m_docker.engine.command.first();
    const QString plan = m_folder.filePath(u"plan-trust"_s);
    Answer answer = run({u"plan"_s, flow.fileName(), u"--engine"_s, engine, u"--strategy"_s, u"extend-image"_s, u"--base"_s, prefect3Untrusting, u"--tag"_s, tag,
                         u"--label"_s, u"drydock.test=company"_s, u"--output"_s, plan});
    QVERIFY2(answer.status == 0, answer.all());
    answer = run({u"build"_s, plan, u"--engine"_s, engine, u"--no-cache"_s, u"--json"_s});
    QVERIFY2(answer.status == 0, answer.all());
    QCOMPARE(QJsonDocument::fromJson(answer.out).object()[u"checks"_s][u"passed"_s], QJsonValue(true));
    // The lent bundle did not stay.
    const auto inside = m_docker.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"sh"_s, tag, u"-c"_s, u"find /run/secrets /drydock -type f -size +0 2>/dev/null; env"_s});
    QVERIFY2(inside, why(inside));
    QVERIFY2(!inside->contains("certificates") && !inside->contains("PIP_CERT"), inside->constData());
}

QTEST_GUILESS_MAIN(CompanyNetworkTest)
#include "tst_companynetwork.moc"
