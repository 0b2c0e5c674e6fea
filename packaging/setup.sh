#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what building Drydock needs: packages of the system, and what the system lacks into .deps (git-ignored).
#   packaging/setup.sh          what building and running needs
#   packaging/setup.sh --test   also what the tests need
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Raise together with the checksums below.
karchive_version=6.13.0
karchive_sha256=3c9b5dcf3abdfe2761e2153d70d9d667f1ff0fd2f6c80addba7549da954fcc90
ecm_sha256=2f10d5092800eeba58137f6788541c9a3bdf2a07b228a01ce8ddb88ef622f206
buildx_version=0.13.1+ds1-3
buildx_sha256=fcf8c48204d1603c8f209451d7827eb91bf30759578baf7704e9e1a87e5f1d7f

debian_packages=(
  g++ cmake ninja-build pkg-config
  qt6-base-dev qt6-base-dev-tools qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev libqt6sql6-sqlite
  libtomlplusplus-dev libexpected-dev libarchive-dev libyaml-cpp-dev qtkeychain-qt6-dev
  fonts-dejavu-core ca-certificates python3 python3-pip
)
karchive_build_packages=(xz-utils zlib1g-dev libbz2-dev liblzma-dev libzstd-dev libssl-dev)
debian_test_packages=(
  git shellcheck ccache clang libclang-rt-dev docker-registry debootstrap
  podman crun runc fuse-overlayfs slirp4netns passt uidmap netavark aardvark-dns
  xvfb xauth xdotool openbox imagemagick dbus dbus-x11 at-spi2-core gnome-keyring libsecret-1-0
)
fedora_packages=(
  gcc-c++ cmake ninja-build pkgconf-pkg-config
  qt6-qtbase-devel qt6-qttools-devel qt6-qtsvg-devel kf6-karchive-devel
  tomlplusplus-devel expected-devel libarchive-devel yaml-cpp-devel qtkeychain-qt6-devel
  dejavu-sans-fonts ca-certificates python3 python3-pip unzip
)
fedora_test_packages=(git ShellCheck ccache podman debootstrap xorg-x11-server-Xvfb xauth xdotool openbox ImageMagick)
macos_packages=(cmake ninja pkgconf qt kf6-karchive qtkeychain tomlplusplus tl-expected libarchive yaml-cpp python)

# A step is done again only when its version changes: .deps/.done/NAME holds the version that was installed.
is_done() { [ "$(cat "$deps/.done/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { echo "$2" >"$deps/.done/$1"; }

install_system_packages() {
  local tests=$1 npm=
  have npm || npm=npm
  case "$(system_family)" in
    debian)
      install_packages "${debian_packages[@]}" ${npm:+"$npm"}
      if [ -n "$(apt-cache search --names-only '^libkf6archive-dev$')" ]; then
        install_packages libkf6archive-dev
      else
        install_packages "${karchive_build_packages[@]}"
      fi
      # shellcheck disable=SC2046
      [ "$tests" = no ] || install_packages "${debian_test_packages[@]}" $(debian_docker_packages)
      ;;
    fedora)
      install_packages "${fedora_packages[@]}" ${npm:+"$npm"}
      [ "$tests" = no ] || install_packages "${fedora_test_packages[@]}"
      ;;
    macos)
      have brew || fail "Drydock's libraries come from Homebrew on macOS, and brew is not installed: install Homebrew, then run this again."
      install_packages "${macos_packages[@]}" ${npm:+node}
      # Homebrew keeps its libarchive apart from the system's.
      ln -sf "$(brew --prefix libarchive)/lib/pkgconfig/libarchive.pc" "$deps/lib/pkgconfig/"
      ;;
    *)
      fail "This script installs packages on Debian, Ubuntu, Fedora and macOS. On this system, please install the counterparts of these Fedora packages, then build with CMake: ${fedora_packages[*]} npm."
      ;;
  esac
}

# Takes one file of Debian's pool from the mirror that the machine uses, and checks it.
fetch_from_debian() {
  local path=$1 sha256=$2 file=$3 mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "This system lacks ${path##*/} and has no Debian mirror configured to take it from: set DRYDOCK_DEBIAN_MIRROR to the address of one, then run this again."
  /usr/lib/apt/apt-helper -qq download-file "$mirror/pool/main/$path" "$file" "SHA256:$sha256" >"$scratch/log" 2>&1 || {
    grep '^E:' "$scratch/log" >&2
    fail "${path##*/} could not be taken from $mirror, or is not the file that was expected there: check the network, then run this again."
  }
}

# Debian 12 and Ubuntu 24.04 have no KArchive for Qt 6; Debian 13's source needs two small changes to build with Qt 6.4.
build_karchive() {
  [ "$(system_family)" = debian ] || return 0
  [ -z "$(missing_packages libkf6archive-dev)" ] && return 0
  is_done karchive "$karchive_version" && return 0
  say "Building KArchive $karchive_version, which this system does not have…"
  local work=$scratch/karchive ecm
  mkdir "$work"
  fetch_from_debian "k/kf6-karchive/kf6-karchive_$karchive_version.orig.tar.xz" "$karchive_sha256" "$work/source.tar.xz"
  fetch_from_debian "k/kf6-extra-cmake-modules/extra-cmake-modules_$karchive_version-1_$(dpkg --print-architecture).deb" \
    "$(ecm_checksum)" "$work/ecm.deb"
  tar -C "$work" -xf "$work/source.tar.xz"
  dpkg -x "$work/ecm.deb" "$work/ecm"
  ecm=$(dirname "$(find "$work/ecm" -name ECMConfig.cmake)")
  local source=$work/karchive-$karchive_version
  sed -i 's/REQUIRED_QT_VERSION 6\.6\.0/REQUIRED_QT_VERSION 6.4.2/' "$source/CMakeLists.txt"
  sed -i '0,/^#include <Q/s//#include <QStringEncoder>\n&/' "$source/src/k7zip.cpp"
  # shellcheck disable=SC2016
  quietly "KArchive could not be built" sh -e -c '
    cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DECM_DIR="$3" \
      -DCMAKE_INSTALL_PREFIX="$4" -DCMAKE_INSTALL_LIBDIR=lib
    cmake --build "$2" --target install' sh "$source" "$work/build" "$ecm" "$deps"
  install -D -t "$deps/share/licenses/karchive" -m 644 "$source"/LICENSES/*
  mark_done karchive "$karchive_version"
}

# For tests: Debian 12 has no buildx, and Debian 13's runs there. It lies apart, so that nobody's docker finds it by itself.
install_buildx() {
  [ "$(system_family)" = debian ] || return 0
  [ "$(dpkg --print-architecture)" = amd64 ] || return 0
  [ -z "$(apt-cache search --names-only '^docker-buildx$')" ] || return 0
  is_done buildx "$buildx_version" && return 0
  say "Fetching buildx $buildx_version, which this system does not have…"
  fetch_from_debian "d/docker-buildx/docker-buildx_${buildx_version}_amd64.deb" "$buildx_sha256" "$scratch/buildx.deb"
  dpkg -x "$scratch/buildx.deb" "$scratch/buildx"
  install -D -t "$deps/share/docker/cli-plugins" -m 755 "$scratch/buildx/usr/libexec/docker/cli-plugins/docker-buildx"
  install -D -t "$deps/share/licenses/buildx" -m 644 "$scratch/buildx/usr/share/doc/docker-buildx/copyright"
  mark_done buildx "$buildx_version"
}

# Only CMake files, yet Debian builds the package per architecture.
ecm_checksum() {
  case "$(dpkg --print-architecture)" in
    amd64) echo "$ecm_sha256" ;;
    *) fail "KArchive for Qt 6 can be built by this script on amd64 only: on this machine use Debian 13, Ubuntu 24.10 or newer, which have libkf6archive-dev." ;;
  esac
}

# The parser, its Python grammar and the icons: files of npm packages, none of whose scripts is run.
install_npm_files() {
  local version
  version=$(cksum <"$packaging/package-lock.json")
  is_done npm "$version" && return 0
  say "Fetching the parser, its Python grammar and the icons…"
  mkdir "$scratch/npm"
  cp "$packaging/package.json" "$packaging/package-lock.json" "$scratch/npm/"
  quietly "The npm packages could not be fetched, or are not the pinned ones" \
    npm --prefix "$scratch/npm" ci --ignore-scripts --omit=optional --omit=peer --no-audit --no-fund
  local grammar=$scratch/npm/node_modules/tree-sitter-python icons=$scratch/npm/node_modules/lucide-static
  install_parser "$scratch/npm/node_modules/tree-sitter"
  install_grammar "$grammar"
  rm -rf "$deps/share/lucide"
  mkdir -p "$deps/share/lucide/icons"
  cp "$icons"/icons/*.svg "$deps/share/lucide/icons/"
  cp "$icons/LICENSE" "$deps/share/lucide/"
  mark_done npm "$version"
}

version_of() { sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$1/package.json" | head -n 1; }

# Not the system's library: Debian 12's damages the heap on nodes with more than 65,535 children.
install_parser() {
  local library=$1/vendor/tree-sitter/lib
  cc -O2 -fPIC -std=c11 -D_DEFAULT_SOURCE -I"$library/include" -I"$library/src" -c "$library/src/lib.c" -o "$scratch/library.o"
  rm -f "$deps/lib/libtree-sitter.a"
  ar rcs "$deps/lib/libtree-sitter.a" "$scratch/library.o"
  mkdir -p "$deps/include/tree_sitter" "$deps/share/licenses/tree-sitter"
  cp "$library"/include/tree_sitter/*.h "$deps/include/tree_sitter/"
  cp "$1/LICENSE" "$deps/share/licenses/tree-sitter/"
  cat >"$deps/lib/pkgconfig/tree-sitter.pc" <<PC
prefix=$deps
Name: tree-sitter
Description: Incremental parser
Version: $(version_of "$1")
Libs: -L\${prefix}/lib -ltree-sitter
Cflags: -I\${prefix}/include
PC
}

install_grammar() {
  local source=$1 version
  version=$(version_of "$source")
  cc -O2 -fPIC -I"$source/src" -c "$source/src/parser.c" -o "$scratch/parser.o"
  cc -O2 -fPIC -I"$source/src" -c "$source/src/scanner.c" -o "$scratch/scanner.o"
  rm -f "$deps/lib/libtree-sitter-python.a"
  ar rcs "$deps/lib/libtree-sitter-python.a" "$scratch/parser.o" "$scratch/scanner.o"
  mkdir -p "$deps/include/tree_sitter" "$deps/share/tree-sitter-python"
  cp -R "$source/queries" "$source/LICENSE" "$deps/share/tree-sitter-python/"
  cat >"$deps/include/tree_sitter/tree-sitter-python.h" <<'HEADER'
// SPDX-License-Identifier: Apache-2.0
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
const struct TSLanguage *tree_sitter_python(void);
#ifdef __cplusplus
}
#endif
HEADER
  cat >"$deps/lib/pkgconfig/tree-sitter-python.pc" <<PC
prefix=$deps
Name: tree-sitter-python
Description: Python grammar for tree-sitter
Version: $version
Requires: tree-sitter
Libs: -L\${prefix}/lib -ltree-sitter-python
Cflags: -I\${prefix}/include
PC
}

# The resolver: one pinned wheel through pip, so that the machine's own index settings hold.
install_uv() {
  local version
  version=$(cksum <"$packaging/uv.txt")
  is_done uv "$version" && return 0
  say "Fetching uv…"
  quietly "uv could not be fetched from the package index, or is not the pinned one" \
    python3 -m pip --disable-pip-version-check download --no-deps --only-binary :all: --require-hashes -r "$packaging/uv.txt" -d "$scratch/uv"
  python3 -m zipfile -e "$scratch"/uv/uv-*.whl "$scratch/uv/unpacked"
  install -m 755 "$scratch"/uv/unpacked/uv-*.data/scripts/uv "$deps/bin/uv"
  mkdir -p "$deps/share/licenses/uv"
  find "$scratch/uv/unpacked" -name 'LICENSE*' -exec cp {} "$deps/share/licenses/uv/" \;
  mark_done uv "$version"
}

# Python libraries that tests hold Drydock against; in a folder of their own, so that no other Python sees them.
install_python_tests() {
  local version
  version=$(cksum <"$packaging/python-tests.txt")
  is_done python-tests "$version" && return 0
  say "Fetching the Python libraries that tests compare with…"
  rm -rf "$deps/share/python"
  quietly "The Python libraries for tests could not be fetched from the package index, or are not the pinned ones" \
    python3 -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: --require-hashes \
    -r "$packaging/python-tests.txt" --target "$deps/share/python"
  mark_done python-tests "$version"
}

main() {
  local tests=no
  case "${1:-}" in
    '') ;;
    --test) tests=yes ;;
    *) fail "Usage: packaging/setup.sh [--test]" ;;
  esac
  # .deps may be a link to a prefix that several working copies share; one setup at a time there.
  [ ! -L "$deps" ] || deps=$(readlink "$deps")
  mkdir -p "$deps/bin" "$deps/lib/pkgconfig" "$deps/include" "$deps/share" "$deps/.done"
  if have flock; then
    exec 9>"$deps/.done/lock"
    flock 9
  fi
  install_system_packages "$tests"
  install_npm_files
  install_uv
  build_karchive
  if [ "$tests" = yes ]; then
    install_python_tests
    install_buildx
  fi
}

main "$@"
