/* SPDX-License-Identifier: BSL-1.0

   Threads that wait for a change, and the commits that wake them, under sequential consistency.
   A step of the model is one atomic operation of the code, or what it does under the lock of a list that nobody else
   sees meanwhile.

     enter, leave, set_bit, wait      wait_for_change() and its enrolment in stm/engine/wait_set.cpp
     wake_waiters                     the same
     committer                        commit(), lock_awaited(), unlock_unchanged() of stm/engine/commit.hpp and .cpp
     holder                           reserve(), give_back_turn() of access_log.cpp, commit_reserved() of commit.cpp
     toucher                          touch() of commit.cpp
     park, unpark                     parker of stm/engine/sync.hpp: a token

   WAITERS threads wait until both variables have all that COMMITTERS committers, and with -DHOLDER one that has its
   turn, and with -DTOUCHER one that moves a version alone, have to bring. Committers write the first variable, the
   second one, or both, but for the one that is moved so; with -DABORTER somebody locks a variable and takes it back.
   Both variables are in one list with -DLISTS=1. With -DTIMED a sleep may end by its time, or by an interruption.
   What an attempt reads is read in one step here: commit.pml is about that.

   Shown: nobody sleeps at the end; nobody is left in a list; no one is woken who sleeps no more, and none is woken
   twice: the token of one sleep never ends the next.

   Each of the faults below, switched on by its name, is found in one of the configurations of run.sh. */
#ifndef WAITERS
#define WAITERS 2
#endif
#ifndef COMMITTERS
#define COMMITTERS 2
#endif
#ifndef LISTS
#define LISTS 2
#endif
#define VARIABLES 2

byte version[VARIABLES];                         /* version and bits: one word of the code */
bit locked[VARIABLES], reserved[VARIABLES], has_waiters[VARIABLES];
byte missing;                                    /* commits that are still to come */

bit list_locked[LISTS];
bit is_in_list[WAITERS * VARIABLES];
bit token[WAITERS];
bit is_woken[WAITERS], is_there[WAITERS];        /* the sleeper, on the stack of its thread */
#define list_of(v) (v % LISTS)
#define entry(w, v) is_in_list[w * VARIABLES + v]

inline lock_list(v) { atomic { !list_locked[list_of(v)] -> list_locked[list_of(v)] = 1 } }
inline unlock_list(v) { list_locked[list_of(v)] = 0 }

inline enter(v) { atomic { !list_locked[list_of(v)] -> entry(id, v) = 1 } }
inline leave(v) { atomic { !list_locked[list_of(v)] -> entry(id, v) = 0 } }

inline unpark(w) { d_step { assert(!token[w]); token[w] = 1 } }

/* Wakes those who wait for v, which has just been released with a new version. */
inline wake_waiters(v) {
  lock_list(v);
  w = 0;
  do
  :: w < WAITERS && entry(w, v) ->
#ifdef WAKES_WHO_IS_AWAKE
    d_step { assert(is_there[w]); was_woken = 0; is_woken[w] = 1 }
#else
    d_step { assert(is_there[w]); was_woken = is_woken[w]; is_woken[w] = 1 }
#endif
    if :: !was_woken -> unpark(w) :: else fi;
#ifdef WAKES_ONE_ALONE
    break;
#endif
    w++
  :: w < WAITERS && !entry(w, v) -> w++
  :: w == WAITERS -> break
  od;
  atomic { w = 0; was_woken = 0; unlock_list(v) }
}

/* False: the variable has another version by now. */
inline set_bit(v) {
#ifdef SETS_THE_BIT_OF_A_LOCKED_ONE
  atomic {
    if :: version[v] == seen[v] -> has_waiters[v] = 1 :: else -> stands = 0 fi
  }
#else
  atomic {
    !locked[v] ->
#ifdef LOOKS_AT_NO_VERSION
    has_waiters[v] = 1
#else
    if :: version[v] == seen[v] -> has_waiters[v] = 1 :: else -> stands = 0 fi
#endif
  }
#endif
}

proctype waiter(byte id) {
  byte v, seen[VARIABLES];
  bit stands, is_taken, gives_up;
  do
  :: atomic {
      !locked[0] && !locked[1] ->
      seen[0] = version[0];
      seen[1] = version[1];
      if :: missing == 0 -> break :: else fi
    }
    /* A sleep begins: the last one has left nothing behind. */
    d_step { assert(!token[id]); is_woken[id] = 0; is_there[id] = 1; stands = 1 }
#ifdef SETS_BITS_BEFORE_IT_ENTERS
    set_bit(0);
    if :: stands -> set_bit(1) :: else fi;
    enter(0);
    enter(1);
#else
    enter(0);
    enter(1);
    set_bit(0);
    if :: stands -> set_bit(1) :: else fi;
#endif
    if
    :: stands ->
      if
      :: token[id] -> d_step { token[id] = 0; is_taken = 1 }
#ifdef TIMED
      :: gives_up = 1
#endif
      fi
    :: else
    fi;
#ifdef STAYS_IN_THE_LISTS
    if :: stands -> leave(0); leave(1) :: else fi;
#else
    leave(0);
    leave(1);
#endif
#ifndef LEAVES_A_LATE_TOKEN
    if :: !is_taken && is_woken[id] -> token[id]; token[id] = 0 :: else fi;
#endif
    d_step { is_there[id] = 0; is_taken = 0; stands = 0; seen[0] = 0; seen[1] = 0 }
    if :: gives_up -> break :: else fi
  od;
  assert(!token[id])
}

inline wake_all() {
  if :: writes[0] -> wake_waiters(0) :: else fi;
  if :: writes[1] -> wake_waiters(1) :: else fi
}

/* The CAS from a word without the bit, and then that from one with it. */
inline lock(v) {
  atomic {
    if
    :: !locked[v] && !reserved[v] && !has_waiters[v] && version[v] == seen[v] -> locked[v] = 1; has_locked[v] = 1
    :: else
    fi
  }
  if
  :: has_locked[v]
  :: else ->
    atomic {
      if
      :: !locked[v] && !reserved[v] && has_waiters[v] && version[v] == seen[v] ->
        locked[v] = 1;
        has_locked[v] = 1;
#ifndef OVERLOOKS_THE_BIT
        any_awaited = 1
#endif
      :: else -> failed = 1
      fi
    }
  fi
}

inline unlock(v) {
#ifdef TAKES_BACK_WITHOUT_THE_BIT
  d_step { locked[v] = 0; has_waiters[v] = 0 }
#else
  locked[v] = 0
#endif
}

/* With a new version, and without any bit. `last`: of this commit. */
inline release(v, last) {
  d_step {
    version[v]++;
    locked[v] = 0;
    reserved[v] = 0;
    has_waiters[v] = 0;
    missing = missing - last
  }
}

/* Writes the first variable, the second one, or both, and tries until it has. */
proctype committer(byte id) {
  byte w, seen[VARIABLES];
  bit writes[VARIABLES], has_locked[VARIABLES], any_awaited, failed, was_woken;
  if
  :: writes[1] = 1
#ifndef TOUCHER
  :: writes[0] = 1
  :: d_step { writes[0] = 1; writes[1] = 1 }
#endif
  fi;
  do
  :: atomic { !locked[0] && !locked[1] -> seen[0] = version[0]; seen[1] = version[1] }
    if :: writes[0] -> lock(0) :: else fi;
    if :: writes[1] && !failed -> lock(1) :: else fi;
    if
    :: failed ->
      if :: has_locked[0] -> unlock(0) :: else fi;
      if :: has_locked[1] -> unlock(1) :: else fi;
      d_step { failed = 0; any_awaited = 0; has_locked[0] = 0; has_locked[1] = 0; seen[0] = 0; seen[1] = 0 }
    :: else -> break
    fi
  od;
  if :: writes[0] && writes[1] -> release(0, 0); release(1, 1)
  :: writes[0] && !writes[1] -> release(0, 1)
  :: !writes[0] && writes[1] -> release(1, 1)
  fi;
  if :: any_awaited -> wake_all() :: else fi
}

#ifdef ABORTER
/* Locks a variable, finds that something else has changed, and takes it back. */
proctype aborter() {
  byte seen[VARIABLES];
  bit has_locked[VARIABLES], any_awaited, failed;
  if
  :: seen[1] = version[1]; lock(1); if :: !failed -> unlock(1) :: else fi
#ifndef TOUCHER
  :: seen[0] = version[0]; lock(0); if :: !failed -> unlock(0) :: else fi
#endif
  fi
}
#endif

#ifdef HOLDER
/* Has its turn: reserves both variables, writes the second one. */
proctype holder() {
  byte w;
  bit any_awaited, was_woken;
  atomic { !locked[0] -> reserved[0] = 1 }
#ifdef LOOKS_FOR_THE_BIT_AS_IT_RESERVES
  atomic { !locked[1] -> reserved[1] = 1; any_awaited = has_waiters[1] }
  locked[1] = 1;
#else
  atomic { !locked[1] -> reserved[1] = 1 }
  d_step { locked[1] = 1; any_awaited = has_waiters[1] }
#endif
  release(1, 1);
  if :: any_awaited -> wake_waiters(1) :: else fi;
#ifdef GIVES_BACK_WITHOUT_THE_BIT
  d_step { reserved[0] = 0; has_waiters[0] = 0 }
#else
  reserved[0] = 0
#endif
}
#endif

#ifdef TOUCHER
/* Moves the first variable, which nobody else changes, without ever holding its lock. */
proctype toucher() {
  byte w;
  bit any_awaited, was_woken;
  atomic {
    !reserved[0] ->
    any_awaited = has_waiters[0];
    version[0]++;
    has_waiters[0] = 0;
    missing--
  }
#ifndef TOUCHES_AND_WAKES_NOBODY
  if :: any_awaited -> wake_waiters(0) :: else fi
#endif
}
#endif

init {
  byte each;
  atomic {
    do
    :: each < WAITERS -> run waiter(each); each++
    :: else -> break
    od;
    each = 0;
    do
    :: each < COMMITTERS -> run committer(each); missing++; each++
    :: else -> break
    od;
    each = 0;
#ifdef ABORTER
    run aborter();
#endif
#ifdef HOLDER
    run holder(); missing++;
#endif
#ifdef TOUCHER
    run toucher(); missing++;
#endif
  }
  timeout;
  assert(missing == 0);
  do
  :: each < WAITERS ->
    d_step { assert(!entry(each, 0) && !entry(each, 1) && !is_there[each] && !token[each]); each++ }
  :: else -> break
  od;
  assert(!locked[0] && !locked[1] && !reserved[0] && !reserved[1])
}
