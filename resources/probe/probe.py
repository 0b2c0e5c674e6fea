# SPDX-License-Identifier: Apache-2.0
"""Sends what an image holds of Python: its interpreters, the folders on their paths, and the metadata as they are.

It runs inside a confined container with this text on standard input: `python -c BOOTSTRAP MARK ENTRYPOINT...`. It interprets
nothing: the answer is a line of JSON behind MARK, then the bytes of the files that the line lists, one after the other.
Nothing is imported, and nothing that it finds may end it: whatever cannot be read is left out. It needs Python 3.6; an
older one answers with the interpreters alone.
"""
import json
import os
import re
import select
import signal
import subprocess
import sys
import time

LIMITS = {"interpreters": 12, "folders": 30000, "names": 400000, "file": 16 << 20, "bytes": 32 << 20, "answer": 10, "seconds": 40}
NAME = re.compile(r"^[^\W\d]\w*$", re.UNICODE)
SUFFIXES = (".py", ".so", ".pyd", ".pyc")
METADATA = re.compile(r"\.(dist-info|egg-info)$|^EGG-INFO$", re.IGNORECASE)
INFO_FILES = ("METADATA", "PKG-INFO", "RECORD", "direct_url.json", "top_level.txt", "installed-files.txt", "requires.txt")
PYTHON = re.compile(r"^python[0-9.]*$")
PLACES = ("/usr/local/bin/python*", "/usr/bin/python*", "/opt/*/bin/python*", "/opt/*/*/bin/python", "/*/bin/python",
          "/*/.venv/bin/python", "/*/venv/bin/python", "/home/*/.venv/bin/python", "/home/*/venv/bin/python",
          "/opt/conda/envs/*/bin/python", "/root/.local/share/uv/python/*/bin/python3")

# What each interpreter says of itself; it runs in Python 2.7 as well.
QUESTION = """
import os, sys
facts = {
    "version": "%d.%d.%d" % tuple(sys.version_info[:3]), "prefix": sys.prefix, "sys_path": [each for each in sys.path if each],
    "standard": os.path.dirname(os.__file__), "builtin": list(sys.builtin_module_names)}
"""
ANSWER = "import json\nprint(%r + json.dumps(facts))"


def text(name):
    """Text that survives JSON: what is no UTF-8 gets question marks, alike in every place that names it."""
    if isinstance(name, bytes):
        return name.decode("utf-8", "replace")
    return name.encode("utf-8", "replace").decode("utf-8")


class Tree(object):
    """The folders and files to send."""

    def __init__(self):
        self.folders, self.files, self.contents, self.bytes, self.names, self.truncated = {}, [], [], 0, 0, False
        self.on_path = set()  # Folders that were read whole, not only for the modules in them.

    def add(self, path, content):
        content = content[:LIMITS["file"]]
        if self.bytes + len(content) > LIMITS["bytes"]:
            self.truncated = True
            return b""
        self.bytes += len(content)
        self.files.append([text(path), len(content)])
        self.contents.append(content)
        return content

    def read(self, path):
        """Sends a file, of which metadata lose their description, and answers its bytes."""
        try:
            if not os.path.isfile(path):
                return b""
            with open(path, "rb") as file:
                content = file.read(LIMITS["file"])
        except (IOError, OSError):
            return b""
        if os.path.basename(path) in ("METADATA", "PKG-INFO") or path.endswith(".egg-info"):
            content = re.split(b"\n\r?\n", content, maxsplit=1)[0] + b"\n"
        return self.add(path, content)

    def list(self, folder, keep=None):
        """Sends what lies in a folder and answers it as (name, is a folder, is a link)."""
        if len(self.folders) >= LIMITS["folders"] or self.names >= LIMITS["names"]:
            self.truncated = True
            return []
        found = []
        try:
            for entry in os.scandir(folder):
                try:
                    is_folder = entry.is_dir()
                except OSError:
                    is_folder = False
                if keep is None or keep(entry.name, is_folder):
                    found.append((entry.name, is_folder, entry.is_symlink()))
        except (IOError, OSError):
            return []
        self.folders[text(folder)] = [text(name) + ("/" if is_folder else "") + ("@" if is_link else "")
                                      for name, is_folder, is_link in found]
        self.names += len(found)
        return found

    def walk(self, folder, skip=()):
        """Lists a folder and all packages below it."""
        pending = [folder]
        while pending:
            current = pending.pop()
            if text(current) in self.folders:
                continue
            for name, is_folder, is_link in self.list(current, importable):
                if is_folder and not is_link and name not in skip:
                    pending.append(os.path.join(current, name))
                elif is_folder and name in skip:
                    self.list(os.path.join(current, name), lambda inside, _: inside == "__init__.py")

    def zipped(self, path):
        """Lists a zipped egg as if it were a folder."""
        import zipfile
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist()[:LIMITS["names"]]:
                parts = (path + "/" + info.filename).rstrip("/").split("/")
                for end in range(len(path.split("/")), len(parts)):
                    is_folder = end < len(parts) - 1 or info.filename.endswith("/")
                    inside = self.folders.setdefault(text("/".join(parts[:end])), [])
                    entry = text(parts[end]) + ("/" if is_folder else "")
                    if entry not in inside:
                        inside.append(entry)
                if parts[-1] in INFO_FILES and info.file_size <= LIMITS["file"]:
                    self.add("/".join(parts), archive.read(info))


def importable(name, is_folder):
    return name != "__pycache__" and NAME.match(name) if is_folder else name.endswith(SUFFIXES)


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def read_folder(tree, folder):
    """A folder on the path: metadata, path files, and the modules that no RECORD lists."""
    if folder in tree.on_path:
        return
    tree.on_path.add(folder)
    listed = tree.list(folder)
    recorded, unrecorded = set(), set()
    for name, is_folder, _ in listed:
        path = os.path.join(folder, name)
        if METADATA.search(name):
            if not is_folder:
                tree.read(path)
                continue
            sent = dict((each, tree.read(os.path.join(path, each))) for each in INFO_FILES)
            if sent["RECORD"].strip():
                recorded.update(line.split(b"/", 1)[0].split(b",", 1)[0] for line in sent["RECORD"].split(b"\n"))
            else:
                unrecorded.add(plain(re.sub(r"\.egg$", "", os.path.basename(folder)) if name == "EGG-INFO" else name).split("-")[0])
                unrecorded.add(plain(name.rpartition("-")[0]))
                unrecorded.update(sent["top_level.txt"].decode("utf-8", "replace").split())
            if b'"editable"' in sent["direct_url.json"]:
                read_project(tree, sent["direct_url.json"])
        elif name.endswith(".pth"):
            for line in tree.read(path).split(b"\n"):
                place = os.path.join(folder, os.fsdecode(line.strip()))
                if line.strip() and not line.startswith((b"#", b"import")) and os.path.isdir(place):
                    read_folder(tree, os.path.normpath(place))
        elif name.endswith(".py") and (name.startswith("__editable__") or name.endswith("_editable.py")):
            for place in re.findall(r"'(/[^'\n]+)'", tree.read(path).decode("utf-8", "replace")):
                read_module(tree, place)
    for name, is_folder, _ in listed:
        if not is_folder or not importable(name, True):
            continue
        if name.encode("utf-8", "surrogateescape") not in recorded or name in unrecorded or plain(name) in unrecorded:
            tree.walk(os.path.join(folder, name))


def read_module(tree, place):
    """What an editable installation's finder names: a package's folder, or a module's file."""
    if os.path.isdir(place):
        tree.walk(place)
        place = os.path.dirname(place)
    elif os.path.isfile(place):
        place = os.path.dirname(place)
        if text(place) not in tree.folders:
            tree.list(place)


def read_project(tree, direct_url):
    try:
        place = json.loads(direct_url.decode("utf-8"))["url"].partition("file://")[2]
    except Exception:
        return
    for folder in (os.path.join(place, "src"), place):
        if place.strip("/") and os.path.isdir(folder) and text(folder) not in tree.folders:
            for name, is_folder, is_link in tree.list(folder):
                if is_folder and not is_link and importable(name, True):
                    tree.walk(os.path.join(folder, name))


def read_conda(tree, prefix):
    """What conda keeps, without the lists that only it needs: they are a hundred times longer."""
    folder = os.path.join(prefix, "conda-meta")
    if not os.path.isdir(folder) or text(folder) in tree.folders:
        return
    for name, _, _ in tree.list(folder, lambda name, _: name.endswith(".json")):
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                whole = file.read(LIMITS["file"])
            try:
                package = json.loads(whole.decode("utf-8"))
                whole = json.dumps({"name": package["name"], "version": package["version"],
                                    "files": [each for each in package["files"] if "site-packages/" in each]}).encode("ascii")
            except Exception:
                whole = whole[:200]
            tree.add(path, whole)
        except (IOError, OSError):
            continue


def read_interpreter(tree, facts):
    standard = facts["standard"]
    tree.walk(standard, ("test", "idlelib", "lib2to3", "turtledemo"))
    for entry in facts["sys_path"]:
        try:
            if entry.startswith(standard + "/") and "-packages" not in entry:
                tree.walk(entry)
            elif os.path.isdir(entry) and entry != standard:
                read_folder(tree, entry)
            elif os.path.isfile(entry):
                tree.zipped(entry)
        except Exception:  # One bad folder must not hide the others.
            continue
    read_conda(tree, facts["prefix"])


def which(name):
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, name)
        if folder and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def identity(path):
    """Two names of one Python are one; a virtual environment is another one than the Python it stands on."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(path)))
    is_virtual = os.path.isfile(os.path.join(root, "pyvenv.cfg"))
    return os.path.join(os.path.realpath(root), "bin") if is_virtual else os.path.realpath(path)


def python_of_script(path):
    """The Python that a console script names, also behind the shell that pip puts before a long path."""
    try:
        with open(path or "", "rb") as file:
            found = re.search(r"(/[^\s'\"]*/python[0-9.]*)", file.read(1024).decode("utf-8", "replace"))
        return found.group(1) if found else None
    except (IOError, OSError):
        return None


def candidates():
    import glob
    paths = [which("python"), which("python3"), python_of_script(which("prefect"))]
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(variable):
            paths.append(os.path.join(os.environ[variable], "bin", "python"))
    for pattern in PLACES:
        paths.extend(sorted(glob.glob(pattern)))
    found = {}
    for path in paths:
        if path and PYTHON.match(os.path.basename(path)) and os.path.isfile(path) and os.access(path, os.X_OK):
            found.setdefault(identity(path), path)
    # A copy of an interpreter's own name is shown as itself; an environment by its `python`.
    return [(each, found[each]) for each in sorted(found, key=lambda each: paths.index(found[each]))][:LIMITS["interpreters"]]


def answer(process, deadline):
    """What a process says until the deadline, a megabyte at most; it has ended afterwards."""
    said = b""
    while len(said) < 1 << 20:
        ready = select.select([process.stdout], [], [], max(0, deadline - time.time()))[0]
        piece = os.read(process.stdout.fileno(), 65536) if ready else b""
        if not piece:
            break
        said += piece
    if process.poll() is None:
        process.kill()
    process.wait()
    return said.decode("utf-8", "replace")


def start(command):
    try:
        with open(os.devnull, "r+b") as nowhere:
            return subprocess.Popen(command, stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere)
    except (IOError, OSError, ValueError):
        return None


def interpreters(mark):
    """Asks every Python at once; one that does not start or answer is none."""
    question = QUESTION + ANSWER % mark
    own = identity(sys.executable) if sys.executable else None
    asked = [(each, path, None if each == own else start([path, "-c", question])) for each, path in candidates()]
    default, prefect = which("python") or which("python3"), python_of_script(which("prefect"))
    found = []
    deadline = time.time() + LIMITS["answer"]
    for each, path, process in asked:
        try:
            if each == own:
                scope = {}
                exec(QUESTION, scope)
                facts = scope["facts"]
            else:
                facts = json.loads(answer(process, deadline).rpartition(mark)[2])
        except Exception:
            continue
        facts["path"] = text(path if os.path.basename(each) == "bin" else each)
        facts["default"] = bool(default) and identity(default) == each
        facts["prefect"] = bool(prefect) and identity(prefect) == each
        found.append(facts)
    return found


def main(mark, entrypoint):
    # As process 1 of a container, Python would not hear the request to end.
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, lambda *_: os._exit(3))
    signal.alarm(LIMITS["seconds"])
    uv = start([which("uv"), "--version"]) if which("uv") else None
    deadline = time.time() + LIMITS["answer"]
    tree = Tree()
    found = interpreters(mark)
    if sys.version_info >= (3, 6):
        for facts in found:
            read_interpreter(tree, facts)
    # The scripts of the entrypoint; of a program, its first bytes.
    words = []
    for word in entrypoint:
        path = word if "/" in word else which(word)
        words.append(text(path) if path and os.path.isfile(path) else None)
        if words[-1]:
            with open(path, "rb") as file:
                start_of_it = file.read(4096)
                tree.add(path, start_of_it if b"\0" in start_of_it else start_of_it + file.read(1 << 20))
    head = {"interpreters": found, "entrypoint": words, "folders": tree.folders, "files": tree.files,
            "truncated": tree.truncated, "uv": answer(uv, deadline) if uv else "",
            "has_git": which("git") is not None, "has_compiler": any(which(name) for name in ("cc", "gcc", "clang"))}
    out = getattr(sys.stdout, "buffer", sys.stdout)
    out.write(("\n" + mark + json.dumps(head) + "\n").encode("ascii"))
    for content in tree.contents:
        out.write(content)
    out.flush()


main(sys.argv[1], sys.argv[2:])
