// SPDX-License-Identifier: BSL-1.0
#include <examples/latch.hpp>
#include <examples/moment.hpp>
#include <stm/stm.hpp>

#include <iostream>
#include <thread>
#include <vector>

int main() {
  constexpr int cooks = 4, guests = 6;
  examples::latch dinner{cooks};
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
