// SPDX-License-Identifier: BSL-1.0
#include <examples/moment.hpp>
#include <stm/stm.hpp>

#include <algorithm>
#include <iostream>
#include <thread>
#include <vector>

/// Lets so many in at a time, and the others wait.
class semaphore {
  stm::var<int> free_;

 public:
  explicit semaphore(int places) : free_{places} {}

  void acquire() {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[free_] > 0);
      --tx[free_];
    });
  }
  bool try_acquire() {
    const auto now = [&](stm::transaction&) { return acquire(), true; };
    const auto never = [](stm::transaction&) { return false; };
    return stm::atomically(stm::or_else(now, never));
  }
  void release() {
    stm::atomically([&](stm::transaction& tx) { ++tx[free_]; });
  }
};

int main() {
  semaphore room{3};
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
