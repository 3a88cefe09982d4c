// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <tests/faults/frail.hpp>
#include <tests/support/elsewhere.hpp>

#include <cstddef>
#include <deque>
#include <sstream>
#include <string>

namespace faults {

/// Variables of each kind, as many as it takes for the log to grow and for the clock.
struct bank {
  static inline const std::string old_text = std::string(40, 'a'), new_text = std::string(40, 'b');

  stm::var<frail> a{frail{1}}, b{frail{1}};
  stm::var<int> number{1};
  stm::var<std::string> text{old_text};
  std::deque<stm::var<int>> numbers{20};
  std::deque<stm::var<frail>> values;
  int result = 0;  // what the act has returned

  bank() {
    for (int i = 0; i < 12; ++i) values.emplace_back(frail{1});
  }

  [[nodiscard]] std::string state() const {
    std::ostringstream all;
    stm::read_only([&](stm::read_transaction& tx) {
      all << *tx[a] << *tx[b] << *tx[number] << *tx[text];
      for (const auto& each : numbers) all << *tx[each];
      for (const auto& each : values) all << *tx[each];
    });
    return all.str();
  }
  void use() {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      for (auto* each : {&a, &b}) tx[*each].edit([](frail&) {});
      tx[number].edit([](int&) {});
      tx[text].edit([](std::string&) {});
      for (auto& each : numbers) tx[each].edit([](int&) {});
      for (auto& each : values) tx[each].edit([](frail&) {});
    });
  }
};

/// Runs `work` in a thread of its own, in which nothing fails.
template <class Work>
void elsewhere(Work work) {
  const spared here;
  support::elsewhere(work);
}

}  // namespace faults
