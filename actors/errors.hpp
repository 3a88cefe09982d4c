// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

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

/// The mailbox of the actor has a limit, and is full; nothing was sent.
class mailbox_full : public error {
 public:
  explicit mailbox_full(std::size_t limit)
      : error{"the mailbox is full: " + std::to_string(limit) + " messages wait"}, limit_{limit} {}
  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }

 private:
  std::size_t limit_;
};

/// So many workers of a pool wait that it may not replace another one; nothing was sent, and the
/// worker has not been blocked.
class pool_exhausted : public error {
 public:
  explicit pool_exhausted(int waiting)
      : error{"too many workers of the pool wait: " + std::to_string(waiting)} {}
};

/// The children of a supervisor failed more often than its policy allows.
class too_many_restarts : public error {
 public:
  too_many_restarts(const std::string& child, int at_most,
                    std::chrono::steady_clock::duration within, std::exception_ptr last);
  /// What ended the child that failed last.
  [[nodiscard]] const std::exception_ptr& last() const noexcept { return last_; }

 private:
  std::exception_ptr last_;
};

/// Nobody has a backplane of this name for messages of this type.
class unknown_backplane : public error {
 public:
  explicit unknown_backplane(std::string_view name)
      : error{"there is no backplane \"" + std::string{name} + "\" for messages of this type"} {}
};

/// Somebody has a backplane of this name for messages of this type already.
class backplane_exists : public error {
 public:
  explicit backplane_exists(std::string_view name)
      : error{"there is a backplane \"" + std::string{name} + "\" for messages of this type"} {}
};

/// Actors would have waited for each other for ever.
class call_cycle : public error {
 public:
  using error::error;
};

}  // namespace actors
