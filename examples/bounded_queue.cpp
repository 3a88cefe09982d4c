// SPDX-License-Identifier: BSL-1.0
#include <examples/bounded_queue.hpp>
#include <stm/stm.hpp>

#include <array>
#include <cstddef>
#include <iostream>
#include <thread>
#include <vector>

struct loaf {
  int baker, number;
};

int main() {
  constexpr int loaves = 500;
  examples::bounded_queue<loaf, 4> counter;
  std::array<stm::var<int>, 2> sold;
  stm::var<int> out_of_order{0};

  std::vector<std::thread> people;
  for (int baker = 0; baker < 2; ++baker)
    people.emplace_back([&, baker] {
      for (int n = 0; n < loaves; ++n) counter.push({baker, n});
    });
  const auto buy = [&](stm::transaction& tx) {
    const loaf bought = counter.pop();
    auto& so_far = sold[static_cast<std::size_t>(bought.baker)];
    if (bought.number != *tx[so_far]) ++tx[out_of_order];
    ++tx[so_far];
  };
  for (int customer = 0; customer < 2; ++customer)
    people.emplace_back([&] {
      for (int n = 0; n < loaves; ++n) stm::atomically(buy);
    });
  for (auto& each : people) each.join();

  std::cout << sold[0].load() << " and " << sold[1].load() << " loaves sold, "
            << out_of_order.load() << " out of order\n";
}
