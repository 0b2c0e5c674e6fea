// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "core/script/problems.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using test::Files;

/// Problems, each from a small folder that shows it.
class ProblemsTest : public QObject
{
    Q_OBJECT

    test::Repositories m_repositories;
    QSet<QString> m_expected; ///< Codes that the table of problems has a row for.

    FlowScript inspect(const QByteArray &source, const Files &others = {}) { return m_repositories.inspect(source, others); }

    static QStringList codes(const FlowScript &script)
    {
        QStringList codes;
        for (const Problem &problem : script.problems) {
            codes.append(u"%1:%2"_s.arg(problem.line).arg(problem.code));
            if (problem.message.isEmpty() || problem.message.contains(u"%1"))
                codes.append(u"without words: "_s + problem.message);
        }
        return codes;
    }

private Q_SLOTS:
    void problems_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("expected");
        const auto row = [this](const char *name, const QByteArray &source, const QStringList &expected, const Files &files = {}) {
            QTest::newRow(name) << source << files << expected;
            for (const QString &each : expected)
                m_expected.insert(each.section(u':', 1));
        };
        const QByteArray one = "from prefect import Flow\nfrom prefect.run_configs import *\nfrom prefect.storage import *\nflow = Flow('x')\n";
        row("fine", one, {});
        // Each code with a script that has the problem and a similar one that has not.
        const QByteArray two = "from prefect import flow, task\n@flow\ndef f(): pass\n";
        row("syntax-error", "import os\nx = (1,\n", {u"2:syntax-error"_s});
        row("syntax-error: none", "import os\nx = (1,\n)\nprint >>f, x\nmatch x:\n    case 1: pass\n", {});
        row("syntax-error: nothing but a comment inside", "import os\ndef f():\n    # later\n\nx = 1\n", {u"2:syntax-error"_s});
        row("syntax-error: a comment and more inside", "import os\nif os:\n    # now\n    pass\nelse: pass\nclass A: ...\ntry: x\nfinally:\n    # at last\n    y\n", {});
        row("syntax-error: print", "import os\nprint 'a'\n", {u"2:syntax-error"_s});
        row("syntax-error: a comma after the last import", "import os\nfrom prefect import task,\n", {u"2:syntax-error"_s});
        row("syntax-error: a comma inside parentheses", "from prefect import (task,\n  flow, )\nf(*a, b=1, *c, \\\n  **d) # e\ng(a=1, # b\n \\\n)\n", {});
        row("syntax-error: a plain argument after one with a name", "import os\nf(a=1, b)\n", {u"2:syntax-error"_s});
        row("syntax-error: indented", "  import os\nx = 1\n", {u"1:syntax-error"_s});
        row("syntax-error: tabs and blanks", "def f():\n        a = 1\n\tb = 2\n", {u"3:syntax-error"_s});
        row("syntax-error: indented further", "def f():\n    a = 1\n        b = 2\n", {u"3:syntax-error"_s});
        row("syntax-error: tabs after blanks", "def f():\n    a = 1\n\tif a:\n        b = 2\n    return b\n", {u"3:syntax-error"_s});
        row("syntax-error: tabs inside blanks", "def f():\n    if a:\n\tb = 2\n", {u"3:syntax-error"_s});
        row("syntax-error: tabs alone", "def f():\n\ta = 1\n\n    \n\tif a: b; c\n\tg(1,\n  2)\ndef g():\n    x = 1\n    if x:\n    \ty = 2\n    # end\nx = \\\n  2\n", {});
        row("encoding", "import os\nx = '\xe9'\n", {u"2:encoding"_s});
        row("encoding: declared", "# coding: latin-1\nx = '\xe9'\n", {});

        row("run-configs-typo", one + "flow.run_configs = KubernetesRun(image='a:1')\n", {u"5:run-configs-typo"_s});
        row("run-configs-typo: unknown value", one + "flow.run_configs = CONFIG\n", {u"5:run-configs-typo"_s});
        row("run-configs-typo: list", one + "flow.run_configs = [KubernetesRun()]\n", {u"5:run-configs-typo"_s});
        row("run-configs-typo: right", one + "flow.run_config = KubernetesRun(image='a:1')\n", {});
        row("run-configs-typo: someone else's", one + "settings.run_configs = [1]\n", {});

        row("image-conflict", one + "flow.storage = Docker()\nflow.run_config = DockerRun(image='a:1')\n", {u"6:image-conflict"_s});
        row("image-conflict: the one it makes", one + "flow.storage = Docker(registry_url='r.io/a', image_name='n', image_tag='1')\nflow.run_config = DockerRun(image='r.io/a/n:1')\n", {});
        row("image-conflict: the one it makes, with a slash too many", one + "flow.storage = Docker(registry_url='r.io/a/', image_name='n', image_tag='1')\nflow.run_config = DockerRun(image='r.io/a/n:1')\n", {});
        row("image-conflict: the one it makes, in an unknown registry", one + "flow.storage = Docker(registry_url=f'{X}.io', image_name='n', image_tag='1')\nflow.run_config = DockerRun(image=f'{X}.io/n:1')\n", {});
        row("image-conflict: another, in an unknown registry", one + "flow.storage = Docker(registry_url=f'{X}.io', image_name='n', image_tag='1')\nflow.run_config = DockerRun(image=f'{X}.io/n:2')\n", {u"6:image-conflict"_s});
        row("image-conflict: no image", one + "flow.storage = Docker()\nflow.run_config = DockerRun(env={'A': 'b'})\n", {});
        row("image-conflict: other storage", one + "flow.storage = GitHub('r', 'p')\nflow.run_config = DockerRun(image='a:1')\n", {});
        const Files job{{u"job.yaml"_s, "spec:\n  template:\n    spec:\n      containers:\n      - image: t:1\n"}};
        row("image-conflict: template and storage", one + "flow.storage = Docker()\nflow.run_config = KubernetesRun(job_template_path='job.yaml')\n", {u"6:image-conflict"_s}, job);
        row("image-conflict: template and class", one + "flow.run_config = KubernetesRun(job_template_path='job.yaml', image='a:1')\n", {u"5:image-conflict"_s}, job);
        row("image-conflict: the same", one + "flow.run_config = KubernetesRun(job_template_path='job.yaml', image='t:1')\n", {}, job);
        row("template broken", one + "flow.run_config = KubernetesRun(job_template_path='job.yaml')\n", {u"5:declared-file-invalid"_s}, {{u"job.yaml"_s, "a: [\n"}});

        row("image-reference-invalid", one + "flow.run_config = DockerRun(image='UPPER case')\n", {u"5:image-reference-invalid"_s});
        row("image-reference-invalid: right", one + "flow.run_config = DockerRun(image='localhost:5000/a/b:1')\n", {});
        row("image-reference-invalid: unknown", one + "flow.run_config = DockerRun(image=f'{X}: y')\n", {});

        const auto tag = [&](const char *written, bool fires) {
            row(written, one + "flow.run_config = DockerRun(image='prefecthq/prefect" + written + "')\n", fires ? QStringList{u"5:tag-unlikely"_s} : QStringList());
        };
        for (const char *bad : {"", ":latest", ":master", ":v2.14.6", ":sha--python3.9", ":1.X.Y-python3.9", ":core", ":1.2.1-python3.10", ":0.15.4-python3.9", ":1.4.1-python3.11",
                                ":1.5.0-python3.9", ":1.4.1-python3.9-conda", ":2.14.6", ":2.10.20-python3.7", ":2.14.13-python3.12", ":2.8.0-python3.10-kubernetes", ":3.0.0-python3.13", ":3.5.0-python3.9"})
            tag(bad, true);
        for (const char *good : {":1.4.1-python3.9", ":1.2.2-python3.10", ":1.4.1", ":0.15.4-python3.6", ":core-1.4.1", ":2.14.6-python3.11", ":2.14.14-python3.12", ":2.9.0-python3.10-kubernetes",
                                 ":2-python3.10", ":2.20-python3.12-conda", ":2-latest", ":3-latest", ":3-python3.12", ":3.4.25-python3.14", ":sha-a1b2c3d-python3.9", ":my-own", "-client:3.2.15"})
            tag(good, false);
        row("tag-unlikely: mirror", one + "flow.run_config = DockerRun(image='corp/hub/prefecthq/prefect:v2.14.6')\n", {u"5:tag-unlikely"_s});
        row("tag-unlikely: base", one + "flow.storage = Docker(base_image='prefecthq/prefect')\n", {u"5:tag-unlikely"_s});
        row("tag-unlikely: own image", one + "flow.run_config = DockerRun(image='me/prefect:latest')\n", {});
        row("tag-unlikely: digest", one + "flow.run_config = DockerRun(image='prefecthq/prefect@sha256:" + QByteArray(64, 'a') + "')\n", {});

        row("end-of-life-base", one + "flow.storage = Docker(base_image='python:3.8-buster')\n", {u"5:end-of-life-base"_s});
        row("end-of-life-base: newer", one + "flow.storage = Docker(base_image='python:3.8-bookworm')\n", {});
        row("end-of-life-base: Dockerfile", one + "flow.storage = Docker(dockerfile='Dockerfile')\n", {u"5:end-of-life-base"_s, u"5:unpinned-prefect"_s},
            {{u"Dockerfile"_s, "FROM python:3.8-buster\nRUN pip install --upgrade pip \\\n  prefect[github]\n"}});
        row("Dockerfile pinned", one + "flow.storage = Docker(dockerfile='Dockerfile')\n", {},
            {{u"Dockerfile"_s, "FROM python:3.9-slim\nRUN pip install \"prefect[github]==1.4.1\"\n"}});

        row("image-without-prefect", one + "flow.run_config = DockerRun(image='python:3.9-slim')\n", {u"5:image-without-prefect"_s});
        row("image-without-prefect: base", one + "flow.storage = Docker(base_image='python:3.9')\n", {}); // Docker storage installs it, with git
        row("image-without-prefect: base without git", one + "flow.storage = Docker(base_image='python:3.9-slim-bookworm')\n", {u"5:image-without-prefect"_s});
        row("image-without-extra", one + "flow.storage = GitHub('r', 'p')\nflow.run_config = DockerRun(image='prefecthq/prefect:core-1.4.1')\n", {u"6:image-without-extra"_s});
        row("image-without-extra: none needed", one + "flow.storage = Module('m')\nflow.run_config = DockerRun(image='prefecthq/prefect:core-1.4.1')\n", {});

        row("docker-storage-invalid", one + "flow.storage = Docker(base_image='a:1', dockerfile='D')\n", {u"5:docker-storage-invalid"_s});
        row("docker-storage-invalid: relative", one + "flow.storage = Docker(files={'a.py': '/a.py'})\n", {u"5:docker-storage-invalid"_s});
        row("docker-storage-invalid: right", one + "flow.storage = Docker(dockerfile='D', files={'/x/a.py': '/a.py'})\n", {});

        row("python-mismatch-pickle", one + "flow.storage = S3('b')\nflow.run_config = KubernetesRun()\n", {u"6:python-mismatch-pickle"_s});
        row("python-mismatch-pickle: tag", one + "flow.storage = GCS('b')\nflow.run_config = DockerRun(image='prefecthq/prefect:1.4.1')\n", {u"6:python-mismatch-pickle"_s});
        row("python-mismatch-pickle: named", one + "flow.storage = S3('b')\nflow.run_config = KubernetesRun(image='prefecthq/prefect:1.4.1-python3.9')\n", {});
        row("python-mismatch-pickle: script", one + "flow.storage = S3('b', stored_as_script=True)\nflow.run_config = KubernetesRun()\n", {});
        row("python-mismatch-pickle: own image", one + "flow.storage = S3('b')\nflow.run_config = KubernetesRun(image='me/own:1')\n", {});

        row("extra-pip-ignored", one + "flow.run_config = VertexRun(env={'EXTRA_PIP_PACKAGES': 'a b'})\n", {u"5:extra-pip-ignored"_s});
        row("extra-pip-ignored: local", one + "flow.run_config = LocalRun(env={'EXTRA_PIP_PACKAGES': 'a b'})\n", {u"5:extra-pip-ignored"_s});
        row("extra-pip-ignored: no entrypoint", one + "flow.run_config = ECSRun(image='python:3.9', env={'EXTRA_PIP_PACKAGES': 'a'})\n", {u"5:image-without-prefect"_s, u"5:extra-pip-ignored"_s});
        for (const char *kind : {"DockerRun", "KubernetesRun", "ECSRun", "UniversalRun"})
            row(kind, one + "flow.run_config = " + kind + "(env={'EXTRA_PIP_PACKAGES': 'scikit-learn matplotlib>=3'})\n", {});
        row("extra-pip-ignored: process", two + "from prefect.deployments import Deployment\nfrom prefect.infrastructure import Process\nDeployment.build_from_flow(f, 'n', infrastructure=Process(env={'EXTRA_PIP_PACKAGES': 'a'}))\n", {u"6:extra-pip-ignored"_s});
        row("extra-pip-ignored: container", two + "from prefect.deployments import Deployment\nfrom prefect.infrastructure import DockerContainer\nDeployment.build_from_flow(f, 'n', infrastructure=DockerContainer(env={'EXTRA_PIP_PACKAGES': 'a'}))\n", {});

        row("extra-pip-quoting", one + "flow.run_config = KubernetesRun(env=dict(EXTRA_PIP_PACKAGES='\"a>=1\" b'))\n", {u"5:extra-pip-quoting"_s});
        row("extra-pip-quoting: spaces", one + "flow.run_config = KubernetesRun(env=dict(EXTRA_PIP_PACKAGES='a >= 1'))\n", {u"5:extra-pip-quoting"_s});
        row("extra-pip-quoting: deployment", two + "if __name__ == '__main__': f.deploy('d', work_pool_name='p', job_variables={'env': {'EXTRA_PIP_PACKAGES': \"a; python_version<'3'\"}})\n", {u"4:extra-pip-quoting"_s});
        row("extra-pip-quoting: deployment, beside unknown ones", two + "if __name__ == '__main__': f.deploy('d', work_pool_name='p', job_variables=dict(env={'KEY': secret(), 'EXTRA_PIP_PACKAGES': 'a >= 1'}))\n", {u"4:extra-pip-quoting"_s});
        row("extra-pip-quoting: right", two + "if __name__ == '__main__': f.deploy('d', work_pool_name='p', job_variables={'env': {'EXTRA_PIP_PACKAGES': 'a>=1 b[c]~=2'}})\n", {});

        row("generation-mixed", one + "from prefect import get_run_logger\n", {u"5:generation-mixed"_s});
        row("generation-mixed: decorator", one + "from prefect import flow as f\n@f\ndef g(): pass\n", {u"5:generation-mixed"_s});
        row("generation-mixed: annotation", two + "from prefect import Flow, Task\nfrom prefect.tasks import Task as T\ndef g(x: Flow): pass\n", {});
        row("generation-mixed: both exist", one + "from prefect import task, unmapped, tags\nfrom prefect.utilities import logging\n", {});

        const QByteArray environments = "from prefect import Flow\nfrom prefect.environments.storage import GitHub\nflow = Flow('x', storage=GitHub())\n";
        row("prefect-environments-removed", environments, {u"2:prefect-environments-removed"_s});
        row("prefect-environments-removed: older Prefect", environments, {}, {{u"requirements.txt"_s, "prefect==0.14.22\n"}});

        row("storage-leaves-local-modules-behind", one + "import helper\nflow.storage = S3('b')\n", {u"6:storage-leaves-local-modules-behind"_s}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: single file", one + "import helper\nflow.storage = GitHub('r', 'flow.py')\n", {u"6:storage-leaves-local-modules-behind"_s}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: one storage", one + "import helper\ns = S3('b')\nflow.storage = s\ng = Flow('g', storage=s)\n", {u"6:storage-leaves-local-modules-behind"_s}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: for type checkers", one + "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import helper\nflow.storage = S3('b')\n", {}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: repository", one + "import helper\nflow.storage = Git('a', 'b')\n", {}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: module", one + "import helper\nflow.storage = Module('a')\n", {}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: local agent", one + "import helper\nflow.storage = Local()\n", {}, {{u"helper.py"_s, ""}});
        row("storage-leaves-local-modules-behind: nothing local", one + "import numpy\nflow.storage = S3('b')\n", {});

        row("registers-at-top-level", one + "flow.register('p')\n", {u"5:registers-at-top-level"_s});
        row("registers-at-top-level: run", one + "if x:\n    flow.run()\n", {u"6:registers-at-top-level"_s});
        row("registers-at-top-level: in main", one + "if __name__ == '__main__':\n    flow.register('p')\n", {});
        row("registers-at-top-level: in a function", one + "def main():\n    flow.run()\n", {});
        row("registers-at-top-level: later Prefect", two + "f()\n", {u"4:registers-at-top-level"_s});
        row("registers-at-top-level: served", two + "f.serve(name='x')\n", {u"4:registers-at-top-level"_s});
        row("registers-at-top-level: later Prefect, in main", two + "if __name__ == '__main__':\n    f()\n    f.serve(name='x')\n", {});
        row("registers-at-top-level: in a flow", two + "@flow\ndef g():\n    f()\n", {});
        row("registers-at-top-level: something else", one + "import subprocess\nsubprocess.run(['x'])\napp.register(flow)\n", {});

        row("shadowed-module", "import pandas, random\n", {u"1:shadowed-module"_s, u"1:shadowed-module"_s}, {{u"pandas.py"_s, ""}, {u"random/__init__.py"_s, ""}});
        row("shadowed-module: the project that makes it", "import prefect_aws\n", {}, {{u"prefect_aws/__init__.py"_s, ""}, {u"pyproject.toml"_s, "[project]\nname = 'Prefect.AWS'\n"}});
        row("shadowed-module: the project that makes it, by setup.cfg", "import jwt\n", {}, {{u"jwt.py"_s, ""}, {u"setup.cfg"_s, "[metadata]\nname = PyJWT\n"}});
        row("shadowed-module: the project that makes it, by setup.py", "import jwt\n", {}, {{u"jwt.py"_s, ""}, {u"setup.py"_s, "N = 'PyJWT'\nfrom setuptools import setup\nsetup(name=N)\n"}});
        row("shadowed-module: another project", "import jwt\n", {u"1:shadowed-module"_s}, {{u"jwt.py"_s, ""}, {u"pyproject.toml"_s, "[project]\nname = 'mine'\n"}});
        row("shadowed-module: own name", "import my_pandas\n", {}, {{u"my_pandas.py"_s, ""}});
        Files many;
        QByteArray package;
        for (int i = 0; i < 2000; ++i) {
            many.insert(u"many/m%1.py"_s.arg(i), "");
            package += "from . import m" + QByteArray::number(i) + '\n';
        }
        many.insert(u"many/__init__.py"_s, package);
        row("too-many-local-files", "import os\nimport many\n", {u"2:too-many-local-files"_s}, many);
        many.remove(u"many/m0.py"_s);
        package.replace("import m0\n", "import m1\n");
        many.insert(u"many/__init__.py"_s, package);
        row("too-many-local-files: just enough", "import os\nimport many\n", {}, many);
        row("import-unresolved", "import qqzzxy_not_there\n", {u"1:import-unresolved"_s});
        row("import-unresolved: own file", "import qqzzxy_not_there\n", {}, {{u"qqzzxy_not_there.py"_s, ""}});
        row("import-unresolved: submodule", "import helper.gone\n", {u"1:import-unresolved"_s}, {{u"helper/__init__.py"_s, ""}});
        row("import-unresolved: name of a missing module", "from helper.gone import x\nfrom helper import fine\nfrom helper.fast import y\n", {u"1:import-unresolved"_s},
            {{u"helper/__init__.py"_s, ""}, {u"helper/fast.cpython-39-x86_64-linux-gnu.so"_s, ""}});
        row("import-unresolved: relative, in a package", "from .gone import x\nfrom .there import y\nfrom .there.deep import z\nfrom . import w\n", {u"1:import-unresolved"_s},
            {{u"__init__.py"_s, ""}, {u"there/__init__.py"_s, ""}, {u"there/deep.py"_s, ""}});
        row("import-unresolved: relative", "from . import gone\n", {u"1:import-unresolved"_s});

        row("unpinned-prefect", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect\n"}});
        row("unpinned-prefect: extra", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect[github]\n"}});
        row("unpinned-prefect: bound", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect>=1.2\n"}});
        row("unpinned-prefect: another alone", one, {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect==2.8.*\n"}});
        row("unpinned-prefect: pinned", one, {}, {{u"requirements.txt"_s, "prefect>=1.2,<2\n"}});
        row("unpinned-prefect: for 3", two + "from prefect.docker import DockerImage\n", {}, {{u"requirements.txt"_s, "prefect>=3\n"}});
        row("unpinned-prefect: the newest is right", two + "if __name__ == '__main__': f.deploy('d', work_pool_name='p', job_variables={'env': {'EXTRA_PIP_PACKAGES': 'prefect[aws]'}})\n", {}, {{u"requirements.txt"_s, "prefect\n"}});
        row("unpinned-prefect: 2 below 3", two + "from prefect.filesystems import S3\n", {}, {{u"requirements.txt"_s, "prefect<3\n"}});
        row("unpinned-prefect: 2 and newer", two + "from prefect.filesystems import S3\n", {u"0:unpinned-prefect"_s}, {{u"requirements.txt"_s, "prefect>=2\n"}});
        row("unpinned-prefect: Docker storage", one + "flow.storage = Docker(python_dependencies=['prefect[github]', 'pandas'])\n", {u"5:unpinned-prefect"_s});
        row("unpinned-prefect: Docker storage pinned", one + "flow.storage = Docker(python_dependencies=['prefect[github]==1.4.1', 'prefect-aws'])\n", {});
        row("unpinned-prefect: run time", one + "flow.run_config = DockerRun(env={'EXTRA_PIP_PACKAGES': 'prefect[aws] pandas'})\n", {u"5:unpinned-prefect"_s});

        row("python2-module", "import os\nimport urllib2\nfrom urllib2 import urlopen\n", {u"2:python2-module"_s});
        row("python2-module: of another file", "import os\nimport helper\n", {u"2:python2-module"_s}, {{u"helper.py"_s, "from StringIO import StringIO\n"}});
        row("python2-module: an own one", "import os\nimport commands, exceptions\n", {}, {{u"commands.py"_s, ""}, {u"exceptions.py"_s, ""}});
        row("python2-module: or another", "try:\n    import urllib2\nexcept ImportError:\n    import urllib.request as urllib2\n", {});
        row("python2-module: in Python 2", "import sys\nif sys.version_info < (3,):\n    import urllib2\n", {});
        row("likely-need", "import pandas as pd\npd.read_parquet('x')\npd.read_parquet('y')\n", {u"2:likely-need"_s});
        row("likely-need: declared", "import pandas as pd\npd.read_parquet('x')\n", {}, {{u"requirements.txt"_s, "PyArrow>=1\n"}});
        row("likely-need: s3", "import pandas as pd\npd.read_csv('s3://b/k')\n", {u"2:likely-need"_s});
        row("likely-need: only the scheme", "import boto3\nif u.startswith('s3://'):\n    u = u.replace(\"s3://\", '')\nu = 's3://' + u\n", {});
        row("likely-need: read without help", "import polars as pl, duckdb\npl.read_parquet('x')\npl.scan_parquet('s3://b/k')\nduckdb.read_parquet('s3://b/k')\n", {});
        row("likely-need: brought along", "from prefect_sqlalchemy import SqlAlchemyConnector\ndf.to_sql('x', c)\n", {});
        row("likely-need: results", "from prefect import flow\n@flow(result_storage='s3-bucket/x')\ndef f(): pass\n", {u"2:likely-need"_s});
        row("likely-need: read by the agent", one + "flow.run_config = ECSRun(task_definition_path='s3://b/k.yaml')\n", {});
        row("likely-need: database", "import sqlalchemy\ne = sqlalchemy.create_engine(f'postgresql+psycopg2://{u}')\n", {u"2:likely-need"_s});
        row("likely-need: block", two + "from prefect.blocks.core import Block\nBlock.load('s3-bucket/x')\n", {u"5:likely-need"_s});
        row("opens-file", "open('data.csv')\nopen('out.csv', 'w')\nopen('gone.csv')\n", {u"1:opens-file"_s}, {{u"data.csv"_s, "a"}, {u"out.csv"_s, "a"}});

        const QByteArray image = two + "from prefect.docker import DockerImage\nif __name__ == '__main__': f.deploy('n', work_pool_name='p', image=DockerImage(name='i', tag='1', dockerfile='Dockerfile'";
        row("deploy-builds-without-buildkit", image + "))\n", {u"5:deploy-builds-without-buildkit"_s}, {{u"Dockerfile"_s, "FROM x:1\nRUN --mount=type=cache,target=/c pip\n"}});
        row("deploy-builds-without-buildkit: buildx", image + ", build_backend='buildx'))\n", {}, {{u"Dockerfile"_s, "FROM x:1\nRUN --mount=type=cache,target=/c pip\n"}});
        row("deploy-builds-without-buildkit: no mount", image + "))\n", {}, {{u"Dockerfile"_s, "FROM x:1\nRUN pip\n"}});

        row("declared-file-invalid", "import os\n", {u"0:declared-file-invalid"_s}, {{u"pyproject.toml"_s, "["}});
        row("declared-file-invalid: prefect.yaml", two, {u"0:declared-file-invalid"_s}, {{u"prefect.yaml"_s, "deployments:\n- name: [\n"}});
        row("conda-only", "import os\n", {u"0:conda-only"_s}, {{u"environment.yml"_s, "dependencies:\n- ffmpeg\n"}});
        row("conda-only: none", "import os\n", {}, {{u"environment.yml"_s, "dependencies:\n- pytorch\n"}});
        row("environment-unreadable", "import os\n", {u"0:environment-unreadable"_s},
            {{u".venv/pyvenv.cfg"_s, "version = 3.11.2\n"}});
        row("syntax-error: of a local file", "import helper\n", {u"1:syntax-error"_s},
            {{u"helper.py"_s, "import os\ndef x(:\n"}});
        row("local-file-unreadable", "import helper\n", {u"1:local-file-unreadable"_s},
            {{u"helper.py"_s, QByteArray("\0\1\2\3\4\5\6", 7)}});
    }
    void problems()
    {
        QFETCH(QByteArray, source);
        QFETCH(Files, files);
        QFETCH(QStringList, expected);
        QCOMPARE(codes(inspect(source, files)), expected);
    }

    /// A code that no row above shows would be one that nobody has seen.
    void everyCodeIsShown()
    {
        if (m_expected.isEmpty())
            QSKIP("The rows of problems() were not asked for.");
        for (const ProblemKind &kind : problemKinds()) {
            if (kind.code != u"notebook") // no problem of a result but the error instead of one
                QVERIFY2(m_expected.contains(kind.code), qPrintable(kind.code));
        }
    }

    void aNotebookIsAnError()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"a.ipynb"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"cells\": []}") > 0);
        file.close();
        const auto script = inspectScript(file.fileName());
        QVERIFY(!script);
        QCOMPARE(script.error().code, u"notebook"_s);
        QVERIFY(script.error().sentence.contains(u"Export it as a Python script"));
    }

    void settingsOfAHelper()
    {
        const FlowScript script = inspect("from prefect import Flow\nfrom conf import configure\nwith Flow('x') as flow:\n    pass\nconfigure(flow)\n",
                                          {{u"conf.py"_s, "from prefect.storage import S3\nfrom prefect.run_configs import ECSRun\nBUCKET = 'b'\n"
                                                          "def configure(f):\n    f.storage = S3(bucket=BUCKET)\n    f.run_config = ECSRun(image='i:1')\n"}});
        QCOMPARE(script.flows.size(), 1);
        QVERIFY(script.flows[0].storage);
        QCOMPARE(script.flows[0].storage->arguments[u"bucket"_s].value.toString(), u"b"_s);
        QCOMPARE(script.flows[0].runConfig->image->value.toString(), u"i:1"_s);
    }

    void settingsInALoopAndFromAFunction()
    {
        const FlowScript script = inspect("from prefect import Flow\nfrom prefect.storage import GCS\nfrom prefect.run_configs import UniversalRun\n"
                                          "def storage():\n    return GCS(bucket='b')\na = Flow('a', run_config=UniversalRun())\nb = Flow('b')\n"
                                          "for flow in (a, b):\n    flow.storage = storage()\n");
        QCOMPARE(script.flows.size(), 2);
        QCOMPARE(script.flows[0].storage->kind, u"GCS"_s);
        QCOMPARE(script.flows[1].storage->extra, u"gcp"_s);
        QCOMPARE(script.flows[0].runConfig->kind, u"UniversalRun"_s);
        QVERIFY(!script.flows[1].runConfig);
        QCOMPARE(script.imports.last().necessity, Necessity::Implied);
        QCOMPARE(script.imports.last().distributions, QStringList{u"google-cloud-storage"_s});
    }

    void generations_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("requirements");
        QTest::addColumn<int>("generation");
        QTest::newRow("none") << QByteArray("import os\n") << QByteArray("prefect==1.4.1") << 0;
        QTest::newRow("task alone") << QByteArray("from prefect import task\n") << QByteArray() << 0;
        QTest::newRow("task and pin") << QByteArray("from prefect import task\n") << QByteArray("prefect~=1.2") << 1;
        QTest::newRow("flow and pin") << QByteArray("from prefect import flow\n") << QByteArray("prefect==2.20.25") << 2;
        QTest::newRow("flow and bound") << QByteArray("from prefect import flow\n") << QByteArray("prefect<3") << 2;
        QTest::newRow("flow") << QByteArray("from prefect import flow\n") << QByteArray() << 3;
        QTest::newRow("2 only") << QByteArray("from prefect import flow\nfrom prefect.task_runners import SequentialTaskRunner\n") << QByteArray() << 2;
        QTest::newRow("3 only") << QByteArray("from prefect import flow\nfrom prefect.cache_policies import INPUTS\n") << QByteArray("prefect>=2") << 3;
        QTest::newRow("orion") << QByteArray("import prefect.orion\n") << QByteArray() << 2;
        QTest::newRow("schedules of 1") << QByteArray("from prefect.schedules import IntervalSchedule\n") << QByteArray() << 1;
        QTest::newRow("schedules of 3") << QByteArray("from prefect.schedules import Interval\n") << QByteArray() << 3;
        QTest::newRow("task library") << QByteArray("import prefect.tasks.aws.s3\n") << QByteArray() << 1;
        QTest::newRow("tasks of later") << QByteArray("from prefect.tasks import Task, task_input_hash\n") << QByteArray() << 3;
        QTest::newRow("in both") << QByteArray("from prefect import tags, unmapped, Flow, Task\n") << QByteArray() << 0;
        QTest::newRow("1 by module") << QByteArray("import prefect\nwith prefect.Flow('x'):\n    prefect.Parameter('y')\n") << QByteArray() << 1;
    }
    void prefectYamlMayBeDeployedFromAFolderAbove()
    {
        const FlowScript other = inspect("", {{u"a/flow.py"_s, "from prefect import flow\n@flow\ndef my_flow(): pass\n"},
                                              {u"a/prefect.yaml"_s, "deployments:\n- name: one\n  entrypoint: a/flow.py:my_flow\n- name: two\n  entrypoint: flow.py:my_flow\n- name: three\n  entrypoint: b/flow.py:my_flow\n"}});
        const auto script = inspectScript(QFileInfo(other.path).path() + u"/a/flow.py"_s);
        QVERIFY(script);
        QStringList names;
        for (const Deployment &deployment : script->deployments)
            names.append(deployment.flow + u' ' + deployment.name.value.toString());
        QCOMPARE(names, (QStringList{u"my-flow one"_s, u"my-flow two"_s}));
        QVERIFY(other.deployments.isEmpty());
    }

    void generationByPrefectYaml()
    {
        const FlowScript script = inspect("from prefect import flow\n@flow\ndef f(): pass\n", {{u"prefect.yaml"_s, "prefect-version: 2.14.3\n"}});
        QCOMPARE(script.generation, 2);
        QVERIFY(script.generationEvidence.first().text.contains(u"prefect.yaml"));
        const FlowScript deployed = inspect("from prefect import task\nimport flows\n", {{u"prefect.yaml"_s, "deployments:\n- name: a\n  entrypoint: flow.py:main\n"}});
        QCOMPARE(deployed.generation, 3);
        QCOMPARE(deployed.generationEvidence.last().line, 3);
        QVERIFY(deployed.generationEvidence.last().file.endsWith(u"prefect.yaml"));
    }

    void generations()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, requirements);
        QFETCH(int, generation);
        const FlowScript script = inspect(source, requirements.isEmpty() ? Files() : Files{{u"requirements.txt"_s, requirements}});
        QCOMPARE(script.generation, generation);
        QCOMPARE(script.generationEvidence.isEmpty(), generation == 0);
    }
};

QTEST_GUILESS_MAIN(ProblemsTest)
#include "test_problems.moc"
