// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/stm.hpp>

#include <tests/faults/bank.hpp>
#include <tests/faults/frail.hpp>

#include <map>
#include <sstream>
#include <string>

namespace faults {

/// A store with some keys.
struct shop {
  using store = stm::store<frail, frail_key, frail_hash>;
  static constexpr int most = 20;

  store goods;
  store::snapshot_type copy;  // of some moment; to be pulled
  int result = 0;             // what the act has returned

  shop() : copy{filled(goods).snapshot()} {}

  static store& filled(store& empty) {
    for (int i = 0; i < most; ++i) put(empty, i, 1);
    return empty;
  }
  static void put(store& to, int key, int value) {
    stm::atomically([&](stm::transaction& tx) { tx[to.var(frail_key{key})] = frail{value}; });
  }
  void put(int key, int value) { put(goods, key, value); }

  [[nodiscard]] std::string state() const {
    std::map<int, int> all, copied;
    for (const auto& [key, value] : goods.to_map()) all[key.value] = value.value;
    for (const auto& [key, entry] : copy) copied[key.value] = entry.value.value;
    std::ostringstream text;
    for (const auto& each : {all, copied}) {
      for (const auto& [key, value] : each) text << key << ':' << value << ' ';
      text << "/ ";
    }
    return text.str();
  }
  void use() {
    stm::atomically({.max_tries = 1}, [&](stm::transaction& tx) {
      for (int i = 0; i < 100; ++i) tx[goods.var(frail_key{i})].edit([](auto&) {});
    });
  }
};

}  // namespace faults
