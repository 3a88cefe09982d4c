#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# All that CI runs, and every test with each compiler and each sanitizer.
set -eu
cd "$(dirname "$0")/.."
. tests/support/steps.sh

step 'what CI runs' .ci/run
step 'every test, built with g++' env CXX=g++ tests/run.sh --werror
step 'every test, built with clang' env CXX=clang++ tests/run.sh --werror
step 'every test, with ThreadSanitizer' tests/run.sh --sanitize=thread
step 'every test, with AddressSanitizer and UndefinedBehaviorSanitizer' tests/run.sh --sanitize=address
step 'the models of the protocols' tests/models/run.sh
end_of_steps
