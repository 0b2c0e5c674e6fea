#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the tests need, builds Drydock for development and runs every test, on a real engine and in real windows.
#   packaging/test.sh [CMAKE-OPTION…]     for example -DDRYDOCK_WERROR=ON
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"

images=
clean_up() {
  rm -rf "$scratch"
  # shellcheck disable=SC2086
  kill $images 2>/dev/null || true
}

main() {
  "$packaging/setup.sh" --test
  # The tests are written for Docker; what they try on Podman besides, they start themselves.
  ENGINE=${ENGINE:-docker} ensure_engine
  # The images are made while the compiler works; both take minutes on a fresh machine.
  ENGINE=${ENGINE:-docker} "$packaging/base-image.sh" 1 core 2 3 untrusting broken python:3.9 python:3.11 python:3.13 &
  images=$!
  local failed=no
  cd "$root"
  cmake --preset dev "$@"
  cmake --build --preset dev || failed=yes
  wait "$images" || fail "The tests' base images could not be made: the lines above say why."
  images=
  [ "$failed" = no ] || fail "Drydock could not be built: the lines above say why."
  ctest --preset dev
}

main "$@"
