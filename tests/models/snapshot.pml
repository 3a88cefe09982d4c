/* SPDX-License-Identifier: BSL-1.0

   Snapshots, the old versions that commits keep for them, and the end of boxes, under sequential consistency.
   A step of the model is one atomic operation of the code, local steps apart.

     open_snapshot, close_snapshot     stm/engine/thread_slot.cpp; `openings` and `open` are domain.snapshots
     pin, unpin, oldest_pin            stm/engine/thread_slot.hpp and .cpp
     refresh, find, need               stm/engine/open_epochs.hpp and .cpp
     keep_version, prune, forget       stm/engine/history.cpp; take and give of history_pool.hpp
     wait_version                      the same: wait_version() and find_version()
     commit, sweep                     commit() and publish() of commit.hpp, finish() of access_log.cpp, retired.cpp
     snapshot, reader                  read(), enter_snapshot() of read_log.hpp and .cpp

   WRITERS threads commit COMMITS times each, any of VARIABLES variables, without reading (commit.pml is about that),
   and may sweep after each. With -DBOXES_STAY nobody sweeps: this is about old versions alone. SNAPSHOTS threads open
   a snapshot each, ROUNDS times, read all variables in it, and close it; with -DGOES_OVER they have read the first
   one before, pinned. READERS threads pin, and read one variable. A value is a box, which only one commit has made; a
   box is not used again here, so that its use after its end is seen. The pools have room for what is needed; nodes
   that a pool has too many of are not freed here. Sequence numbers do not run out.

   Shown: a snapshot sees just what the commits of its epoch and of earlier ones have left; what it needs has been kept,
   and no box it has seen is freed while it lasts, nor one that a pinned thread has seen; a variable keeps no more old
   versions than there are snapshots that its last committer knew of.

   Each of the faults below, switched on by its name, is found in one of the configurations of run.sh. */
#ifndef WRITERS
#define WRITERS 1
#endif
#ifndef COMMITS
#define COMMITS 3
#endif
#ifndef VARIABLES
#define VARIABLES 1
#endif
#ifndef SNAPSHOTS
#define SNAPSHOTS 1
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef READERS
#define READERS 0
#endif
#define READING (SNAPSHOTS + READERS)
#define BOXES (VARIABLES + WRITERS * COMMITS * VARIABLES)
#define NODES (WRITERS * COMMITS * VARIABLES + 1)
#define EPOCHS 10
#define SEQUENCES 16
#define NO_SNAPSHOT 0
#define UNPINNED 255
#define epoch_of(word) (word / SEQUENCES)
#define next_word(word, epoch) (epoch_of(word) == epoch -> word + 1 : epoch * SEQUENCES)

byte clock = 1;
byte openings, open;                    /* one word of the code: the name of the set of open snapshots */
byte announced[SNAPSHOTS];              /* of the slots */
byte pinned[READING] = UNPINNED;

byte word[VARIABLES];                   /* with `locked` one word of the code */
bit locked[VARIABLES];
byte value[VARIABLES];                  /* a box */
byte history[VARIABLES];                /* a node, or 0 */

byte node_word[NODES], node_value[NODES], node_older[NODES];
byte pool[WRITERS], new_nodes = 1;

bit is_freed[BOXES];
byte new_boxes = VARIABLES;

/* What each variable holds at the end of each epoch. */
byte truth[VARIABLES * EPOCHS];

/* A skip between a loop and a d_step is for spin, which lets no jump end at a d_step. */
inline move_past(old) {
  d_step {
    if :: clock <= old -> clock = old + 1 :: else fi;
    assert(clock < EPOCHS)
  }
}

/* ---- snapshots and readers */

inline open_snapshot() {
  do
  :: epoch = clock;
#ifdef COUNTS_BEFORE_IT_ANNOUNCES
    d_step { openings++; open = open + !is_counted; is_counted = 1 }
    announced[id] = epoch;
#else
    announced[id] = epoch;
    d_step { openings++; open = open + !is_counted; is_counted = 1 }
#endif
#ifdef TAKES_THE_EPOCH_FOR_LASTING
    break
#else
    if :: clock == epoch -> break :: else fi
#endif
  od;
  is_counted = 0;
#ifndef LETS_ITS_EPOCH_GO_ON
  move_past(epoch)
#endif
}

inline close_snapshot() {
  announced[id] = NO_SNAPSHOT;
  open--
}

inline pin() {
#ifdef READS_BEFORE_IT_PINS
  skip
#else
  now = clock;
  d_step { pinned[id] = now; now = 0 }
#endif
}

inline load_or_wait(v) {
  do
  :: d_step { !locked[v] -> now = word[v] }
    got = value[v];
    if :: !locked[v] && word[v] == now -> break :: else fi
  od
}

/* What v held at the end of the snapshot's epoch. */
inline wait_version(v) {
  do
#ifdef READS_WHAT_IS_LOCKED
  :: now = word[v];
    got = value[v];
    if
    :: word[v] != now
    :: word[v] == now && epoch_of(now) <= epoch -> break
    :: word[v] == now && epoch_of(now) > epoch ->
#else
  :: d_step { !locked[v] -> now = word[v] }
    got = value[v];
    if
    :: locked[v] || word[v] != now
    :: !locked[v] && word[v] == now && epoch_of(now) <= epoch -> break
    :: !locked[v] && word[v] == now && epoch_of(now) > epoch ->
#endif
      node = history[v];
      do
      :: node == 0 -> break
      :: else ->
        old = node_word[node];
        got = node_value[node];
        if
        :: epoch_of(old) <= epoch -> break
        :: else -> node = node_older[node]
        fi
      od;
#ifdef TRUSTS_WHAT_IT_HAS_FOUND
      assert(node != 0);
      break
#else
      if
      :: locked[v] || word[v] != now
      :: else -> assert(node != 0); break
      fi
#endif
    fi
  od;
  skip;
  d_step {
    assert(got == truth[v * EPOCHS + epoch] && !is_freed[got]);
    seen[v] = got;
    got = 0; now = 0; node = 0; old = 0
  }
}

proctype snapshot(byte id) {
  byte round, epoch, v, now, got, node, old, before, seen[VARIABLES];
  bit is_counted, has_failed;
  do
  :: round == ROUNDS -> break
  :: else ->
#ifdef GOES_OVER
    pin();
    load_or_wait(0);
    skip;
    d_step { assert(!is_freed[got]); before = now; seen[0] = got; got = 0; now = 0 }
#endif
    open_snapshot();
#ifdef GOES_OVER
#ifndef GOES_OVER_BLINDLY
    if :: locked[0] || word[0] != before -> has_failed = 1 :: else fi;
#endif
    d_step { pinned[id] = UNPINNED; before = 0 }
    if
    :: !has_failed -> d_step { assert(seen[0] == truth[epoch] && !is_freed[seen[0]]); v = 1 }
    :: else -> v = VARIABLES
    fi;
#endif
    do
    :: v < VARIABLES -> wait_version(v); v++
    :: v == VARIABLES -> break
    od;
    /* All that it has seen is there until the end. */
    v = 0;
    do
    :: v < VARIABLES -> assert(has_failed || !is_freed[seen[v]]); v++
    :: v == VARIABLES -> break
    od;
    close_snapshot();
    d_step {
      v = 0;
      do
      :: v < VARIABLES -> seen[v] = 0; v++
      :: else -> break
      od;
      v = 0;
      epoch = 0;
      has_failed = 0;
      round++
    }
  od
}

proctype reader(byte id) {
  byte now, got;
  pin();
  load_or_wait(0);
#ifdef READS_BEFORE_IT_PINS
  pinned[id] = clock;
#endif
  assert(!is_freed[got]);
  pinned[id] = UNPINNED
}

/* ---- commits */

inline find() {
  d_step { known_openings = openings; known_open = open }
  scan()
}

inline scan() {
  i = 0;
  do
  :: i < SNAPSHOTS -> d_step { known[i] = announced[i]; i++ }
  :: i == SNAPSHOTS -> break
  od;
  i = 0
}

/* An open snapshot sees the version that was current from `born` until `replaced`. */
inline need(born, replaced, result) {
  i = 0;
  result = 0;
  do
  :: i < SNAPSHOTS ->
    if :: known[i] != NO_SNAPSHOT && born <= known[i] && known[i] < replaced -> result = 1 :: else fi;
    i++
  :: else -> break
  od;
  i = 0
}

/* Gives a node back to the thread's pool: others may be looking at it, or come upon it. */
inline give(n) {
  node_older[n] = pool[id];
  pool[id] = n
}

inline prune(v) {
  d_step { until = epoch_of(seen[v]); link = 0; node = history[v] }
  do
  :: node == 0 -> break
  :: else ->
#ifdef CUTS_BELOW_THE_NEWEST
    d_step { need(epoch_of(node_word[node]), until, is_needed); is_needed = is_needed && link == 0 }
#else
    d_step { need(epoch_of(node_word[node]), until, is_needed) }
#endif
    d_step { until = epoch_of(node_word[node]); next = node_older[node] }
    if
    :: is_needed -> link = node
    :: !is_needed ->
      if :: link == 0 -> history[v] = next :: else -> node_older[link] = next fi;
      give(node)
    fi;
    node = next
  od;
  skip;
  d_step { node = 0; next = 0; link = 0; until = 0; is_needed = 0 }
}

inline check_length(v) {
  d_step {
    node = history[v];
    next = 0;
    do
    :: node != 0 -> next++; node = node_older[node]
    :: else -> break
    od;
    i = 0;
    until = 0;
    do
    :: i < SNAPSHOTS -> until = until + (known[i] != NO_SNAPSHOT); i++
    :: else -> break
    od;
    assert(next <= until);
    i = 0; until = 0; node = 0; next = 0
  }
}

inline keep_version(v) {
#ifndef CUTS_NOTHING
  prune(v);
#endif
  d_step { need(epoch_of(seen[v]), epoch, is_needed) }
#ifdef KEEPS_NOTHING
  is_needed = 0;
#endif
  if
  :: is_needed ->
    d_step {
      if
      :: pool[id] != 0 -> node = pool[id]; pool[id] = node_older[node]
      :: else -> node = new_nodes; new_nodes++; assert(node < NODES)
      fi
    }
    node_word[node] = seen[v];
    node_value[node] = value[v];
    node_older[node] = history[v];
    history[v] = node;
    node = 0
  :: else
  fi;
  is_needed = 0;
  check_length(v)
}

inline forget(v) {
  node = history[v];
  history[v] = 0;
  do
  :: node == 0 -> break
  :: else -> next = node_older[node]; give(node); node = next
  od;
  next = 0
}

inline load_epoch() {
  epoch = clock
}

inline look_for_snapshots() {
  d_step { now_openings = openings; now_open = open }
}

/* The commit's place in the order: no later epoch begins before its values count. */
inline take_place() {
  d_step {
    v = 0;
    do
    :: v < VARIABLES ->
      if
      :: writes[v] ->
        box[v] = new_boxes;
        new_boxes++;
        i = epoch;
        do
        :: i < EPOCHS -> truth[v * EPOCHS + i] = box[v]; i++
        :: else -> break
        od
      :: else
      fi;
      v++
    :: else -> break
    od;
    v = 0;
    i = 0
  }
}

inline commit() {
#ifdef STAMPS_BEFORE_IT_LOCKS
  now_at = clock;
#endif
#ifdef LOADS_THE_EPOCH_BEFORE_LOCKING
  load_epoch();
#endif
  v = 0;
  do
  :: v < VARIABLES && writes[v] ->
    seen[v] = word[v];
    d_step { if :: !locked[v] && word[v] == seen[v] -> locked[v] = 1; has_locked[v] = 1 :: else -> failed = 1 fi }
    if :: failed -> break :: else -> v++ fi
  :: v < VARIABLES && !writes[v] -> v++
  :: v == VARIABLES -> break
  od;
  if
  :: failed ->
    v = 0;
    do
    :: v < VARIABLES -> if :: has_locked[v] -> locked[v] = 0 :: else fi; v++
    :: v == VARIABLES -> break
    od
  :: else ->
#ifdef LOOKS_FOR_SNAPSHOTS_BEFORE_ITS_EPOCH
    look_for_snapshots();
#endif
#ifdef LOADS_THE_EPOCH_BEFORE_LOCKING
    take_place();
#else
    atomic { load_epoch(); take_place() }
#endif
#ifndef LOOKS_FOR_SNAPSHOTS_BEFORE_ITS_EPOCH
    look_for_snapshots();
#endif
    /* refresh() */
    if
#ifdef KNOWS_SETS_BY_THEIR_SIZE
    :: now_open != 0 && now_open != known_open ->
#else
    :: now_open != 0 && (now_open != known_open || now_openings != known_openings) ->
#endif
      d_step { known_openings = now_openings; known_open = now_open }
      scan()
    :: else
    fi;
    do
    :: v < VARIABLES && writes[v] ->
      if
      :: now_open != 0 -> keep_version(v)
      :: now_open == 0 && history[v] != 0 -> forget(v)
      :: else
      fi;
      d_step {
#ifndef BOXES_STAY
        born[value[v]] = epoch_of(seen[v]);
        is_retired[value[v]] = 1;
#endif
        value[v] = box[v];
        box[v] = 0;
        v++
      }
    :: v < VARIABLES && !writes[v] -> v++
    :: v == VARIABLES -> break
    od;
    v = 0;
    do
    :: v < VARIABLES && writes[v] -> d_step { word[v] = next_word(seen[v], epoch); locked[v] = 0; v++ }
    :: v < VARIABLES && !writes[v] -> v++
    :: v == VARIABLES -> break
    od;
#ifndef BOXES_STAY
    stamp()
#endif
  fi
}

inline stamp() {
  skip;
  d_step {
#ifndef STAMPS_BEFORE_IT_LOCKS
    now_at = clock;
#endif
    i = 0;
    do
    :: i < BOXES -> if :: is_retired[i] && at[i] == 0 -> at[i] = now_at :: else fi; i++
    :: else -> break
    od;
    i = 0;
    now_at = 0
  }
}

inline sweep() {
  find();
  v = 0;
  do
  :: v < READING -> d_step { oldest = (pinned[v] < oldest -> pinned[v] : oldest); v++ }
  :: v == READING -> break
  od;
  v = 0;
  do
  :: v < BOXES ->
    d_step {
      if
      :: is_retired[v] ->
        need(born[v], at[v], is_needed);
#ifdef SWEEPS_WHAT_SNAPSHOTS_SEE
        is_needed = 0;
#endif
#ifdef FREES_AN_EPOCH_TOO_EARLY
        if
        :: at[v] > oldest -> pinned_at = (at[v] > pinned_at -> at[v] : pinned_at); is_needed = 1
        :: else
        fi;
#else
        if
        :: at[v] >= oldest -> pinned_at = (at[v] > pinned_at -> at[v] : pinned_at); is_needed = 1
        :: else
        fi;
#endif
        if :: !is_needed -> is_freed[v] = 1; is_retired[v] = 0; at[v] = 0; born[v] = 0 :: else fi;
        is_needed = 0
      :: else
      fi;
      v++
    }
  :: v == BOXES -> break
  od;
  if :: pinned_at != 0 -> move_past(pinned_at) :: else fi
}

proctype writer(byte id) {
  byte commits, epoch, v, i, node, next, link, until, seen[VARIABLES], box[VARIABLES];
  byte now_openings, now_open, known_openings, known_open, known[SNAPSHOTS];
#ifndef BOXES_STAY
  byte oldest = UNPINNED, pinned_at, now_at, born[BOXES], at[BOXES];
  bit is_retired[BOXES];
#endif
  bit writes[VARIABLES], has_locked[VARIABLES], failed, is_needed;
  do
  :: commits == COMMITS -> break
  :: else ->
    if
    :: writes[0] = 1
#if VARIABLES > 1
    :: writes[1] = 1
    :: d_step { writes[0] = 1; writes[1] = 1 }
#endif
    fi;
    commit();
#ifndef BOXES_STAY
    if :: true :: !failed -> sweep() fi;
#endif
    skip;
    d_step {
      v = 0;
      do
      :: v < VARIABLES -> seen[v] = 0; writes[v] = 0; has_locked[v] = 0; v++
      :: else -> break
      od;
      v = 0; epoch = 0; failed = 0; now_openings = 0; now_open = 0;
#ifndef BOXES_STAY
      oldest = UNPINNED; pinned_at = 0; now_at = 0;
#endif
      commits++
    }
  od
}

init {
  byte each;
  atomic {
#if VARIABLES > 1
    value[1] = 1;
    do
    :: each < EPOCHS -> truth[EPOCHS + each] = 1; each++
    :: else -> break
    od;
#endif
    each = 0;
    do
    :: each < SNAPSHOTS -> run snapshot(each); each++
    :: else -> break
    od;
    do
    :: each < READING -> run reader(each); each++
    :: else -> break
    od;
    each = 0;
    do
    :: each < WRITERS -> run writer(each); each++
    :: else -> break
    od
  }
  timeout;
  assert(open == 0 && !locked[0] && !locked[VARIABLES - 1])
}
