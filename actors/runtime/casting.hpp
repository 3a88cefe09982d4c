// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace actors::runtime {

/// Chooses who is next, among those who are ready.
class casting {
 public:
  explicit casting(std::uint64_t seed) : dice_{seed}, by_dice_{true} {}
  explicit casting(std::string_view script);

  /// The index of the one chosen from their names, of which there is one at least; the same until
  /// next(). Throws std::logic_error where the script names none of them.
  [[nodiscard]] std::size_t choose(const std::vector<const std::string*>& ready);
  /// What was chosen is done.
  void next() noexcept;

 private:
  std::mt19937_64 dice_;
  std::optional<std::uint64_t> thrown_;  // by the dice, for the choice that is not done
  bool by_dice_ = false;
  std::vector<std::string> script_;
  std::size_t done_ = 0;  // entries of the script
};

}  // namespace actors::runtime
