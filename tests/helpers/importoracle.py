# SPDX-License-Identifier: Apache-2.0
"""What CPython's own parser says of the imports in real files; the tests compare Drydock's answer with it.

Usage: importoracle.py AT-MOST [FOLDER...]; without folders, the standard library and everything installed beside it.
Prints one JSON document a line: {"path", "imports": [[line, module, name, in function]...], "compiles"},
or {"path", "refused": line}.
"""
import ast
import json
import os
import site
import sys
import sysconfig
import warnings


def python_files(folders):
    seen = set()
    for folder in folders:
        for path, subfolders, names in os.walk(folder):
            subfolders.sort()
            for name in sorted(names):
                file = os.path.realpath(os.path.join(path, name))
                if name.endswith(".py") and file not in seen and os.path.isfile(file):
                    seen.add(file)
                    yield file


def imports_of(tree):
    """Every alias of every import statement, sorted; walked without recursion."""
    found = []
    pending = [(tree, False)]
    while pending:
        node, in_function = pending.pop()
        if isinstance(node, ast.Import):
            found += [[node.lineno, alias.name, "", in_function] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [[node.lineno, module, alias.name, in_function] for alias in node.names]
        inside = in_function or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        pending += [(child, inside) for child in ast.iter_child_nodes(node)]
    return sorted(found)


def compiles(tree, path):
    try:
        compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def main():
    warnings.simplefilter("ignore")
    at_most = int(sys.argv[1])
    folders = sys.argv[2:]
    if not folders:
        paths = sysconfig.get_paths()
        folders = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"], *site.getsitepackages()]
    files = list(python_files(folders))
    step = max(1, -(-len(files) // at_most))
    for path in files[::step]:
        with open(path, "rb") as file:
            source = file.read()
        try:
            tree = ast.parse(source)
            answer = {"path": path, "imports": imports_of(tree), "compiles": compiles(tree, path)}
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            answer = {"path": path, "refused": getattr(error, "lineno", None) or 0}
        print(json.dumps(answer))


main()
