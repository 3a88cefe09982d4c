// SPDX-License-Identifier: BSL-1.0
// Handlers that wait with a time, or at a full mailbox, on a pool of one worker. If one waits on
// the run is aborted.
#include <tests/orders/must.hpp>
#include <tests/orders/relay.hpp>

#include <chrono>
#include <memory>

using orders::aloof_relay;
using orders::answer_of;
using orders::client;
using orders::must;
using orders::one_worker;
using orders::relay;
using orders::stopped;
using stm::testing::scene;

namespace {

/// Sends on what it is sent.
class runner : public actors::actor {
 public:
  explicit runner(runner* next = nullptr) : next_{next} {}

  actors::actor_method<void(int)> put{this, [this](int n) {
                                        sum += n;
                                        if (next_) next_->put(n);
                                      }};
  int sum = 0;

 private:
  void on_undelivered(actors::undelivered&) override {}

  runner* next_;
};

constexpr actors::options room_for_one{.mailbox_limit = 1, .on_callers = false};

struct two_runners {
  actors::pool threads{one_worker};
  actors::pooled<runner> last{threads, room_for_one};
  actors::pooled<runner> first{threads, room_for_one, &last};
};

/// Asks the next one, for an hour.
class hurried : public actors::actor {
 public:
  explicit hurried(relay* next) : next_{next} {}

  actors::actor_function<int()> count{
      this, [this] { return 1 + next_->count.within(std::chrono::hours{1}); }};

 private:
  relay* next_;
};

struct hurried_and_slow {
  actors::pool threads{one_worker};
  actors::pooled<aloof_relay> last{threads, orders::by_workers_alone};
  actors::pooled<hurried> first{threads, orders::by_workers_alone, &last};
};

}  // namespace

TEST_CASE("all that is sent through full mailboxes of one worker arrives") {
  orders::each_source_of_actors([](scene& all) {
    const auto both = std::make_shared<two_runners>();
    for (int i = 0; i < 2; ++i)
      client(all, [=] {
        for (int n : {1, 2}) both->first.put(n);
      });
    all.afterwards([=] {
      for (runner* const each :
           {static_cast<runner*>(&both->first), static_cast<runner*>(&both->last)}) {
        each->stop();
        each->join();
        must(each->sum == 6, "something has not arrived, or twice");
      }
    });
  });
}

TEST_CASE("who waits at a full mailbox of an actor that is stopped goes on") {
  orders::each_source_of_actors([](scene& all) {
    const auto both = std::make_shared<two_runners>();
    for (int i = 0; i < 2; ++i)
      client(all, [=] {
        answer_of([&] {
          for (int n : {1, 2}) both->first.put(n);
          return 0;
        });
      });
    client(all, [=] { both->first.stop_now(); });
  });
}

TEST_CASE("a handler that asks with a time is answered, or ended by a stop") {
  orders::each_source_of_actors([](scene& all) {
    const auto both = std::make_shared<hurried_and_slow>();
    client(all, [=] {
      const int answer = answer_of([&] { return both->first.count(); });
      must(answer == 2 || answer == stopped, "it has counted wrong");
    });
    client(all, [=] { both->last.note(); });
    client(all, [=] { both->first.stop_now(); });
  });
}
