// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/access_log.hpp>

#include <cstddef>
#include <exception>

namespace stm::engine {

/// A block inside a block: taken back if an exception ends it.
class [[nodiscard]] nested_scope {
 public:
  explicit nested_scope(access_log& log) noexcept : log_{log}, began_{log.begin_nested()} {}
  ~nested_scope() {
    if (is_taken_back_ || std::uncaught_exceptions() > unwinding_)
      log_.undo_nested(began_);
    else
      log_.end_nested(began_);
  }
  nested_scope(const nested_scope&) = delete;
  nested_scope& operator=(const nested_scope&) = delete;

  /// At its end, in any case.
  void take_back() noexcept { is_taken_back_ = true; }

 private:
  access_log& log_;
  const access_log::mark began_;
  const int unwinding_ = std::uncaught_exceptions();  // more at the end: the block has thrown
  bool is_taken_back_ = false;
};

/// A block that writes nothing itself: if it is taken back, so are the hooks of blocks inside it.
class [[nodiscard]] hook_scope {
 public:
  explicit hook_scope(attempt& run) noexcept : run_{run}, first_{run.hooks_so_far()} {}
  ~hook_scope() {
    if ((is_taken_back_ || std::uncaught_exceptions() > unwinding_) && run_.hooks_so_far() > first_)
      run_.hooks().roll_back_from(first_);
  }
  hook_scope(const hook_scope&) = delete;
  hook_scope& operator=(const hook_scope&) = delete;

  /// At its end, in any case.
  void take_back() noexcept { is_taken_back_ = true; }

 private:
  attempt& run_;
  const std::size_t first_;
  const int unwinding_ = std::uncaught_exceptions();
  bool is_taken_back_ = false;
};

}  // namespace stm::engine
