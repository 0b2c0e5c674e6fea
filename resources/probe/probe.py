# SPDX-License-Identifier: Apache-2.0
"""Reads which Pythons an image holds and what is installed for each, and prints it as one line of JSON.

It runs inside a confined container with this text on standard input: `python -c BOOTSTRAP NONCE all ENTRYPOINT...`, where
the bootstrap executes the text with SOURCE being the text itself; for each further Python, `python - NONCE one PATH`.
Files are read, distributions are never imported. It works with every Python from 2.7 on and needs nothing but the
standard library. Nothing that it finds may end it: whatever cannot be read is left out.
"""
import glob
import json
import os
import re
import signal
import subprocess
import sys
import zipfile

LIMITS = {"interpreters": 12, "distributions": 6000, "modules": 60000, "file": 8 << 20, "seconds": 40}
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
SUFFIXES = (".py", ".so", ".pyd", ".pyc")
text_type = type(u"")


def decoded(data):
    """Text that survives JSON: bytes that are no UTF-8, and names that Python could not decode, get replacement characters."""
    if not isinstance(data, text_type):
        return data.decode("utf-8", "replace")
    return data.encode("utf-8", "replace").decode("utf-8")


def read(path):
    try:
        with open(path, "rb") as file:
            return decoded(file.read(LIMITS["file"]))
    except (IOError, OSError):
        return u""


def listed(folder):
    try:
        return sorted(os.listdir(folder))
    except (IOError, OSError):
        return []


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def headers(text):
    """The header fields of core metadata, as (lower-case name, value) pairs; the description is not read."""
    fields = []
    for line in text.splitlines():
        if not line:  # A line of spaces only continues a field, such as the text of a license.
            break
        if line[0] in " \t":
            continue
        name, colon, value = line.partition(":")
        if colon:
            fields.append((name.strip().lower(), value.strip()))
    return fields


def module_of(path):
    """The dotted module that a file (relative to a folder on the path) is, or None."""
    parts = path.replace("\\", "/").split("/")
    last = parts.pop()
    if not last.endswith(SUFFIXES) or "__pycache__" in parts:
        return None
    stem = last.split(".")[0]
    if stem != "__init__":
        parts.append(stem)
    for part in parts:
        if not NAME.match(part):
            return None
    return ".".join(parts) or None


def modules_of(paths):
    modules = set(module_of(path) for path in paths)
    modules.discard(None)
    # By parts, so that a package comes before its submodules.
    return sorted(modules, key=lambda module: module.split("."))[:LIMITS["modules"]]


def files_below(folder, top):
    """Files of one top-level package or module in a folder, relative to the folder."""
    found = []
    path = os.path.join(folder, top)
    if not os.path.isdir(path):
        for name in listed(folder):
            if name.split(".")[0] == top and name.endswith(SUFFIXES):
                found.append(name)
        return found
    for root, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if NAME.match(name) and name != "__pycache__")
        relative = os.path.relpath(root, folder)
        found.extend(os.path.join(relative, name) for name in names)
        if len(found) > LIMITS["modules"]:
            break
    return found


def tops_in(folder, known=()):
    """Top-level names that can be imported from a folder, without those that are known already."""
    tops = set()
    for name in listed(folder):
        if name in known:
            continue
        path = os.path.join(folder, name)
        if name.endswith(SUFFIXES):
            tops.add(name.split(".")[0])
        elif NAME.match(name) and name != "__pycache__" and os.path.isdir(path):
            # A folder without __init__.py is a namespace, when there is Python somewhere in it.
            inside = listed(path)
            if any(inner.endswith(SUFFIXES) for inner in inside):
                tops.add(name)
            elif any(inner.endswith(SUFFIXES) for folder in inside if NAME.match(folder)
                     for inner in listed(os.path.join(path, folder))):
                tops.add(name)
    return set(top for top in tops if NAME.match(top) and top != "__init__")


def requirements_of_egg(text):
    """requires.txt of an egg as PEP 508 lines."""
    lines, extra, marker = [], "", ""
    for line in text.splitlines():
        line = line.strip()
        section = re.match(r"^\[([^:\]]*):?(.*)\]$", line)
        if section:
            extra, marker = section.group(1).strip(), section.group(2).strip()
        elif line and not line.startswith("#"):
            conditions = ["(%s)" % marker] if marker else []
            if extra:
                conditions.append('extra == "%s"' % extra)
            lines.append(line + ("; " + " and ".join(conditions) if conditions else ""))
    return lines


class Environment(object):
    """What is installed for the interpreter that runs this."""

    def __init__(self):
        self.distributions = []
        self.names = set()
        self.owned = {}  # folder -> top-level names that some distribution owns there
        standard = set()
        try:
            import sysconfig
            standard = set(sysconfig.get_paths().get(name) for name in ("stdlib", "platstdlib"))
        except ImportError:
            pass
        standard.add(os.path.dirname(os.__file__))
        standard.discard(None)
        standard = tuple(os.path.realpath(folder) for folder in standard)
        self.standard, self.folders = [], []
        for entry in sys.path:
            if not entry or not os.path.exists(entry):
                continue
            real = os.path.realpath(entry)
            below = any(real.startswith(folder + os.sep) for folder in standard) and "-packages" not in real
            if below or real in standard:  # Also lib-dynload and, in old Pythons, lib-tk.
                self.standard.append(entry)
            elif entry not in self.folders:
                self.folders.append(entry)

    def read(self):
        for folder in self.folders:
            try:
                if os.path.isdir(folder):
                    self.read_folder(folder)
                else:
                    self.read_zip(folder)
            except Exception:  # One bad folder must not hide the others.
                continue
        self.read_conda()
        for folder in self.folders:
            self.read_rest(folder)
        return self

    def add(self, name, version, modules, requirements, source):
        """The first of a name on the path counts, as it does for Python."""
        if not name or normalized(name) in self.names or len(self.distributions) >= LIMITS["distributions"]:
            return
        self.names.add(normalized(name))
        self.distributions.append({"name": name, "version": version, "modules": modules, "requires": requirements,
                                   "source": source})

    def own(self, folder, modules):
        self.owned.setdefault(folder, set()).update(module.split(".")[0] for module in modules)

    def read_folder(self, folder):
        names = listed(folder)
        there = set(names)
        self.owned.setdefault(folder, set())
        if "EGG-INFO" in there:  # The folder itself is an egg.
            self.read_egg(folder, os.path.join(folder, "EGG-INFO"), names)
        for name in names:
            path = os.path.join(folder, name)
            try:
                if name.endswith(".dist-info"):
                    self.read_dist_info(folder, path, names, there)
                elif name.endswith(".egg-info"):
                    self.read_egg(folder, path, names)
            except Exception:  # One bad distribution must not hide the others.
                continue

    def guessed(self, folder, info, name, names):
        """Modules of a distribution without a list of its files."""
        tops = read(os.path.join(info, "top_level.txt")).split()
        source = "top-level"
        if not tops:
            wanted = normalized(name)
            tops = [each.split(".")[0] for each in names if normalized(each.split(".")[0]) == wanted]
            source = "metadata"
        files = []
        for top in sorted(set(tops)):
            top = top.replace("/", os.sep)
            if ".." not in top:
                files.extend(files_below(folder, top))
        return modules_of(files), source

    def read_dist_info(self, folder, info, names, there):
        fields = headers(read(os.path.join(info, "METADATA")))
        values = dict(reversed(fields))
        stem = os.path.basename(info)[:-len(".dist-info")]
        name = values.get("name") or stem.rpartition("-")[0] or stem
        version = values.get("version") or stem.rpartition("-")[2]
        requirements = [value for field, value in fields if field == "requires-dist"]

        # A line is path,hash,size; names with commas or quotes are no modules.
        record = [line.rsplit(",", 2)[0] for line in read(os.path.join(info, "RECORD")).splitlines()]
        if record:
            modules = modules_of(path for path in record if path.split("/")[0] in there)
            source = "record"
            try:
                direct = json.loads(read(os.path.join(info, "direct_url.json")) or "{}")
                editable = direct["dir_info"].get("editable", False)
            except Exception:
                editable = False
            if editable or any(path.startswith("__editable__") for path in record):
                own = modules_of(path for path in record if path.endswith(".py") and not path.startswith("__editable__"))
                modules = self.editable(folder, record) or own
                source = "editable"
        else:
            modules, source = self.guessed(folder, info, name, names)
        self.own(folder, modules)
        if source == "editable":
            self.own(folder, modules_of(record))
        self.add(name, version, modules, requirements, source)

    def editable(self, folder, record):
        """An editable installation names its folders in a .pth file, or its packages in a finder (PEP 660)."""
        files = []
        for path in record:
            if "/" in path:
                continue
            content = read(os.path.join(folder, path))
            if path.endswith(".pth"):
                for line in content.splitlines():
                    if os.path.isabs(line.strip()) and os.path.isdir(line.strip()):
                        tops = tops_in(line.strip())
                        self.own(line.strip(), tops)
                        for top in tops:
                            files.extend(files_below(line.strip(), top))
            elif path.startswith("__editable__") and path.endswith(".py"):
                mapping = re.search(r"^MAPPING\b[^=]*=\s*(\{.*\})\s*$", content, re.MULTILINE)
                for top, place in re.findall(r"'([A-Za-z0-9_.]+)':\s*'([^']+)'", mapping.group(1) if mapping else ""):
                    parent, below = os.path.split(place)
                    inside = files_below(parent, below if os.path.isdir(place) else below.split(".")[0])
                    prefix = top.replace(".", "/")
                    files.extend(prefix + found[len(below):] if found.startswith(below + os.sep) else prefix + ".py"
                                 for found in inside)
        return modules_of(files)

    def read_egg(self, folder, info, names):
        if os.path.isdir(info):
            metadata = read(os.path.join(info, "PKG-INFO")) or read(os.path.join(info, "METADATA"))
        else:
            metadata = read(info)
        values = dict(reversed(headers(metadata)))
        stem = os.path.basename(info)
        if stem == "EGG-INFO":
            stem = os.path.basename(folder)
        parts = re.sub(r"\.egg(-info)?$", "", stem).split("-")
        name = values.get("name") or parts[0]
        version = values.get("version") or (parts[1] if len(parts) > 1 else "")
        requirements = requirements_of_egg(read(os.path.join(info, "requires.txt")))

        installed = read(os.path.join(info, "installed-files.txt")).splitlines()
        if installed:
            inside = [os.path.relpath(os.path.normpath(os.path.join(info, path)), folder) for path in installed]
            modules, source = modules_of(inside), "record"
        elif os.path.basename(info) == "EGG-INFO":
            modules = modules_of(path for top in tops_in(folder) for path in files_below(folder, top))
            source = "egg"
        else:
            modules, source = self.guessed(folder, info, name, names)
            if any(os.path.exists(os.path.join(other, each)) for other in self.folders
                   for each in (name + ".egg-link", name.replace("_", "-") + ".egg-link")):
                source = "editable"
            elif source == "top-level":
                source = "egg"
        self.own(folder, modules)
        self.add(name, version, modules, requirements, source)

    def read_zip(self, path):
        """A zipped egg on the path."""
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            infos = [each for each in names if re.match(r"^(EGG-INFO/PKG-INFO|[^/]+\.dist-info/METADATA)$", each)]
            if infos and archive.getinfo(infos[0]).file_size <= LIMITS["file"]:
                values = dict(reversed(headers(decoded(archive.read(infos[0])))))
                self.add(values.get("name", ""), values.get("version", ""), modules_of(names), [], "egg")

    def read_conda(self):
        """What conda installed and no Python metadata speaks of."""
        for path in sorted(glob.glob(os.path.join(sys.prefix, "conda-meta", "*.json"))):
            try:
                package = json.loads(read(path))
                name, version, files = package["name"], package["version"], package["files"]
                inside = [each.partition("-packages/")[2] for each in files if "-packages/" in each]
                modules = modules_of(inside)
                tops = set(module.split(".")[0] for module in modules)
                known = set(top for owned in self.owned.values() for top in owned)
                if tops and not tops & known:
                    for folder in self.folders:
                        self.own(folder, tops)
                    self.add(decoded(name), decoded(version), modules, [], "conda")
            except Exception:
                continue

    def read_rest(self, folder):
        """Modules that lie on the path and belong to no distribution, such as copied modules of the person's own."""
        if not os.path.isdir(folder) or folder not in self.owned:
            return
        owned = set(top for tops in self.owned.values() for top in tops)
        for top in sorted(tops_in(folder, owned) - owned):
            if top not in ("sitecustomize", "usercustomize"):
                self.own(folder, [top])
                modules = modules_of(files_below(folder, top))
                if modules:
                    self.add(top, "", modules, [], "files")

    def standard_library(self):
        names = set(sys.builtin_module_names)
        for folder in self.standard:
            names |= tops_in(folder)
        return sorted(name for name in names if NAME.match(name))


def describe(path):
    environment = Environment().read()
    prefect = [each["version"] for each in environment.distributions
               if normalized(each["name"]) == "prefect" and each["source"] != "files"]
    return {"path": decoded(path), "version": "%d.%d.%d" % tuple(sys.version_info[:3]), "default": False,
            "prefect": prefect[0] if prefect else None, "standard_library": environment.standard_library(),
            "distributions": environment.distributions}


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


def candidates():
    paths = [which("python"), which("python3")]
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(variable):
            paths.append(os.path.join(os.environ[variable], "bin", "python"))
    script = read(which("prefect") or "")
    if script.startswith("#!"):
        paths.append(script[2:].split("\n")[0].strip())
    for pattern in ("/usr/local/bin/python[23]*", "/usr/bin/python[23]*", "/opt/*/bin/python", "/opt/*/bin/python3",
                    "/opt/*/*/bin/python", "/*/bin/python", "/*/.venv/bin/python", "/*/venv/bin/python",
                    "/home/*/.venv/bin/python", "/home/*/venv/bin/python", "/opt/conda/envs/*/bin/python"):
        paths.extend(sorted(glob.glob(pattern)))
    seen, found = set(), []
    for path in paths:
        if not path or not re.match(r"^python[0-9.]*$", os.path.basename(path)):
            continue
        if os.path.isfile(path) and os.access(path, os.X_OK) and identity(path) not in seen:
            seen.add(identity(path))
            found.append(path)
    return found[:LIMITS["interpreters"]]


def output_of(command, data=None):
    try:
        with open(os.devnull, "w") as nowhere:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=nowhere)
        return process.communicate(data)[0]
    except (IOError, OSError, ValueError):
        return b""


def interpreters(nonce, source):
    """The one that runs, and all the others through a process of their own."""
    default = which("python") or which("python3")
    found = []
    for path in candidates():
        try:
            if identity(path) == identity(sys.executable):
                result = describe(path)
            else:
                answer = decoded(output_of([path, "-", nonce, "one", path], source.encode("ascii")))
                result = json.loads(answer.partition(nonce)[2].splitlines()[0])
        except Exception:  # A Python that does not start is none.
            continue
        result["default"] = bool(default) and identity(path) == identity(default)
        if identity(path) == os.path.realpath(path):
            result["path"] = decoded(os.path.realpath(path))
        found.append(result)
    return found


def honours_extra_packages(entrypoint):
    """Whether a script of the entrypoint mentions EXTRA_PIP_PACKAGES; None when a program decides that we cannot read."""
    known = ("tini", "dumb-init", "docker-init", "catatonit", "env", "sh", "bash", "dash", "ash", "gosu", "su-exec", "prefect")
    unknown = False
    for word in entrypoint:
        if "EXTRA_PIP_PACKAGES" in word:
            return True
        path = word if "/" in word else which(word)
        if word.startswith("-") or not path or not os.path.isfile(path):
            continue
        if os.path.basename(path) in known or re.match(r"^python[0-9.]*$", os.path.basename(path)):
            continue
        text = read(path)
        if u"\0" in text[:4096]:
            unknown = True
        elif any("EXTRA_PIP_PACKAGES" in line and not line.lstrip().startswith("#") for line in text.splitlines()):
            return True
    return None if unknown else False


def main(nonce, mode, words, source):
    # As process 1 of a container, Python would not hear the request to end.
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, lambda *_: os._exit(3))
    signal.alarm(LIMITS["seconds"])
    sys.path[:] = [entry for entry in sys.path if entry]
    if mode == "one":
        answer = describe(words[0])
    else:
        version = re.search(r"uv (\d[^\s]*)", decoded(output_of(["uv", "--version"])) if which("uv") else u"")
        answer = {"interpreters": interpreters(nonce, source),
                  "honours_extra_pip_packages": honours_extra_packages(words),
                  "has_git": which("git") is not None,
                  "has_compiler": any(which(name) for name in ("cc", "gcc", "clang")),
                  "uv": version.group(1) if version else ""}
    sys.stdout.write("\n" + nonce + json.dumps(answer) + "\n")
    sys.stdout.flush()


main(sys.argv[1], sys.argv[2], sys.argv[3:], globals().get("SOURCE", ""))
