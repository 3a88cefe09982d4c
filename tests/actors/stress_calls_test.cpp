// SPDX-License-Identifier: BSL-1.0
// What callers are promised, under load.
#include <actors/runtime/event.hpp>
#include <tests/actors/stress.hpp>
#include <tests/support/deadline.hpp>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using namespace stress;
using namespace std::chrono_literals;
using support::rounds;

TEST_CASE_TEMPLATE("tells and asks of each sender arrive in order, one at a time", Holder,
                   own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"tells and asks in order"};
  const auto a = Holder::template make<shaken_account>();
  const int many = rounds(1500);
  in_shaken_threads(8, [&](int who, support::dice&) {
    for (int k = 1; k <= many; ++k) {
      if (k % 3) {
        a->tell_note(who, k);
      } else {
        a->ask_note(who, k);
      }
    }
  });
  actors::drain(*a);
  CHECK(a->in_order);
  CHECK(a->was_alone);
  for (int each : a->last) CHECK(each == many);
}

TEST_CASE_TEMPLATE("no money is made or lost between accounts", Holder, own_threads,
                   pool_and_callers, pool_alone) {
  const support::deadline limit{"money is conserved"};
  std::array<std::unique_ptr<shaken_account>, 4> accounts;
  for (auto& each : accounts) each = Holder::template make<shaken_account>(100);
  std::atomic<int> refused{0};
  in_shaken_threads(8, [&](int, support::dice& luck) {
    for (int k = 0; k < rounds(1000); ++k) {
      auto& from = accounts[static_cast<std::size_t>(luck.below(4))];
      auto& to = accounts[static_cast<std::size_t>(luck.below(4))];
      try {
        to->deposit(from->withdraw(luck.below(128)));
      } catch (const std::out_of_range&) {
        ++refused;
      }
    }
  });
  long total = 0;
  for (auto& each : accounts) {
    const long balance = each->deposit(0);
    CHECK(balance >= 0);
    total += balance;
  }
  CHECK(total == 400);
  CHECK(refused > 0);
}

TEST_CASE_TEMPLATE("an asker gets through a flood of tells", Holder, own_threads, pool_and_callers,
                   pool_alone) {
  const support::deadline limit{"an asker gets through"};
  const auto a = Holder::template make<shaken_account>();
  std::atomic<bool> enough{false};
  in_shaken_threads(3, [&](int who, support::dice&) {
    if (who == 0) {
      for (int k = 0; k < rounds(1000); ++k) a->deposit(1);
      enough = true;
      return;
    }
    for (int k = 1; !enough; ++k) {
      a->credit(1);
      if (k % 512 == 0) a->deposit(0);
    }
  });
  CHECK(a->was_alone);
}

TEST_CASE_TEMPLATE(
    "a cycle through several threads ends in call_cycle for one caller, and where there is none "
    "nobody gets it",
    Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"cycles"};
  for (int round = 0; round < rounds(30); ++round) {
    support::gate meeting;
    std::array<std::unique_ptr<shaken_partner>, 3> ring;
    for (auto& each : ring) each = Holder::template make<shaken_partner>();
    for (std::size_t i = 0; i < ring.size(); ++i) {
      ring[i]->other = ring[(i + 1) % ring.size()].get();
      ring[i]->meeting = &meeting;
    }
    std::vector<boost::future<int>> calls;
    for (auto& each : ring) calls.push_back(each->go.async(1));
    meeting.wait_for(3);
    meeting.open();
    int cycles = 0;
    int answers = 0;
    for (auto& each : calls) {
      try {
        answers += each.get() == 7;
      } catch (const actors::call_cycle&) {
        ++cycles;
      }
    }
    CHECK(cycles == 1);
    CHECK(answers == 2);
  }
  const auto money = Holder::template make<shaken_account>();
  std::array<std::unique_ptr<shaken_partner>, 6> partners;
  for (auto& each : partners) {
    each = Holder::template make<shaken_partner>();
    each->money = money.get();
  }
  in_shaken_threads(6, [&](int who, support::dice&) {
    for (int k = 0; k < rounds(500); ++k) partners[static_cast<std::size_t>(who)]->via(1);
  });
  CHECK(money->deposit(0) == rounds(3000));
}

TEST_CASE_TEMPLATE("an actor that is slow to wake after its answer is in no cycle", Holder,
                   own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"no false alarm"};
  support::dice luck{99};
  for (int round = 0; round < rounds(60); ++round) {
    const auto a = Holder::template make<shaken_caller>(),
               b = Holder::template make<shaken_caller>();
    std::atomic<int> stage{0};
    std::function<void()> nothing = [] {};
    std::function<void()> inner = [&] {
      stage = 1;
      while (stage != 2) std::this_thread::yield();
    };
    std::function<void()> outer = [&] { b->run(&inner); };
    std::function<void()> back = [&] { a->run(&nothing); };
    auto there = a->run.async(&outer);
    while (stage != 1) std::this_thread::yield();
    if (round % 2) std::this_thread::sleep_for(200us);
    auto again = b->run.async(&back);
    stage = 2;
    CHECK_NOTHROW(again.get());
    CHECK_NOTHROW(there.get());
  }
}

TEST_CASE_TEMPLATE(
    "a call that times out is handled once or not at all, and one that does not is handled once",
    Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"time-outs"};
  const auto a = Holder::template make<shaken_account>();
  std::atomic<bool> enough{false};
  std::atomic<int> timed_out{0}, answered{0};
  in_shaken_threads(7, [&](int who, support::dice& luck) {
    if (who == 0) {
      while (!enough) a->nap(1ms);
      return;
    }
    for (int k = 0; k < rounds(100) || (who == 1 && (timed_out == 0 || answered == 0)); ++k) {
      try {
        a->deposit.within(std::chrono::microseconds{luck.below(6000)}, 1);
        ++answered;
      } catch (const actors::call_timed_out&) {
        ++timed_out;
      }
    }
    if (who == 1) enough = true;
  });
  const long handled = a->deposit(0);
  CHECK(handled >= answered);
  CHECK(handled <= answered + timed_out);
}

TEST_CASE("a call within a time at a full mailbox is handled or times out, and leaves its place") {
  const support::deadline limit{"time-outs at a full mailbox"};
  const actors::options two_places{.mailbox_limit = 2, .on_callers = false};
  actors::running<shaken_account> own{two_places};
  actors::pooled<shaken_account> pooled{workers(), two_places};
  for (shaken_account* a :
       {static_cast<shaken_account*>(&own), static_cast<shaken_account*>(&pooled)}) {
    std::atomic<long> answered{0}, timed_out{0};
    in_shaken_threads(4, [&](int, support::dice& luck) {
      for (int k = 0; k < rounds(500); ++k) {
        try {
          a->deposit.within(std::chrono::microseconds{luck.below(60)}, 1);
          ++answered;
        } catch (const actors::call_timed_out&) {
          ++timed_out;
        }
        if (k % 8 == 0) a->credit(0);  // stands in the queue among those who give up
      }
    });
    CHECK(answered + timed_out == rounds(2000));
    const long handled = a->deposit(0);
    CHECK(handled >= answered);
    CHECK(handled <= answered + timed_out);
    a->stop();
    a->join();
    CHECK(a->depth() == 0);
  }
}

TEST_CASE_TEMPLATE(
    "a call that is cancelled while its actor comes to it is either handled or was cancelled",
    Holder, own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"cancelled or handled"};
  const auto a = Holder::template make<shaken_account>();
  std::atomic<long> cancelled{0}, answered{0};
  in_shaken_threads(3, [&](int, support::dice& luck) {
    for (int k = 0; k < rounds(500); ++k) {
      auto call = a->deposit.cancellable(1);
      for (int i = luck.below(200); i > 0; --i) stm::engine::pause();
      const bool taken_back = call.cancel();
      try {
        call.future().get();
        ++answered;
        if (taken_back) answered += 1000000;
      } catch (const actors::call_cancelled&) {
        ++cancelled;
      }
    }
  });
  CHECK(cancelled + answered == rounds(1500));
  CHECK(a->deposit(0) == answered);
}

TEST_CASE_TEMPLATE("each error reaches who asked, or on_error where nobody did", Holder,
                   own_threads, pool_and_callers, pool_alone) {
  const support::deadline limit{"errors reach their callers"};
  const auto a = Holder::template make<shaken_account>();
  std::atomic<int> caught{0};
  in_shaken_threads(4, [&](int who, support::dice&) {
    for (int k = 0; k < rounds(200); ++k) {
      try {
        if (who % 2) {
          a->withdraw(1);
        } else {
          a->withdraw.async(1).get();
        }
      } catch (const std::out_of_range& e) {
        caught += std::string{e.what()} == "funds";
      }
      a->debit(1);
    }
  });
  actors::drain(*a);
  CHECK(caught == rounds(800));
  CHECK(a->errors == rounds(800));
}

TEST_CASE(
    "a wait whose time is up just as the signal comes leaves nothing behind for the next one") {
  const support::deadline limit{"time-outs meet signals"};
  using actors::runtime::event;
  const int many = rounds(3000);
  std::vector<event> signals(static_cast<std::size_t>(many));
  std::atomic<int> turn{-1};
  int woken_by_nobody = 0;
  in_shaken_threads(2, [&](int who, support::dice& luck) {
    for (int i = 0; i < many; ++i) {
      event& e = signals[static_cast<std::size_t>(i)];
      if (who == 0) {
        turn = i;
        const std::chrono::microseconds wait{luck.below(50)};
        static_cast<void>(e.wait_until(std::chrono::steady_clock::now() + wait));
        event never;
        woken_by_nobody += never.wait_until(std::chrono::steady_clock::now());
      } else {
        while (turn < i) std::this_thread::yield();
        for (int p = luck.below(2000); p > 0; --p) stm::engine::pause();
        e.signal();
      }
    }
  });
  CHECK(woken_by_nobody == 0);
}
