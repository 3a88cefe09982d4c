// SPDX-License-Identifier: BSL-1.0
// What stm/testing.hpp promises to those who test with it.
#include <stm/engine/sync.hpp>
#include <stm/stm.hpp>
#include <stm/testing.hpp>
#include <tests/support/aborts.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace stm::testing;

namespace {

/// Two threads that each read in one transaction and write in another: an update may be lost.
void two_that_lose(scene& all) {
  const auto sum = std::make_shared<stm::var<int>>(0);
  for (int i = 0; i < 2; ++i) {
    all.thread([sum] {
      const int seen = sum->load();
      stm::atomically([&](stm::transaction& tx) { tx[*sum] = seen + 1; });
    });
  }
  all.afterwards([sum] {
    if (sum->load() != 2) throw std::runtime_error{"an update was lost"};
  });
}

/// What leaves things for later runs: large values that are replaced beside a snapshot, and a
/// thread that ends.
void two_and_an_audit(scene& all) {
  using words = std::deque<stm::var<std::string>>;
  const auto shared = std::make_shared<words>(10);
  const auto write = [=](std::size_t at) {
    stm::atomically([&](stm::transaction& tx) {
      tx[(*shared)[at]] = std::string(50, 'a');
      tx[(*shared)[9 - at]] = std::string(60, 'b');
    });
  };
  all.thread([=] {
    const auto part = stm::engine::membership::of_newcomer();
    std::thread other{[=] {
      part.begin();
      write(0);
    }};
    part.started();
    part.await_end();
    other.join();
  });
  all.thread([=] { write(1); });
  all.thread([=] {
    stm::read_only([&](stm::read_transaction& tx) {
      for (auto& each : *shared) static_cast<void>(tx[each]->size());
    });
  });
}

/// What explore() or replay() has thrown, if it is the order of a failure.
template <class Run>
std::string order_of_failure(Run run) {
  try {
    run();
  } catch (const failed_order& failure) {
    return failure.order();
  }
  return "none";
}

std::string failing_order(order_source& source) {
  try {
    explore(source, 10'000, two_that_lose);
  } catch (const failed_order& failure) {
    CHECK(std::string{failure.what()} == "an update was lost; the order was: " + failure.order());
    return failure.order();
  }
  return "none";
}

}  // namespace

TEST_CASE("every source of orders finds a lost update, and its order shows it again") {
  random_walk walk{1};
  pct two{2, 1};
  within_preemptions one{1};
  for (order_source* const each :
       {static_cast<order_source*>(&walk), static_cast<order_source*>(&two),
        static_cast<order_source*>(&one)}) {
    const std::string order = failing_order(*each);
    CHECK(order != "none");
    CHECK_THROWS_AS(replay(order, two_that_lose), failed_order);
  }
}

TEST_CASE("without a preemption two threads run one after the other, and lose nothing") {
  within_preemptions none{0};
  const explored sum = explore(none, 10'000, two_that_lose);
  CHECK(sum.is_all);
  CHECK(sum.runs == 3);  // the first one twice, to see whether it is the same
  CHECK(sum.distinct == 2);
  CHECK(sum.cut == 0);
}

TEST_CASE("all orders within a bound are tried, each of them once") {
  std::set<std::string> results;
  std::size_t runs = 0;
  const auto describe = [&](scene& all) {
    const auto word = std::make_shared<std::string>();
    const auto shared = std::make_shared<stm::var<int>>(0);
    for (const char name : {'a', 'b'}) {
      all.thread([=] {
        for (int i = 0; i < 3; ++i) {
          static_cast<void>(shared->load());  // a schedule point
          *word += name;
        }
      });
    }
    all.afterwards([&results, &runs, word] {
      results.insert(*word);
      ++runs;
    });
  };
  within_preemptions source{6};
  const explored sum = explore(source, 1'000'000, describe);
  CHECK(sum.is_all);
  CHECK(sum.runs == runs);
  CHECK(sum.distinct == sum.runs - 1);  // the first one is tried again at the end
  CHECK(results.size() == 20);          // 6 over 3
}

TEST_CASE("what runs leave behind changes none of the orders that come after") {
  within_preemptions two{2};
  const explored sum = explore(two, 5000, two_and_an_audit);
  CHECK(sum.distinct == sum.runs);

  int runs = 0;
  const auto fails_at_last = [&](scene& all) {
    two_and_an_audit(all);
    all.afterwards([&] {
      if (++runs >= 500) throw std::runtime_error{"as it must"};
    });
  };
  random_walk walk{1};
  const std::string order = order_of_failure([&] { explore(walk, 500, fails_at_last); });
  CHECK(order != "none");
  CHECK(order_of_failure([&] { replay(order, fails_at_last); }) == order);
}

TEST_CASE("where runs are not equal, it is not claimed that all orders were tried") {
  const auto uneven = [run = 0](scene& all) mutable {
    const auto count = std::make_shared<stm::var<int>>(0);
    for (int thread = 0; thread < 2; ++thread) {
      all.thread([count, reads = 1 + run % 3] {
        for (int i = 0; i < reads; ++i) static_cast<void>(count->load());
      });
    }
    ++run;
  };
  within_preemptions one{1};
  const explored sum = explore(one, 1000, uneven);
  CHECK(sum.runs == 1000);
  CHECK_FALSE(sum.is_all);
}

TEST_CASE("a first run that is shorter than all others hides no order") {
  const auto warming_up = [run = 0](scene& all) mutable {
    const auto count = std::make_shared<stm::var<int>>(0);
    all.thread([count, reads = ++run == 1 ? 2 : 4] {
      for (int i = 0; i < reads; ++i) static_cast<void>(count->load());
    });
    all.thread([=] { static_cast<void>(count->load()); });
  };
  within_preemptions one{1};
  const explored cold = explore(one, 1000, warming_up);
  auto warm_script = warming_up;
  scene unused;
  warm_script(unused);
  const explored warm = explore(one, 1000, warm_script);
  CHECK(cold.is_all);
  CHECK(warm.is_all);
  CHECK(cold.distinct >= warm.distinct);
  CHECK(cold.runs > warm.runs);
}

TEST_CASE("a thread that the library starts takes part, and its join waits until it has ended") {
  std::set<std::string> results;
  within_preemptions source{6};
  const explored sum = explore(source, 1'000'000, [&](scene& all) {
    const auto word = std::make_shared<std::string>();
    all.thread([=] {
      const auto write = [=](char name) {
        stm::engine::schedule_point(stm::engine::step::look);
        *word += name;
      };
      const auto part = stm::engine::membership::of_newcomer();
      std::thread other{[=] {
        part.begin();
        for (int i = 0; i < 3; ++i) write('b');
      }};
      part.started();
      for (int i = 0; i < 3; ++i) write('a');
      part.await_end();
      other.join();
      *word += '.';
    });
    all.afterwards([&results, word] { results.insert(*word); });
  });
  CHECK(sum.is_all);
  CHECK(results.size() == 20);  // 6 over 3, all ending in a point
  for (const std::string& each : results) CHECK(each.back() == '.');
}

TEST_CASE("what the script has started goes on where a check waits for it, and has ended then") {
  random_walk walk{1};
  int ends = 0;
  explore(walk, 10, [&](scene& all) {
    struct helper {
      stm::var<bool> is_done{false};
      stm::engine::membership part = stm::engine::membership::of_newcomer();
      std::thread thread{[this] {
        part.begin();
        stm::atomically([&](stm::transaction& tx) { tx[is_done] = true; });
      }};
      helper() { part.started(); }
      ~helper() {
        part.await_end();
        thread.join();
      }
    };
    const auto one = std::make_shared<helper>();
    all.afterwards([&ends, one] {
      stm::atomically([&](stm::transaction& tx) { tx.check(*tx[one->is_done]); });
      ++ends;
    });
  });
  CHECK(ends == 10);
}

TEST_CASE("what a thread throws is a failure, with the order") {
  random_walk walk{1};
  const auto describe = [](scene& all) {
    all.thread([] {});
    all.thread([] { throw std::out_of_range{"as asked"}; });
  };
  CHECK_THROWS_WITH_AS(
      explore(walk, 1, describe), doctest::Contains("as asked; the order was: "), failed_order);
}

TEST_CASE("a thread that waits for a change sleeps until another has made it") {
  within_preemptions source{2};
  const explored sum = explore(source, 100'000, [](scene& all) {
    const auto ready = std::make_shared<stm::var<bool>>(false);
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[*ready]); }); });
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[*ready] = true; }); });
  });
  CHECK(sum.is_all);
  CHECK(sum.runs > 10);
}

TEST_CASE("where all sleep the first time-out comes") {
  random_walk walk{1};
  explore(walk, 10, [](scene& all) {
    const auto never = std::make_shared<stm::var<bool>>(false);
    all.thread([=] {
      const stm::retry_policy patient{.timeout = std::chrono::hours{1}};
      try {
        stm::atomically(patient, [&](stm::transaction& tx) { tx.check(*tx[*never]); });
      } catch (const stm::retry_timeout_exceeded&) {
        return;
      }
      throw std::logic_error{"no time-out"};
    });
  });
}

TEST_CASE("a failure after a time-out is replayed step by step") {
  const auto describe = [](scene& all) {
    const auto never = std::make_shared<stm::var<bool>>(false);
    const auto count = std::make_shared<stm::var<int>>(0);
    for (int thread = 0; thread < 2; ++thread) {
      all.thread([=] {
        const stm::retry_policy patient{.timeout = std::chrono::hours{1}};
        try {
          stm::atomically(patient, [&](stm::transaction& tx) { tx.check(*tx[*never]); });
        } catch (const stm::retry_timeout_exceeded&) {
        }
        for (int i = 0; i < 5; ++i) stm::atomically([&](stm::transaction& tx) { tx[*count] += 1; });
      });
    }
    all.afterwards([] { throw std::runtime_error{"as it must"}; });
  };
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    random_walk walk{seed};
    const std::string order = order_of_failure([&] { explore(walk, 1, describe); });
    CHECK(order_of_failure([&] { replay(order, describe); }) == order);
  }
}

TEST_CASE("what a thread throws is told where the others then sleep for ever") {
  const auto reports = [] {
    random_walk walk{1};
    explore(walk, 1, [](scene& all) {
      const auto rung = std::make_shared<stm::var<bool>>(false);
      all.thread([] { throw std::out_of_range{"before it rang"}; });
      all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[*rung]); }); });
    });
  };
  CHECK(support::last_words(reports).find("thread 0 has failed: before it rang") !=
        std::string::npos);
}

TEST_CASE("a run that is too long goes on in a random order, to its end") {
  within_preemptions none{0};
  const explored sum = explore(none, 1, [](scene& all) {
    const auto count = std::make_shared<stm::var<int>>(0);
    for (int thread = 0; thread < 3; ++thread) {
      all.thread([=] {
        for (int i = 0; i < 3000; ++i)
          stm::atomically([&](stm::transaction& tx) { tx[*count] += 1; });
      });
    }
    all.afterwards([=] {
      if (count->load() != 9000) throw std::runtime_error{"an update was lost"};
    });
  });
  CHECK(sum.cut == 1);
  CHECK(sum.longest > 20'000);
}

TEST_CASE("where a run was cut, it is not claimed that all orders were tried") {
  within_preemptions none{0};
  const explored sum = explore(none, 10, [](scene& all) {
    const auto count = std::make_shared<stm::var<int>>(0);
    all.thread([=] {
      for (int i = 0; i < 10'000; ++i) static_cast<void>(count->load());
    });
  });
  CHECK(sum.cut == sum.runs);
  CHECK_FALSE(sum.is_all);
}

TEST_CASE("a failure of a run that is too long, or of many conflicts, is replayed step by step") {
  int runs = 0;
  const auto fails_at_last = [&](int increments, scene& all) {
    const auto count = std::make_shared<stm::var<int>>(0);
    for (int thread = 0; thread < 3; ++thread) {
      all.thread([=] {
        for (int i = 0; i < increments; ++i)
          stm::atomically([&](stm::transaction& tx) { tx[*count] += 1; });
      });
    }
    all.afterwards([&] {
      if (++runs >= 3) throw std::runtime_error{"as it must"};
    });
  };
  for (const int increments : {20, 3000}) {
    const auto scene_of = [&](scene& all) { fails_at_last(increments, all); };
    runs = 0;
    random_walk walk{5};
    const std::string order = order_of_failure([&] { explore(walk, 3, scene_of); });
    CHECK(order != "none");
    CHECK(order_of_failure([&] { replay(order, scene_of); }) == order);
  }
}

TEST_CASE("a scene without threads is run, and checked") {
  random_walk walk{1};
  int checks = 0;
  explore(walk, 3, [&](scene& all) { all.afterwards([&] { ++checks; }); });
  CHECK(checks == 3);
}

TEST_CASE("what is no order, no depth and no bound is refused by name") {
  CHECK_THROWS_WITH_AS(replay("0*3 1x2", two_that_lose), "not an order of threads: \"0*3 1x2\"",
                       std::invalid_argument);
  for (const char* const bad : {"0", "0*", "*1", "-1*2", "99*1", "0*1  1*1", "0*1,"})
    CHECK_THROWS_AS(replay(bad, two_that_lose), std::invalid_argument);
  CHECK_THROWS_WITH_AS((pct{0, 1}), "pct: a depth of 0", std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      within_preemptions{-1}, "within_preemptions: at most -1 of them", std::invalid_argument);
  scene crowd;
  for (int i = 0; i < scene::most_threads; ++i) crowd.thread([] {});
  CHECK_THROWS_WITH_AS(crowd.thread([] {}), "a scene of more than 16 threads", std::length_error);
}
