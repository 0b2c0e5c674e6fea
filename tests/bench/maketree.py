# SPDX-License-Identifier: Apache-2.0
"""Makes a folder like a company's repository: other people's code from this Python, and flows with modules of their own.

    maketree.py FOLDER    at least 25 MB in 1,500 files, 1 MB of it in 300 flows; always the same for the same Python
"""
import ast
import pathlib
import sys
import sysconfig

MEGABYTE = 1_000_000


def sources():
    """Readable Python files of the standard library and what is installed, in a fixed order."""
    paths = sysconfig.get_paths()
    for top in (paths["purelib"], paths["stdlib"]):
        for path in sorted(pathlib.Path(top).rglob("*.py")):
            if "site-packages" in path.parts and top == paths["stdlib"] or "prefect" in str(path):
                continue
            if path.is_file() and 200 < path.stat().st_size < MEGABYTE:
                yield path, pathlib.Path(path.relative_to(top))


def functions(path):
    """Function texts of a module, as bodies for tasks."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list and 5 < node.end_lineno - node.lineno < 40:
            yield node.name, ast.get_source_segment(text, node)


def main(folder):
    folder.mkdir(parents=True)
    pool = []
    for name in ("textwrap", "shutil", "inspect", "tarfile", "statistics", "calendar", "locale", "subprocess", "pprint", "random", "os"):
        pool += functions(pathlib.Path(sysconfig.get_paths()["stdlib"]) / (name + ".py"))
    size = count = 0
    for path, place in sources():
        target = folder / "third" / ("part%d" % (count // 200)) / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        size, count = size + path.stat().st_size, count + 1
        if size > 25 * MEGABYTE and count >= 1500:
            break
    for number in range(300):
        team = folder / "flows" / ("team%02d" % (number // 10))
        if number % 10 == 0:
            (team / "shared").mkdir(parents=True)
            (team / "requirements.txt").write_text("prefect>=2,<3\npandas==1.5.2\nrequests\n")
            for name in ("__init__", "load", "store"):
                body = "\n\n".join(text for _, text in pool[number % 40 : number % 40 + 5])
                (team / "shared" / (name + ".py")).write_text("import os\nimport sqlalchemy\nfrom google.cloud import bigquery\n\n" + body + "\n")
        chosen = [pool[(number * 7 + i * 3) % len(pool)] for i in range(5)]
        tasks = "\n\n".join("@task(retries=2)\n" + text for _, text in chosen)
        calls = "\n".join("    %s()" % name for name, _ in chosen)
        (team / ("flow%03d.py" % number)).write_text(
            '"""A flow of the nightly run."""\nimport os\nimport sys\n\nimport numpy as np\nimport pandas as pd\nfrom prefect import flow, task\n'
            "from shared import load\nfrom shared.store import save\n\n" + tasks
            + '\n\n@flow(name="nightly %d")\ndef nightly():\n    frame = pd.read_parquet("s3://bucket/table")\n' % number + calls
            + '\n\n\nif __name__ == "__main__":\n    nightly()\n')


main(pathlib.Path(sys.argv[1]))
