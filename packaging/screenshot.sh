#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the README's picture: the window on the sample flow after its image was built and checked, drawn without a display.
#   packaging/screenshot.sh [FILE]     default resources/readme/window.png
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

programs=$root/build/release/bin
picture=${1:-$root/resources/readme/window.png}
[ -x "$programs/drydock" ] || fail "Drydock is not built yet: run packaging/run.sh first."

# In a home of its own, so that the picture holds nothing of this machine's person.
home=$scratch/home
mkdir -p "$home/flows" "$(dirname "$picture")"
cp "$root"/resources/samples/guide_flow/*.py "$home/flows/"
as_nobody_in_particular() { env -u XDG_DATA_HOME -u XDG_CONFIG_HOME "HOME=$home" "$@"; }
as_nobody_in_particular "$programs/drydock-cli" build "$home/flows/flow.py"
as_nobody_in_particular QT_QPA_PLATFORM=offscreen "$programs/drydock" --screenshot "$picture" "$home/flows/flow.py"
