// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

using Files = QMap<QString, QByteArray>;

/// Small trees of files: which imports of a script lead to which files.
class LocalModulesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_repository;

    FlowScript inspect(const QString &script, const Files &files)
    {
        m_repository = m_folder.filePath(QString::number(QDir(m_folder.path()).count()) + u"/repo"_s);
        QDir().mkpath(m_repository + u"/.git"_s);
        for (auto it = files.begin(); it != files.end(); ++it) {
            const QString path = m_repository + u'/' + it.key();
            QDir().mkpath(QFileInfo(path).path());
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(*it) != it->size())
                qFatal("cannot write %s", qPrintable(path));
        }
        const auto result = inspectScript(m_repository + u'/' + script);
        if (!result)
            qFatal("%s", qPrintable(result.error().sentence));
        return *result;
    }

    QString inRepository(const QString &path) const { return QDir(m_repository).relativeFilePath(path); }

    /// "flow.py:1 helpers → helpers", "flow.py:2 numpy third-party", in the order in which files are read.
    QStringList imports(const FlowScript &script) const
    {
        QStringList lines;
        for (const Import &import : script.imports) {
            QString line = u"%1:%2 %3"_s.arg(inRepository(import.file)).arg(import.line).arg(import.module);
            if (!import.name.isEmpty())
                line += u':' + import.name;
            if (import.kind == ImportKind::Local)
                line += u" → "_s + import.target;
            else
                line += import.kind == ImportKind::ThirdParty ? u" third-party"_s
                    : import.kind == ImportKind::Prefect      ? u" prefect"_s
                                                              : u" standard"_s;
            for (const SourcePlace &place : import.via)
                line += u" via %1:%2"_s.arg(inRepository(place.file)).arg(place.line);
            lines.append(line);
        }
        return lines;
    }

    QStringList reached(const FlowScript &script) const
    {
        QStringList files;
        for (const LocalModule &module : script.localModules) {
            for (const QString &file : module.files)
                files.append(inRepository(file));
        }
        files.sort();
        return files;
    }

private Q_SLOTS:
    void modulesAreFound_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &script, const QByteArray &source, const Files &files, const QStringList &expected) {
            QTest::newRow(name) << script << source << files << expected;
        };
        row("beside", u"flow.py"_s, "import helpers", {{u"helpers.py"_s, ""}}, {u"helpers.py"_s});
        row("one folder up", u"flows/flow.py"_s, "import helpers", {{u"helpers.py"_s, ""}}, {u"helpers.py"_s});
        row("three folders up", u"a/b/c/flow.py"_s, "from common.io import read", {{u"common/__init__.py"_s, ""}, {u"common/io.py"_s, ""}},
            {u"common/__init__.py"_s, u"common/io.py"_s});
        row("four folders up", u"a/b/c/d/flow.py"_s, "import helpers", {{u"helpers.py"_s, ""}}, {});
        row("deep in a project", u"a/b/c/d/e/flow.py"_s, "import helpers\nimport between", {{u"helpers.py"_s, ""}, {u"a/between.py"_s, ""}, {u"pyproject.toml"_s, ""}}, {u"helpers.py"_s});
        row("not above the repository", u"inner/flow.py"_s, "import helpers", {{u"inner/.git/HEAD"_s, ""}, {u"helpers.py"_s, ""}}, {});
        row("src", u"flows/flow.py"_s, "import company.io", {{u"src/company/__init__.py"_s, ""}, {u"src/company/io.py"_s, ""}},
            {u"src/company/__init__.py"_s, u"src/company/io.py"_s});
        row("packages", u"flows/flow.py"_s, "import one, two", {{u"pyproject.toml"_s, ""}, {u"packages/a/one.py"_s, ""}, {u"packages/b/src/two.py"_s, ""}},
            {u"packages/a/one.py"_s, u"packages/b/src/two.py"_s});
        row("own package", u"pkg/flows/flow.py"_s, "from pkg.io import read\nfrom . import near\nfrom ..io import write\nfrom .. import far\n",
            {{u"pkg/__init__.py"_s, ""}, {u"pkg/io.py"_s, ""}, {u"pkg/far.py"_s, ""}, {u"pkg/flows/__init__.py"_s, ""}, {u"pkg/flows/near.py"_s, ""}},
            {u"pkg/__init__.py"_s, u"pkg/far.py"_s, u"pkg/flows/__init__.py"_s, u"pkg/flows/near.py"_s, u"pkg/io.py"_s});
        row("namespace", u"flow.py"_s, "import space.deep.tool\nfrom space.deep import other\n", {{u"space/deep/tool.py"_s, ""}, {u"space/deep/other.py"_s, ""}},
            {u"space/deep/other.py"_s, u"space/deep/tool.py"_s});
        row("submodule by name", u"flow.py"_s, "from pkg import part, attribute", {{u"pkg/__init__.py"_s, "attribute = 1"}, {u"pkg/part.py"_s, ""}},
            {u"pkg/__init__.py"_s, u"pkg/part.py"_s});
        row("dynamic", u"flow.py"_s, "import importlib\nimportlib.import_module('pkg.' + 'part')\n", {{u"pkg/__init__.py"_s, ""}, {u"pkg/part.py"_s, ""}},
            {u"pkg/__init__.py"_s, u"pkg/part.py"_s});
        row("named like an integration", u"flow.py"_s, "import prefect_company", {{u"prefect_company/__init__.py"_s, ""}}, {u"prefect_company/__init__.py"_s});

        const auto rooted = [&row](const char *name, const QString &folder, const QByteArray &pyproject) {
            row(name, u"flows/flow.py"_s, "import tool", {{u"pyproject.toml"_s, pyproject}, {folder + u"/tool.py"_s, ""}}, {folder + u"/tool.py"_s});
        };
        rooted("setuptools where", u"lib"_s, "[tool.setuptools.packages.find]\nwhere = ['lib']\n");
        rooted("setuptools package-dir", u"lib/python"_s, "[tool.setuptools]\npackage-dir = {'' = 'lib/python'}\n");
        rooted("Poetry", u"lib"_s, "[tool.poetry]\npackages = [{include = 'tool.py', from = 'lib'}]\n");
        rooted("PDM", u"lib"_s, "[tool.pdm.build]\npackage-dir = 'lib'\n");
        rooted("Hatch", u"lib"_s, "[tool.hatch.build.targets.wheel]\npackages = ['lib/tool']\n");
        rooted("Hatch sources", u"lib"_s, "[tool.hatch.build.targets.wheel]\nsources = ['lib']\n");
        rooted("maturin", u"python"_s, "[tool.maturin]\npython-source = 'python'\n");
        rooted("pytest", u"lib"_s, "[tool.pytest.ini_options]\npythonpath = 'lib'\n");
        rooted("workspace", u"libs/a/src"_s, "[tool.uv.workspace]\nmembers = ['libs/*']\n");
        rooted("path of a requirement", u"vendor/tool"_s, "[tool.uv.sources]\ntool = {path = 'vendor/tool'}\n");
        row("setup.cfg", u"flows/flow.py"_s, "import tool, other",
            {{u"setup.cfg"_s, "[options]\npackage_dir =\n    = lib\n[options.packages.find]\nwhere = code\n"}, {u"lib/tool.py"_s, ""}, {u"code/other.py"_s, ""}},
            {u"code/other.py"_s, u"lib/tool.py"_s});
        row("setup.py", u"flows/flow.py"_s, "import tool, other, third",
            {{u"setup.py"_s, "import os\nfrom setuptools import setup, find_packages\nROOT = 'lib'\nsetup(package_dir={'': ROOT, 'x': 'y'}, packages=find_packages(where='code') + find_packages('more'))\n"},
             {u"lib/tool.py"_s, ""}, {u"code/other.py"_s, ""}, {u"more/third.py"_s, ""}},
            {u"code/other.py"_s, u"lib/tool.py"_s, u"more/third.py"_s});
        row("setup.py that says nothing", u"flows/flow.py"_s, "import tool", {{u"setup.py"_s, "from setuptools import setup\nsetup(package_dir=roots(), packages=find_packages(x))\nsetup(\n"}, {u"tool.py"_s, ""}}, {u"tool.py"_s});
        row("star that lists submodules", u"flow.py"_s, "from pkg import *",
            {{u"pkg/__init__.py"_s, "__all__ = ['one', 'value', '']\n__all__ += ['sub']\nvalue = 1\n"}, {u"pkg/one.py"_s, "import numpy"}, {u"pkg/sub/__init__.py"_s, "from . import *"}, {u"pkg/two.py"_s, ""}},
            {u"pkg/__init__.py"_s, u"pkg/one.py"_s, u"pkg/sub/__init__.py"_s});
        row("star that lists nothing", u"flow.py"_s, "from pkg import *", {{u"pkg/__init__.py"_s, "__all__ = sorted(names)\n"}, {u"pkg/one.py"_s, ""}}, {u"pkg/__init__.py"_s});
        row("malformed", u"flows/flow.py"_s, "import tool", {{u"pyproject.toml"_s, "[tool.\0"}, {u"tool.py"_s, ""}}, {u"tool.py"_s});
        row("odd values", u"flows/flow.py"_s, "import tool",
            {{u"pyproject.toml"_s, "[tool]\nsetuptools = 1\npoetry = {packages = [1, {from = 2}]}\nuv = {workspace = {members = ['', '/', '../../../*', 7]}}\n"}, {u"tool.py"_s, ""}}, {u"tool.py"_s});
    }
    void modulesAreFound()
    {
        QFETCH(QString, script);
        QFETCH(QByteArray, source);
        QFETCH(Files, files);
        QFETCH(QStringList, expected);
        files.insert(script, source);
        QCOMPARE(reached(inspect(script, files)).join(u'\n'), expected.join(u'\n'));
    }

    void foldersHideNoDistribution_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("expected");
        QTest::newRow("empty") << QByteArray("import wandb") << Files{{u"wandb/run/log.txt"_s, ""}} << u"flow.py:1 wandb third-party"_s;
        QTest::newRow("without the submodule") << QByteArray("import google.cloud.storage") << Files{{u"google/own.py"_s, ""}} << u"flow.py:1 google.cloud.storage third-party"_s;
        QTest::newRow("with the submodule") << QByteArray("import company.own") << Files{{u"company/own.py"_s, ""}} << u"flow.py:1 company.own → company.own"_s;
        QTest::newRow("of a known distribution") << QByteArray("import docker.errors") << Files{{u"docker/Dockerfile"_s, ""}, {u"docker/errors.py"_s, ""}} << u"flow.py:1 docker.errors third-party"_s;
        QTest::newRow("a package") << QByteArray("import yaml") << Files{{u"yaml/__init__.py"_s, ""}} << u"flow.py:1 yaml → yaml"_s;
        QTest::newRow("built in") << QByteArray("import sys") << Files{{u"sys.py"_s, ""}} << u"flow.py:1 sys standard"_s;
        QTest::newRow("above, of a known distribution") << QByteArray("import numpy") << Files{{u"../numpy.py"_s, ""}} << u"flow.py:1 numpy third-party"_s;
    }
    void foldersHideNoDistribution()
    {
        QFETCH(QByteArray, source);
        QFETCH(Files, files);
        QFETCH(QString, expected);
        files.insert(u"flow.py"_s, source);
        QCOMPARE(imports(inspect(u"flow.py"_s, files)).join(u'\n'), expected);
    }

    void everyFileIsReadOnceAndKeepsItsChain()
    {
        const FlowScript script = inspect(u"flow.py"_s, {{u"flow.py"_s, "import a\nimport c\n"},
                                                         {u"a.py"_s, "import b\nimport a\n"},
                                                         {u"b.py"_s, "import a\nimport flow\nfrom c import *\nimport yaml\n"},
                                                         {u"c/__init__.py"_s, "from .d import *\n"},
                                                         {u"c/d.py"_s, "import requests\n"}});
        const QStringList expected{u"flow.py:1 a → a"_s,
                                   u"flow.py:2 c → c"_s,
                                   u"a.py:1 b → b via flow.py:1"_s,
                                   u"a.py:2 a → a via flow.py:1"_s,
                                   u"c/__init__.py:1 .d:* → c.d via flow.py:2"_s,
                                   u"b.py:1 a → a via flow.py:1 via a.py:1"_s,
                                   u"b.py:2 flow → flow via flow.py:1 via a.py:1"_s,
                                   u"b.py:3 c:* → c via flow.py:1 via a.py:1"_s,
                                   u"b.py:4 yaml third-party via flow.py:1 via a.py:1"_s,
                                   u"c/d.py:1 requests third-party via flow.py:2 via c/__init__.py:1"_s};
        QCOMPARE(imports(script).join(u'\n'), expected.join(u'\n'));
    }

    void shadowingIsReported_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("standard library") << u"flow.py"_s << QByteArray("\nimport random") << Files{{u"random.py"_s, ""}} << QStringList{u"2:shadowed-module"_s};
        QTest::newRow("distribution") << u"flow.py"_s << QByteArray("import pandas") << Files{{u"pandas/__init__.py"_s, ""}} << QStringList{u"1:shadowed-module"_s};
        QTest::newRow("Prefect") << u"prefect.py"_s << QByteArray("from prefect import flow") << Files{} << QStringList{u"1:shadowed-module"_s};
        QTest::newRow("imported by others") << u"flow.py"_s << QByteArray("import os") << Files{{u"queue.py"_s, ""}, {u"email/__init__.py"_s, ""}, {u"json/data.txt"_s, ""}}
                                            << QStringList{u"0:shadowed-module"_s, u"0:shadowed-module"_s};
        QTest::newRow("no one's") << u"flow.py"_s << QByteArray("import os") << Files{{u"test/__init__.py"_s, ""}, {u"sys.py"_s, ""}, {u"imp.py"_s, ""}, {u"tasks.py"_s, ""}} << QStringList{};
        QTest::newRow("elsewhere") << u"flows/flow.py"_s << QByteArray("import json") << Files{{u"json.py"_s, ""}, {u"lib/queue.py"_s, ""}} << QStringList{};
        QTest::newRow("a package of its own") << u"pkg/flow.py"_s << QByteArray("from . import json") << Files{{u"pkg/__init__.py"_s, ""}, {u"pkg/sub/json.py"_s, ""}, {u"pkg/json2.py"_s, ""}}
                                              << QStringList{};
    }
    void shadowingIsReported()
    {
        QFETCH(QString, script);
        QFETCH(QByteArray, source);
        QFETCH(Files, files);
        QFETCH(QStringList, expected);
        files.insert(script, source);
        QStringList found;
        const FlowScript read = inspect(script, files);
        for (const Problem &problem : read.problems)
            found.append(u"%1:%2"_s.arg(problem.line).arg(problem.code));
        QCOMPARE(found, expected);
    }

    void standardLibraryOfWhichPython()
    {
        const FlowScript script = inspect(u"flow.py"_s, {{u"flow.py"_s, "import tomllib, distutils.core, json\n"}});
        QCOMPARE(script.imports[0].since, u"3.11"_s);
        QCOMPARE(script.imports[0].until, QString());
        QCOMPARE(script.imports[1].since, QString());
        QCOMPARE(script.imports[1].until, u"3.11"_s);
        QCOMPARE(script.imports[2].since + script.imports[2].until, QString());
    }
};

QTEST_GUILESS_MAIN(LocalModulesTest)
#include "test_localmodules.moc"
