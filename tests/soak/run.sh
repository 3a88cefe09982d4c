#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Runs everything at once, over and over, with faults; installs first what that needs. See --help.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

minutes=1
for option; do
  case $option in
    --minutes=[1-9] | --minutes=[1-9]*[0-9]) minutes=${option#--minutes=} ;;
    --help)
      cat <<HELP
tests/soak/run.sh [--minutes=N]

Builds the soak in build/soak and runs it for N minutes, 1 unless told otherwise: half of them with the library as users
get it, half with the one that yields at random inside the engine. Exit status 0 only if nothing was lost.
HELP
      exit 0 ;;
    *)
      echo "$option: accepted is tests/soak/run.sh [--minutes=N] [--help]" >&2
      exit 2 ;;
  esac
done

sh "$root/tests/support/need.sh" g++ meson ninja-build pkg-config libboost-thread-dev doctest-dev
folder=$root/build/soak
[ -e "$folder/build.ninja" ] ||
  meson setup "$folder" "$root" --buildtype=release -Db_ndebug=false -Dunity=on -Dunity_size=8
meson compile -C "$folder" soak soak-in-any-order
for how in soak soak-in-any-order; do
  "$folder/tests/soak/$how" --seconds=$((minutes * 30))
done
