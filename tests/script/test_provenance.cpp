// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

/// Which distribution an import comes from and how that is known; what is needed without an import.
class ProvenanceTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
    }

    /// An environment that holds these, each "name version module".
    static void makeEnvironment(const QString &prefix, const QStringList &distributions)
    {
        write(prefix + u"/pyvenv.cfg"_s, "version = 3.9.18\n");
        for (const QString &each : distributions) {
            const QStringList parts = each.split(u' ');
            const QString site = prefix + u"/lib/python3.9/site-packages/"_s;
            const QString file = QString(parts[2]).replace(u'.', u'/') + u"/__init__.py"_s;
            write(site + parts[0] + u'-' + parts[1] + u".dist-info/METADATA"_s,
                  u"Name: %1\nVersion: %2\n"_s.arg(parts[0], parts[1]).toUtf8());
            write(site + parts[0] + u'-' + parts[1] + u".dist-info/RECORD"_s, file.toUtf8() + ",,\n");
            write(site + file, "");
        }
    }

    static FlowScript read(const QString &path, const InspectOptions &options = {})
    {
        const auto script = inspectScript(path, options);
        if (!script)
            qFatal("%s", qPrintable(script.error().sentence));
        return *script;
    }

    /// "confidence: distribution distribution (evidence)" of the only import.
    static QString brief(const FlowScript &script)
    {
        const QJsonObject import = toJson(script)[u"imports"].toArray().first().toObject();
        QStringList distributions;
        for (const QJsonValue &each : import[u"distributions"].toArray())
            distributions.append(each.toString());
        return u"%1: %2 (%3)"_s.arg(import[u"confidence"].toString(), distributions.join(u' '),
                                    import[u"evidence"].toString());
    }

private Q_SLOTS:
    void theBestEvidenceCounts_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("installed");
        QTest::addColumn<QByteArray>("requirements");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *source, const QStringList &installed,
                            const char *requirements, const QString &expected) {
            QTest::newRow(name) << QByteArray(source) << installed << QByteArray(requirements) << expected;
        };
        row("environment first", "import sklearn", {u"scikit-learn 1.5.2 sklearn"_s}, "scikit-learn==1.0\n",
            u"environment: scikit-learn (installed in .venv, 1.5.2)"_s);
        row("environment knows a private one", "import ourthing", {u"company-thing 3 ourthing"_s}, "",
            u"environment: company-thing (installed in .venv, 3)"_s);
        row("environment decides among several", "import cv2", {u"opencv-python-headless 4.8 cv2"_s}, "opencv-python\n",
            u"environment: opencv-python-headless opencv-python opencv-contrib-python opencv-contrib-python-headless (installed in .venv, 4.8)"_s);
        row("two of them installed", "import cv2", {u"opencv-contrib-python 4.9 cv2"_s, u"opencv-python 4.8 cv2"_s}, "",
            u"environment: opencv-contrib-python opencv-python opencv-python-headless opencv-contrib-python-headless (installed in .venv, 4.9)"_s);
        row("siblings of a namespace", "from google.cloud import bigquery",
            {u"google-cloud-storage 2 google.cloud.storage"_s}, "",
            u"known: google-cloud-bigquery (google-cloud-bigquery is known to provide it)"_s);
        row("declared next", "import yaml", {}, "six\nPyYAML>=5\n",
            u"declared: pyyaml (declared in requirements.txt, line 2)"_s);
        row("declared among several", "import psycopg2", {}, "psycopg2_binary\n",
            u"declared: psycopg2-binary psycopg2 (declared in requirements.txt, line 1)"_s);
        row("table next", "import yaml", {}, "", u"known: pyyaml (pyyaml is known to provide it)"_s);
        row("a guess", "import xgboost_ray", {}, "",
            u"guessed: xgboost-ray (a guess from the name: a distribution called xgboost-ray exists)"_s);
        row("a client of a service", "from google.cloud import aiplatform_v1", {}, "",
            u"known: google-cloud-aiplatform (google-cloud-aiplatform is known to provide it)"_s);
        row("shared part of a service", "from google.cloud.exceptions import NotFound", {}, "",
            u"known: google-cloud-core (google-cloud-core is known to provide it)"_s);
        row("part of a shared name", "from opentelemetry import trace", {}, "",
            u"known: opentelemetry-api (opentelemetry-api is known to provide it)"_s);
        row("below a shared name", "import opentelemetry.instrumentation.requests", {}, "",
            u"known: opentelemetry-instrumentation-requests (opentelemetry-instrumentation-requests is known to provide it)"_s);
        row("below a root that many share", "from zope.interface import Interface", {}, "",
            u"known: zope.interface (zope.interface is known to provide it)"_s);
        row("a suspicious guess", "import pandass_tools", {}, "",
            u"guessed: pandass-tools (a guess from the name, and no widely used distribution is called so)"_s);
        row("Python 2's", "import urllib2", {}, "", u"known:  (part of Python 2 alone: Python 3 has urllib.request in its place)"_s);
        row("Python 2's, with nothing in its place", "import Bastion", {}, "", u"known:  (part of Python 2 alone: Python 3 has nothing in its place)"_s);
        row("Python 2's, declared by another's name", "import ConfigParser", {}, "configparser==7\n",
            u"known:  (part of Python 2 alone: Python 3 has configparser in its place)"_s);
        row("Python 2's, installed", "import commands", {u"commands 1.0 commands"_s}, "", u"environment: commands (installed in .venv, 1.0)"_s);
        row("Python 2's, provided by a distribution", "import sgmllib", {}, "", u"known: sgmllib3k (sgmllib3k is known to provide it)"_s);
        row("several share it", "import google", {}, "",
            u"guessed:  (several distributions share this name; say which one you mean)"_s);
        row("Prefect", "import prefect", {u"prefect 2.20.1 prefect"_s}, "prefect==1.4.1\n",
            u"environment: prefect (installed in .venv, 2.20.1)"_s);
    }
    void theBestEvidenceCounts()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, installed);
        QFETCH(QByteArray, requirements);
        QFETCH(QString, expected);
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        write(folder.filePath(u"flow.py"_s), source);
        if (!installed.isEmpty())
            makeEnvironment(folder.filePath(u".venv"_s), installed);
        if (!requirements.isEmpty())
            write(folder.filePath(u"requirements.txt"_s), requirements);
        const FlowScript script = read(folder.filePath(u"flow.py"_s));
        QCOMPARE(brief(script), expected);
        QCOMPARE(script.imports[0].suspicious, expected.contains(u"no widely used"));
    }

    /// What only others require is locked too, and so are names that no table knows.
    void whatIsLockedIsKnown()
    {
        QTemporaryDir folder;
        const auto write = [&folder](const QString &name, const QByteArray &text) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        };
        QVERIFY(QDir(folder.path()).mkpath(u".git"_s));
        write(u"pyproject.toml"_s, "[project]\ndependencies=['six']\n");
        write(u"uv.lock"_s, "[[package]]\nname='six'\nversion='1.16'\n[[package]]\nname='our-private-thing'\nversion='0.1'\nsource={git='https://example.org/o.git?rev=main#abc'}\n"
                            "[[package]]\nname='psycopg2-binary'\nversion='2.9.9'\n");
        write(u"flow.py"_s, "import our_private_thing\nimport psycopg2\n");
        const auto script = inspectScript(folder.filePath(u"flow.py"_s));
        QVERIFY(script);
        QCOMPARE(script->imports[0].confidence, Confidence::Declared);
        QCOMPARE(script->imports[0].evidence, u"locked in uv.lock, line 4"_s);
        QVERIFY(!script->imports[0].suspicious);
        QVERIFY(script->problems.isEmpty());
        QCOMPARE(script->imports[1].distributions.first(), u"psycopg2-binary"_s);
        QVERIFY(std::any_of(script->locked.begin(), script->locked.end(), [](const DeclaredRequirement &lock) {
            return lock.requirement == u"our-private-thing @ git+https://example.org/o.git@abc";
        }));
    }

    void thePersonOverrules()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        makeEnvironment(folder.filePath(u"venv"_s), {u"other 1 google.cloud.x"_s, u"mine 2.5 mine"_s});
        write(folder.filePath(u"flow.py"_s), "from google.cloud.x import y\n");
        for (const QString &key : {u"google.cloud.x"_s, u"google.cloud"_s, u"google"_s}) {
            InspectOptions options;
            options.importMap.insert(key, u"mine"_s);
            const FlowScript script = read(folder.filePath(u"flow.py"_s), options);
            QCOMPARE(brief(script), u"declared: mine (you said that mine provides it)"_s);
            QCOMPARE(script.imports[0].version, u"2.5"_s);
        }
    }

    /// What is said for one script goes before what is said for all, and concerns no other.
    void thePersonOverrulesForOneScript()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        const QString one = folder.filePath(u"one.py"_s);
        const QString other = folder.filePath(u"other.py"_s);
        write(one, "import cv2\n");
        write(other, "import cv2\n");
        InspectOptions options;
        options.importMap.insert(u"cv2"_s, u"all"_s);
        options.providedBy[one].insert(u"cv2"_s, u"mine"_s);
        QCOMPARE(read(one, options).imports[0].distributions, QStringList{u"mine"_s});
        QCOMPARE(read(other, options).imports[0].distributions, QStringList{u"all"_s});
    }

    void theEnvironmentIsPartOfTheAnswer()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        write(folder.filePath(u"flow.py"_s), "from prefect import flow\n@flow\ndef f(): pass\n");
        makeEnvironment(folder.filePath(u".venv"_s), {u"prefect 2.20.1 prefect"_s, u"Pandas 1.5 pandas"_s});
        FlowScript script = read(folder.filePath(u"flow.py"_s));
        QCOMPARE(script.environment->title, u".venv"_s);
        QCOMPARE(script.environment->python, u"3.9.18"_s);
        QCOMPARE(script.environment->prefect, u"2.20.1"_s);
        QCOMPARE(script.environment->versions.value(u"pandas"_s), u"1.5"_s);
        QCOMPARE(toJson(script)[u"environment"][u"prefect"].toString(), u"2.20.1"_s);
        // What is installed is evidence of the generation where the source fits two.
        QCOMPARE(script.generation, 2);
        QVERIFY(script.generationEvidence.front().text.contains(u"2.20.1 is installed in .venv"));

        // One that was chosen outranks it; one that the shell has does not.
        makeEnvironment(folder.filePath(u"else/where"_s), {u"prefect 3.1 prefect"_s});
        InspectOptions options;
        options.variables.insert(u"VIRTUAL_ENV"_s, folder.filePath(u"else/where"_s));
        QCOMPARE(read(folder.filePath(u"flow.py"_s), options).generation, 2);
        options.environment = folder.filePath(u"else/where"_s);
        script = read(folder.filePath(u"flow.py"_s), options);
        QCOMPARE(script.generation, 3);
        QCOMPARE(script.environment->title, u"else/where"_s);
        options.environment = folder.filePath(u"gone"_s);
        script = read(folder.filePath(u"flow.py"_s), options);
        QVERIFY(!script.environment);
        QVERIFY(std::any_of(script.problems.begin(), script.problems.end(),
                            [](const Problem &p) { return p.code == u"environment-unreadable"; }));
    }

    void damageInTheEnvironmentIsSaid()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        write(folder.filePath(u"flow.py"_s), "import pandas\n");
        makeEnvironment(folder.filePath(u".venv"_s), {u"pandas 1.5 pandas"_s});
        write(folder.filePath(u".venv/lib/python3.9/site-packages/odd-1.dist-info/METADATA"_s), "nothing\n");
        const FlowScript script = read(folder.filePath(u"flow.py"_s));
        QCOMPARE(script.imports[0].confidence, Confidence::Environment);
        QCOMPARE(script.problems.size(), 1);
        QVERIFY(script.problems[0].message.contains(u"odd-1.dist-info"));
    }

    void whatNothingImportsStaysDeclared()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        write(folder.filePath(u"flow.py"_s), "import pandas\n");
        write(folder.filePath(u"requirements.txt"_s), "pandas\ns3fs==2023.1\n");
        InspectOptions options;
        options.requirements = QStringList{u"pyarrow>=10"_s};
        QStringList declared;
        for (const DeclaredRequirement &each : read(folder.filePath(u"flow.py"_s), options).declared)
            declared.append(each.requirement);
        QCOMPARE(declared, (QStringList{u"pyarrow>=10"_s, u"pandas"_s, u"s3fs==2023.1"_s}));
    }

    void neededWithoutAnImport_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("notes"); ///< "line distribution" or "line file"
        const auto row = [](const char *source, const QStringList &notes) {
            QTest::newRow(source) << QByteArray(source) << notes;
        };
        row("import pandas as pd\nx = pd.read_parquet(p)\n", {u"2 pyarrow"_s});
        row("import pandas as pd, pyarrow\nx = pd.read_parquet(p)\n", {});
        row("import pandas as pd, fastparquet\npd.read_parquet(p)\n", {});
        row("import pandas as pd\npd.read_parquet(p)\npd.read_feather(q)\n", {u"2 pyarrow"_s});
        row("import pandas as pd\npd.read_excel('s3://b/x.xlsx')\n", {u"2 openpyxl"_s, u"2 s3fs"_s});
        row("import pandas as pd\ndf.to_sql('t', c)\n", {u"2 sqlalchemy"_s});
        row("u = 'postgresql://u@h/db'\n", {u"1 psycopg2-binary"_s});
        row("import psycopg2\nu = 'postgresql://u@h/db'\n", {});
        row("u = 'mysql+pymysql://u@h/db'\n", {u"1 pymysql"_s});
        row("u = 'snowflake://u@h/db'\n", {u"1 snowflake-sqlalchemy"_s});
        row("u = f'gs://{bucket}/x'\n", {u"1 gcsfs"_s});
        row("u = 'abfs://c@a/x'\n", {u"1 adlfs"_s});
        row("'''s3://only/documented'''\n", {});
        row("u = 'https://example.org'\n", {});
        row("from prefect.blocks.core import Block\nb = Block.load('s3-bucket/mine')\n", {u"2 prefect-aws"_s});
        row("x = open('data.csv').read()\n", {u"1 data.csv"_s});
        row("import pandas as pd\nNAME = 'data.csv'\nx = pd.read_csv(NAME)\n", {u"3 data.csv"_s});
        row("open('data.csv', 'w')\nopen('gone.csv')\nopen('/etc/hostname')\n", {});
    }
    void neededWithoutAnImport()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, notes);
        QTemporaryDir folder;
        QDir(folder.path()).mkdir(u".git"_s);
        write(folder.filePath(u"flow.py"_s), source);
        write(folder.filePath(u"data.csv"_s), "a,b\n");
        QStringList found;
        for (const Problem &problem : read(folder.filePath(u"flow.py"_s)).problems) {
            if (problem.code != u"likely-need" && problem.code != u"opens-file")
                continue;
            QCOMPARE(problem.severity, Severity::Note);
            found.append(QString::number(problem.line) + u' '
                         + (problem.code == u"opens-file" ? problem.message.section(u' ', 3, 3).remove(u',')
                                                          : problem.fix.section(u' ', 1, 1).chopped(1)));
        }
        found.sort();
        QCOMPARE(found, notes);
    }
};

QTEST_GUILESS_MAIN(ProvenanceTest)
#include "test_provenance.moc"
