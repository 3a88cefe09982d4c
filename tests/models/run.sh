#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# run.sh [--long]: explores the models of this folder to their ends with spin, within the bounds given here, and then
# each fault that they name: one that is not found fails. The last line is "N passed, N failed". --long adds larger
# bounds.
set -eu
cd "$(dirname "$0")"
. ../support/steps.sh
sh ../support/need.sh spin gcc

case ${1:-} in
  --long) long=yes ;;
  '') long= ;;
  *)
    echo "usage: run.sh [--long]" >&2
    exit 2
    ;;
esac

explore() ( # MODEL DEFINITION...: prints how many states and errors there are
  model=$PWD/$1
  shift
  cd "$scratch"
  # A property of all fair runs, in a model that has one, is looked for in another way.
  case " $* " in
    *' -DENDS '*) fairly='-a -f -DNFAIR=4' ;;
    *) fairly= ;;
  esac
  # shellcheck disable=SC2086  # several options
  spin "$@" -run $fairly -m1000000 -DCOLLAPSE -DVECTORSZ=2048 -w22 "$model" >said 2>&1 || { cat said; exit 1; }
  grep -E '^pan:[0-9]*:? *(assertion|invalid|acceptance)|errors:|states, stored|elapsed|max search depth too small' said
)
holds() {
  explore "$@" >"$scratch/found" || { cat "$scratch/found"; return 1; }
  cat "$scratch/found"
  grep -q 'errors: 0' "$scratch/found" && ! grep -q 'too small' "$scratch/found"
}
finds() {
  explore "$@" >"$scratch/found" || { cat "$scratch/found"; return 1; }
  cat "$scratch/found"
  grep -qE '^pan:.*(assertion violated|invalid end state|acceptance cycle)' "$scratch/found"
}

model() { # TITLE FILE: what bounds() and faults() read is about it
  about=$1
  file=$2
}
bounds() { # reads lines of definitions
  while read -r definitions; do
    # shellcheck disable=SC2086  # several definitions
    step "$about: $definitions" holds "$file" $definitions </dev/null
  done
}
long_bounds() {
  if [ -n "$long" ]; then bounds; else cat >/dev/null; fi
}
faults() {
  while read -r definitions; do
    # shellcheck disable=SC2086  # several definitions
    step "the fault is found: $definitions" finds "$file" $definitions </dev/null
  done
}

model 'an actor' actor.pml
bounds <<'END'
-DASKERS=2
-DASKERS=3 -DNO_TELLS
-DASKERS=1 -DSTOP -DWATCH
-DASKERS=2 -DSTOP
-DASKERS=1 -DSTOP -DWATCH -DJOIN -DNO_TELLS
-DASKERS=2 -DSTOP -DJOIN -DNO_TELLS
END
faults <<'END'
-DKEEPS_LIST_NEWEST_FIRST -DASKERS=2
-DPUSHES_WITHOUT_OWNING -DASKERS=2
-DRELEASES_WITH_A_STORE -DASKERS=2
-DWAKES_NOBODY -DASKERS=2
-DLOOKS_THEN_SLEEPS -DASKERS=2
-DHANDS_OVER_AND_GOES_ON -DASKERS=2
-DREFUSES_LATE -DASKERS=1 -DSTOP -DJOIN -DNO_TELLS
-DSHUTS_BLINDLY -DASKERS=1 -DSTOP -DWATCH -DNO_TELLS
-DTOUCHES_AFTER_CLOSE -DASKERS=1 -DSTOP -DJOIN -DNO_TELLS
END

model 'attempts and commits' commit.pml
bounds <<'END'
-DTHREADS=3 -DWRITERS=2
-DTHREADS=3 -DWRITERS=2 -DSMALL=1
-DTHREADS=2 -DANYTHING
-DTHREADS=2 -DANYTHING -DSMALL=0
-DTHREADS=2 -DANYTHING -DSMALL=1
-DTHREADS=2 -DWRITERS=1 -DATTEMPTS=2 -DANYTHING
-DTHREADS=2 -DWRITERS=1 -DATTEMPTS=2 -DSMALL=1
END
long_bounds <<'END'
-DTHREADS=2 -DWRITERS=1 -DATTEMPTS=3
-DTHREADS=2 -DWRITERS=1 -DATTEMPTS=2 -DVARIABLES=3 -DSMALL=1 -DANYTHING
END
faults <<'END'
-DLOOKS_AT_NOTHING_AGAIN -DTHREADS=2
-DTAKES_LOCKED_FOR_UNCHANGED -DTHREADS=2
-DLOCKS_WHAT_HAS_CHANGED -DTHREADS=2
-DVALIDATES_NOTHING -DTHREADS=2
-DVALIDATES_BEFORE_LOCKING -DTHREADS=2
-DLOADS_THE_EPOCH_BEFORE_LOCKING -DTHREADS=2 -DSMALL=1
-DLOADS_THE_EPOCH_AFTER_VALIDATING -DTHREADS=2 -DSMALL=1 -DANYTHING
-DLOOKS_ONCE_AT_THE_WORD -DTHREADS=2 -DSMALL=1
-DEXTENDS_BLINDLY -DTHREADS=2 -DSMALL=1
-DTAKES_VERSIONS_OF_ITS_EPOCH -DTHREADS=2 -DSMALL=1
-DKEEPS_WHAT_IT_READ_BEFORE -DTHREADS=2 -DWRITERS=1 -DATTEMPTS=2 -DVARIABLES=3 -DSMALL=1 -DANYTHING
-DSTAYS_IN_A_FULL_EPOCH -DTHREADS=2 -DWRITERS=1 -DATTEMPTS=3
END

model 'snapshots' snapshot.pml
bounds <<'END'
-DBOXES_STAY -DSNAPSHOTS=2
-DBOXES_STAY -DVARIABLES=2
-DBOXES_STAY -DWRITERS=2 -DROUNDS=2 -DCOMMITS=2
-DROUNDS=2
-DGOES_OVER
-DGOES_OVER -DVARIABLES=2 -DCOMMITS=1
-DREADERS=1 -DCOMMITS=2
-DVARIABLES=2 -DCOMMITS=2
END
long_bounds <<'END'
-DSNAPSHOTS=2 -DCOMMITS=2
END
faults <<'END'
-DCOUNTS_BEFORE_IT_ANNOUNCES
-DTAKES_THE_EPOCH_FOR_LASTING -DREADERS=1 -DCOMMITS=2
-DLETS_ITS_EPOCH_GO_ON
-DREADS_WHAT_IS_LOCKED
-DTRUSTS_WHAT_IT_HAS_FOUND -DBOXES_STAY -DSNAPSHOTS=2
-DKEEPS_NOTHING
-DCUTS_BELOW_THE_NEWEST -DBOXES_STAY -DSNAPSHOTS=2
-DCUTS_NOTHING
-DLOADS_THE_EPOCH_BEFORE_LOCKING
-DLOOKS_FOR_SNAPSHOTS_BEFORE_ITS_EPOCH
-DKNOWS_SETS_BY_THEIR_SIZE -DROUNDS=2
-DGOES_OVER_BLINDLY -DGOES_OVER
-DREADS_BEFORE_IT_PINS -DREADERS=1 -DCOMMITS=2
-DSTAMPS_BEFORE_IT_LOCKS -DREADERS=1 -DCOMMITS=2
-DSWEEPS_WHAT_SNAPSHOTS_SEE
-DFREES_AN_EPOCH_TOO_EARLY -DREADERS=1 -DCOMMITS=2
END

model 'waiting for a change' wait.pml
bounds <<'END'
-DWAITERS=1 -DCOMMITTERS=2
-DWAITERS=1 -DCOMMITTERS=2 -DTIMED -DLISTS=1
-DWAITERS=1 -DCOMMITTERS=1 -DABORTER -DHOLDER
-DWAITERS=1 -DCOMMITTERS=1 -DTOUCHER -DHOLDER
-DWAITERS=2 -DCOMMITTERS=1 -DABORTER
-DWAITERS=2 -DCOMMITTERS=1 -DTIMED -DLISTS=1
END
long_bounds <<'END'
-DWAITERS=2 -DCOMMITTERS=2
-DWAITERS=2 -DCOMMITTERS=1 -DHOLDER
END
faults <<'END'
-DSETS_BITS_BEFORE_IT_ENTERS -DWAITERS=1 -DCOMMITTERS=1
-DSETS_THE_BIT_OF_A_LOCKED_ONE -DWAITERS=1 -DCOMMITTERS=1
-DLOOKS_AT_NO_VERSION -DWAITERS=1 -DCOMMITTERS=1
-DOVERLOOKS_THE_BIT -DWAITERS=1 -DCOMMITTERS=1
-DTAKES_BACK_WITHOUT_THE_BIT -DWAITERS=1 -DCOMMITTERS=1 -DABORTER
-DLOOKS_FOR_THE_BIT_AS_IT_RESERVES -DWAITERS=1 -DCOMMITTERS=0 -DHOLDER
-DGIVES_BACK_WITHOUT_THE_BIT -DWAITERS=1 -DCOMMITTERS=1 -DHOLDER
-DTOUCHES_AND_WAKES_NOBODY -DWAITERS=1 -DCOMMITTERS=0 -DTOUCHER
-DWAKES_ONE_ALONE -DWAITERS=2 -DCOMMITTERS=1
-DWAKES_WHO_IS_AWAKE -DWAITERS=1 -DCOMMITTERS=2
-DSTAYS_IN_THE_LISTS -DWAITERS=1 -DCOMMITTERS=1
-DLEAVES_A_LATE_TOKEN -DWAITERS=1 -DCOMMITTERS=1
END

model 'the turn' turn.pml
bounds <<'END'
-DTHREADS=1 -DPESTS=1
-DTHREADS=3 -DPESTS=0
-DTHREADS=2 -DPESTS=0 -DTRANSACTIONS=2 -DTIMED
-DTHREADS=1 -DPESTS=1 -DENDS
END
long_bounds <<'END'
-DTHREADS=2 -DPESTS=1
-DTHREADS=3 -DPESTS=0 -DTRANSACTIONS=2
END
faults <<'END'
-DWANTS_NOTHING -DTHREADS=1
-DWANTS_NOTHING -DTHREADS=1 -DENDS
-DLOCKS_WHAT_IS_RESERVED -DTHREADS=1
-DKEEPS_WHAT_IT_HAS_NOT_WRITTEN -DTHREADS=1
-DWAITS_WITH_A_LOCK -DTHREADS=2 -DPESTS=0
-DHAS_NO_QUEUE -DTHREADS=2 -DPESTS=0
-DPASSES_THE_TURN_FIRST -DTHREADS=2 -DPESTS=0
-DLETS_THE_LAST_ONE_GO_FIRST -DTHREADS=3 -DPESTS=0 -DTRANSACTIONS=2
-DDECLINES_FOR_ALL -DTHREADS=2 -DPESTS=0 -DTIMED
END

end_of_steps
