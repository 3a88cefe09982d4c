// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/current.hpp>

#include <utility>

namespace stm {

/// Runs what follows in its scope as if no transaction were running on this thread.
///
/// A transaction that was running is set aside, untouched, and goes on when the scope ends.
/// Neither blocks nor throws; for one thread only.
class [[nodiscard]] outside {
 public:
  outside() noexcept : set_aside_{std::exchange(engine::current, nullptr)} {}
  ~outside() { engine::current = set_aside_; }
  outside(const outside&) = delete;
  outside& operator=(const outside&) = delete;

 private:
  engine::attempt* set_aside_;
};

}  // namespace stm
