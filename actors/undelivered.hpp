// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace actors {
namespace runtime {
class actor_core;
class message;
}  // namespace runtime

/// The messages nobody waits for that an actor had not handled when stop_now() closed it, oldest
/// first.
///
/// Valid while on_undelivered() runs. What is left in it then is dropped.
class undelivered {
 public:
  undelivered(const undelivered&) = delete;
  undelivered& operator=(const undelivered&) = delete;
  ~undelivered();

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Handles the oldest one after all; what it throws goes to on_error. False: there was none.
  bool run_next();

 private:
  friend class runtime::actor_core;
  explicit undelivered(runtime::actor_core& self) : self_{self} {}
  void add(runtime::message& m);
  runtime::message& take_first();

  runtime::actor_core& self_;
  runtime::message* first_ = nullptr;
  runtime::message* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace actors
