// SPDX-License-Identifier: Apache-2.0
#include "core/network/network.h"
#include "core/resolve/lock.h"
#include "core/resolve/resolve.h"
#include "core/resolve/resolveerror.h"
#include "core/strategy/additions.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// What real uv says, and the code that must come of it.
struct Said {
    const char *name;
    const char *text;
    const char *code;
    const char *names; ///< What the sentence must name.
};

const Said saids[] = {
    {"unknown distribution",
     "error: No solution found when resolving dependencies\n  cause: Because nonexistent-dist-xyz-123 was not found in the package registry and "
     "you require nonexistent-dist-xyz-123, we can conclude that your requirements are unsatisfiable.",
     "distribution-not-found", "nonexistent-dist-xyz-123"},
    {"only sources",
     "error: No solution found when resolving dependencies\n  cause: Because pendulum==2.1.2 has no usable wheels and you require "
     "pendulum==2.1.2, we can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are required for `pendulum` because building "
     "from source is disabled for all packages (i.e., with `--no-build`)",
     "needs-source-archive", "pendulum"},
    {"conflict with the base",
     "error: No solution found when resolving dependencies\n  cause: Because you require requests>=2.30 and requests==2.25.1, we can conclude "
     "that your requirements are unsatisfiable.",
     "resolution-conflict", "requests>=2.30 and requests==2.25.1"},
    {"conflict that also meets old sources",
     "error: No solution found when resolving dependencies\n  cause: Because pandas<=1.4.4 has no usable wheels and pandas>=1.5.0,<=2.0.3 depends "
     "on numpy>=1.21.0, we can conclude that all of:\n pandas<=2.0.3\n depend on numpy>=1.21.0.\n And because pandas==2.1.0 depends on numpy>=1.23.2, we can conclude that pandas depends on numpy>=1.21.0.\n And because you require pandas and numpy<1.20, "
     "we can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are required for `pandas` because building from source is "
     "disabled for all packages (i.e., with `--no-build`)",
     "resolution-conflict", "you require pandas and numpy<1.20"},
    {"index refuses",
     "error: Request failed after 3 retries in 11.5s\n  cause: Failed to fetch: http://127.0.0.1:9/simple/requests/\n  cause: client error (Connect)",
     "index-not-reached", "could not be reached"},
    {"certificate",
     "error: Failed to fetch: https://pypi.example/simple/six/\n cause: invalid peer certificate: UnknownIssuer", "index-not-reached",
     "certificate"},
    {"offline",
     "error: No solution found when resolving dependencies\n  cause: Because requests was not found in the cache and you require requests>=2.30, "
     "we can conclude that your requirements are unsatisfiable.\n\nhint: Packages were unavailable because the network was disabled.",
     "offline", "network"},
    {"no Python", "error: No interpreter found for Python 3.11 in virtual environments, managed installations, or search path",
     "python-not-found", "Install Python"},
    {"anything else", "error: something new", "resolution-failed", "details"},
};

} // namespace

class ResolveTest : public QObject
{
    Q_OBJECT

    CommandRunner m_runner;
    QString m_uv;
    Network m_network;

    Result<Resolution> resolved(const ResolveRequest &request)
    {
        const Future<Resolution> future = resolve(m_runner, m_uv, m_network, request);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60000); }();
        return endOf(future);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_uv = findUv(QCoreApplication::applicationDirPath(),
                      QStringList{QStringLiteral(DRYDOCK_DEPS "/bin")} + qEnvironmentVariable("PATH").split(u':'));
        QVERIFY2(!m_uv.isEmpty(), "packaging/setup.sh brings uv");
    }

    void errorsAreNamed_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(saids)); ++i)
            QTest::newRow(saids[i].name) << i;
    }
    void errorsAreNamed()
    {
        QFETCH(int, index);
        const Said &said = saids[index];
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"requests>=2.30"_s, u"pandas"_s, u"numpy<1.20"_s};
        const Error error = resolveError(QString::fromUtf8(said.text), request);
        QCOMPARE(error.code, QString::fromUtf8(said.code));
        QVERIFY2(error.sentence.contains(QString::fromUtf8(said.names)), qPrintable(error.sentence));
        QVERIFY(!error.details.isEmpty());
    }

    void additionsAreExactAndMeasured()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.9"_s;
        request.requirements = QStringList{u"pandas==1.5.3"_s};
        request.constraints = QStringList{u"python-dateutil==2.8.2"_s, u"pytz==2022.1"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY2(resolution, qPrintable(resolution ? QString() : resolution.error().sentence + resolution.error().details));
        QStringList names;
        for (const ResolvedDistribution &distribution : resolution->distributions) {
            names.append(distribution.name);
            QVERIFY(distribution.isWheel);
            QVERIFY(distribution.downloadBytes > 0);
            QCOMPARE(distribution.hashes.size(), 1);
            QVERIFY(distribution.hashes.first().startsWith(u"sha256:"));
            QCOMPARE(distribution.isRequested, distribution.name == u"pandas");
            if (distribution.name == u"numpy")
                QVERIFY2(distribution.wantedBy.contains(u"pandas"), qPrintable(distribution.wantedBy));
        }
        QCOMPARE(names, (QStringList{u"numpy"_s, u"pandas"_s, u"six"_s}));
        QVERIFY(resolution->downloadBytes() > 20'000'000);
        QVERIFY(resolution->sourceOnly.isEmpty());
    }

    void whatTheBaseHasIsLeftOut()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six>=1.10"_s};
        request.constraints = QStringList{u"six==1.16.0"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(resolution);
        QVERIFY(resolution->distributions.isEmpty());
        QCOMPARE(resolution->downloadBytes(), 0);
    }

    void whatIsAskedForReplacesThePinButNotPrefect()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six==1.17.0"_s};
        request.constraints = QStringList{u"six==1.16.0"_s};
        const Result<Resolution> newer = resolved(request);
        QVERIFY(newer);
        QCOMPARE(newer->distributions.size(), 1);
        QCOMPARE(newer->distributions.first().version, u"1.17.0"_s);

        request.requirements = QStringList{u"prefect>=3"_s};
        request.constraints = QStringList{u"prefect==2.20.25"_s};
        const Result<Resolution> prefect = resolved(request);
        QVERIFY(!prefect);
        QCOMPARE(prefect.error().code, u"resolution-conflict"_s);
    }

    void boundsHoldWhatTheBaseDoesNotHave()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"python-dateutil"_s};
        request.bounds = QStringList{u"python-dateutil==2.8.2"_s, u"six<1.17"_s};
        const Result<Resolution> bounded = resolved(request);
        QVERIFY(bounded);
        QCOMPARE(bounded->distributions.size(), 2);
        QCOMPARE(bounded->distributions[0].version, u"2.8.2"_s);
        QCOMPARE(bounded->distributions[1].version, u"1.16.0"_s);
        // What the base has counts more than where its limit came from.
        request.constraints = QStringList{u"six==1.17.0"_s};
        QCOMPARE(resolved(request)->distributions.size(), 1);
    }

    // Wheels alone would take pendulum 0.4 of long ago, with which Prefect 2 does not even load.
    void prefect2DoesNotGoBackInSilence()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"prefect==2.20.25"_s};
        request.bounds = prefectBounds(2);
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().code == u"needs-source-archive", qPrintable(resolution.error().code + resolution.error().details));
        QVERIFY2(resolution.error().sentence.contains(u"pendulum"), qPrintable(resolution.error().sentence));
    }

    void oldPipGetsWheelsItKnows()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.9"_s;
        request.requirements = QStringList{u"numpy==2.0.2"_s};
        request.oldPip = true;
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(resolution);
        QCOMPARE(resolution->distributions.size(), 1);
    }

    void realFailures_data()
    {
        QTest::addColumn<QString>("requirement");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown") << u"nonexistent-dist-xyz-123"_s << u"distribution-not-found"_s;
        QTest::newRow("sources only") << u"numpy==1.19.5"_s << u"needs-source-archive"_s;
        QTest::newRow("no such release") << u"six==99.0"_s << u"resolution-conflict"_s;
        QTest::newRow("not a requirement") << u"--index-url http://elsewhere"_s << u"requirement-invalid"_s;
        QTest::newRow("an option after a newline") << u"six\n--index-url=http://elsewhere"_s << u"requirement-invalid"_s;
    }
    void realFailures()
    {
        QFETCH(QString, requirement);
        QFETCH(QString, code);
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{requirement};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().code == code, qPrintable(resolution.error().code + u": " + resolution.error().details));
    }

    void withoutNetworkOrUvItSaysSo()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six"_s};
        Network offline;
        offline.allowed = false;
        QCOMPARE(endOf(resolve(m_runner, m_uv, offline, request)).error().code, u"offline"_s);
        QCOMPARE(endOf(resolve(m_runner, QString(), m_network, request)).error().code, u"uv-not-found"_s);
        request.requirements.clear();
        QVERIFY(endOf(resolve(m_runner, QString(), m_network, request)));
    }

    void cancellingEndsIt()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"pandas"_s};
        Future<Resolution> future = resolve(m_runner, m_uv, m_network, request);
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(endOf(future).error().code, u"cancelled"_s);
        QTRY_COMPARE(m_runner.runningCount(), 0);
    }

    void aDamagedLockIsAnError()
    {
        QCOMPARE(distributionsOfLock("not toml [").error().code, u"resolution-failed"_s);
        QCOMPARE(distributionsOfLock("").error().code, u"resolution-failed"_s);
        QCOMPARE(distributionsOfLock("lock-version = '1.0'\npackages = 3\n")->size(), 0);
    }

    void pinsLeaveOutWhatNoIndexHas()
    {
        Interpreter interpreter;
        interpreter.distributions = {{u"torch"_s, u"2.1+cu118"_s, {}, {}, u"record"_s},
                                     {u"own"_s, u"1.0"_s, {}, {}, u"editable"_s},
                                     {u"broken"_s, u""_s, {}, {}, u"egg"_s},
                                     {u"six"_s, u"1.16.0"_s, {}, {}, u"record"_s}};
        QCOMPARE(constraintsOf(interpreter), QStringList{u"six==1.16.0"_s});
    }
};

QTEST_GUILESS_MAIN(ResolveTest)
#include "test_resolve.moc"
