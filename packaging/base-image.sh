#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes stand-ins for Prefect's and Python's official images from Debian and the package index, for places that do not
# reach Docker Hub, and for the tests. They are named as what they are: drydock.local/…
#   packaging/base-image.sh GENERATION…     1 | 2 | 3 | core | untrusting | broken | python:3.9 | python:3.11 | python:3.13
# ENGINE=docker|podman chooses the engine. An image that is there already is kept.
# shellcheck disable=SC2016 # programs for another shell stand in single quotes
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"

usage="Usage: packaging/base-image.sh 1|2|3|core|untrusting|broken|python:3.9|python:3.11|python:3.13…"

# What debootstrap and chroot leave behind belongs to root.
clean_up() { as_root rm -rf --one-file-system "$scratch"; }

# Debian's release that has this Python.
suite_of() {
  case "$1" in
    3.9) echo bullseye ;;
    3.11) echo bookworm ;;
    3.13) echo trixie ;;
    *) fail "$usage" ;;
  esac
}

make_generation() {
  # Dependencies as of each Prefect's release: with today's, old releases install and then fail when a flow runs.
  case "$1" in
    1) make_prefect 1.4.1-python3.9 3.9 2022-12-06 'prefect[all_orchestration_extras]==1.4.1' 'pip==20.2.4' ;;
    core)
      make_prefect core-1.4.1-python3.9 3.9 2022-12-06 'prefect==1.4.1'
      "$ENGINE" tag drydock.local/prefect:core-1.4.1-python3.9 drydock.local/prefect:core-1.4.1
      ;;
    2) make_prefect 2.20.25-python3.11 3.11 2025-12-09 'prefect==2.20.25' ;;
    3) make_prefect 3.8.8-python3.13 3.13 2026-10-07 'prefect==3.8.8' ;;
    # For tests: a base that does not trust the certificates which only this machine trusts.
    untrusting) make_prefect 3.8.8-python3.13-untrusting 3.13 2026-10-07 'prefect==3.8.8' ;;
    # For tests: a base that loads flows and cannot run them, for its dependencies are newer than it can stand.
    broken) make_prefect 2.20.25-python3.11-broken 3.11 '' 'prefect==2.20.25' ;;
    python:*) make_python "${1#python:}" ;;
    *) fail "$usage" ;;
  esac
}

exists() { "$ENGINE" image inspect "$1" >/dev/null 2>&1; }

make_python() {
  local name=drydock.local/python:$1 suite mirror
  suite=$(suite_of "$1")
  exists "$name" && return 0
  say "Making $name from Debian $suite…"
  mirror=$(debian_mirror)
  new_tree
  # debootstrap knows a mirror of its own when the machine has none configured.
  quietly "Debian $suite could not be installed into a folder" \
    as_root debootstrap --variant=minbase --include=python3,python3-pip,python3-venv,python-is-python3,tini,ca-certificates \
    "$suite" "$tree" ${mirror:+"$mirror"}
  # As in the official images, pip installs for the one interpreter without being asked twice.
  as_root sh -c 'rm -rf "$1"/usr/lib/python3*/EXTERNALLY-MANAGED "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/archives/*.deb "$1"/var/log/*.log' sh "$tree"
  trust_what_this_machine_trusts
  import_tree "$name" 'CMD ["python3"]'
  trial "$name" 'import pip'
  drop_tree
}

# make_prefect TAG PYTHON DATE REQUIREMENT…
make_prefect() {
  local tag=$1 python=$2 date=$3 name=drydock.local/prefect:$1
  shift 3
  exists "$name" && return 0
  make_python "$python"
  say "Making $name from Debian and the package index…"
  new_tree
  unpack_image "drydock.local/python:$python"
  install_requirements "$date" "$@"
  as_root install -D -m 755 "$packaging/base-entrypoint.sh" "$tree/opt/prefect/entrypoint.sh"
  [ "$tag" = "${tag%-untrusting}" ] || forget_what_this_machine_trusts
  import_tree "$name" 'ENTRYPOINT ["tini","-g","--","/opt/prefect/entrypoint.sh"]' 'WORKDIR /opt/prefect'
  if [ "$tag" = "${tag%-broken}" ]; then
    trial "$name" "$(trivial_flow "$*")"
  else
    trial "$name" 'import prefect'
  fi
  drop_tree
}

new_tree() {
  tree=$scratch/tree
  as_root mkdir "$tree"
}

drop_tree() { as_root rm -rf --one-file-system "$tree"; }

unpack_image() {
  local container
  container=$("$ENGINE" create "$1" true)
  "$ENGINE" export "$container" | as_root tar -C "$tree" -xf -
  "$ENGINE" rm "$container" >/dev/null
}

# uv brings the versions of a past day; it leaves again with its cache.
install_requirements() {
  local date=$1 index
  shift
  index=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}}
  as_root cp "$deps/bin/uv" "$tree/tmp/uv"
  as_root sh -c 'cat /etc/resolv.conf >"$1/etc/resolv.conf"; cat /etc/hosts >"$1/etc/hosts"' sh "$tree"
  quietly "Prefect could not be installed from the package index" \
    as_root chroot "$tree" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt" ${index:+"UV_DEFAULT_INDEX=$index"} \
    ${HTTPS_PROXY:+"HTTPS_PROXY=$HTTPS_PROXY"} ${HTTP_PROXY:+"HTTP_PROXY=$HTTP_PROXY"} ${NO_PROXY:+"NO_PROXY=$NO_PROXY"} \
    /tmp/uv pip install --quiet --python /usr/bin/python3 --no-cache --compile-bytecode ${date:+--exclude-newer "$date"} "$@"
  as_root rm -rf "$tree/tmp/uv" "$tree/etc/resolv.conf" "$tree/etc/hosts"
}

# Certificates added to this machine's trust store, as in a company's network; prints nothing on most machines.
extra_certificates() {
  find /usr/local/share/ca-certificates /etc/pki/ca-trust/source/anchors -type f \( -name '*.crt' -o -name '*.pem' \) 2>/dev/null || true
}

trust_what_this_machine_trusts() {
  local file
  while read -r file; do
    as_root cp "$file" "$tree/usr/local/share/ca-certificates/$(basename "${file%.*}").crt"
  done < <(extra_certificates)
  quietly "The certificates could not be installed" as_root chroot "$tree" update-ca-certificates
}

forget_what_this_machine_trusts() {
  as_root sh -c 'rm -rf "$1"/usr/local/share/ca-certificates/*' sh "$tree"
  quietly "The certificates could not be removed" as_root chroot "$tree" update-ca-certificates --fresh
}

# import_tree NAME CHANGE…: the image has no name until its trial passed.
import_tree() {
  local name=$1 changes=() change certificates=/etc/ssl/certs/ca-certificates.crt
  shift
  for change in "$@"; do changes+=(--change "$change"); done
  changes+=(--change "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" --change "ENV LANG=C.UTF-8")
  changes+=(--change "LABEL page.drydock.stand-in=$name")
  # pip and requests bring certificates of their own unless told otherwise.
  if [ -n "$(extra_certificates)" ] && [ "$name" = "${name%-untrusting}" ]; then
    changes+=(--change "ENV PIP_CERT=$certificates" --change "ENV SSL_CERT_FILE=$certificates" --change "ENV REQUESTS_CA_BUNDLE=$certificates")
  fi
  image=$(as_root tar -C "$tree" -c . | "$ENGINE" import "${changes[@]}" - 2>"$scratch/log") ||
    fail "$ENGINE could not import $name: $(tail -n 1 "$scratch/log")"
}

# trial NAME PROGRAM: only what ran gets its name.
trial() {
  if "$ENGINE" run --rm -i --network none "$image" python - <<<"$2" >"$scratch/log" 2>&1; then
    "$ENGINE" tag "$image" "$1"
  else
    "$ENGINE" rmi -f "$image" >/dev/null 2>&1 || true
    tail -n 20 "$scratch/log" >&2
    fail "$1 was made but does not run a trivial program: the lines above say why."
  fi
}

trivial_flow() {
  case "$1" in
    *==1.*) cat <<'PYTHON' ;;
from prefect import Flow, task
@task
def double(x):
    return 2 * x
with Flow("trial") as flow:
    y = double(21)
state = flow.run()
assert state.is_successful() and state.result[y].result == 42
PYTHON
    *) cat <<'PYTHON' ;;
from prefect import flow, task
@task
def double(x):
    return 2 * x
@flow
def trial():
    return double(21)
assert trial() == 42
PYTHON
  esac
}

main() {
  [ $# -gt 0 ] || fail "$usage"
  local generation
  ensure_engine
  have debootstrap || case "$(system_family)" in
    debian | fedora) install_packages debootstrap ;;
    *) fail "Stand-in images are made with debootstrap, which this system does not have: pull an official image instead, for example docker.io/prefecthq/prefect:3-latest." ;;
  esac
  [ -x "$deps/bin/uv" ] || "$packaging/setup.sh"
  # Two runs at once would make the same image twice.
  exec 8>"${TMPDIR:-/var/tmp}/drydock-base-images.$(id -u).lock"
  ! have flock || flock 8
  for generation in "$@"; do make_generation "$generation"; done
}

main "$@"
