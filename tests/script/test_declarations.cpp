// SPDX-License-Identifier: Apache-2.0
#include "core/script/requirementsfile.h"
#include "core/script/declarations.h"

#include <QUrl>
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

    /// What inspecting a script with these folders declares.
    static Declarations declared(const QString &script, const QString &source, const QStringList &folders)
    {
        return declarationsOf(script, source, nearestDeclarations(folders));
    }

private Q_SLOTS:
    void wheelsBesideTheScriptAreNamedByTheirAddress()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"requirements.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("./wheels/acme_tools-1.2-py3-none-any.whl\nother-1.0-1-py3-none-any.whl # ours\nthird @ file:lib/third-2.0-py3-none-any.whl\nfourth @ file:./fourth\n./project\n");
        file.close();
        Declarations read;
        readRequirementsFile(file.fileName(), read);
        const QString here = QUrl::fromLocalFile(folder.path()).toString();
        QStringList texts;
        for (const DeclaredRequirement &each : std::as_const(read.requirements))
            texts.append(each.requirement);
        QCOMPARE(texts, (QStringList{u"acme_tools @ "_s + here + u"/wheels/acme_tools-1.2-py3-none-any.whl"_s, u"other @ "_s + here + u"/other-1.0-1-py3-none-any.whl"_s,
                                     u"third @ "_s + here + u"/lib/third-2.0-py3-none-any.whl"_s, u"fourth"_s}));
        QVERIFY(read.problems.isEmpty());
    }

    void wheelsOfALinkedFolderStandForWhatIsRequired()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"wheel house"_s));
        const auto write = [&folder](const QString &name, const QByteArray &text) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        for (const char *name : {"acme_tools-1.2-py3-none-any.whl", "acme_tools-1.10-1-py3-none-any.whl", "acme_tools-2.0-py3-none-any.whl", "numpy-2.0-cp311-cp311-win_amd64.whl",
                                 "unasked-1.0-py3-none-any.whl"})
            QVERIFY(write(u"wheel house/"_s + QString::fromLatin1(name), "x"));
        QVERIFY(write(u"requirements.txt"_s, "--find-links \"./wheel house\"\n-f https://example.org/wheels\n-f gone\nAcme-Tools[s3]<2 ; os_name == 'posix'\nnumpy\nacme.tools>3\n"));
        Declarations read;
        readRequirementsFile(folder.filePath(u"requirements.txt"_s), read);
        QStringList texts;
        for (const DeclaredRequirement &each : std::as_const(read.requirements))
            texts.append(each.requirement);
        const QString here = QUrl::fromLocalFile(folder.path()).toString();
        QCOMPARE(texts, (QStringList{u"Acme-Tools[s3] @ "_s + here + u"/wheel%20house/acme_tools-1.10-1-py3-none-any.whl ; os_name == 'posix'"_s, u"numpy"_s, u"acme.tools>3"_s}));
        QVERIFY(read.problems.isEmpty());
    }

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
        row("conda export", "requirements.txt", "# conda\nnumpy=1.19.5=py38h18fd61f_0\nblas=1.0=mkl\n", {u"numpy==1.19.5:2"_s});
        row("conda list", "requirements.txt", "# packages in environment at /opt/conda:\n#\n# Name   Version   Build  Channel\n_libgcc_mutex 0.1 main\npytorch   1.9.0   py3.8_cuda11.1_0  pytorch\nlibgcc-ng 9.3.0 h5101ec6_17\n", {u"torch==1.9.0:5"_s});
        row("explicit conda export", "requirements.txt", "@EXPLICIT\nhttps://repo.example.org/linux-64/pandas-1.3.5-py38h8c16a72_0.tar.bz2#0a1b\nhttps://repo.example.org/linux-64/libffi-3.3-h1_2.conda\n", {u"pandas==1.3.5:2"_s});
        row("conda environment under another name", "requirements.txt", "name: x\ndependencies:\n- python=3.8.10\n- scikit-learn=0.24.2=py38ha9443f7_0\n- zlib=1.2.11=h7b6447c_3\n- pip:\n  - prefect==1.2.4\n", {u"scikit-learn==0.24.2:4"_s, u"prefect==1.2.4:7"_s}, "==3.8.10");
        row("pip list", "requirements.txt", "Package    Version\n---------- -------\npandas     1.5.2\nsix        1.16.0\n", {u"pandas==1.5.2:3"_s, u"six==1.16.0:4"_s});
        row("requirements of git", "requirements.txt", "git+ssh://git@example.org/o/x.git@v1#egg=xlib[s3]&subdirectory=p\nhttps://example.org/dl/ylib-2.0-py3-none-any.whl\nhttps://example.org/zlib-1.0.tar.gz\n",
            {u"xlib[s3] @ git+ssh://git@example.org/o/x.git@v1#subdirectory=p:1"_s, u"ylib @ https://example.org/dl/ylib-2.0-py3-none-any.whl:2"_s, u"zlib @ https://example.org/zlib-1.0.tar.gz:3"_s});
        row("requirements folder", "requirements/base.txt", "six\n", {u"six:1"_s});
        row("uv sources", "pyproject.toml",
            "[project]\ndependencies=['gitted[a]>=1', 'own', 'member', 'plain']\n[tool.uv.sources]\ngitted={git='https://example.org/g', tag='v2'}\nown={path='../own'}\nmember={workspace=true}\nplain={index='company'}\n",
            {u"gitted[a] @ git+https://example.org/g@v2:2"_s, u"plain:2"_s});
        row("included groups", "pyproject.toml", "[dependency-groups]\nflows=['prefect',{include-group='db'}]\ndb=['psycopg2']\nloop=[{include-group='loop'}]\ntests=['pytest']\n", {u"psycopg2:3"_s, u"prefect:2"_s});
        row("Poetry alternatives", "pyproject.toml",
            "# pandas\n[tool.poetry.dependencies]\npandas=[{version='<=1.9',python='<3.8'},{version='^2.0',python='>=3.8'}]\nwin={version='*',platform='win32'}\nspaces='>=1 <2'\nwild='1.2.*'\nor='^1 || ^2'\n",
            {u"or:7"_s, u"pandas<=1.9 ; python_version < \"3.8\":3"_s, u"pandas>=2.0,<3 ; python_version >= \"3.8\":3"_s, u"spaces>=1,<2:5"_s, u"wild==1.2.*:6"_s, u"win ; sys_platform == \"win32\":4"_s});
        row("pixi in pyproject", "pyproject.toml", "[tool.pixi.dependencies]\npython='>=3.11'\npytorch='>=2'\nffmpeg='*'\n[tool.pixi.pypi-dependencies]\nrich='*'\n[tool.pixi.feature.gpu.dependencies]\nxgboost='*'\n[tool.pixi.feature.test.dependencies]\npytest='*'\n",
            {u"torch>=2:3"_s, u"rich:6"_s, u"xgboost:8"_s}, ">=3.11");
        row("pixi.toml", "pixi.toml", "[dependencies]\npandas='1.5.*'\n[pypi-dependencies]\nprefect='==2.20'\n", {u"pandas==1.5.*:2"_s, u"prefect==2.20:4"_s});
        row("Pipfile markers", "Pipfile", "[packages]\nwin={version='*',sys_platform=\"== 'win32'\"}\ngitted={git='https://example.org/g',ref='main'}\n", {u"gitted @ git+https://example.org/g@main:3"_s, u"win ; sys_platform == 'win32':2"_s});
        row("setup.py extras", "setup.py", "import setuptools\nsetuptools.setup(\n  install_requires=['a1'],\n  extras_require={'db': ['b1'], 'dev': ['c1']},\n)\n", {u"a1:3"_s, u"b1:4"_s});
        row("pyproject", "pyproject.toml",
            "[project]\nname='x'\nrequires-python='>=3.9'\ndependencies=[\n 'pandas>=1',\n \"httpx[http2]\"]\n[project.optional-dependencies]\ndb=['psycopg2-binary']\ndev=['pytest']\n[dependency-groups]\nflows=['prefect>=3', {include-group='x'}]\n",
            {u"pandas>=1:5"_s, u"httpx[http2]:6"_s, u"psycopg2-binary:8"_s, u"prefect>=3:11"_s}, ">=3.9");
        row("Poetry", "pyproject.toml",
            "[tool.poetry.dependencies]\npython='^3.9'\npandas='^1.5'\nsmall='^0.2.3'\ntilde='~1.2'\nany='*'\nextra={version='>=2',extras=['s3']}\ngitted={git='https://example.org/g.git',rev='v1'}\nown={path='../own'}\n[tool.poetry.group.dev.dependencies]\npytest='*'\n",
            {u"any:6"_s, u"extra[s3]>=2:7"_s, u"gitted @ git+https://example.org/g.git@v1:8"_s, u"pandas>=1.5,<2:3"_s, u"small>=0.2.3,<0.3:4"_s, u"tilde>=1.2,<1.3:5"_s}, ">=3.9,<4");
        row("setup.cfg", "setup.cfg", "[metadata]\nname = x\n[options]\npython_requires = >=3.8\ninstall_requires =\n    pandas>=1\n    # no\n    requests; python_version < '4'\n[options.extras_require]\ndb = y\ndev = z\n",
            {u"pandas>=1:6"_s, u"requests; python_version < '4':8"_s, u"y:10"_s}, ">=3.8");
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
        const Declarations found = declared(folder.filePath(u"flow.py"_s), file == u"flow.py" ? QString::fromUtf8(text) : QString(), {folder.path()});
        QStringList texts;
        for (const DeclaredRequirement &declared : found.requirements) {
            texts.append(u"%1:%2"_s.arg(declared.requirement).arg(declared.line));
            QCOMPARE(declared.source, folder.filePath(file));
        }
        QCOMPARE(texts, requirements);
        QCOMPARE(found.requiresPython, python);
        QVERIFY(found.problems.isEmpty());
    }

    void hashesAreKept()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.txt"_s), "pandas==1.5.2 \\\n    --hash=sha256:AA \\\n    --hash sha256:bb # why\nsix\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.requirements[0].hashes, (QStringList{u"sha256:aa"_s, u"sha256:bb"_s}));
        QVERIFY(found.requirements[1].hashes.isEmpty());
    }

    void aCompiledFileIsALock()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.in"_s), "pandas\n");
        write(folder.filePath(u"requirements.txt"_s), "numpy==1.24.1 \\\n  --hash=sha256:aa\n    # via pandas\npandas==1.5.2\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 1);
        QCOMPARE(found.requirements[0].requirement, u"pandas==1.5.2"_s);
        QCOMPARE(found.requirements[0].line, 4);
        QCOMPARE(found.locked.size(), 2);
        QCOMPARE(found.locked[0].hashes, QStringList{u"sha256:aa"_s});
    }

    void setuptoolsLeadsToOtherFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("setup.cfg") << u"setup.cfg"_s << QByteArray("[options]\ninstall_requires = file: deps/main.txt\n");
        QTest::newRow("pyproject") << u"pyproject.toml"_s << QByteArray("[tool.setuptools.dynamic]\ndependencies = {file = ['deps/main.txt']}\n");
    }
    void setuptoolsLeadsToOtherFiles()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        write(folder.filePath(file), text);
        write(folder.filePath(u"deps/main.txt"_s), "six\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 1);
        QCOMPARE(found.requirements[0].source, folder.filePath(u"deps/main.txt"_s));
    }

    void condaAlsoAsksForOtherThings()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"environment.yml"_s), "dependencies:\n- python=3.9\n- pip\n- git\n- ffmpeg>=4\n- pytorch\n- pip:\n  - -r more.txt\n");
        write(folder.filePath(u"more.txt"_s), "six\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.problems.size(), 1);
        QCOMPARE(found.problems[0].code, u"conda-only"_s);
        QVERIFY(found.problems[0].message.contains(u"git, ffmpeg"));
    }

    void aWorkspaceLocksItsMembers()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"uv.lock"_s), "[[package]]\nname='pandas'\nversion='1.5.2'\n[[package]]\nname='my-flows'\nversion='0.1'\nsource={editable='packages/flows'}\n");
        write(folder.filePath(u"pyproject.toml"_s), "[project]\nname='root'\ndependencies=['other']\n");
        write(folder.filePath(u"packages/flows/pyproject.toml"_s), "[project]\nname='My_Flows'\ndependencies=['pandas']\n");
        write(folder.filePath(u"packages/alone/pyproject.toml"_s), "[project]\nname='alone'\ndependencies=['pandas']\n");
        QCOMPARE(declared({}, {}, {folder.filePath(u"packages/flows"_s), folder.path()}).requirements[0].requirement, u"pandas==1.5.2"_s);
        QCOMPARE(declared({}, {}, {folder.filePath(u"packages/alone"_s), folder.path()}).requirements[0].requirement, u"pandas"_s);
    }

    void locksGiveWay()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"pyproject.toml"_s), "[project]\ndependencies=['pandas>=2', 'six', 'gone @ https://example.org/gone.whl']\n");
        write(folder.filePath(u"uv.lock"_s), "[[package]]\nname='pandas'\nversion='1.5.2'\n[[package]]\nname='six'\nversion='1.15'\n[[package]]\nname='six'\nversion='1.16'\n[[package]]\nname='gone'\nversion='1'\n");
        QStringList texts;
        for (const DeclaredRequirement &each : declared({}, {}, {folder.path()}).requirements)
            texts.append(each.requirement);
        // A version that the project no longer allows, one of two for several systems, and an address: none is pinned.
        QCOMPARE(texts, (QStringList{u"pandas>=2"_s, u"six"_s, u"gone @ https://example.org/gone.whl"_s}));
    }

    void aLockAloneDeclares()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"conda-lock.yml"_s),
              "package:\n- {name: pytorch, version: 2.0.1, manager: conda, platform: linux-64, hash: {sha256: aa}}\n- {name: libgcc-ng, version: 9.3, manager: conda, platform: linux-64}\n"
              "- {name: six, version: 1.15, manager: pip, platform: osx-64}\n- {name: six, version: 1.16, manager: pip, platform: linux-64, hash: {sha256: bb}}\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.requirements[0].requirement, u"torch==2.0.1"_s);
        QVERIFY(found.requirements[0].hashes.isEmpty());
        QCOMPARE(found.requirements[1].requirement, u"six==1.16"_s);
        QCOMPARE(found.requirements[1].hashes, QStringList{u"sha256:bb"_s});
        QCOMPARE(found.requirements[1].line, 5);
    }

    void aScriptDeclaresForItself()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.txt"_s), "pandas\n");
        write(folder.filePath(u"flow.py.lock"_s), "[[package]]\nname='rich'\nversion='13.0'\n");
        const QString script = folder.filePath(u"flow.py"_s);
        const Declarations own = declared(script, u"# /// script\n# dependencies = ['rich']\n# ///\n"_s, {folder.path()});
        QCOMPARE(own.requirements.size(), 1);
        QCOMPARE(own.requirements[0].requirement, u"rich==13.0"_s);
        QCOMPARE(declared(script, u"import pandas\n"_s, {folder.path()}).requirements[0].requirement, u"pandas"_s);
        const Declarations broken = declared(script, u"\n# /// script\n# dependencies = [\n# ///\n"_s, {folder.path()});
        QCOMPARE(broken.requirements.size(), 1);
        QCOMPARE(broken.problems.size(), 1);
    }

    void includesAndConstraints()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.txt"_s), "-r more/base.txt\n-c constraints.txt\npandas\n-r requirements.txt\n");
        write(folder.filePath(u"more/base.txt"_s), "-r ../requirements.txt\nnumpy\n--requirement=gone.txt\n");
        write(folder.filePath(u"constraints.txt"_s), "pandas==1.5.2\nunused==1\n");
        const Declarations found = declared({}, {}, {folder.path()});
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
        const Declarations found = declared({}, {}, {folder.filePath(u"flows/a/b"_s), folder.filePath(u"flows/a"_s), folder.filePath(u"flows"_s), folder.path()});
        QCOMPARE(found.requirements.size(), 1);
        QCOMPARE(found.requirements[0].requirement, u"prefect==1.4.1"_s);
    }

    void locksKnowAddresses_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("uv") << u"uv.lock"_s << QByteArray("[[package]]\nname='x'\nversion='1'\nsource={git='https://e.org/x.git?tag=v1#abc'}\n");
        QTest::newRow("poetry") << u"poetry.lock"_s << QByteArray("[[package]]\nname='x'\nversion='1'\n[package.source]\ntype='git'\nurl='https://e.org/x.git'\nreference='v1'\nresolved_reference='abc'\n");
        QTest::newRow("pylock") << u"pylock.toml"_s << QByteArray("[[packages]]\nname='x'\nversion='1'\nvcs={type='git',url='https://e.org/x.git',commit-id='abc'}\n");
    }
    void locksKnowAddresses()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        write(folder.filePath(file), text + "[[package]]\nname='y'\nversion='1'\nsource={registry='https://e.org/simple'}\n");
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.locked.size(), 2);
        const auto x = std::find_if(found.locked.begin(), found.locked.end(), [](const DeclaredRequirement &lock) { return lock.requirement.startsWith(u'x'); });
        QVERIFY(x != found.locked.end());
        QCOMPARE(x->requirement, u"x @ git+https://e.org/x.git@abc"_s);
        QCOMPARE(x->line, 1);
    }

    void locksPinWhatIsDeclared_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("hashes");
        const QStringList both{u"sha256:aa"_s, u"sha256:bb"_s};
        QTest::newRow("uv") << u"uv.lock"_s << QByteArray("version = 1\n[[package]]\nname = 'Pandas'\nversion = '1.5.2'\nsdist = { hash = 'sha256:aa' }\nwheels = [ { url = 'x', hash = 'sha256:bb' } ]\n") << both;
        QTest::newRow("poetry") << u"poetry.lock"_s << QByteArray("[[package]]\nname = 'pandas'\nversion = '1.5.2'\nfiles = [{file='a',hash='sha256:aa'},{file='b',hash='sha256:bb'}]\n") << both;
        QTest::newRow("pylock") << u"pylock.toml"_s << QByteArray("lock-version='1.0'\n[[packages]]\nname = 'pandas'\nversion = '1.5.2'\nsdist = {hashes={sha256='aa'}}\nwheels=[{hashes={sha256='bb'}}]\n") << both;
        QTest::newRow("Pipfile") << u"Pipfile.lock"_s << QByteArray("{\"default\": {\"pandas\": {\"version\": \"==1.5.2\", \"hashes\": [\"sha256:aa\", \"sha256:bb\"]}}}") << both;
        QTest::newRow("conda") << u"conda-lock.yml"_s << QByteArray("package:\n- name: pandas\n  version: 1.5.2\n  manager: conda\n") << QStringList();
    }
    void locksPinWhatIsDeclared()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QStringList, hashes);
        QTemporaryDir folder;
        write(folder.filePath(u"pyproject.toml"_s), "[project]\ndependencies=['pandas>=1 ; python_version>\"3\"', 'six']\n");
        write(folder.filePath(file), text);
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.requirements.size(), 2);
        QCOMPARE(found.requirements[0].requirement, u"pandas==1.5.2; python_version>\"3\""_s);
        QCOMPARE(found.requirements[0].source, folder.filePath(file));
        QVERIFY(found.requirements[0].line > 0);
        QCOMPARE(found.requirements[0].hashes, hashes);
        QCOMPARE(found.requirements[1].requirement, u"six"_s);
    }

    void brokenFilesAreOneSentence_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("requirements") << u"requirements.txt"_s << QByteArray("\npandas >> 1\nsix\n");
        QTest::newRow("TOML") << u"pyproject.toml"_s << QByteArray("\n[project\n");
        QTest::newRow("cfg") << u"setup.cfg"_s << QByteArray("[options]\nno entry\ninstall_requires = six\n");
        QTest::newRow("cfg without a section") << u"setup.cfg"_s << QByteArray("\na = b\n[options]\n");
        QTest::newRow("requirement in TOML") << u"pyproject.toml"_s << QByteArray("[project]\ndependencies=['pandas >> 1','six']\n");
        QTest::newRow("Poetry's version") << u"pyproject.toml"_s << QByteArray("[tool.poetry.dependencies]\npandas='^x'\n");
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
        QTest::newRow("lock") << u"uv.lock"_s << QByteArray("\n[[package\n");
        QTest::newRow("JSON lock") << u"Pipfile.lock"_s << QByteArray("{\n");
    }
    void brokenFilesAreOneSentence()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        if (file.endsWith(u"lock"))
            write(folder.filePath(u"requirements.txt"_s), "six\n");
        write(folder.filePath(file), text);
        const Declarations found = declared({}, {}, {folder.path()});
        QCOMPARE(found.problems.size(), 1);
        QCOMPARE(found.problems[0].code, u"declared-file-invalid"_s);
        QVERIFY(found.problems[0].message.contains(file));
        if (!QByteArray(QTest::currentDataTag()).contains("deep") && !QByteArray(QTest::currentDataTag()).contains("unfolding"))
            QVERIFY2(found.problems[0].message.contains(u"line 2", Qt::CaseInsensitive), qPrintable(found.problems[0].message));
    }
};

QTEST_GUILESS_MAIN(DeclarationsTest)
#include "test_declarations.moc"
