// SPDX-License-Identifier: BSL-1.0
// So many workers are at work at a time, no more and no fewer, also after some have been blocked.
#include <stm/engine/sync.hpp>

#include <tests/orders/must.hpp>
#include <tests/orders/relay.hpp>

#include <algorithm>
#include <memory>

using orders::client;
using orders::must;
using stm::testing::scene;

namespace {

/// How many handlers are running. One thread runs at a time, so it needs no guard.
struct load {
  int now = 0;
  int most = 0;
};

class hand : public orders::aloof_relay {
 public:
  explicit hand(load& all, relay* next = nullptr) : aloof_relay{next}, all_{all} {}

  actors::actor_method<void()> work{this, [this] {
                                      all_.most = std::max(all_.most, ++all_.now);
                                      for (int i = 0; i < 3; ++i)
                                        stm::engine::schedule_point(stm::engine::step::look);
                                      --all_.now;
                                    }};
  /// Ends when so many are at work.
  actors::actor_function<void(int)> work_together{
      this, [this](int many) {
        ++all_.now;
        // Far more steps than any order keeps the others waiting for.
        for (int looks = 0; all_.now < many && looks < 2000; ++looks) stm::engine::yield();
        must(all_.now == many, "fewer than that are at work");
      }};

 private:
  load& all_;
};

struct hands {
  explicit hands(int workers) : threads{{.workers = workers, .spares = 8}} {}

  load all;
  actors::pool threads;
  actors::pooled<hand> one{threads, orders::by_workers_alone, all};
  actors::pooled<hand> two{threads, orders::by_workers_alone, all, &one};
  actors::pooled<hand> three{threads, orders::by_workers_alone, all, &two};
  // Who wait for nobody: a worker whose wait is over still ends its turn, and that would count.
  actors::pooled<hand> four{threads, orders::by_workers_alone, all};
  actors::pooled<hand> five{threads, orders::by_workers_alone, all};
};

}  // namespace

TEST_CASE("one worker serves one actor at a time, also when others were blocked before") {
  orders::each_source_of_actors([](scene& all) {
    const auto some = std::make_shared<hands>(1);
    client(all, [=] { must(some->three.count() == 3, "it has counted wrong"); });
    client(all, [=] {
      for (int i = 0; i < 2; ++i)
        for (hand* each : {&some->four, &some->five}) each->work();
    });
    all.afterwards([=] {
      for (hand* each : {&some->one, &some->two, &some->three, &some->four, &some->five}) {
        each->stop();
        each->join();
      }
      must(some->all.most == 1, "more than one was at work");
    });
  });
}

TEST_CASE("two workers serve two actors at a time") {
  orders::each_source_of_actors([](scene& all) {
    const auto some = std::make_shared<hands>(2);
    client(all, [=] { some->one.work_together(2); });
    client(all, [=] { some->two.work_together(2); });
  });
}
