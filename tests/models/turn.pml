/* SPDX-License-Identifier: BSL-1.0

   The turn of a transaction that has failed too often, under sequential consistency.
   A step of the model is one atomic operation of the code, or what it does under the lock of the queue.

     ask, give_up, pass_turn     wait_for_turn() and pass_turn() of stm/engine/turn.cpp
     reserve, give_back          reserve() and give_back_turn() of stm/engine/access_log.cpp
     commit_reserved             stm/engine/commit.cpp
     attempt                     an attempt that is not in its turn, and its commit() of stm/engine/commit.hpp
     thread                      go_on() of stm/engine/attempt_series.cpp, with TURN_AFTER for limits::turn_after

   THREADS threads run TRANSACTIONS transactions each, and take their turn after TURN_AFTER attempts that have failed.
   PESTS threads commit again and again, and never ask for a turn (as a loop around checkout and commit). Each attempt
   reads both variables, in one step (commit.pml is about that), half of them in the other order, and writes both or
   the one that comes first; in place of waiting for what is locked it fails, so that no fair run waits for ever. With
   -DTIMED the time of a thread that waits for its turn may be up at any moment. Versions are counted modulo VERSIONS.

   Shown: nobody changes what is reserved, so that the one in its turn commits; while a thread waits for its turn each
   other gets it at most once; while one in its turn waits for a variable, each other commits it at most once; nobody
   waits for ever. With -DENDS, as a property of all fair runs: each thread comes to its end however the pests go on.

   Each of the faults below, switched on by its name, is found in one of the configurations of run.sh. */
#ifndef THREADS
#define THREADS 2
#endif
#ifndef PESTS
#define PESTS 1
#endif
#ifndef TRANSACTIONS
#define TRANSACTIONS 1
#endif
#ifndef TURN_AFTER
#define TURN_AFTER 1
#endif
#define VERSIONS 3
#define EVERYBODY (THREADS + PESTS)
#define NONE 2

byte version[2];                /* version and bits: one word of the code */
bit locked[2], reserved[2];
byte wanted = NONE;

/* The queue, guarded by its lock. */
bit is_taken;
byte queue[THREADS], queued;
bit token[THREADS];             /* of the parkers */

byte ended;
byte waits_for = NONE;          /* what the one in its turn is about to reserve */
bit has_got_there_first[EVERYBODY];
bit has_passed[THREADS * THREADS];

#ifdef ENDS
ltl ends { <>(ended == THREADS) }
#endif

/* The turn is granted to `who`: all that wait have been passed by it, and none twice. */
inline note_turn(who) {
  j = 0;
  do
  :: j < queued ->
    assert(!has_passed[queue[j] * THREADS + who]);
    has_passed[queue[j] * THREADS + who] = 1;
    j++
  :: else -> break
  od;
  j = 0;
  do
  :: j < THREADS -> has_passed[who * THREADS + j] = 0; j++
  :: else -> break
  od;
  j = 0
}

inline remove_from_queue(place) {
  j = place;
  do
  :: j + 1 < queued -> queue[j] = queue[j + 1]; j++
  :: else -> break
  od;
  queued--;
  queue[queued] = 0;
  j = 0
}

inline pass_turn() {
  d_step {
    if
    :: queued == 0 -> is_taken = 0
    :: else ->
#ifdef LETS_THE_LAST_ONE_GO_FIRST
      next = queue[queued - 1];
      queued--;
      queue[queued] = 0;
#else
      next = queue[0];
      remove_from_queue(0);
#endif
      note_turn(next);
      assert(!token[next]);
      token[next] = 1;
      next = 0
    fi
  }
}

inline reserve(v) {
  d_step {
    waits_for = v;
    j = 0;
    do
    :: j < EVERYBODY -> has_got_there_first[j] = 0; j++
    :: else -> break
    od;
    j = 0;
#ifndef WANTS_NOTHING
    wanted = v
#endif
  }
  do
  :: atomic { !locked[v] -> found = version[v] }
    atomic {
      if
      :: !locked[v] && version[v] == found -> reserved[v] = 1; seen[v] = found; waits_for = NONE; found = 0; break
      :: else
      fi
    }
  od;
  wanted = NONE
}

inline publish(v) {
  d_step {
    version[v] = (version[v] + 1) % VERSIONS;
    locked[v] = 0;
    reserved[v] = 0;
    if
#ifndef ENDS
    :: waits_for == v -> assert(!has_got_there_first[id]); has_got_there_first[id] = 1
#endif
    :: else
    fi
  }
}

/* Nobody has changed what was reserved. */
#define check(v) assert(!locked[v] && reserved[v] && version[v] == seen[v])

inline commit_reserved() {
  d_step { check(first); locked[first] = 1 }
  if :: both -> d_step { check(1 - first); locked[1 - first] = 1 } :: else -> d_step { check(1 - first) } fi;
#ifdef PASSES_THE_TURN_FIRST
  pass_turn();
#endif
  publish(first);
  if
  :: both -> publish(1 - first)
  :: else ->
#ifdef KEEPS_WHAT_IT_HAS_NOT_WRITTEN
    skip
#else
    reserved[1 - first] = 0
#endif
  fi;
#ifndef PASSES_THE_TURN_FIRST
  pass_turn()
#endif
}

#ifdef LOCKS_WHAT_IS_RESERVED
#define is_free(v) (!locked[v] && version[v] == seen[v])
#else
#define is_free(v) (!locked[v] && !reserved[v] && version[v] == seen[v])
#endif

/* Ends with `failed` or without. */
inline attempt() {
  d_step {
    if :: locked[0] || locked[1] -> failed = 1 :: else -> seen[0] = version[0]; seen[1] = version[1] fi
  }
  wants = wanted;
  if
  :: failed || wants == first -> failed = 1
  :: else ->
    atomic { if :: is_free(first) -> locked[first] = 1 :: else -> failed = 1 fi }
    if
    :: failed
    :: else ->
      if
      :: both && wants == 1 - first -> failed = 1
      :: both && wants != 1 - first ->
#ifdef WAITS_WITH_A_LOCK
        atomic { !locked[1 - first] && !reserved[1 - first] };
#endif
        atomic { if :: is_free(1 - first) -> locked[1 - first] = 1 :: else -> failed = 1 fi }
      :: !both -> if :: locked[1 - first] || version[1 - first] != seen[1 - first] -> failed = 1 :: else fi
      fi;
      if
      :: failed -> locked[first] = 0
      :: else ->
        publish(first);
        if :: both -> publish(1 - first) :: else fi
      fi
    fi
  fi;
  d_step { wants = 0; seen[0] = 0; seen[1] = 0 }
}

inline give_up() {
  d_step {
    do
    :: found < queued && queue[found] != id -> found++
    :: else -> break
    od;
    if :: found < queued -> remove_from_queue(found) :: else -> has_turn = 1 fi;
    found = 0
  }
  /* The turn has come all the same: passes it on, once the waker is done. */
  if
  :: has_turn ->
    token[id];
    token[id] = 0;
#ifndef DECLINES_FOR_ALL
    pass_turn()
#endif
  :: else
  fi
}

inline ask() {
#ifdef HAS_NO_QUEUE
  has_turn = 1;
#else
  skip;                                 /* spin lets no jump end at a d_step */
  d_step {
    if
    :: !is_taken -> is_taken = 1; has_turn = 1; note_turn(id)
    :: else -> queue[queued] = id; queued++
    fi
  }
#endif
  if
  :: has_turn
  :: else ->
    if
    :: token[id] -> d_step { token[id] = 0; has_turn = 1 }
#ifdef TIMED
    :: gives_up = 1
#endif
    fi
  fi
}

proctype thread(byte id) {
  byte j, next, transactions, failures, found, wants, seen[2];
  bit failed, has_turn, gives_up, first, both;
  d_step { first = id & 1 }
  do
  :: transactions == TRANSACTIONS -> break
  :: else ->
    if :: both = 0 :: both = 1 fi;
    do
    :: failures == TURN_AFTER ->
      ask();
      if
      :: gives_up -> give_up()
      :: else ->
        reserve(first);
        reserve(1 - first);
        commit_reserved()
      fi;
      break
    :: else ->
      attempt();
      if :: failed -> d_step { failures++; failed = 0 } :: else -> break fi
    od;
    atomic { transactions++; failures = 0; failed = 0; has_turn = 0; gives_up = 0; both = 0; seen[0] = 0; seen[1] = 0 }
  od;
  ended++
}

proctype pest(byte id) {
  byte wants, seen[2];
  bit failed, first, both;
  d_step { first = id & 1 }
end:
  do
  :: if :: both = 0 :: both = 1 fi;
    attempt();
    failed = 0
  od
}

init {
  byte each;
  atomic {
    do
    :: each < THREADS -> run thread(each); each++
    :: else -> break
    od;
    do
    :: each < EVERYBODY -> run pest(each); each++
    :: else -> break
    od
  }
  ended == THREADS;
  d_step { assert(!is_taken && queued == 0 && !reserved[0] && !reserved[1] && wanted == NONE) }
}
