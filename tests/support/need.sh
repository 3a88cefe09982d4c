#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# need.sh PACKAGE...: sees to it that what these Debian packages hold is there, and installs those that are missing.
# Looks for the things themselves, so that it does not matter who installed them.
set -eu

builds() { # PROGRAM [LIBRARY...]
  program=$1
  shift
  printf '%b\n' "$program" | ${CXX:-c++} -x c++ -std=c++20 -o /dev/null - "$@"
}

is_there() {
  case $1 in
    g++ | clang) builds '#include <compare>\n int main() {}' ;;
    meson) [ "$(meson --version | cut -d. -f1)" -ge 1 ] ;;
    ninja-build) command -v ninja ;;
    doctest-dev) builds '#define DOCTEST_CONFIG_DISABLE\n #include <doctest/doctest.h>\n int main() {}' ;;
    libboost-thread-dev) builds '#include <boost/thread/mutex.hpp>\n int main() {}' -lboost_thread -lboost_chrono ;;
    libbenchmark-dev) builds '#include <benchmark/benchmark.h>\n int main() {}' -lbenchmark ;;
    libcaf-dev) builds '#include <caf/all.hpp>\n int main() {}' -lcaf_core ;;
    python3-matplotlib) python3 -c 'import matplotlib' || /usr/bin/python3 -c 'import matplotlib' ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

missing=
for package; do
  is_there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "This installs packages on Debian and Ubuntu only. Please install what these hold, and run it again:$missing" >&2
  exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "Neither root nor sudo here. Please run this as root, and then this script again: apt-get install$missing" >&2
    exit 1
  fi
fi

echo "Installing:$missing (with what they depend on; this takes a minute or two)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1; }
# shellcheck disable=SC2086  # a list of names
if ! { apt update && apt install --no-install-recommends $missing; }; then
  cat "$log" >&2
  echo "Could not install:$missing" >&2
  exit 1
fi
for package in $missing; do
  is_there "$package" || { echo "$package is installed, but what Tally needs of it is not there; too old?" >&2; exit 1; }
done
