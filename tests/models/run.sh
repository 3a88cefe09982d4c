#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Explores the models of this folder to their ends with spin, within the bounds given here, and then each fault that they
# name: one that is not found fails. The last line is "N passed, N failed".
set -eu
cd "$(dirname "$0")"
. ../support/steps.sh
sh ../support/need.sh spin gcc

explore() ( # MODEL DEFINITION...: prints how many states and errors there are
  model=$PWD/$1
  shift
  cd "$scratch"
  spin "$@" -run -m1000000 -DCOLLAPSE -w22 "$model" >said 2>&1 || { cat said; exit 1; }
  grep -E '^pan:[0-9]*:? *(assertion|invalid)|errors:|states, stored|max search depth too small' said
)
holds() {
  explore "$@" >"$scratch/found" || { cat "$scratch/found"; return 1; }
  cat "$scratch/found"
  grep -q 'errors: 0' "$scratch/found" && ! grep -q 'too small' "$scratch/found"
}
finds() {
  explore "$@" >"$scratch/found" || { cat "$scratch/found"; return 1; }
  cat "$scratch/found"
  grep -qE '^pan:.*(assertion violated|invalid end state)' "$scratch/found"
}

for bounds in \
  '-DASKERS=2' \
  '-DASKERS=3 -DNO_TELLS' \
  '-DASKERS=1 -DSTOP -DWATCH' \
  '-DASKERS=2 -DSTOP' \
  '-DASKERS=1 -DSTOP -DWATCH -DJOIN -DNO_TELLS' \
  '-DASKERS=2 -DSTOP -DJOIN -DNO_TELLS'; do
  # shellcheck disable=SC2086  # several definitions
  step "an actor: $bounds" holds actor.pml $bounds
done
for fault in \
  '-DKEEPS_LIST_NEWEST_FIRST -DASKERS=2' \
  '-DPUSHES_WITHOUT_OWNING -DASKERS=2' \
  '-DRELEASES_WITH_A_STORE -DASKERS=2' \
  '-DWAKES_NOBODY -DASKERS=2' \
  '-DLOOKS_THEN_SLEEPS -DASKERS=2' \
  '-DHANDS_OVER_AND_GOES_ON -DASKERS=2' \
  '-DREFUSES_LATE -DASKERS=1 -DSTOP -DJOIN -DNO_TELLS' \
  '-DSHUTS_BLINDLY -DASKERS=1 -DSTOP -DWATCH -DNO_TELLS' \
  '-DTOUCHES_AFTER_CLOSE -DASKERS=1 -DSTOP -DJOIN -DNO_TELLS'; do
  # shellcheck disable=SC2086  # several definitions
  step "the fault is found: $fault" finds actor.pml $fault
done
end_of_steps
