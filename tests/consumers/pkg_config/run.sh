#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs Tally into a folder of its own, and builds a user's programs with nothing but a compiler and pkg-config.
set -eu
programs=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$programs/../.." && pwd)
sh "$root/tests/support/need.sh" g++ meson ninja-build pkg-config libboost-thread-dev

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
build() { # PROGRAM MODULE [OPTION]
  # shellcheck disable=SC2046,SC2086  # several options, or none
  ${CXX:-c++} -std=c++20 -Wall -Wextra -Werror ${3:-} "$programs/$1.cpp" -o "$scratch/$1" \
    $(pkg-config --cflags --libs "$2")
}

for kind in shared static; do
  folder=$scratch/build-$kind
  installed=$scratch/installed-$kind
  meson setup "$folder" "$root" --prefix="$installed" --libdir=lib -Ddefault_library=$kind -Dbuildtype=plain \
    -Db_ndebug=true -Dwerror=true -Dunity=on -Dunity_size=100
  meson compile -C "$folder" tally-stm tally-stm-testing tally-actors
  meson install -C "$folder" --no-rebuild --quiet

  export PKG_CONFIG_PATH="$installed/lib/pkgconfig" LD_LIBRARY_PATH="$installed/lib"
  build stm_only tally-stm
  build both tally-actors
  build in_all_orders tally-stm-testing
  "$scratch/stm_only"
  "$scratch/both"
  "$scratch/in_all_orders"
  if build stm_only tally-stm -DTALLY_SCHEDULE_HOOK 2>"$scratch/errors" ||
    ! grep -q needs_tally_stm_testing "$scratch/errors"; then
    echo "A program for tally-stm-testing has been linked with tally-stm." >&2
    exit 1
  fi
  echo "Built and run with pkg-config and the $kind libraries."
done
