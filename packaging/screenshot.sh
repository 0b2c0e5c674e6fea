#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the README's picture: the window on the sample flow, as packaging/run.sh leaves it, drawn without a display.
#   packaging/screenshot.sh [FILE]     default resources/readme/window.png
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

window=$root/build/release/bin/drydock
picture=${1:-$root/resources/readme/window.png}
[ -x "$window" ] || fail "Drydock is not built yet: run packaging/run.sh first."
mkdir -p "$(dirname "$picture")"
QT_QPA_PLATFORM=offscreen "$window" --screenshot "$picture" "$root/resources/samples/guide_flow/flow.py"
