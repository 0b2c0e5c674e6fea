// SPDX-License-Identifier: Apache-2.0
#include "tests/script/inspecting.h"
#include "core/script/problems.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// "Required third-party pandas.DataFrame": the short form in which the tables below say what an import is.
QString brief(const Import &import)
{
    const QJsonObject json = [&import] {
        FlowScript script;
        script.imports = {import};
        return toJson(script)[u"imports"].toArray().first().toObject();
    }();
    QString text = json[u"necessity"].toString() + u' ' + json[u"kind"].toString() + u' ' + import.module;
    if (!import.name.isEmpty())
        text += u':' + import.name;
    if (import.target != import.module)
        text += u" → "_s + import.target;
    if (import.group >= 0) { // 0.1 is its second branch, and ? says that none is needed
        text += u" group "_s + QString::number(import.group);
        text += (import.branch > 0 ? u'.' + QString::number(import.branch) : QString()) + (import.dispensable ? u"?"_s : QString());
    }
    if (!import.condition.isEmpty())
        text += u" if "_s + import.condition;
    if (import.inFunction)
        text += u" in function"_s;
    if (import.dynamic)
        text += u" dynamic"_s;
    return text;
}

} // namespace

class InspectTest : public QObject
{
    Q_OBJECT

    const test::Scripts m_scripts;

private Q_SLOTS:
    void importsAreWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("imports");
        const auto row = [](const char *name, const char *source, const QStringList &imports) {
            QTest::newRow(name) << QByteArray(source) << imports;
        };
        row("plain", "import os, numpy as np\nfrom prefect import flow", {u"required standard-library os"_s, u"required third-party numpy"_s, u"required prefect prefect:flow"_s});
        row("dotted", "import os . path\nimport a.\\\n  b", {u"required standard-library os.path"_s, u"required third-party a.b"_s});
        row("part that is packaged apart", "from dbm import gnu\nfrom dbm import dumb",
            {u"required standard-library dbm:gnu → dbm.gnu"_s, u"required standard-library dbm:dumb"_s});
        row("star", "from pandas import *", {u"required third-party pandas:*"_s});
        row("future", "from __future__ import annotations", {u"required standard-library __future__:annotations"_s});
        row("namespace", "from google.cloud import storage", {u"required third-party google.cloud:storage → google.cloud.storage"_s});
        row("function", "def f():\n    import numpy\n", {u"required third-party numpy in function"_s});
        row("class body", "class A:\n    import numpy\n", {u"required third-party numpy"_s});
        row("fallback", "try:\n    import ujson\nexcept ImportError:\n    import json\n",
            {u"optional third-party ujson group 0"_s, u"optional standard-library json group 0.1"_s});
        row("fallback with tuple", "try:\n    import ujson\nexcept (ValueError, ModuleNotFoundError) as e:\n    ujson = None\n", {u"optional third-party ujson group 0?"_s});
        row("wide", "try:\n    import ujson\nexcept Exception:\n    pass\n", {u"optional third-party ujson group 0?"_s});
        row("wide around work", "try:\n    import ujson\n    ujson.load(x)\nexcept Exception:\n    pass\n", {u"required third-party ujson"_s});
        row("gives up", "try:\n    import ujson\nexcept ImportError:\n    raise SystemExit('install ujson')\n", {u"required third-party ujson"_s});
        row("two groups", "try:\n    import a1\nexcept ImportError:\n    pass\ntry:\n    import b1\nexcept ImportError:\n    pass\n",
            {u"optional third-party a1 group 0?"_s, u"optional third-party b1 group 1?"_s});
        row("suppress", "import contextlib\nwith contextlib.suppress(ImportError):\n    import ujson\n",
            {u"required standard-library contextlib"_s, u"optional third-party ujson group 0?"_s});
        row("find_spec", "if importlib.util.find_spec('ujson'):\n    import ujson\n", {u"optional third-party ujson group 0?"_s});
        row("find_spec and fallback", "if importlib.util.find_spec('ujson') is None:\n    import json\nelse:\n    import ujson as json\n",
            {u"optional standard-library json group 0"_s, u"optional third-party ujson group 0.1"_s});
        row("find_spec in a variable", "HAVE = find_spec('ujson') is not None\nif HAVE and x:\n    import ujson\n", {u"optional third-party ujson group 0?"_s});
        row("set where an import is tried", "try:\n    import torch\n    HAVE = True\nexcept ImportError:\n    HAVE = False\ndef f():\n    if HAVE:\n        import a1\n",
            {u"optional third-party torch group 0?"_s, u"optional third-party a1 group 1? in function"_s});
        row("three ways", "try:\n    import a1\nexcept ImportError:\n    try:\n        import b1\n    except ModuleNotFoundError:\n        import json\n",
            {u"optional third-party a1 group 0"_s, u"optional third-party b1 group 0.1"_s, u"optional standard-library json group 0.2"_s});
        row("else and finally", "try:\n    import a1\nexcept ImportError:\n    pass\nelse:\n    import b1\nfinally:\n    import c1\n",
            {u"optional third-party a1 group 0?"_s, u"optional third-party b1 group 0?"_s, u"required third-party c1"_s});
        row("else of alternatives", "try:\n    import a1\n    import b1\nexcept ImportError:\n    import c1\n    import d1\nelse:\n    import e1\n",
            {u"optional third-party a1 group 0"_s, u"optional third-party b1 group 0"_s, u"optional third-party c1 group 0.1"_s, u"optional third-party d1 group 0.1"_s, u"optional third-party e1 group 0"_s});
        row("three ways or none", "try:\n    import a1\nexcept ImportError:\n    try:\n        import b1\n    except ImportError:\n        b1 = None\n",
            {u"optional third-party a1 group 0?"_s, u"optional third-party b1 group 0.1?"_s});
        row("two ways and no other", "try:\n    import a1\nexcept ImportError:\n    try:\n        import b1\n    except ImportError:\n        raise\n",
            {u"optional third-party a1 group 0"_s, u"optional third-party b1 group 0.1"_s});
        row("alternatives inside", "try:\n    import a1\n    try:\n        import b1\n    except ImportError:\n        import c1\nexcept ImportError:\n    pass\n",
            {u"optional third-party a1 group 0?"_s, u"optional third-party b1 group 1?"_s, u"optional third-party c1 group 1.1?"_s});
        row("suppressed fallback", "try:\n    import a1\nexcept ImportError:\n    with suppress(ImportError):\n        import b1\n",
            {u"optional third-party a1 group 0?"_s, u"optional third-party b1 group 0.1?"_s});
        row("another error", "try:\n    import ujson\nexcept KeyError:\n    pass\n", {u"required third-party ujson"_s});
        row("exits", "try:\n    import ujson\nexcept ImportError:\n    print('no')\n    sys.exit(1)\n", {u"required third-party ujson"_s});
        row("suppress alias", "from contextlib import suppress\nwith open(x) as f, suppress(ModuleNotFoundError):\n    import ujson\n",
            {u"required standard-library contextlib:suppress"_s, u"optional third-party ujson group 0?"_s});
        row("suppress another", "with suppress(KeyError):\n    import ujson\n", {u"required third-party ujson"_s});
        row("typing", "if TYPE_CHECKING:\n    import numpy\nelse:\n    import scipy\n", {u"typing third-party numpy"_s, u"required third-party scipy"_s});
        row("not typing", "if not t.TYPE_CHECKING:\n    import numpy\nelse:\n    import scipy\n", {u"required third-party numpy"_s, u"typing third-party scipy"_s});
        row("version", "if sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib\n",
            {u"conditional standard-library tomllib if sys.version_info >= (3, 11)"_s, u"conditional third-party tomli if not (sys.version_info >= (3, 11))"_s});
        row("platform", "if os.name == 'nt':\n    import winreg\nelif sys.platform == 'darwin':\n    import objc\n",
            {u"conditional standard-library winreg if os.name == 'nt'"_s, u"conditional third-party objc if not (os.name == 'nt') and sys.platform == 'darwin'"_s});
        row("platform.system", "if platform.system() == 'Windows':\n    import win32api\n", {u"conditional third-party win32api if platform.system() == 'Windows'"_s});
        row("platform from sys", "from sys import platform\nif platform != 'win32':\n    import uvloop\n",
            {u"required standard-library sys:platform"_s, u"conditional third-party uvloop if platform != 'win32'"_s});
        row("platform and more", "if sys.platform == 'linux' and args.fast:\n    import uvloop\n", {u"conditional third-party uvloop if sys.platform == 'linux'"_s});
        row("platform or platform", "if sys.platform == 'cygwin' or os.name == 'nt':\n    import a1\nelse:\n    import b1\n",
            {u"conditional third-party a1 if sys.platform == 'cygwin' or os.name == 'nt'"_s,
             u"conditional third-party b1 if not (sys.platform == 'cygwin') and not (os.name == 'nt')"_s});
        row("platform in a variable", "WINDOWS = (os.name == 'nt')\nif not WINDOWS:\n    import uvloop\n", {u"conditional third-party uvloop if not ((os.name == 'nt'))"_s});
        row("nested guards", "if sys.version_info < (3, 9):\n    if os.name == 'nt':\n        import a1\n",
            {u"conditional third-party a1 if sys.version_info < (3, 9) and os.name == 'nt'"_s});
        row("nested alternatives", "if sys.platform == 'cygwin' or os.name == 'nt':\n    if sys.version_info < (3, 9) or x:\n        import a1\n    else:\n        import b1\n",
            {u"conditional third-party a1 if (sys.platform == 'cygwin' or os.name == 'nt') and (sys.version_info < (3, 9) or x)"_s,
             u"conditional third-party b1 if (sys.platform == 'cygwin' or os.name == 'nt') and not (sys.version_info < (3, 9))"_s});
        row("optional under a condition", "if os.name == 'nt':\n    try:\n        import a1\n    except ImportError:\n        import b1\n",
            {u"optional third-party a1 group 0 if os.name == 'nt'"_s, u"optional third-party b1 group 0.1 if os.name == 'nt'"_s});
        row("six", "if six.PY2:\n    import urllib2\nelse:\n    import urllib.request\n",
            {u"conditional standard-library urllib2 if six.PY2"_s, u"conditional standard-library urllib.request if not (six.PY2)"_s});
        row("Python 2's standard library", "import ConfigParser\nfrom Queue import Empty\nimport queue\n",
            {u"required standard-library ConfigParser"_s, u"required standard-library Queue:Empty"_s, u"required standard-library queue"_s});
        row("Python 2's standard library, or 3's", "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n",
            {u"optional standard-library cPickle group 0"_s, u"optional standard-library pickle group 0.1"_s});
        row("typing and version", "if TYPE_CHECKING and sys.version_info >= (3, 8):\n    import numpy\n", {u"typing third-party numpy if sys.version_info >= (3, 8)"_s});
        row("typing or not", "if TYPE_CHECKING or x:\n    import numpy\n", {u"required third-party numpy"_s});
        row("never", "if False:\n    import numpy\n", {u"typing third-party numpy"_s});
        row("other condition", "if args.plot:\n    import numpy\n", {u"required third-party numpy"_s});
        row("dynamic", "import importlib\nm = importlib.import_module('numpy')\nn = __import__(name)\n",
            {u"required standard-library importlib"_s, u"required third-party numpy dynamic"_s, u"required unknown  dynamic"_s});
        row("dynamic alias", "from importlib import import_module as im\nNAME = 'num'\nload = im\ndef f():\n    return load(NAME + f'{\"py\"}')\n",
            {u"required standard-library importlib:import_module"_s, u"required third-party numpy in function dynamic"_s});
        row("dynamic in a call", "from importlib import import_module\nrun(import_module('a1').f(), [__import__('b1.c')], key=lambda: import_module('d1'))\n",
            {u"required standard-library importlib:import_module"_s, u"required third-party a1 dynamic"_s, u"required third-party b1.c dynamic"_s,
             u"required third-party d1 in function dynamic"_s});
        row("dynamic, optional", "import importlib as il\ntry:\n    np = il.import_module('numpy')\nexcept ImportError:\n    np = None\n",
            {u"required standard-library importlib"_s, u"optional third-party numpy group 0? dynamic"_s});
        row("dynamic, in a loop", "import importlib\nfor name in ('a1', 'b1'):\n    importlib.import_module(name)\n",
            {u"required standard-library importlib"_s, u"required unknown  dynamic"_s});
        row("dynamic, relative", "import importlib\nimportlib.import_module('..b', 'a1.x.y')\nimportlib.import_module('.b', package)\n",
            {u"required standard-library importlib"_s, u"required third-party a1.x.b dynamic"_s, u"required unknown  dynamic"_s});
        row("dynamic by getattr", "import importlib\ngetattr(importlib, 'import_module')('numpy')\ngetattr(importlib, how)('pandas')\n", {u"required standard-library importlib"_s, u"required third-party numpy dynamic"_s});
        row("dynamic, levels", "__import__('gone', globals(), locals(), [], 1)\n__import__('a1', level=0)\n__import__('b1', level=-1)\n__import__('c1', level=n)\n",
            {u"required local .gone dynamic"_s, u"required third-party a1 dynamic"_s, u"required third-party b1 dynamic"_s, u"required unknown  dynamic"_s});
        row("dynamic, by another", "def import_module(name): pass\nimport_module('numpy')\n", {});
        row("no module", "x = __import__\nfrom . import gone\n", {u"required local .:gone"_s});
        row("broken region", "import os\nx = (1,\nimport numpy\nfrom a1 import (b,\n  c)\ny = 2\nimport sys\n",
            {u"required standard-library os"_s, u"required third-party numpy"_s, u"required third-party a1:b"_s, u"required third-party a1:c"_s, u"required standard-library sys"_s});
        row("Python 2", "import os\nprint 'hello'\nimport urllib2\nexec 'x'\nimport numpy\n",
            {u"required standard-library os"_s, u"required standard-library urllib2"_s, u"required third-party numpy"_s});
        row("more of Python 2", "try:\n    import a1\nexcept ImportError, e:\n    print >> f, `e`\n    raise ValueError, 'x'\nimport b1\nmode = 0777\nx = ur'\\d' <> 1L\ndef f((a, b)):\n    import c1\nimport d1\n",
            {u"required third-party a1"_s, u"required third-party b1"_s, u"required third-party c1 in function"_s, u"required third-party d1"_s});
        row("broken, in a function", "def f():\n    if x:\n        y = = 1\n        import a1\n    z = (\nclass A:\n    import b1\n", {u"required third-party a1 in function"_s, u"required third-party b1"_s});
        row("broken, with text", "x = (1,\ny = \"\"\"\nimport no\n'''\nimport nor\n\"\"\"\nimport numpy\n", {u"required third-party numpy"_s});
        row("line left of its bracket", "class A:\n    def f(self):\n        (bar.\n    baz) # )\n        import a1\n\n\nimport b1", {u"required third-party a1 in function"_s, u"required third-party b1"_s});
        row("new syntax", "match x:\n    case [1, *_] if (y := 2):\n        import a1\nasync def f[T](a, /, *, b) -> int:\n    async with g() as h:\n        import b1\ntype X = int\ntry:\n    pass\nexcept* ValueError:\n    import c1\n",
            {u"required third-party a1"_s, u"required third-party b1 in function"_s, u"required third-party c1"_s});
        row("one name, two ways to write it", "import cafe\xcc\x81\n", {u"required third-party caf\u00e9"_s});
        row("CR alone", "import os\rimport numpy\r", {u"required standard-library os"_s, u"required third-party numpy"_s});
        row("CRLF and form feed", "\xef\xbb\xbfimport os\r\n\fimport numpy\r\n", {u"required standard-library os"_s, u"required third-party numpy"_s});
        row("semicolons", "import os; import numpy; x = 1", {u"required standard-library os"_s, u"required third-party numpy"_s});
        row("text", "'''\nimport numpy\n'''\n# import scipy\n", {});
        row("empty", "", {});
    }
    void importsAreWhatTheyAre()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, imports);
        QStringList found;
        const FlowScript script = m_scripts.inspect(source);
        for (const Import &import : script.imports)
            found.append(brief(import));
        QCOMPARE(found.join(u'\n'), imports.join(u'\n'));
    }

    void theErrorHasItsLine_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::newRow("bracket") << QByteArray("import os\nx = [1,\ny = 2\n\ndef f():\n    return y\n") << 2;
        QTest::newRow("inner bracket") << QByteArray("import os\nx = [1,\n    f(2,\n\nz = 1\n") << 3;
        QTest::newRow("three quotes") << QByteArray("import os\n\nx = '''\nimport numpy\n") << 3;
        QTest::newRow("two operators") << QByteArray("import os\n\ndef f():\n    return 1\n\nx = 1 +* 2\nz = 3\n") << 6;
        QTest::newRow("print") << QByteArray("import os\n\n\nprint 'x'\n") << 4;
        QTest::newRow("no colon") << QByteArray("import os\ndef f()\n    return 1\n") << 2;
        QTest::newRow("future star") << QByteArray("\nfrom __future__ import *\n") << 2;
    }
    void theErrorHasItsLine()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);
        QCOMPARE(test::codes(m_scripts.inspect(source)), QStringList{u"%1:syntax-error"_s.arg(line)});
    }

    void localModulesAreFollowed()
    {
        m_scripts.write(u"helpers.py"_s, "import numpy\nfrom pkg.inner import thing\n");
        m_scripts.write(u"pkg/__init__.py"_s, "import yaml\n");
        m_scripts.write(u"pkg/inner.py"_s, "from . import sibling\nfrom .sibling import x\nfrom .. import nothing\nimport flow\n");
        m_scripts.write(u"pkg/sibling.py"_s, "import requests\n");
        m_scripts.write(u"space/tool.py"_s, "import attr\n");
        m_scripts.write(u"wandb/run.txt"_s, "");
        m_scripts.write(u"random.py"_s, "");
        m_scripts.write(u"typed.py"_s, "import scipy\n");
        const FlowScript script = m_scripts.inspect("import helpers\nfrom space import tool\nimport wandb\nimport random\nif TYPE_CHECKING:\n    import typed\n");
        QStringList found;
        for (const Import &import : script.imports) {
            QStringList via;
            for (const SourcePlace &place : import.via)
                via.append(u"%1:%2"_s.arg(QFileInfo(place.file).fileName()).arg(place.line));
            found.append(brief(import) + u" via "_s + via.join(u' '));
        }
        const QStringList expected{u"required local helpers via "_s,
                                   u"required local space:tool → space.tool via "_s,
                                   u"required third-party wandb via "_s,
                                   u"required local random via "_s,
                                   u"typing local typed via "_s,
                                   u"required third-party numpy via flow.py:1"_s,
                                   u"required local pkg.inner:thing via flow.py:1"_s,
                                   u"required third-party attr via flow.py:2"_s,
                                   u"required third-party yaml via flow.py:1 helpers.py:2"_s,
                                   u"required local .:sibling → pkg.sibling via flow.py:1 helpers.py:2"_s,
                                   u"required local .sibling:x → pkg.sibling via flow.py:1 helpers.py:2"_s,
                                   u"required local ..:nothing via flow.py:1 helpers.py:2"_s,
                                   u"required local flow via flow.py:1 helpers.py:2"_s,
                                   u"required third-party requests via flow.py:1 helpers.py:2 inner.py:1"_s};
        QCOMPARE(found.join(u'\n'), expected.join(u'\n'));
        QCOMPARE(test::codes(script), QStringList{u"4:shadowed-module"_s});
        QStringList modules;
        for (const LocalModule &module : script.localModules)
            modules.append(u"%1 %2 %3"_s.arg(module.name, QFileInfo(module.path).fileName()).arg(module.files.size()));
        QVERIFY2(modules.contains(u"pkg pkg 3"_s), qPrintable(modules.join(u'\n')));
    }

    void flowsOfPrefect1()
    {
        const FlowScript script = m_scripts.inspect(R"(
import prefect
from prefect import Flow as F, task, Parameter
from prefect.storage import GitHub
from prefect.run_configs import KubernetesRun, DockerRun as Run
from prefect.engine.results import S3Result

TAG = "1.0"
REPO = "me/" + "repo"

@task(name="add one")
def add(x): return x + 1

class Load(prefect.Task):
    pass

with F("first", result=S3Result(bucket="b")) as flow:
    add(1)

STORAGE = prefect.storage.S3("bucket", key=unknown(), stored_as_script=True)
second = F(name=f"second-{TAG}", storage=STORAGE, run_config=Run(image="me/image:" + TAG))
flow.storage = GitHub(repo=REPO, path="flow.py", ref=None)
flow.run_config = KubernetesRun(image="i:1", env={"A": "b", "N": TAG})
flow.register("project")
)");
        QCOMPARE(script.generation, 1);
        QCOMPARE(script.flows.size(), 2);
        const Flow &first = script.flows[0];
        QCOMPARE(first.name, u"first"_s);
        QCOMPARE(first.function, u"flow"_s);
        QCOMPARE(first.line, 17);
        QVERIFY(first.storage);
        QCOMPARE(first.storage->kind, u"GitHub"_s);
        QCOMPARE(first.storage->extra, u"github"_s);
        QCOMPARE(first.storage->ships, Ships::Script);
        QCOMPARE(first.storage->arguments[u"repo"_s].value.toString(), u"me/repo"_s);
        QCOMPARE(first.storage->arguments[u"ref"_s].expression, u"None"_s);
        QCOMPARE(first.runConfig->kind, u"KubernetesRun"_s);
        QCOMPARE(first.runConfig->image->value.toString(), u"i:1"_s);
        QCOMPARE(first.runConfig->env[u"N"_s].value.toString(), u"1.0"_s);
        const Flow &second = script.flows[1];
        QCOMPARE(second.name, u"second-1.0"_s);
        QCOMPARE(second.storage->kind, u"S3"_s);
        QCOMPARE(second.storage->ships, Ships::Script);
        QCOMPARE(second.storage->arguments[u"bucket"_s].value.toString(), u"bucket"_s);
        QVERIFY(second.storage->arguments[u"key"_s].value.isNull());
        QCOMPARE(second.storage->arguments[u"key"_s].expression, u"unknown()"_s);
        QCOMPARE(second.runConfig->kind, u"DockerRun"_s);
        QCOMPARE(second.runConfig->image->value.toString(), u"me/image:1.0"_s);
        QCOMPARE(script.tasks.size(), 2);
        QCOMPARE(script.tasks[0].name, u"add one"_s);
        QCOMPARE(script.results.size(), 1);
        QCOMPARE(script.results[0].extra, u"aws"_s);
        QCOMPARE(test::codes(script), QStringList{u"24:registers-at-top-level"_s});
    }

    void flowsOfLaterPrefect()
    {
        const FlowScript script = m_scripts.inspect("import prefect as p\nfrom prefect import flow, task\n@flow\ndef my_flow(): pass\n"
                                          "@p.flow(name='Other', log_prints=True)\nasync def other(): pass\n@task\ndef t(): pass\n"
                                          "def plain(): pass\nwrapped = flow(plain, name='W')\n");
        QCOMPARE(script.generation, 3);
        QStringList flows;
        for (const Flow &flow : script.flows)
            flows.append(flow.name + u'/' + flow.function + u'/' + QString::number(flow.line));
        QCOMPARE(flows, (QStringList{u"my-flow/my_flow/4"_s, u"Other/other/6"_s, u"W/wrapped/10"_s}));
        QCOMPARE(script.flows[0].form, Flow::Form::Function);
        QCOMPARE(script.tasks.size(), 1);
    }

    void theGuidesFlow()
    {
        const auto script = inspectScript(QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py"));
        QVERIFY(script);
        QCOMPARE(script->generation, 1);
        QStringList needs;
        for (const Import &import : script->imports)
            needs.append(brief(import));
        QVERIFY(needs.contains(u"required local my_task_library:task_1"_s));
        QVERIFY(needs.contains(u"required third-party numpy"_s));
        QCOMPARE(script->flows.size(), 1);
        QCOMPARE(script->flows[0].storage->kind, u"GitHub"_s);
        QVERIFY(test::codes(*script).join(u' ').contains(u"storage-leaves-local-modules-behind"));
    }

    void everyCodeIsInTheTableOnce()
    {
        QSet<QString> seen;
        for (const ProblemKind &kind : problemKinds()) {
            QVERIFY2(!seen.contains(kind.code), qPrintable(kind.code));
            QVERIFY(!kind.meaning.isEmpty());
            seen.insert(kind.code);
        }
    }
};

QTEST_GUILESS_MAIN(InspectTest)
#include "test_inspect.moc"
