#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a tested image: installs what is missing, builds Drydock and opens it on a flow script.
#   packaging/run.sh [SCRIPT]
# Without a display it makes the whole journey in the terminal instead.
# Exit status: 0 passed, 1 not passed, 2 could not run; with a display, the window's own.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"

programs=$root/build/release/bin

absolute_path() {
  [ -e "$1" ] || fail "There is no file $1: give the path of a flow script."
  echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

build_release() {
  [ -x "$programs/drydock" ] || say "Building Drydock; this takes a few minutes the first time…"
  cd "$root"
  quietly "Drydock could not be built" cmake --workflow --preset release
}

# The Prefect generation that the script is written for; 3 where it does not say.
generation_of() {
  "$programs/drydock-cli" inspect --json "$1" 2>/dev/null | field 'document["scripts"][0]["prefect"]["generation"] or 3' || echo 3
}

# field EXPRESSION: one value of the JSON document on standard input.
field() { python3 -c 'import json, sys; document = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }

# By their names only: looking inside images is Drydock's to ask for.
has_prefect_image() {
  "$ENGINE" images --format '{{.Repository}}:{{.Tag}}' | grep -Eq "(^|/)prefect:(core-)?$1([.-]|\$)"
}

ensure_base() {
  local generation=$1 official
  has_prefect_image "$generation" && return 0
  case "$generation" in
    1) official=docker.io/prefecthq/prefect:1.4.1-python3.9 ;;
    2) official=docker.io/prefecthq/prefect:2.20.25-python3.11 ;;
    *) official=docker.io/prefecthq/prefect:3-latest ;;
  esac
  say "No Prefect $generation image is here; pulling $official…"
  "$ENGINE" pull "$official" >"$scratch/log" 2>&1 && return 0
  say "That did not work ($(tail -n 1 "$scratch/log")). Making a stand-in from Debian and the package index instead."
  ENGINE=$ENGINE "$packaging/base-image.sh" "$generation"
}

has_display() {
  case "$(uname -s)" in
    Darwin) [ -z "${SSH_CONNECTION:-}" ] ;;
    *) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ;;
  esac
}

stage() {
  printf '\n== %s ==\n' "$1"
  shift
  "$programs/drydock-cli" "$@"
}

# Exit status 1 of compare and advise is an answer, not a failure.
answer_of() {
  local status=0
  "$@" || status=$?
  [ "$status" -le 1 ] || exit "$status"
}

journey() {
  local script=$1 folder strategy image status=0
  folder=$root/build/journey/$(basename "$(dirname "$script")")-$(basename "${script%.*}")
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  stage "What the script needs" inspect "$script"
  answer_of stage "What the images hold" compare "$script"
  answer_of stage "Advice" advise "$script"
  strategy=$("$programs/drydock-cli" advise --json "$script" 2>/dev/null | field 'document["recommended"]')
  case "$strategy" in
    default-image | extend-image | scratch-image) ;;
    *)
      echo "The advice is $strategy, which builds nothing that could be tested here; going on with extend-image."
      strategy=extend-image
      ;;
  esac
  stage "Plan" plan "$script" --strategy "$strategy" --output "$folder"
  if [ -f "$folder/Dockerfile" ]; then
    stage "Build" build "$folder" --no-check || status=$?
  fi
  [ "$status" != 0 ] || stage "Checks" check "$folder" || status=$?
  if [ "$status" = 0 ]; then
    image=$(field 'document["tag"] or document["base"]' <"$folder/plan.json")
    answer_of stage "What the image holds now" compare "$script" --image "$image"
    printf '\n== Lines to paste ==\n'
    cat "$folder/lines.py"
  fi
  screenshot "$script" "$folder/window.png"
  return "$status"
}

screenshot() {
  printf '\n== Window ==\n'
  if QT_QPA_PLATFORM=offscreen "$programs/drydock" --screenshot "$2" "$1" >"$scratch/log" 2>&1; then
    echo "The window, as it shows this result: $2"
  else
    echo "The window's picture could not be made: $(tail -n 1 "$scratch/log")"
  fi
}

main() {
  [ $# -le 1 ] || fail "Usage: packaging/run.sh [SCRIPT]"
  local script
  script=$(absolute_path "${1:-$root/resources/samples/guide_flow/flow.py}")
  "$packaging/setup.sh"
  build_release
  # A script that cannot be read is said at once, not after an image was fetched for it.
  has_display || "$programs/drydock-cli" inspect "$script" >/dev/null || exit 2
  ensure_engine
  ensure_base "$(generation_of "$script")"
  if has_display; then
    clean_up
    exec "$programs/drydock" "$script"
  fi
  journey "$script"
}

main "$@"
