// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolveerror.h"

#include "core/resolve/containerpip.h"

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
    {"only sources of all versions",
     "error: No solution found when resolving dependencies\n  cause: Because all versions of psycopg2 have no usable wheels and you require psycopg2, we "
     "can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are required for `psycopg2` because building from source is disabled for all "
     "packages (i.e., with `--no-build`)",
     "needs-source-archive", "psycopg2"},
    {"conflict with the base",
     "error: No solution found when resolving dependencies\n  cause: Because you require requests>=2.30 and requests==2.25.1, we can conclude "
     "that your requirements are unsatisfiable.",
     "resolution-conflict", "you ask for requests>=2.30, and the base image has requests==2.25.1"},
    {"conflict of two",
     "error: No solution found when resolving dependencies\n  cause: Because tensorflow==2.15.0 depends on numpy>=1.23.5,<2.0.0 and you require "
     "tensorflow==2.15, we can conclude that you require numpy>=1.23.5,<2.0.0.\n         And because you require numpy>=2, we can conclude that your "
     "requirements are unsatisfiable.",
     "resolution-conflict", "tensorflow==2.15.0 needs numpy>=1.23.5,<2.0.0, and you ask for numpy>=2."},
    {"conflict of one with the base",
     "error: No solution found when resolving dependencies\n  cause: Because tensorflow==2.15.0 depends on numpy>=1.23.5,<2.0.0 and requests==2.25.1, we "
     "can conclude that tensorflow==2.15.0 cannot be used.\n         And because you require requests>=3 and tensorflow==2.15, we can conclude that your requirements are unsatisfiable.",
     "resolution-conflict", "the base image has requests==2.25.1, and you ask for requests>=3."},
    {"conflict of three",
     "error: No solution found when resolving dependencies\n  cause: Because prefect>=3.0.0,<=3.4.26.dev2 depends on sqlalchemy[asyncio]>=2.0,<3.0.0 and "
     "apache-airflow==2.3.0 depends on sqlalchemy>=1.4,<1.4.10, we can conclude that apache-airflow==2.3.0 and prefect>=3.0.0,<=3.4.26.dev2 are "
     "incompatible. (1)\n\n  And because we know from (1) that apache-airflow==2.3.0 and prefect>=3.0.0,<=3.4.26.dev2 are incompatible, we can conclude that "
     "apache-airflow==2.3.0 and prefect>=3.0.0 are incompatible.\n  And because you require apache-airflow==2.3.0 and prefect>=3, we can conclude that your requirements are unsatisfiable.",
     "resolution-conflict", "prefect>=3.0.0,<=3.4.26.dev2 needs sqlalchemy[asyncio]>=2.0,<3.0.0, and apache-airflow==2.3.0 needs sqlalchemy>=1.4,<1.4.10."},
    {"conflict through something that nobody named",
     "error: No solution found when resolving dependencies\n  cause: Because botocore==1.20.0 depends on urllib3>=1.25.4,<1.27 and boto3==1.17.0 depends on "
     "botocore==1.20.0, we can conclude that boto3==1.17.0 depends on urllib3>=1.25.4,<1.27.\n  And because you require boto3==1.17.0 and urllib3>=2, we can "
     "conclude that your requirements are unsatisfiable.",
     "resolution-conflict", "boto3==1.17.0 needs botocore, which needs urllib3>=1.25.4,<1.27, and you ask for urllib3>=2."},
    {"conflict that also meets old sources",
     "error: No solution found when resolving dependencies\n  cause: Because pandas<=1.4.4 has no usable wheels and pandas>=1.5.0,<=2.0.3 depends "
     "on numpy>=1.21.0, we can conclude that all of:\n pandas<=2.0.3\n depend on numpy>=1.21.0.\n And because pandas==2.1.0 depends on numpy>=1.23.2, we can conclude that pandas depends on numpy>=1.21.0.\n And because you require pandas and numpy<1.20, "
     "we can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are required for `pandas` because building from source is "
     "disabled for all packages (i.e., with `--no-build`)",
     "resolution-conflict", "pandas==2.1.0 needs numpy>=1.23.2, and you ask for numpy<1.20"},
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

/// What resolvers say when they find no answer, as one sentence each.
class ResolveErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        request.constraints = QStringList{u"requests==2.25.1"_s};
        const Error error = resolveError(QString::fromUtf8(said.text), request);
        QCOMPARE(error.code, QString::fromUtf8(said.code));
        QVERIFY2(error.sentence.contains(QString::fromUtf8(said.names)), qPrintable(error.sentence));
        QVERIFY(!error.details.isEmpty());
    }

    void whatPipSaysIsNamed_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("code");
        QTest::newRow("certificate") << u"SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ..."_s << u"index-not-reached"_s;
        QTest::newRow("network") << u"WARNING: Retrying ... NewConnectionError('...: Failed to establish"_s << u"index-not-reached"_s;
        QTest::newRow("conflict") << u"ERROR: ResolutionImpossible: for help visit"_s << u"resolution-conflict"_s;
        QTest::newRow("no wheel") << u"ERROR: Could not find a version that satisfies the requirement x (from versions: none)\nERROR: No matching distribution found for x"_s << u"needs-source-archive"_s;
        QTest::newRow("no release") << u"ERROR: Could not find a version that satisfies the requirement x==9 (from versions: 1, 2)\nERROR: No matching distribution found for x==9"_s << u"resolution-conflict"_s;
        QTest::newRow("else") << u"Segmentation fault"_s << u"resolution-failed"_s;
    }
    void whatPipSaysIsNamed()
    {
        QFETCH(QString, said);
        QFETCH(QString, code);
        const Error error = pipError(said, {});
        QCOMPARE(error.code, code);
        QCOMPARE(error.details, said);
    }
};

QTEST_GUILESS_MAIN(ResolveErrorTest)
#include "test_resolveerror.moc"
