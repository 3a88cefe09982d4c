// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace stm::engine {

/// On which variables the attempts of one transaction have failed, and how often: exactly up to
/// eight of them, beyond that those that lead (Metwally, Agrawal, El Abbadi: Efficient computation
/// of frequent and top-k elements in data streams, 2005).
class losses {
 public:
  void add(const lost_variable& lost) noexcept;
  /// Throws std::logic_error if the turn that the last conflict was with is this thread's own, of
  /// an enclosing transaction: that would be so for ever.
  void require_last_unreserved() const;
  /// The last conflict, and the variable that has cost the most attempts, in words.
  [[nodiscard]] std::string text() const;

 private:
  struct count {
    const cell_base* cell = nullptr;
    std::uint64_t attempts = 0;
  };
  std::array<count, 8> counts_{};
  lost_variable last_{};
  std::uint64_t all_ = 0;
};

}  // namespace stm::engine
