// SPDX-License-Identifier: BSL-1.0
// What becomes of calls, and of the object, while actors end.
#include <tests/actors/stress.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <thread>
#include <vector>

using namespace stress;
using namespace std::chrono_literals;
using support::rounds;

TEST_CASE_TEMPLATE(
    "whoever calls while an actor is stopped is answered or refused, and then the actor can be "
    "destroyed",
    Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"every call is answered"};
  for (int round = 0; round < rounds(60); ++round) {
    std::atomic<int> ends{0};
    std::atomic<int> served{0};
    std::atomic<int> missing{0};
    auto a = Holder::template make<shaken_account>();
    a->ends = &ends;
    in_shaken_threads(7, [&](int who, support::dice&) {
      if (who == 6) {
        while (served < 100) std::this_thread::yield();
        if (round % 4 == 0) a->stop_now();
        if (round % 4 == 1) a->stop();
        if (round % 4 == 2) a->tell_halt();
        if (round % 4 == 3) actors::drain(*a);
        return;
      }
      try {
        for (;; ++served) {
          if (who % 3 == 0) {
            a->deposit(1);
          } else if (who % 3 == 1) {
            a->credit(1);
            a->deposit.within(24h, 1);
          } else {
            auto answer = a->deposit.async(1);
            ++missing;
            try {
              answer.get();
            } catch (const actors::actor_stopped&) {
            }
            --missing;
          }
        }
      } catch (const actors::actor_stopped&) {
      }
    });
    a->join();
    a.reset();
    CHECK(ends == 1);
    CHECK(missing == 0);
  }
}

TEST_CASE_TEMPLATE("whoever was answered last may destroy the actor at once", Holder, own_threads,
                   pool_and_callers, pool_alone) {
  const support::deadline limit{"the last asker destroys"};
  for (int round = 0; round < rounds(200); ++round) {
    auto a = std::shared_ptr<shaken_account>{Holder::template make<shaken_account>()};
    std::vector<std::shared_ptr<shaken_account>> copies(4, a);
    a.reset();
    in_shaken_threads(4, [&](int who, support::dice&) {
      auto& mine = copies[static_cast<std::size_t>(who)];
      mine->deposit(1);
      if (who % 2) mine->credit(1);
      mine.reset();
    });
  }
}

TEST_CASE_TEMPLATE("an actor may be destroyed at any point of its closing", Holder, own_threads,
                   pool_and_callers, pool_alone) {
  const support::deadline limit{"destroyed while closing"};
  support::dice luck{99};
  for (int round = 0; round < rounds(400); ++round) {
    auto a = Holder::template make<shaken_account>();
    a->credit(1);
    a->tell_halt();
    while (!a->stopping()) std::this_thread::yield();
    for (int i = 0; i < round * 8; ++i) stm::engine::pause();
    a.reset();
  }
}

TEST_CASE_TEMPLATE("an actor may be joined by many, with and without a deadline, while it closes",
                   Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"joined while closing"};
  for (int round = 0; round < rounds(100); ++round) {
    const auto a = Holder::template make<shaken_account>();
    a->deposit(1);
    std::atomic<int> saw_the_end{0};
    in_shaken_threads(5, [&](int who, support::dice&) {
      if (who == 0) round % 2 ? a->stop() : a->stop_now();
      if (who % 2) {
        a->join();
      } else {
        while (!a->join_for(std::chrono::microseconds{who * 10})) {
        }
      }
      saw_the_end += a->ended;
    });
    CHECK(saw_the_end == 5);
  }
}

TEST_CASE("an actor may be started, stopped and called by several threads at a time") {
  const support::deadline limit{"start meets stop"};
  for (int round = 0; round < rounds(200); ++round) {
    actors::running<shaken_account> a{actors::defer_start};
    std::atomic<int> answered{0};
    in_shaken_threads(3, [&](int who, support::dice&) {
      if (who == 0) {
        try {
          a.start();
        } catch (const std::logic_error&) {
        }
      } else if (who == 1) {
        a.stop_now();
      } else {
        try {
          a.deposit(1);
        } catch (const actors::actor_stopped&) {
        }
        ++answered;
      }
    });
    a.join();
    CHECK(answered == 1);
  }
}

TEST_CASE("stop_now wakes a handler at whatever point of its sleep it is") {
  const support::deadline limit{"interrupted handlers"};
  for (int round = 0; round < rounds(100); ++round) {
    actors::running<shaken_account> a, slow;
    actors::running<shaken_caller> c;
    std::function<void()> call = [&] { slow.nap.within(24h, 1h); };
    auto napping = a.nap.async(1h);
    auto calling = c.run.async(&call);
    for (int i = 0; i < round * 20; ++i) stm::engine::pause();
    actors::stop_now(a, c);
    CHECK_THROWS_AS(napping.get(), actors::actor_stopped);
    CHECK_THROWS_AS(calling.get(), actors::actor_stopped);
  }
}

TEST_CASE_TEMPLATE("actors come and go", Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"churn"};
  in_shaken_threads(4, [&](int, support::dice&) {
    for (int k = 0; k < rounds(100); ++k) {
      const auto a = Holder::template make<shaken_account>();
      a->credit(1);
      if (k % 2) a->deposit(1);
      if (k % 4 == 3) a->stop();
    }
  });
}
