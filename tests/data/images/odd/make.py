# SPDX-License-Identifier: Apache-2.0
"""Lays out distributions of every form, for the test of the probe."""
import json
import os
import site
import subprocess
import sys
import zipfile

SITE = [folder for folder in site.getsitepackages() if os.path.isdir(folder)][0]


def write(path, text="", folder=SITE):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode("utf-8"))


def metadata(name, version, more=""):
    return "Metadata-Version: 2.1\nName: %s\nVersion: %s\n%s\nDescription\nName: not-this\n" % (name, version, more)


def dist(name, version, files, folder=SITE, more="", record=True):
    info = "%s-%s.dist-info" % (name.replace("-", "_"), version)
    write(info + "/METADATA", metadata(name, version, more), folder)
    for path in files:
        write(path, files[path], folder)
    if record:
        write(info + "/RECORD", "".join("%s,sha256=x,1\n" % path for path in files) + '"odd, name.py",,\n%s/RECORD,,\n' % info, folder)


# Namespaces: neither distribution provides the other's part.
dist("corp-one", "1.0", {"corp/one/__init__.py": "", "corp/one/deep.py": ""}, more="Requires-Dist: corp-two (>=1) ; extra == 'all'\n")
dist("corp-two", "2.0", {"corp/two.py": ""})
# No list of files: by top_level.txt, by name.
dist("Top.Level", "1.1", {"toppest/__init__.py": "", "toppest/inner/__init__.py": "", "Top.Level-x": ""}, record=False)
write("Top.Level-1.1.dist-info/top_level.txt", "toppest\n")
dist("Named-Like", "1.2", {"named_like/__init__.py": "", "named_like/part.py": ""}, record=False)
# Broken metadata.
write("broken-3.0.dist-info/WHEEL", "")
write("garbage-1.0.dist-info/METADATA", b"\xff\xfe\x00Name garbage\nName: garb\xe9ge\nVersion: 1.0\n")
os.makedirs(os.path.join(SITE, "hollow-1.0.dist-info", "METADATA"))
write("notutf8-1.0.dist-info/METADATA", metadata("notutf8", "1.0").encode() + b"\xe9\xff")
write("notutf8-1.0.dist-info/RECORD", b"caf\xe9/__init__.py,,\nnotutf8.py,,\n")
write("notutf8.py")
os.makedirs(os.fsencode(SITE) + b"/caf\xe9")
open(os.fsencode(SITE) + b"/caf\xe9/__init__.py", "w").close()
# Eggs: a bare file, a folder with a list, an unpacked egg, a zipped one.
write("bare_egg-0.1.egg-info", metadata("bare-egg", "0.1"))
write("bare_egg.py")
write("listed_egg-0.2.egg-info/PKG-INFO", metadata("listed-egg", "0.2"))
write("listed_egg-0.2.egg-info/installed-files.txt", "../listing/__init__.py\n../listing/a.py\nPKG-INFO\n")
write("listed_egg-0.2.egg-info/requires.txt", "six>=1\n\n[fast]\nujson\n\n[fast:python_version < '3']\nsimplejson\n")
write("listing/__init__.py")
write("listing/a.py")
write("legacy-3.0-py3.11.egg/EGG-INFO/PKG-INFO", metadata("legacy", "3.0"))
write("legacy-3.0-py3.11.egg/legacy_package/__init__.py")
with zipfile.ZipFile(os.path.join(SITE, "zipped-4.0-py3.11.egg"), "w") as egg:
    egg.writestr("EGG-INFO/PKG-INFO", metadata("zipped", "4.0"))
    egg.writestr("zipped_module.py", "")
# Editable: setup.py develop, a .pth of PEP 660, a finder of PEP 660.
write("/src/developed/developed.egg-info/PKG-INFO", metadata("developed", "0.5"))
write("/src/developed/developed.egg-info/top_level.txt", "developed_here\n")
write("/src/developed/developed_here/__init__.py")
write("developed.egg-link", "/src/developed\n.")
write("easy-install.pth", "./legacy-3.0-py3.11.egg\n./zipped-4.0-py3.11.egg\n/src/developed\n")
dist("pathed", "0.6", {"__editable__.pathed-0.6.pth": "/src/pathed\n"})
write("pathed-0.6.dist-info/direct_url.json", json.dumps({"url": "file:///src", "dir_info": {"editable": True}}))
write("/src/pathed/pathed_here/__init__.py")
write("/src/pathed/pathed_here/part.py")
dist("found", "0.7", {"__editable___found_0_7_finder.py": "MAPPING: dict[str, str] = {'found_here': '/src/found/other_name', 'single': '/src/found/single.py'}\n"})
write("found-0.7.dist-info/direct_url.json", json.dumps({"url": "file:///src", "dir_info": {"editable": True}}))
write("/src/found/other_name/__init__.py")
write("/src/found/other_name/sub/__init__.py")
write("/src/found/single.py")
# Modules of nobody: copied beside, and on a path of their own.
write("copied_module.py")
write("drydock-local.pth", "/opt/drydock-local\n")
write("/opt/drydock-local/my_task_library/__init__.py")
write("/opt/drydock-local/my_task_library/tasks.py")
# Conda, its packages that Python knows nothing of, and its cache that must not count.
write("/usr/conda-meta/only-conda-9.0.json", json.dumps({"name": "only-conda", "version": "9.0", "files": ["lib/python3.11/site-packages/only_conda/__init__.py"]}))
write("/usr/conda-meta/broken.json", "{")
write("/usr/pkgs/cached-1.0.dist-info/METADATA", metadata("cached", "1.0"))
# Two of one name: the first on the path counts.
shadow = [folder for folder in sys.path if folder.endswith("-packages") and folder != SITE and os.path.isdir(folder)]
if shadow:
    dist("corp_one", "0.1", {"corp/one/old.py": ""}, folder=shadow[-1])
# Many.
for number in range(2000):
    dist("many-%d" % number, "1.%d" % number, {"many_%d/__init__.py" % number: "", "many_%d/part.py" % number: ""})
# Another Python: a virtual environment.
subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", "/opt/venv"])
venv = "/opt/venv/lib/python%d.%d/site-packages" % sys.version_info[:2]
dist("in-venv", "5.0", {"in_venv.py": ""}, folder=venv)
dist("prefect", "2.99", {"prefect/__init__.py": ""}, folder=venv)
