#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is pinned, as one layer of an image:  sh install.sh PYTHON ARGUMENT-OF-PIP-INSTALL…
# With uv where the base has it or the build's cache can keep it, else with pip. Made by Drydock.
set -e
python=$1
shift
here=$(dirname "$0")
cache=/var/cache/drydock

# Lent for this step alone: the certificates and the package index of the machine that builds. Nothing of them stays.
if [ -s /run/secrets/certificates ]; then
  export PIP_CERT=/run/secrets/certificates SSL_CERT_FILE=/run/secrets/certificates
fi
if [ -s /run/secrets/index ]; then
  PIP_INDEX_URL=$(cat /run/secrets/index)
  export PIP_INDEX_URL UV_DEFAULT_INDEX="$PIP_INDEX_URL"
fi
export PIP_BREAK_SYSTEM_PACKAGES=1 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 UV_NO_PROGRESS=1

uv=$(command -v uv || true)
if [ -d "$cache" ]; then
  export PIP_CACHE_DIR="$cache/pip" UV_CACHE_DIR="$cache/uv" UV_LINK_MODE=copy
  if [ -z "$uv" ] && [ -f "$here/uv.txt" ]; then
    # The wheel for this platform, kept beside the other caches and not in the image.
    kept=$cache/$(sed -n 's/^uv==\([0-9.]*\).*/uv-\1/p' "$here/uv.txt")-$(uname -m)
    uv=$kept/bin/uv
    if [ ! -x "$uv" ]; then
      if "$python" -m pip install --quiet --no-deps --only-binary :all: --require-hashes --no-compile --target "$kept.$$" -r "$here/uv.txt"; then
        mv "$kept.$$" "$kept" 2>/dev/null || rm -rf "$kept.$$"
      else
        echo "uv could not be fetched; going on with pip."
      fi
    fi
  fi
else
  export PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
fi

began=$(mktemp)
if [ -n "$uv" ] && "$uv" --version >/dev/null 2>&1; then
  "$uv" pip install --python "$python" --break-system-packages --no-deps "$@"
else
  "$python" -m pip install --no-deps --no-compile "$@"
fi

# Bytecode for what is new, and for nothing that was there. A file that no Python can compile is no failure.
"$python" - "$began" <<'PYTHON' || true
import compileall, os, sys, sysconfig
began = os.stat(sys.argv[1]).st_ctime_ns
new = []
for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if entry.stat(follow_symlinks=False).st_ctime_ns < began or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            new += [os.path.join(place, name) for place, _, names in os.walk(entry.path) for name in names if name.endswith(".py")]
        elif entry.name.endswith(".py"):
            new.append(entry.path)
# Dealt out by size to as many processes as there are processors: a pool for each folder, as compileall has, costs half as much again.
new.sort(key=os.path.getsize, reverse=True)
share = os.cpu_count() or 1
children = []
for turn in range(1, share):
    child = os.fork()
    if child == 0:
        break
    children.append(child)
else:
    turn = 0
for path in new[turn::share]:
    compileall.compile_file(path, quiet=2)
if turn:
    os._exit(0)
for child in children:
    os.waitpid(child, 0)
PYTHON
rm -f "$began"
