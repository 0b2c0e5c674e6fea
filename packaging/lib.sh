# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034
# What the scripts of this folder share; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packaging="$root/packaging"
deps="$root/.deps"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }

# A folder of this run's own, gone when it ends. A script with more to clear up has a clean_up of its own.
scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/drydock.XXXXXX")
clean_up() { rm -rf "$scratch"; }
trap clean_up EXIT

# Shows a command's output only when it fails, with the sentence given.
quietly() {
  local sentence=$1
  shift
  "$@" >"$scratch/log" 2>&1 </dev/null && return 0
  tail -n 30 "$scratch/log" >&2
  fail "$sentence: the lines above say why."
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    fail "This needs administrator rights, and sudo is not installed: run it as root, or install sudo. It was: $*"
  fi
}

# debian | fedora | macos | other
system_family() {
  if [ "$(uname -s)" = Darwin ]; then
    echo macos
    return
  fi
  local release="${DRYDOCK_OS_RELEASE:-/etc/os-release}" like=other
  # shellcheck disable=SC1090
  [ -r "$release" ] && like=$(. "$release" && echo "${ID:-} ${ID_LIKE:-}")
  case " $like " in
    *" debian "* | *" ubuntu "*) echo debian ;;
    *" fedora "* | *" rhel "*) echo fedora ;;
    *) echo other ;;
  esac
}

# Of the packages named, those that are not installed, one per line.
missing_packages() {
  local name
  case "$(system_family)" in
    debian)
      local installed
      installed=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' | sed -n 's/^\([^: ]*\)[^ ]* installed$/\1/p')
      for name in "$@"; do grep -qxF "$name" <<<"$installed" || echo "$name"; done
      ;;
    fedora) for name in "$@"; do rpm -q --whatprovides "$name" >/dev/null 2>&1 || echo "$name"; done ;;
    macos) for name in "$@"; do [ -e "$(brew --prefix)/opt/$name" ] || echo "$name"; done ;;
  esac
}

# Names of packages have no blanks.
# shellcheck disable=SC2086
install_packages() {
  local missing sentence="These packages could not be installed: check the network and the package sources of this system, then run this again"
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  say "Installing: ${missing% }"
  case "$(system_family)" in
    debian)
      as_root apt-get -qq update >&2 || say "The package lists could not be refreshed; going on with those that are here."
      quietly "$sentence" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 install -y --no-install-recommends $missing
      ;;
    fedora) quietly "$sentence" as_root dnf -y install --setopt=install_weak_deps=False $missing ;;
    macos) quietly "$sentence" brew install --quiet $missing ;;
  esac
}

# From Debian 13 on, Docker's client and its BuildKit part are packages of their own.
debian_docker_packages() {
  local names="docker.io iptables" name
  for name in docker-cli docker-buildx; do
    [ -z "$(apt-cache search --names-only "^$name\$")" ] || names+=" $name"
  done
  echo "$names"
}

# The Debian mirror that this machine uses; empty when it uses none.
debian_mirror() {
  if [ -n "${DRYDOCK_DEBIAN_MIRROR:-}" ]; then
    echo "${DRYDOCK_DEBIAN_MIRROR%/}"
  elif have apt-get; then
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(SITE)' 'Created-By: Packages' 'Component: main' |
      sed -n 's/^Debian Debian //p' | head -n 1 | sed 's,/$,,'
  fi
}
