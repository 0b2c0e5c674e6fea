// SPDX-License-Identifier: Apache-2.0
#include "core/script/declarations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class DeclarationsTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
    }

private Q_SLOTS:
    void everyFormat_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("requirements"); ///< "requirement:line"
        QTest::addColumn<QString>("python");
        const auto row = [](const char *name, const char *file, const QByteArray &text, const QStringList &requirements, const char *python = "") {
            QTest::newRow(name) << QString::fromLatin1(file) << text << requirements << QString::fromLatin1(python);
        };
        row("requirements", "requirements.txt",
            "# comment\nPandas>=1.5 # why\r\n\n--index-url https://example.org\nprefect[aws]==1.4.1 \\\n  --hash=sha256:aa \\\n  --hash=sha256:bb\n-e .\n./lib\nnumpy ; python_version<'3.9'\n"
            "git+https://example.org/x.git@main#egg=xlib\nylib @ https://example.org/y.whl\n",
            {u"Pandas>=1.5:2"_s, u"prefect[aws]==1.4.1:5"_s, u"numpy ; python_version<'3.9':10"_s, u"xlib @ git+https://example.org/x.git@main:11"_s, u"ylib @ https://example.org/y.whl:12"_s});
        row("UTF-16", "requirements.txt", QByteArray("\xff\xfe" "a\0b\0=\0=\0" "1\0", 12), {u"ab==1:1"_s});
        row("conda export", "requirements.txt", "# conda\nnumpy=1.19.5=py38h18fd61f_0\nblas=1.0=mkl\n", {u"numpy==1.19.5:2"_s, u"blas==1.0:3"_s});
        row("pyproject", "pyproject.toml",
            "[project]\nname='x'\nrequires-python='>=3.9'\ndependencies=[\n 'pandas>=1',\n \"httpx[http2]\"]\n[project.optional-dependencies]\ndb=['psycopg2-binary']\ndev=['pytest']\n[dependency-groups]\nflows=['prefect>=3', {include-group='x'}]\n",
            {u"pandas>=1:5"_s, u"httpx[http2]:6"_s, u"psycopg2-binary:8"_s, u"prefect>=3:11"_s}, ">=3.9");
        row("Poetry", "pyproject.toml",
            "[tool.poetry.dependencies]\npython='^3.9'\npandas='^1.5'\nsmall='^0.2.3'\ntilde='~1.2'\nany='*'\nextra={version='>=2',extras=['s3']}\ngitted={git='https://example.org/g.git',rev='v1'}\nown={path='../own'}\n[tool.poetry.group.dev.dependencies]\npytest='*'\n",
            {u"any:6"_s, u"extra[s3]>=2:7"_s, u"gitted @ git+https://example.org/g.git@v1:8"_s, u"pandas>=1.5,<2:3"_s, u"small>=0.2.3,<0.3:4"_s, u"tilde>=1.2,<1.3:5"_s}, ">=3.9,<4");
        row("setup.cfg", "setup.cfg", "[metadata]\nname = x\n[options]\npython_requires = >=3.8\ninstall_requires =\n    pandas>=1\n    # no\n    requests; python_version < '4'\n[options.extras_require]\nx = y\n",
            {u"pandas>=1:6"_s, u"requests; python_version < '4':8"_s}, ">=3.8");
        row("setup.py", "setup.py", "from setuptools import setup\nREQUIRES = ['pandas>=1', 'six']\nsetup(name='x', install_requires=REQUIRES, python_requires='>=3.7')\n",
            {u"pandas>=1:2"_s, u"six:2"_s}, ">=3.7");
        row("Pipfile", "Pipfile", "[packages]\npandas = '*'\nsix = '==1.16'\n[dev-packages]\npytest='*'\n[requires]\npython_version='3.9'\n", {u"pandas:2"_s, u"six==1.16:3"_s}, "==3.9.*");
        row("conda", "environment.yml", "name: x\nchannels: [defaults]\ndependencies:\n  - python=3.9\n  - pip\n  - conda-forge::numpy=1.21\n  - pandas>=1.3\n  - pip:\n    - prefect==1.4.1\n",
            {u"numpy==1.21.*:6"_s, u"pandas>=1.3:7"_s, u"prefect==1.4.1:9"_s}, "==3.9.*");
        row("inline", "flow.py", "#!/usr/bin/env python\n# /// script\n# requires-python = '>=3.11'\n# dependencies = [\n#   'rich',\n# ]\n# ///\nimport rich\n", {u"rich:5"_s}, ">=3.11");
        row("tests only", "requirements-dev.txt", "pytest\n", {});
    }
    void everyFormat()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QStringList, requirements);
        QFETCH(QString, python);
        QTemporaryDir folder;
        write(folder.filePath(file), text);
        const Declarations found = findDeclarations(folder.filePath(u"flow.py"_s), file == u"flow.py" ? QString::fromUtf8(text) : QString(), {folder.path()});
        QStringList texts;
        for (const DeclaredRequirement &declared : found.requirements) {
            texts.append(u"%1:%2"_s.arg(declared.requirement).arg(declared.line));
            QCOMPARE(declared.source, folder.filePath(file));
        }
        QCOMPARE(texts, requirements);
        QCOMPARE(found.requiresPython, python);
        QVERIFY(found.problems.isEmpty());
    }

    void includesAndConstraints()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.txt"_s), "-r more/base.txt\n-c constraints.txt\npandas\n-r requirements.txt\n");
        write(folder.filePath(u"more/base.txt"_s), "-r ../requirements.txt\nnumpy\n--requirement=gone.txt\n");
        write(folder.filePath(u"constraints.txt"_s), "pandas==1.5.2\nunused==1\n");
        const Declarations found = findDeclarations({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.requirements[0].requirement, u"numpy"_s);
        QCOMPARE(found.requirements[0].source, folder.filePath(u"more/base.txt"_s));
        QCOMPARE(found.requirements[1].requirement, u"pandas==1.5.2"_s);
        QCOMPARE(found.problems.size(), 1);
        QVERIFY(found.problems[0].message.contains(u"gone.txt"));
    }

    void theNearestFolderThatDeclaresWins()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"pyproject.toml"_s), "[project]\nrequires-python='>=3.10'\ndependencies=['prefect>=3']\n");
        write(folder.filePath(u"flows/a/requirements.txt"_s), "prefect==1.4.1\n");
        QDir().mkpath(folder.filePath(u"flows/a/b"_s));
        const Declarations found = findDeclarations({}, {}, {folder.filePath(u"flows/a/b"_s), folder.filePath(u"flows/a"_s), folder.filePath(u"flows"_s), folder.path()});
        QCOMPARE(found.requirements.size(), 1);
        QCOMPARE(found.requirements[0].requirement, u"prefect==1.4.1"_s);
    }

    void locksPinWhatIsDeclared_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("uv") << u"uv.lock"_s << QByteArray("version = 1\n[[package]]\nname = 'Pandas'\nversion = '1.5.2'\n");
        QTest::newRow("poetry") << u"poetry.lock"_s << QByteArray("[[package]]\nname = 'pandas'\nversion = '1.5.2'\n");
        QTest::newRow("pylock") << u"pylock.toml"_s << QByteArray("lock-version='1.0'\n[[packages]]\nname = 'pandas'\nversion = '1.5.2'\n");
        QTest::newRow("Pipfile") << u"Pipfile.lock"_s << QByteArray("{\"default\": {\"pandas\": {\"version\": \"==1.5.2\"}}}");
        QTest::newRow("conda") << u"conda-lock.yml"_s << QByteArray("package:\n- name: pandas\n  version: 1.5.2\n  manager: conda\n");
    }
    void locksPinWhatIsDeclared()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        write(folder.filePath(u"pyproject.toml"_s), "[project]\ndependencies=['pandas>=1 ; python_version>\"3\"', 'six']\n");
        write(folder.filePath(file), text);
        const Declarations found = findDeclarations({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.requirements[0].requirement, u"pandas==1.5.2; python_version>\"3\""_s);
        QCOMPARE(found.requirements[0].source, folder.filePath(file));
        QCOMPARE(found.requirements[1].requirement, u"six"_s);
    }

    void brokenFilesAreOneSentence_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("requirements") << u"requirements.txt"_s << QByteArray("pandas >> 1\nsix\n");
        QTest::newRow("TOML") << u"pyproject.toml"_s << QByteArray("[project\n");
        QTest::newRow("deep TOML") << u"pyproject.toml"_s << QByteArray("a=") + QByteArray(100'000, '[');
        QTest::newRow("YAML") << u"environment.yml"_s << QByteArray("a: [b\nc: }");
        QTest::newRow("deep YAML") << u"environment.yml"_s << QByteArray(100'000, '[');
        QTest::newRow("unfolding YAML") << u"environment.yml"_s << [] {
            QByteArray bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
            for (int i = 1; i < 12; ++i) {
                const QByteArray last = "*a" + QByteArray::number(i - 1);
                bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + QByteArray(last + ",").repeated(9) + last + "]\n";
            }
            return bomb;
        }();
        QTest::newRow("lock") << u"uv.lock"_s << QByteArray("[[package\n");
        QTest::newRow("JSON lock") << u"Pipfile.lock"_s << QByteArray("{");
    }
    void brokenFilesAreOneSentence()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        if (file.endsWith(u"lock"))
            write(folder.filePath(u"requirements.txt"_s), "six\n");
        write(folder.filePath(file), text);
        const Declarations found = findDeclarations({}, {}, {folder.path()});
        QCOMPARE(found.problems.size(), 1);
        QCOMPARE(found.problems[0].code, u"declared-file-invalid"_s);
        QVERIFY(found.problems[0].message.contains(file));
    }
};

QTEST_GUILESS_MAIN(DeclarationsTest)
#include "test_declarations.moc"
