#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Installs Tally into a folder of its own, and builds a user's programs with nothing but a compiler and pkg-config.
set -eu
programs=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$programs/../.." && pwd)
sh "$root/tests/support/need.sh" g++ meson ninja-build pkg-config libboost-thread-dev

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # PROGRAM MODULE
  # shellcheck disable=SC2046  # several options
  ${CXX:-c++} -std=c++20 -Wall -Wextra -Werror "$programs/$1.cpp" -o "$scratch/$1" $(pkg-config --cflags --libs "$2")
}

for kind in shared static; do
  folder=$scratch/build-$kind
  installed=$scratch/installed-$kind
  meson setup "$folder" "$root" --prefix="$installed" --libdir=lib -Ddefault_library=$kind
  meson compile -C "$folder" tally-stm tally-actors
  meson install -C "$folder" --no-rebuild --quiet

  export PKG_CONFIG_PATH="$installed/lib/pkgconfig" LD_LIBRARY_PATH="$installed/lib"
  build stm_only tally-stm
  build both tally-actors
  "$scratch/stm_only"
  "$scratch/both"
  echo "Built and run with pkg-config and the $kind libraries."
done
