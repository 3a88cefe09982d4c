// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>

namespace actors {

/// What a call to an actor may throw beside what its handler throws.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A late_bind outlet was called while it was bound to nothing.
class unbound_output : public error {
 public:
  unbound_output() : error{"an outlet was called that is bound to nothing"} {}
};

/// The actor has been told to stop and does not handle the message.
class actor_stopped : public error {
 public:
  actor_stopped() : error{"the actor has stopped"} {}
};

/// The caller took the call back before its handler began.
class call_cancelled : public error {
 public:
  call_cancelled() : error{"the call was cancelled"} {}
};

/// No answer came in time; one that comes later reaches nobody.
class call_timed_out : public error {
 public:
  call_timed_out() : error{"the call timed out"} {}
};

/// Actors would have waited for each other for ever.
class call_cycle : public error {
 public:
  using error::error;
};

}  // namespace actors
