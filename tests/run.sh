#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds Tally and runs every test; installs first what that needs. See --help.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

accepted='tests/run.sh [--sanitize=thread|--sanitize=address|--valgrind] [--alone] [--werror] [--help]'
sanitize=none
valgrind=
unity=on
precompiled=true
werror=false
for option; do
  case $option in
    --sanitize=thread) sanitize=thread ;;
    --sanitize=address) sanitize=address,undefined ;;
    --valgrind) valgrind=valgrind ;;
    --alone) unity=off precompiled=false ;;
    --werror) werror=true ;;
    --help)
      cat <<HELP
$accepted

Builds Tally in build/tests and runs every test. Ends with the line "N passed, N failed"; exit status 0 only if
all passed. On Debian and Ubuntu it installs the packages that are missing.

  --sanitize=thread    with ThreadSanitizer, in build/tests-thread
  --sanitize=address   with AddressSanitizer, UndefinedBehaviorSanitizer and the assertions of the standard library,
                       in build/tests-address
  --valgrind           runs the tests of single headers alone, but for those under load, under valgrind's memcheck
  --alone              compiles each source and each header by itself: not several sources as one, nothing precompiled
  --werror             a warning of the compiler is an error

With a sanitizer what only compiles, and looks at no more than sources, is left out, unless it is --alone.

The compiler is CXX where that is set; each compiler has its own folder, as build/tests-clang++.
HELP
      exit 0 ;;
    *)
      echo "$option: accepted is $accepted" >&2
      exit 2 ;;
  esac
done

case ${CXX:-} in
  *clang*) compiler=clang ;;
  *) compiler=g++ ;;
esac
# shellcheck disable=SC2086  # a package, or none
sh "$root/tests/support/need.sh" "$compiler" meson ninja-build pkg-config libboost-thread-dev doctest-dev \
  libbenchmark-dev python3-matplotlib $valgrind

folder=$root/build/tests
[ "$sanitize" = none ] || folder=$folder-${sanitize%,*}
[ -z "${CXX:-}" ] || folder=$folder-$(basename "${CXX%% *}")

again=
[ ! -e "$folder/meson-private/coredata.dat" ] || again=--reconfigure
# Of the debugger's tables only the lines, which are what a sanitizer names.
arguments=-g1
# More optimisation takes twice as long to compile there; the builds without a sanitizer have it.
optimization=2
[ "$sanitize" = none ] || optimization=1
[ "$sanitize" != address,undefined ] || arguments="$arguments -D_GLIBCXX_ASSERTIONS"
# What clang links a C++ program with for ThreadSanitizer has an operator new, and tests have their own.
link_arguments=
[ "$compiler-$sanitize" != clang-thread ] || link_arguments='--driver-mode=gcc -lstdc++ -lm'
# b_lundef: the sanitizers' functions are found only when the program is linked.
if ! meson setup $again "$folder" "$root" -Dwerror=$werror -Db_sanitize=$sanitize -Db_lundef=false \
  -Dunity=$unity -Dunity_size=8 -Db_pch=$precompiled -Dcomparison=false -Ddebug=false \
  -Doptimization=$optimization "-Dcpp_args=$arguments" \
  "-Dcpp_link_args=$link_arguments" ||
  ! meson compile -C "$folder"; then
  echo "The build has failed."
  echo "0 passed, 1 failed"
  exit 1
fi

# Older ThreadSanitizers refuse to run where addresses are spread over more than 28 bits.
steady=
if [ $sanitize = thread ] && [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 0)" -gt 28 ] &&
  setarch -R true 2>/dev/null; then
  steady='setarch -R'
fi

setup=default
suites=
if [ -n "$valgrind" ]; then
  setup=valgrind
  suites='--suite stm --suite actors --no-suite stress'
fi
rm -f "$folder"/meson-logs/testlog*.json
status=0
# shellcheck disable=SC2086  # several options, or none
$steady meson test -C "$folder" --no-rebuild --print-errorlogs --setup=$setup $suites || status=$?
log=$folder/meson-logs/testlog.json
[ -e "$log" ] || log=$folder/meson-logs/testlog-$setup.json
python3 "$root/tests/support/count_results.py" "$log" "$status"
