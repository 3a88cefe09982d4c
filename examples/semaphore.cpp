// SPDX-License-Identifier: BSL-1.0
#include <examples/moment.hpp>
#include <examples/semaphore.hpp>
#include <stm/stm.hpp>

#include <algorithm>
#include <iostream>
#include <thread>
#include <vector>

int main() {
  examples::semaphore room{3};
  stm::var<int> inside{0}, most{0}, visits{0};

  const auto visit = [&] {
    stm::atomically([&](stm::transaction& tx) {
      ++tx[inside];
      tx[most] = std::max(*tx[most], *tx[inside]);
      ++tx[visits];
    });
    examples::take_a_moment();
    stm::atomically([&](stm::transaction& tx) { --tx[inside]; });
  };

  std::vector<std::thread> guests;
  for (int guest = 0; guest < 8; ++guest)
    guests.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        if (!room.try_acquire()) room.acquire();
        visit();
        room.release();
      }
    });
  for (auto& each : guests) each.join();

  std::cout << visits.load() << " visits by 8 guests, never more than " << most.load()
            << " at once\n";
}
