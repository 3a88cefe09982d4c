#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Lets libFuzzer think out programs and runs them on the engine and on the model; installs first what that needs. See
# --help.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$root/build/fuzz
corpus=$root/tests/fuzz/corpus

seconds=60
merge=false
for option; do
  case $option in
    --seconds=[1-9] | --seconds=[1-9]*[0-9]) seconds=${option#--seconds=} ;;
    --merge) merge=true ;;
    --help)
      cat <<HELP
tests/fuzz/run.sh [--seconds=N] [--merge]

Builds the engine and the harness with clang, libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer in build/fuzz, and
runs random programs for N seconds, 60 unless told otherwise, with the engine as users get it and then with the one of small
limits. They begin with those of tests/fuzz/corpus; new ones are kept in build/fuzz/found. One that fails is printed, and its
bytes are in build/fuzz/failures.

  --merge    then makes the corpus anew, of few programs that together reach all that any has reached; those with a name
             in words stay
HELP
      exit 0 ;;
    *)
      echo "$option: accepted is tests/fuzz/run.sh [--seconds=N] [--merge] [--help]" >&2
      exit 2 ;;
  esac
done

export CXX=${CXX:-clang++}
sh "$root/tests/support/need.sh" clang meson ninja-build pkg-config libboost-thread-dev doctest-dev
[ -e "$folder/build.ninja" ] || meson setup "$folder" "$root" -Ddefault_library=static -Doptimization=1 \
  -Db_sanitize=address,undefined -Db_lundef=false -Dcpp_args=-fsanitize=fuzzer-no-link
meson compile -C "$folder" fuzz fuzz-with-the-small-engine

mkdir -p "$folder/found" "$folder/failures"
fuzz() { # PROGRAM OPTION...: with whatever both kinds of runs have in common
  program=$folder/tests/fuzz/$1
  shift
  ASAN_OPTIONS=detect_stack_use_after_return=1 "$program" -print_funcs=0 -print_final_stats=1 \
    -artifact_prefix="$folder/failures/" "$@"
}
for how in fuzz fuzz-with-the-small-engine; do
  now=$(date +%s)
  end=$((now + seconds))
  # In rounds: the clock of the small engine has 4 million epochs, of which a program may use a hundred or two.
  while [ "$now" -lt $end ]; do
    fuzz $how -max_len=400 -len_control=20 -timeout=60 -runs=20000 -max_total_time=$((end - now)) \
      "$folder/found" "$corpus" || exit 1
    now=$(date +%s)
  done
done
if $merge; then
  rm -rf "$folder/merged"
  mkdir "$folder/merged"
  # The programs that the small engine needs, and then those that the other one needs as well.
  for how in fuzz-with-the-small-engine fuzz; do
    fuzz $how -set_cover_merge=1 -use_counters=0 "$folder/merged" "$folder/found" "$corpus"
  done
  find "$corpus" -type f ! -name '*-*' -delete
  cp "$folder/merged"/* "$corpus"
fi
