// SPDX-License-Identifier: BSL-1.0
// The queue of examples/bounded_queue.cpp is a queue, also for those who wait in it.
#include <examples/bounded_queue.hpp>
#include <stm/stm.hpp>

#include <tests/linearizable/play.hpp>
#include <tests/linearizable/queue_model.hpp>
#include <tests/linearizable/queue_script.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

using namespace linearizable;

namespace {

template <std::size_t Size>
class shared_queue {
 public:
  std::string apply(const queue_model::operation& o) {
    using kind = queue_model::operation::kind;
    const auto push = [&] { return queue_.push(o.item), std::string{"done"}; };
    const auto pop = [&] { return std::to_string(queue_.pop()); };
    switch (o.what) {
      case kind::push:
        return push();
      case kind::pop:
        return pop();
      case kind::try_push:
        return at_once(push);
      case kind::try_pop:
        break;
    }
    return at_once(pop);
  }

 private:
  template <class Act>
  std::string at_once(Act act) {
    return stm::atomically(stm::or_else([&](stm::transaction&) { return act(); },
                                        [](stm::transaction&) { return std::string{"no"}; }));
  }

  examples::bounded_queue<int, Size> queue_;
};

template <std::size_t Size>
void queue_in_orders() {
  in_orders(6, [](std::uint64_t seed) {
    const queue_model empty{Size};
    return [=, drawn = draw_queue_script(seed, empty)](stm::testing::scene& all, judge& strict) {
      play(all, strict, drawn, empty, std::make_shared<shared_queue<Size>>(),
           {queue_model::operation::kind::try_pop});
    };
  });
}

}  // namespace

TEST_CASE("a bounded queue with a single place is a queue, and who waits in it goes on") {
  queue_in_orders<1>();
}

TEST_CASE("a bounded queue with two places is a queue, and who waits in it goes on") {
  queue_in_orders<2>();
}
