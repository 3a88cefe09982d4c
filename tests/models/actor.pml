/* SPDX-License-Identifier: BSL-1.0

   One actor under sequential consistency: who owns it, what becomes of its messages, when it is gone.
   An atomic or d_step that says `touch` is one atomic operation of the code on the word of the mailbox.

     push, claim, release, take, told, shut    actors/runtime/mailbox.hpp
     serve, hand_over                          actors/runtime/actor_core.cpp
     close                                     actors/runtime/actor_end.cpp
     signal, wait                              actors/runtime/event.cpp

   ASKERS callers ask once each, in place where the actor is idle. A teller tells twice; what it claims goes to
   the worker of a pool, as does what an ender with on_stop() claims. With -DSTOP somebody stops the actor, in
   either way or in both; with -DWATCH somebody watches its end; with -DJOIN somebody joins it, and destroys it.

   Shown: one server at a time; the tells of one sender in order; each call answered once; each tell that was
   accepted handled or handed over as undelivered; who watches told once, and before a join returns; nobody
   touches the actor after its close; nobody sleeps at the end for whom something has come.

   Each of the faults below, switched on by its name, is found in one of the configurations of run.sh. */
#ifndef ASKERS
#define ASKERS 2
#endif
#define FIRST_TELL ASKERS
#define SECOND_TELL (ASKERS + 1)
#define JOINING (ASKERS + 2)
#define WATCHING (ASKERS + 3)
#define MESSAGES (ASKERS + 4)
#define NOBODY 255
#define is_ask(m) (m < ASKERS)
#define is_tell(m) (m == FIRST_TELL || m == SECOND_TELL)
#define concerns_end(m) (m >= JOINING)
#define HELP 1                  /* messages of others that a caller handles after its own */

mtype = { unset, asleep, done, to_serve };       /* states of an event */
mtype = { refused, queued, claimed, before, owner };

/* The word of the mailbox. */
bit busy, refusing, closing, closed;
byte list[MESSAGES], listed;

/* Guarded by ownership. */
byte ready[MESSAGES], readied;
byte kept[2], at_end;

bit in_pool;                    /* handed to the executor */
byte servers;                   /* threads that serve it */
bit gone;                       /* destroyed */
#define touch assert(!gone)

mtype event[MESSAGES] = unset;
bit woken[MESSAGES];
byte answers[MESSAGES];
bit handled[MESSAGES], accepted[MESSAGES], left_over[MESSAGES];
byte told_of_end;
byte still_to_call;             /* callers that have not made their last touch of the actor for good */

inline push(m, result, is_last) {
  atomic {
    touch;
    if
    :: closed -> result = refused
#ifndef REFUSES_LATE
    :: !closed && refusing && !concerns_end(m) -> result = refused
    :: !closed && (!refusing || concerns_end(m)) ->
#else
    :: !closed ->
#endif
      list[listed] = m;
      listed++;
      accepted[m] = 1;
      result = (busy -> queued : claimed);
#ifndef PUSHES_WITHOUT_OWNING
      busy = 1
#endif
    fi;
    still_to_call = still_to_call - is_last
  }
}

inline take() {
  d_step {
    touch;
    i = 0;
    do
    :: i < listed ->
#ifdef KEEPS_LIST_NEWEST_FIRST
      ready[readied] = list[listed - 1 - i];
#else
      ready[readied] = list[i];
#endif
      readied++;
      i++
    :: else -> break
    od;
    listed = 0;
    was_refusing = refusing;
    i = 0
  }
}

inline pop(m) {
  d_step {
    touch;
    m = ready[0];
    i = 1;
    do
    :: i < readied -> ready[i - 1] = ready[i]; i++
    :: else -> break
    od;
    readied--;
    i = 0
  }
}

/* The last touch when it succeeds; `as` servers less then. */
inline release(ok, as) {
#ifdef RELEASES_WITH_A_STORE
  ok = (listed == 0 && !refusing);
  atomic { touch; if :: ok -> busy = 0; servers = servers - as :: else fi }
#else
  atomic {
    touch;
    if
    :: listed == 0 && !refusing -> busy = 0; servers = servers - as; ok = 1
    :: else -> ok = 0
    fi
  }
#endif
}

inline signal(m, what) {
#ifdef WAKES_NOBODY
  d_step { event[m] = what }
#else
  atomic { seen = event[m]; event[m] = what }
  if :: seen == asleep -> woken[m] = 1 :: else fi;
  seen = unset
#endif
}

inline wait(m) {
#ifdef LOOKS_THEN_SLEEPS
  if
  :: event[m] == unset -> event[m] = asleep; woken[m]; woken[m] = 0
  :: else
  fi
#else
  atomic { if :: event[m] == unset -> event[m] = asleep :: else fi }
  if :: event[m] == asleep -> woken[m]; woken[m] = 0 :: else fi
#endif
}

inline handle(m) {
  if
  :: is_ask(m) ->
    d_step { answers[m]++; assert(answers[m] == 1) }
    signal(m, done)
  :: is_tell(m) -> d_step { assert(!handled[m]); handled[m] = 1; assert(m == FIRST_TELL || handled[FIRST_TELL]) }
  :: concerns_end(m) -> d_step { touch; kept[at_end] = m; at_end++ }
  fi
}

/* owned, told to stop -> closed. */
inline close() {
  /* Answers who waits; hands over what nobody waits for. */
  do
  :: readied > 0 ->
    pop(m);
    if
    :: is_ask(m) -> d_step { answers[m]++; assert(answers[m] == 1) } signal(m, done)
    :: is_tell(m) -> left_over[m] = 1
    :: concerns_end(m) -> d_step { kept[at_end] = m; at_end++ }
    fi
  :: else ->
    take();
    if :: readied == 0 -> break :: else fi
  od;
  /* Tells who watches, again and again until it has shut with nobody left. */
  join_waits = 0;
  do
  :: take();
    do
    :: readied > 0 -> pop(m); d_step { kept[at_end] = m; at_end++ }
    :: else -> break
    od;
    do
    :: at_end > 0 ->
      d_step { touch; at_end--; m = kept[at_end] }
      if :: m == WATCHING -> d_step { told_of_end++; assert(told_of_end == 1) } :: else -> join_waits = 1 fi
    :: else -> break
    od;
#ifdef SHUTS_BLINDLY
    atomic { touch; servers--; closed = 1; shut = 1; listed = 0 }
#else
    atomic {
      touch;
      if :: listed == 0 -> servers--; closed = 1; shut = 1 :: else -> shut = 0 fi
    }
#endif
    if :: shut -> break :: else fi
  od;
#ifdef TOUCHES_AFTER_CLOSE
  touch;
#endif
  if :: join_waits -> signal(JOINING, done) :: else fi;
  shut = 0;
  join_waits = 0
}

/* owned, something to do -> another thread's; or idle, or closed. */
inline hand_over() {
  ok = 0;
  do
  :: readied > 0 -> break
  :: else ->
    release(ok, 1);
    if
    :: ok -> break
    :: !ok && closing -> close(); ok = 1; break
    :: else ->
      take();
      if :: readied == 0 && was_refusing -> close(); ok = 1; break :: else fi
    fi
  od;
  if
  :: ok
  :: else ->
    d_step {
      touch;
      m = NOBODY;
      i = 0;
      do
      :: i < readied -> if :: is_ask(ready[i]) && m == NOBODY -> m = ready[i] :: else fi; i++
      :: else -> break
      od;
      i = 0;
#ifndef HANDS_OVER_AND_GOES_ON
      servers--
#endif
    }
    if
    :: m != NOBODY -> signal(m, to_serve)
    :: else -> assert(!in_pool); in_pool = 1
    fi;
#ifdef HANDS_OVER_AND_GOES_ON
    pop(m); handle(m); servers--
#endif
  fi
}

/* Serves until `own` has been handled, NOBODY: at once, and `more` messages after it. */
inline serve(own_one, more_of_others) {
  d_step { servers++; assert(servers == 1) }
  own = own_one;
  more = more_of_others;
  do
  :: closing -> close(); break
  :: else ->
    if
    :: own == NOBODY && more == 0 ->
      hand_over();
      break
    :: else ->
      if :: readied == 0 -> take() :: else fi;
      if
      :: readied == 0 && was_refusing -> close(); break
      :: readied == 0 && !was_refusing -> release(ok, 1); if :: ok -> break :: else fi
      :: readied > 0 ->
        pop(m);
        handle(m);
        if
        :: own == m -> own = NOBODY
        :: own == NOBODY -> more--
        :: else
        fi
      fi
    fi
  od;
  ok = 0; m = 0; more = 0; was_refusing = 0; own = NOBODY
}

#define OF_A_SERVER byte m, i, more, own = NOBODY; mtype seen = unset; bit ok, was_refusing, shut, join_waits

proctype asker(byte id) {
  OF_A_SERVER;
  mtype result = unset;
  atomic {                                                              /* claim() */
    touch;
    if
    :: !busy && !refusing && !closed ->
      busy = 1; servers++; assert(servers == 1); result = claimed; still_to_call--
    :: else
    fi
  }
  if
  :: result == claimed ->                                               /* in place, then let_go() */
    d_step { answers[id]++; servers-- }
    release(ok, 0);
    if :: !ok -> serve(NOBODY, HELP) :: else fi
  :: else ->
    push(id, result, 1);
    if
    :: result == refused -> answers[id]++
    :: result == claimed -> serve(id, HELP)
    :: result == queued ->
      wait(id);
      if :: event[id] == to_serve -> event[id] = unset; serve(id, HELP) :: else fi
    fi
  fi;
  assert(answers[id] == 1)
}

proctype teller() {
  mtype result;
  push(FIRST_TELL, result, 0);
  if :: result == claimed -> assert(!in_pool); in_pool = 1 :: else fi;
  push(SECOND_TELL, result, 1);
  if :: result == claimed -> assert(!in_pool); in_pool = 1 :: else fi
}

active proctype worker() {
  OF_A_SERVER;
end:
  do
  :: atomic { in_pool -> in_pool = 0 } serve(NOBODY, 1)
  od
}

#ifdef STOP
bit has_been_told;
inline told(at_once) {
  atomic {
    touch;
    has_been_told = 1;
    if
    :: closed || (refusing && (closing || !at_once)) -> result = before
    :: else ->
      result = (busy -> owner : claimed);
      busy = 1; refusing = 1; closing = closing | at_once
    fi
  }
  if
  :: result == claimed ->
    if
    :: servers++; assert(servers == 1); close()                         /* end(): no on_stop() */
    :: assert(!in_pool); in_pool = 1
    fi
  :: else
  fi
}

proctype ender() {
  OF_A_SERVER;
  mtype result;
  if
  :: told(0)
  :: told(1)
  :: told(0); told(1)
  fi;
  still_to_call--
}
#endif

#ifdef WATCH
proctype watcher() {
  mtype result;
  push(WATCHING, result, 1);
  if
  :: result == refused -> d_step { assert(closed); told_of_end++; assert(told_of_end == 1) }
  :: result == claimed -> assert(!in_pool); in_pool = 1
  :: else
  fi
}
#endif

#ifdef JOIN
proctype joiner() {
  mtype result;
  bit watched;
  watched = accepted[WATCHING];
  push(JOINING, result, 0);
  if
  :: result == claimed -> assert(!in_pool); in_pool = 1; wait(JOINING)
  :: result == queued -> wait(JOINING)
  :: result == refused
  fi;
  d_step { assert(closed); assert(servers == 0); assert(!watched || told_of_end == 1) }
  /* Whoever destroys it knows that no other thread will call it any more. */
  still_to_call == 0;
  gone = 1
}
#endif

init {
  byte each;
  atomic {
    do
    :: each < ASKERS -> run asker(each); still_to_call++; each++
    :: else -> break
    od;
#ifndef NO_TELLS
    run teller(); still_to_call++;
#endif
#ifdef STOP
    run ender(); still_to_call++;
#endif
#ifdef WATCH
    run watcher(); still_to_call++;
#endif
#ifdef JOIN
    run joiner();
#endif
  }
  timeout;
  assert(closed || (!busy && listed == 0 && readied == 0));
  assert(refusing == closed);
  assert(!accepted[FIRST_TELL] || handled[FIRST_TELL] + left_over[FIRST_TELL] == 1);
  assert(!accepted[SECOND_TELL] || handled[SECOND_TELL] + left_over[SECOND_TELL] == 1);
#ifdef WATCH
  assert(!closed || told_of_end == 1);
#endif
}
