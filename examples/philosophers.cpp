// SPDX-License-Identifier: BSL-1.0
#include <stm/stm.hpp>

#include <array>
#include <cstddef>
#include <iostream>
#include <thread>
#include <vector>

class chopstick {
  stm::var<bool> taken_;

 public:
  void take() {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(!*tx[taken_]);
      tx[taken_] = true;
    });
  }
  void put_back() {
    stm::atomically([&](stm::transaction& tx) { tx[taken_] = false; });
  }
};

/// Both at one moment, or neither: nobody holds one and waits for the other.
void take_both(chopstick& left, chopstick& right) {
  stm::atomically([&](stm::transaction&) {
    left.take();
    right.take();
  });
}

int main() {
  constexpr std::size_t seats = 5;
  std::array<chopstick, seats> chopsticks;
  std::array<stm::var<bool>, seats> eating;
  std::array<stm::var<int>, seats> meals;
  stm::var<int> quarrels{0};

  const auto dine = [&](std::size_t seat) {
    const std::size_t next = (seat + 1) % seats, before = (seat + seats - 1) % seats;
    for (int meal = 0; meal < 200; ++meal) {
      take_both(chopsticks[seat], chopsticks[next]);
      stm::atomically([&](stm::transaction& tx) {
        if (*tx[eating[before]] || *tx[eating[next]]) ++tx[quarrels];
        tx[eating[seat]] = true;
        ++tx[meals[seat]];
      });
      stm::atomically([&](stm::transaction& tx) { tx[eating[seat]] = false; });
      chopsticks[seat].put_back();
      chopsticks[next].put_back();
    }
  };
  std::vector<std::thread> philosophers;
  for (std::size_t seat = 0; seat < seats; ++seat) philosophers.emplace_back(dine, seat);
  for (auto& each : philosophers) each.join();

  for (const auto& each : meals) std::cout << each.load() << ' ';
  std::cout << "meals, " << quarrels.load() << " quarrels\n";
}
