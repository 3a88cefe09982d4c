/* SPDX-License-Identifier: BSL-1.0

   Attempts and their commits under sequential consistency: what an attempt sees, and what it commits.
   A step of the model is one atomic operation of the code, local steps apart.

     load_or_wait                          load_consistent() of stm/engine/cell.hpp
     open, move_past, require_unchanged    stm/engine/access_log.cpp, epoch.hpp, access_log.hpp
     lock_all, publish, unlock             commit() and publish() of stm/engine/commit.hpp
     next_version                          next_word() of stm/engine/version_word.hpp

   THREADS threads make ATTEMPTS attempts each, one after the other; whether the last one has failed does not matter.
   Each attempt reads all of VARIABLES variables, in one of two orders, and those of the first WRITERS threads write
   any of them; with -DANYTHING they also write without reading, and leave variables alone. From SMALL variables on an
   attempt goes by epochs. An epoch has SEQUENCES versions of a variable.

   Shown: whenever a read returns, all that the attempt has read so far, be it one that fails later, stood there
   together at one moment since it began; what a commit has read stands at the moment of the commit (so no update is
   lost, and no two miss each other's writes); nothing stays locked.

   The moment of a commit is that at which it loads its epoch. `held` tells what the variables held after each moment;
   that of an attempt that fails after it is taken out again.

   Each of the faults below, switched on by its name, is found in one of the configurations of run.sh. */
#ifndef THREADS
#define THREADS 3
#endif
#ifndef WRITERS
#define WRITERS 2
#endif
#ifndef ATTEMPTS
#define ATTEMPTS 1
#endif
#ifndef VARIABLES
#define VARIABLES 2
#endif
#ifndef SMALL
#define SMALL VARIABLES
#endif
#ifndef SEQUENCES
#define SEQUENCES 2
#endif
#define MOMENTS (WRITERS * ATTEMPTS + 1)

byte clock = 1;
byte version[VARIABLES];                /* epoch * SEQUENCES + sequence; with `locked` one word of the code */
bit locked[VARIABLES];
byte value[VARIABLES];                  /* the number of the moment at which it was written */

byte moments = 1, held[MOMENTS * VARIABLES];

#define epoch_of(word) (word / SEQUENCES)
#define is_saturated(word) (word % SEQUENCES == SEQUENCES - 1)
#ifdef STAYS_IN_A_FULL_EPOCH
#define next_version(word, epoch) \
  (epoch_of(word) == epoch -> epoch * SEQUENCES + (word + 1) % SEQUENCES : epoch * SEQUENCES)
#else
#define next_version(word, epoch) (epoch_of(word) == epoch -> word + 1 : epoch * SEQUENCES)
#endif
#ifdef TAKES_LOCKED_FOR_UNCHANGED
#define is_unchanged(v) (version[v] == seen[v])
#else
#define is_unchanged(v) (!locked[v] && version[v] == seen[v])
#endif

inline load_or_wait(v) {
  do
  :: d_step { !locked[v] -> now = version[v] }
    got[v] = value[v];
#ifdef LOOKS_ONCE_AT_THE_WORD
    break
#else
    if :: !locked[v] && version[v] == now -> break :: else fi
#endif
  od
}

inline require_unchanged() {
  j = 0;
  do
  :: j < VARIABLES && has_read[j] && !is_unchanged(j) -> failed = 1; break
  :: j < VARIABLES && (!has_read[j] || is_unchanged(j)) -> j++
  :: j == VARIABLES -> break
  od;
  j = 0
}

/* Moves the clock past `old`, unless somebody has. */
inline move_past(old, result) {
  if :: clock <= old -> clock = old + 1 :: else fi;
  result = clock
}

/* All that was read stood there together at one moment since the attempt began. */
inline check_reads() {
  d_step {
    k = began;
    do
    :: k == moments -> assert(false)
    :: k < moments ->
      j = 0;
      do
      :: j < VARIABLES && (!has_read[j] || held[k * VARIABLES + j] == got[j]) -> j++
      :: else -> break
      od;
      if :: j == VARIABLES -> break :: else -> k++ fi
    od;
    k = 0;
    j = 0
  }
}

inline open(v) {
  if
  :: is_timestamped || size < SMALL
  :: else -> d_step { read_epoch = clock; is_timestamped = 1 } require_unchanged()
  fi;
  do
  :: failed -> break
  :: else ->
    load_or_wait(v);
    if
    :: !is_timestamped ->
#ifndef LOOKS_AT_NOTHING_AGAIN
      require_unchanged();
#endif
      break
#ifdef TAKES_VERSIONS_OF_ITS_EPOCH
    :: is_timestamped && epoch_of(now) > read_epoch ->
#else
    :: is_timestamped && epoch_of(now) >= read_epoch ->
#endif
      d_step { move_past(epoch_of(now), read_epoch) }
#ifndef EXTENDS_BLINDLY
      require_unchanged();
#endif
#ifdef KEEPS_WHAT_IT_READ_BEFORE
      break
#endif
    :: else -> break
    fi
  od;
  if
  :: failed
  :: else -> d_step { seen[v] = now; now = 0; has_read[v] = 1; size++ } check_reads()
  fi
}

inline unlock() {
  i = 0;
  do
  :: i < VARIABLES && has_locked[i] -> d_step { locked[i] = 0; has_locked[i] = 0; i++ }
  :: i < VARIABLES && !has_locked[i] -> i++
  :: i == VARIABLES -> break
  od
}

inline lock_all() {
  i = 0;
  do
  :: i == VARIABLES || failed -> break
  :: else ->
    v = (first + i) % VARIABLES;
    i++;
    if
    :: !writes[v]
    :: writes[v] && !has_read[v] -> seen[v] = version[v]; lock(v)       /* whatever version there is */
    :: writes[v] && has_read[v] -> lock(v)
    fi
  od
}

inline lock(v) {
  d_step {
#ifdef LOCKS_WHAT_HAS_CHANGED
    if :: !locked[v] -> seen[v] = version[v]; locked[v] = 1; has_locked[v] = 1 :: else -> failed = 1 fi;
#else
    if :: !locked[v] && version[v] == seen[v] -> locked[v] = 1; has_locked[v] = 1 :: else -> failed = 1 fi;
#endif
    if :: is_saturated(seen[v]) && epoch_of(seen[v]) > full_epoch -> full_epoch = epoch_of(seen[v]) :: else fi
  }
}

inline take_moment() {
  moment = moments;
  moments++;
  j = 0;
  do
  :: j < VARIABLES -> held[moment * VARIABLES + j] = (writes[j] -> moment : held[(moment - 1) * VARIABLES + j]); j++
  :: else -> break
  od;
  j = 0
}

inline load_epoch() {
  d_step {
    epoch = clock;
#ifdef STAYS_IN_A_FULL_EPOCH
    full_epoch = 0;
#endif
    if :: epoch > full_epoch -> take_moment() :: else fi
  }
  if
  :: epoch > full_epoch
  :: else -> d_step { move_past(epoch, epoch); take_moment() }
  fi
}

inline validate() {
  i = 0;
  do
  :: i < VARIABLES && has_read[i] && !writes[i] && !is_unchanged(i) -> failed = 1; break
  :: i < VARIABLES && !(has_read[i] && !writes[i] && !is_unchanged(i)) -> i++
  :: i == VARIABLES -> break
  od
}

/* What was read stands at the moment of the commit. */
inline check_commit() {
  d_step {
    j = 0;
    do
    :: j < VARIABLES -> assert(!has_read[j] || held[(moment - 1) * VARIABLES + j] == got[j]); j++
    :: else -> break
    od;
    j = 0
  }
}

inline take_moment_out() {
  d_step {
    k = moment;
    do
    :: k < moments ->
      j = 0;
      do
      :: j < VARIABLES ->
        if
        :: held[k * VARIABLES + j] == moment -> held[k * VARIABLES + j] = held[(moment - 1) * VARIABLES + j]
        :: else
        fi;
        j++
      :: else -> break
      od;
      k++
    :: else -> break
    od;
    k = 0;
    j = 0
  }
}

inline publish() {
  i = 0;
  do
  :: i < VARIABLES && writes[i] -> value[i] = moment; i++
  :: i < VARIABLES && !writes[i] -> i++
  :: i == VARIABLES -> break
  od;
  i = 0;
  do
  :: i < VARIABLES && writes[i] ->
    d_step { version[i] = next_version(seen[i], epoch); locked[i] = 0; has_locked[i] = 0; i++ }
  :: i < VARIABLES && !writes[i] -> i++
  :: i == VARIABLES -> break
  od
}

inline commit() {
#ifdef LOADS_THE_EPOCH_BEFORE_LOCKING
  load_epoch();
#endif
#ifdef VALIDATES_BEFORE_LOCKING
  validate();
#endif
  lock_all();
  if
  :: failed
  :: else ->
#ifdef LOADS_THE_EPOCH_AFTER_VALIDATING
    validate();
    if :: !failed -> load_epoch() :: else fi
#else
#ifndef LOADS_THE_EPOCH_BEFORE_LOCKING
    load_epoch();
#endif
#if !defined(VALIDATES_NOTHING) && !defined(VALIDATES_BEFORE_LOCKING)
    validate();
#endif
#endif
  fi;
  if
  :: failed ->
    if :: moment != 0 -> take_moment_out() :: else fi;
    unlock()
  :: else ->
    check_commit();
    publish()
  fi
}

inline forget() {
  d_step {
    j = 0;
    do
    :: j < VARIABLES -> seen[j] = 0; got[j] = 0; has_read[j] = 0; writes[j] = 0; j++
    :: else -> break
    od;
    i = 0; j = 0; v = 0; first = 0; now = 0; size = 0; read_epoch = 0; epoch = 0; full_epoch = 0; moment = 0;
    began = 0; failed = 0; is_timestamped = 0; any_written = 0;
    attempts++
  }
}

proctype thread(byte id) {
  byte attempts, i, j, k, v, first, now, size, read_epoch, epoch, full_epoch, moment, began;
  byte seen[VARIABLES], got[VARIABLES];
  bit has_read[VARIABLES], writes[VARIABLES], has_locked[VARIABLES], failed, is_timestamped, any_written;
  do
  :: attempts == ATTEMPTS -> break
  :: else ->
    atomic {
      began = moments - 1;
      /* One variable is as good as another: the first thread need not try them all. */
      if :: first = 0 :: id > 0 -> first = 1 fi
    }
    do
    :: i == VARIABLES || failed -> break
    :: else ->
      v = (first + i) % VARIABLES;
      if
      :: open(v); if :: true :: id < WRITERS && !failed -> d_step { writes[v] = 1; any_written = 1 } fi
#ifdef ANYTHING
      :: id < WRITERS
      :: id < WRITERS -> d_step { writes[v] = 1; any_written = 1 }
#endif
      fi;
      i++
    od;
    if :: !failed && any_written -> commit() :: else fi;
    skip;                               /* spin lets no jump end at a d_step */
    forget()
  od
}

init {
  byte each;
  atomic {
    do
    :: each < THREADS -> run thread(each); each++
    :: else -> break
    od
  }
  timeout;
  d_step {
    each = 0;
    do
    :: each < VARIABLES ->
      assert(!locked[each] && value[each] == held[(moments - 1) * VARIABLES + each]);
      each++
    :: else -> break
    od
  }
}
