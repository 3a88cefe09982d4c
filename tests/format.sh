#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Fails on a source file that is not formatted as .clang-format says; with --fix formats it.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

case ${1:-} in
  '') action='--dry-run -Werror' ;;
  --fix) action=-i ;;
  *)
    echo "$1: accepted is tests/format.sh [--fix]" >&2
    exit 2 ;;
esac

# One version: others break lines elsewhere.
sh "$root/tests/support/need.sh" clang-format-14
cd "$root"
# shellcheck disable=SC2086  # several options
find stm actors bench tests examples -name '*.[ch]pp' -exec clang-format-14 $action {} +
