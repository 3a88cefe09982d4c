// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actors.hpp>
#include <examples/say.hpp>
#include <stm/stm.hpp>

#include <map>
#include <string>
#include <utility>

namespace examples {

/// Adds up two accounts of a store as long as it runs, once at least, and remembers the totals.
class auditor : public actors::actor {
 public:
  auditor(stm::store<int>& bank, std::string one, std::string other)
      : bank_{bank}, one_{std::move(one)}, other_{std::move(other)} {}

  /// To be asked when it has ended.
  void report() const {
    for (const auto& [total, times] : totals_) say("Auditor saw", total, "in all", times, "times");
  }

 protected:
  bool process() override {
    audit();
    return true;
  }
  void on_stop() override { audit(); }

 private:
  void audit() {
    const auto accounts = bank_.checkout(one_, other_);
    ++totals_[*accounts[one_] + *accounts[other_]];
  }

  stm::store<int>& bank_;
  std::string one_;
  std::string other_;
  std::map<int, int> totals_;
};

}  // namespace examples
