#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the official Prefect images do at their start, which the stand-in images do too.
set -e
if [ -n "$EXTRA_PIP_PACKAGES" ]; then
  echo "+ pip install $EXTRA_PIP_PACKAGES"
  # Several requirements, separated by blanks.
  # shellcheck disable=SC2086
  pip install $EXTRA_PIP_PACKAGES
fi
exec "$@"
