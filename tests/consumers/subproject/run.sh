#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds a user's meson project that has Tally in its folder subprojects/, and shows that this builds Tally's
# libraries and nothing else of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
sh "$root/tests/support/need.sh" g++ meson ninja-build pkg-config libboost-thread-dev

project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cp "$here/meson.build" "$here"/../*.cpp "$project"
mkdir -p "$project/subprojects/tally"
(cd "$root" && tar cf - --exclude='./build*' --exclude=./.git .) | (cd "$project/subprojects/tally" && tar xf -)

# Of both kinds the shared one is linked.
for kind in static both; do
  folder=$project/build-$kind
  # The user's own dependencies come from the folder, whatever is installed on this machine.
  meson setup "$folder" "$project" -Ddefault_library=$kind --force-fallback-for=tally-stm,tally-stm-testing,tally-actors \
    -Dunity=subprojects -Dunity_size=100
  built=$(meson introspect --targets "$folder" |
    python3 -c 'import json, sys; print(*sorted({target["name"] for target in json.load(sys.stdin)}))')
  if [ "$built" != 'both in_all_orders stm_only tally-actors tally-stm tally-stm-testing' ]; then
    echo "As a subproject Tally builds more, or less, than its libraries: $built" >&2
    exit 1
  fi
  meson compile -C "$folder"
  meson test -C "$folder" --no-rebuild --print-errorlogs
  echo "Built and run as a subproject, default_library=$kind."
done
