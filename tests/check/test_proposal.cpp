// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"

#include <QJsonArray>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

class ProposalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proposes_data();
    void proposes();
    void ownEvidenceOutranksTheTable();
    void ownCodeIsNotSoughtElsewhere();
    void changesTheChoices();
    void survivesTheHistory();
};

static Check failed(const QString &id, const QString &detail)
{
    return {id, {}, CheckStatus::Failed, 0, detail};
}

void ProposalTest::proposes_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("debian");
    QTest::addColumn<QString>("package");
    QTest::addColumn<QString>("requirement");
    QTest::addColumn<QString>("cause"); // Words that it has to hold.

    const auto row = [](const char *name, const char *id, const char *detail, const char *debian, const char *package,
                        const char *requirement, const char *cause) {
        QTest::newRow(name) << QString::fromUtf8(id) << QString::fromUtf8(detail) << QString::fromUtf8(debian)
                            << QString::fromUtf8(package) << QString::fromUtf8(requirement) << QString::fromUtf8(cause);
    };
    const char *gomp = "OSError: libgomp.so.1: cannot open shared object file: No such file or directory";
    row("library", "import:xgboost", gomp, "bullseye", "libgomp1", "", "xgboost loads libgomp.so.1");
    row("library without Debian", "import:xgboost", gomp, "", "", "", "");
    row("library of one release", "import:gi", "ImportError: libglib-2.0.so.0: cannot open shared object file: x",
        "bookworm", "libglib2.0-0", "", "bookworm");
    row("library of the next release", "import:gi", "ImportError: libglib-2.0.so.0: cannot open shared object file: x",
        "trixie", "libglib2.0-0t64", "", "trixie");
    row("library that is gone", "import:x", "ImportError: libssl.so.1.1: cannot open shared object file: x", "trixie",
        "", "", "");
    row("library by cffi", "import:weasyprint", "OSError: cannot load library 'libpango-1.0.so.0': no", "bookworm",
        "libpango-1.0-0", "", "weasyprint loads");
    row("library while running", "flow-runs:etl", gomp, "bookworm", "libgomp1", "", "libgomp.so.1 is loaded");
    row("hostile library", "import:x", "OSError: lib;rm -rf.so.1: cannot open shared object file", "bookworm", "", "",
        "");
    row("module", "import:sklearn", "ModuleNotFoundError: No module named 'sklearn'", "bookworm", "", "scikit-learn",
        "sklearn is not in the image");
    row("module of a module", "import:dask.array", "ModuleNotFoundError: No module named 'numpy'", "bookworm", "",
        "numpy", "dask.array imports numpy");
    row("module while loading", "flow-loads:etl", "ModuleNotFoundError: No module named 'yaml.reader'", "", "",
        "pyyaml", "yaml.reader is not in the image");
    row("compiled driver", "flow-runs:etl", "ModuleNotFoundError: No module named 'psycopg2'", "", "",
        "psycopg2-binary", "psycopg2");
    row("removed from Python", "import:x", "ModuleNotFoundError: No module named 'distutils'", "", "", "setuptools",
        "x imports distutils");
    row("invented module", "import:no_such_module", "ModuleNotFoundError: No module named 'no_such_module'", "", "", "",
        "");
    row("parquet", "flow-runs:etl",
        "ImportError: Unable to find a usable engine; tried using: 'pyarrow', 'fastparquet'.", "", "", "pyarrow",
        "when it runs");
    row("excel", "flow-runs:etl",
        "ImportError: Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.", "", "",
        "openpyxl", "openpyxl");
    row("object store", "flow-runs:etl", "ImportError: Install s3fs to access S3", "", "", "s3fs", "s3fs");
    row("database", "flow-runs:etl",
        "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:snowflake", "", "",
        "snowflake-sqlalchemy", "snowflake");
    row("conflict", "pip-check", "aiobotocore 2.4 has requirement botocore<1.28,>=1.27, but you have botocore 1.29.1.",
        "", "", "botocore<1.28,>=1.27",
        "aiobotocore 2.4 wants botocore<1.28,>=1.27, and the image has botocore 1.29.1");
    row("two conflicts", "pip-check",
        "a 1 has requirement b<2, but you have b 2.1.; c 1 requires d, which is not installed.", "", "", "b<2",
        "the image has b 2.1.");
    row("absent requirement", "pip-check", "c 1.0 requires d, which is not installed.", "", "", "d", "c 1.0 wants d");
    row("conflict by uv", "pip-check", "The package `pandas` requires `numpy>=1.26`, but `1.20.0` is installed", "", "",
        "numpy>=1.26", "pandas wants numpy>=1.26");
    row("something else", "import:x", "ValueError: no", "bookworm", "", "", "");
}

void ProposalTest::proposes()
{
    QFETCH(QString, id);
    QFETCH(QString, detail);
    QFETCH(QString, debian);
    QFETCH(QString, package);
    QFETCH(QString, requirement);
    QFETCH(QString, cause);
    const auto proposal = proposalFor(failed(id, detail), {}, debian);
    QCOMPARE(proposal.has_value(), !package.isEmpty() || !requirement.isEmpty());
    if (!proposal)
        return;
    QCOMPARE(proposal->systemPackages.join(u' '), package);
    QCOMPARE(proposal->requirements.join(u' '), requirement);
    QCOMPARE(proposal->name, package + requirement);
    QVERIFY2(proposal->title.contains(package + requirement), qPrintable(proposal->title));
    QVERIFY2(proposal->cause.contains(cause), qPrintable(proposal->cause));
    QVERIFY(proposal->lines().join(u' ').contains(package + requirement));
    Check passed = failed(id, detail);
    passed.status = CheckStatus::Passed;
    QVERIFY(!proposalFor(passed, {}, debian));
}

void ProposalTest::ownEvidenceOutranksTheTable()
{
    FlowScript script;
    Import import;
    import.module = import.target = u"acme_stats.models"_s;
    import.kind = ImportKind::ThirdParty;
    import.distributions = {u"acme-statistics"_s};
    script.imports = {import};
    const auto proposal = proposalFor(
        failed(u"import:acme_stats"_s, u"ModuleNotFoundError: No module named 'acme_stats'"_s), {script}, {});
    QVERIFY(proposal);
    QCOMPARE(proposal->requirements, QStringList{u"acme-statistics"_s});
}

void ProposalTest::ownCodeIsNotSoughtElsewhere()
{
    FlowScript script;
    script.localModules = {{u"utils"_s, u"/x/utils.py"_s, {}, {}}};
    QVERIFY(!proposalFor(failed(u"flow-loads:etl"_s, u"ModuleNotFoundError: No module named 'utils'"_s), {script}, {}));
}

void ProposalTest::changesTheChoices()
{
    PlanChoices choices;
    choices.requirements = {u"Numpy>=2"_s, u"pandas"_s};
    choices.tag = u"etl:1"_s;
    Proposal proposal;
    proposal.requirements = {u"numpy<2"_s};
    QCOMPARE(withProposal(choices, proposal).requirements, QStringList({u"pandas"_s, u"numpy<2"_s}));
    QCOMPARE(withProposal(choices, proposal).tag, u"etl:1"_s);
    choices.strategy = Strategy::RuntimeInstall;
    QCOMPARE(withProposal(choices, proposal).strategy, Strategy::RuntimeInstall);
    // A run's start installs no system library, and an image used as it is gets nothing.
    proposal.systemPackages = {u"libgomp1"_s};
    QCOMPARE(withProposal(choices, proposal).strategy, Strategy::ExtendImage);
    QCOMPARE(withProposal(choices, proposal).systemPackages, QStringList{u"libgomp1"_s});
    choices.strategy = Strategy::DefaultImage;
    QCOMPARE(withProposal(choices, proposal).strategy, Strategy::ExtendImage);
}

void ProposalTest::survivesTheHistory()
{
    CheckReport report;
    report.image = u"etl:1"_s;
    report.checks = {failed(u"import:xgboost"_s, u"OSError: libgomp.so.1: cannot open shared object file"_s)};
    report.checks.first().proposal = proposalFor(report.checks.first(), {}, u"bookworm"_s);
    const QJsonObject object = toJson(report);
    QCOMPARE(object[u"checks"][0][u"proposal"][u"system_packages"][0], QJsonValue(u"libgomp1"_s));
    QCOMPARE(checkReportFromJson(object).checks.first().proposal, report.checks.first().proposal);
    // What cannot be written into a Dockerfile is not taken from a file.
    const Proposal hostile = proposalFromJson({{u"title"_s, u"x"_s},
                                               {u"system_packages"_s, QJsonArray{u"a && b"_s, u"libpq5"_s}},
                                               {u"requirements"_s, QJsonArray{u"--x"_s}}});
    QCOMPARE(hostile.systemPackages, QStringList{u"libpq5"_s});
    QCOMPARE(hostile.requirements, QStringList());
}

QTEST_GUILESS_MAIN(ProposalTest)
#include "test_proposal.moc"
