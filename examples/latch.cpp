// SPDX-License-Identifier: BSL-1.0
#include <examples/moment.hpp>
#include <stm/stm.hpp>

#include <iostream>
#include <thread>
#include <vector>

/// Holds whoever comes until it has been counted down to zero.
class latch {
  stm::var<int> missing_;

 public:
  explicit latch(int many) : missing_{many} {}

  void count_down() {
    stm::atomically([&](stm::transaction& tx) { --tx[missing_]; });
  }
  void wait() const {
    stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[missing_] == 0); });
  }
};

int main() {
  constexpr int cooks = 4, guests = 6;
  latch dinner{cooks};
  stm::var<int> dishes{0}, well_fed{0};

  std::vector<std::thread> people;
  for (int guest = 0; guest < guests; ++guest)
    people.emplace_back([&] {
      dinner.wait();
      stm::atomically([&](stm::transaction& tx) {
        if (*tx[dishes] == cooks) ++tx[well_fed];
      });
    });
  for (int cook = 0; cook < cooks; ++cook)
    people.emplace_back([&] {
      examples::take_a_moment();
      stm::atomically([&](stm::transaction& tx) { ++tx[dishes]; });
      dinner.count_down();
    });
  for (auto& each : people) each.join();

  std::cout << well_fed.load() << " guests have found all " << dishes.load() << " dishes\n";
}
