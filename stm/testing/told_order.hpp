// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/testing/order_source.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace stm::testing {

/// One order, from its text "0*13 1*4".
class told_order final : public order_source {
 public:
  /// Throws std::invalid_argument for any other text.
  explicit told_order(std::string_view text);

  void begin(int count) override;
  int next(threads ready, int last) override;
  bool end(std::size_t) override { return false; }

 private:
  std::vector<std::pair<int, std::size_t>> parts_;  // who makes how many steps
  std::size_t part_ = 0;
  std::size_t made_ = 0;  // steps of this part
};

}  // namespace stm::testing
