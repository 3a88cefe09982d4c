// SPDX-License-Identifier: BSL-1.0
// Of the calls of a cycle one is refused and the others are answered. If none were refused all
// threads would sleep, and the run be aborted.
#include <actors/running.hpp>

#include <tests/orders/must.hpp>
#include <tests/orders/relay.hpp>

#include <memory>

using orders::client;
using orders::must;
using stm::testing::scene;

namespace {

class crossing : public actors::actor {
 public:
  crossing* other = nullptr;

  actors::actor_function<int()> value{this, [] { return 7; }};
  actors::actor_function<int()> value_of_other{this, [this] { return other->value(); }};

  // Whoever asks `first` is answered before the other one is asked.
  actors::actor_method<void()> ask_back{this, [this] { asked_back = other->value(); }};
  actors::actor_function<int()> first{this, [this] { return ask_back(), 7; }};
  actors::actor_function<int()> first_of_other{this, [this] { return other->first(); }};
  int asked_back = 0;
};

template <class Two>
void asked_across(scene& all, const std::shared_ptr<Two>& two, int& cycles) {
  two->a.other = &two->b;
  two->b.other = &two->a;
  const auto refused = std::make_shared<int>(0);
  const auto ask = [=](crossing& one) {
    try {
      must(one.value_of_other() == 7, "a wrong answer");
    } catch (const actors::call_cycle&) {
      ++*refused;
    }
  };
  client(all, [=] { ask(two->a); });
  client(all, [=] { ask(two->b); });
  all.afterwards([=, &cycles] {
    must(*refused <= 1, "both calls of a cycle were refused");
    cycles += *refused;
  });
}

template <class A>
struct pair_on_a_pool {
  explicit pair_on_a_pool(actors::options how) : a{threads, how}, b{threads, how} {}

  actors::pool threads{orders::one_worker};
  actors::pooled<A> a, b;
};
using two_on_a_pool = pair_on_a_pool<crossing>;

template <class A>
struct pair_on_their_own {
  actors::running<A> a, b;
};
using two_on_their_own = pair_on_their_own<crossing>;

/// Waits for another one's end: in its own, or before that where it is told to.
class mourner : public actors::actor {
 public:
  mourner* other = nullptr;
  int refused = 0;

  actors::actor_method<void()> outlast{this, [this] { see_end_of_other(); }};

 protected:
  void on_stop() override {
    if (!has_seen_) see_end_of_other();
  }

 private:
  bool has_seen_ = false;

  void see_end_of_other() {
    has_seen_ = true;
    other->stop();
    try {
      other->join();
    } catch (const actors::call_cycle&) {
      ++refused;
    }
  }
};

template <class Two>
void outlasted(scene& all, const std::shared_ptr<Two>& two) {
  two->a.other = &two->b;
  two->b.other = &two->a;
  client(all, [=] { two->b.outlast(); });
  all.afterwards([=] {
    two->a.join();
    two->b.join();
    must(two->a.refused + two->b.refused == 1, "not one wait of a cycle of two was refused");
  });
}

template <class Two>
void asked_back(scene& all, const std::shared_ptr<Two>& two) {
  two->a.other = &two->b;
  two->b.other = &two->a;
  client(all, [=] { must(two->a.first_of_other() == 7, "a wrong answer"); });
  all.afterwards([=] {
    two->b.stop();
    two->b.join();
    must(two->b.asked_back == 7, "a call was refused that closes no cycle");
  });
}

/// Whether the cycle is closed depends on the order: it has to be in some.
template <class Two, class... How>
void crossed_in_orders(How... how) {
  int cycles = 0;
  orders::each_source_of_actors([&](scene& all) {
    asked_across(all, std::make_shared<Two>(how...), cycles);
  });
  CHECK(cycles > 0);
}

}  // namespace

TEST_CASE("of two actors of one worker that ask each other one is refused, the other answered") {
  crossed_in_orders<two_on_a_pool>(orders::by_workers_alone);
}

TEST_CASE("of two actors that their callers serve, and ask each other, one is refused") {
  crossed_in_orders<two_on_a_pool>(actors::options{});
}

TEST_CASE("of two actors with threads of their own that ask each other one is refused") {
  crossed_in_orders<two_on_their_own>();
}

TEST_CASE("who has been answered, and has not noticed yet, is in no cycle") {
  for (const actors::options how : {actors::options{}, orders::by_workers_alone})
    orders::each_source_of_actors([=](scene& all) {
      asked_back(all, std::make_shared<two_on_a_pool>(how));
    });
  orders::each_source_of_actors([](scene& all) {
    asked_back(all, std::make_shared<two_on_their_own>());
  });
}

TEST_CASE("of two actors that wait for each other's end, one of them in its own, one is refused") {
  orders::each_source_of_actors([](scene& all) {
    outlasted(all, std::make_shared<pair_on_a_pool<mourner>>(orders::by_workers_alone));
  });
  orders::each_source_of_actors([](scene& all) {
    outlasted(all, std::make_shared<pair_on_their_own<mourner>>());
  });
}
