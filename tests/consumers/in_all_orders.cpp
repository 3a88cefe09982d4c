// SPDX-License-Identifier: BSL-1.0
// A user's test of two threads that share a variable.
#include <stm/stm.hpp>
#include <stm/testing.hpp>

#include <memory>
#include <stdexcept>

int main() {
  stm::testing::within_preemptions all_orders{2};
  const auto tried = stm::testing::explore(all_orders, 100'000, [](stm::testing::scene& all) {
    const auto sum = std::make_shared<stm::var<int>>(0);
    for (int i = 0; i < 2; ++i)
      all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[*sum] += 1; }); });
    all.afterwards([=] {
      if (sum->load() != 2) throw std::runtime_error{"an update was lost"};
    });
  });
  return tried.is_all && tried.runs > 10 ? 0 : 1;
}
