#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# All that CI runs, every test with ThreadSanitizer of both compilers and with AddressSanitizer, and what takes longer.
set -eu
cd "$(dirname "$0")/.."
. tests/support/steps.sh

step 'what CI runs' .ci/run
# The models take one processor for some minutes, and so does the fuzzer. What they need is installed before: by one at a time.
sh tests/support/need.sh spin gcc clang meson ninja-build pkg-config libboost-thread-dev doctest-dev
meanwhile 'the models of the protocols' tests/models/run.sh
step 'programs of a fuzzer' tests/fuzz/run.sh
step 'the tests of single headers under valgrind' tests/run.sh --valgrind --werror
end_of_meanwhile
step 'every test, with ThreadSanitizer' tests/run.sh --sanitize=thread
step 'every test, with ThreadSanitizer, built with clang, each source by itself' \
  env CXX=clang++ tests/run.sh --sanitize=thread --werror --alone
step 'every test, with AddressSanitizer and UndefinedBehaviorSanitizer, built with clang' \
  env CXX=clang++ tests/run.sh --sanitize=address
step 'everything at once' tests/soak/run.sh
end_of_steps
