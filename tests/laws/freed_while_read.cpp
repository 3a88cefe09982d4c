// SPDX-License-Identifier: BSL-1.0
// A large value is destroyed while somebody still reads it, twice, or never.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>

namespace {

/// A value that knows whether it is alive, in a place that outlives it.
class mortal {
 public:
  explicit mortal(int v = 0) : value{v}, life_{std::make_shared<std::atomic<int>>(1)} { ++alive; }
  mortal(const mortal& other) : mortal{other.value} {}
  mortal& operator=(const mortal& other) {
    value = other.value;
    return *this;
  }
  ~mortal() {
    *life_ -= 1;
    --alive;
  }
  /// 1 while it is alive, 0 after its death; stays.
  [[nodiscard]] std::shared_ptr<const std::atomic<int>> life() const { return life_; }

  int value;
  static inline std::atomic<int> alive{0};

 private:
  std::shared_ptr<std::atomic<int>> life_;
};

/// More commits than any value waits for its end when nobody reads it.
constexpr int many = 300;

void replace(stm::var<mortal>& v, int times) {
  for (int i = 0; i < times; ++i) stm::atomically([&](stm::transaction& tx) { tx[v] = mortal{i}; });
}

}  // namespace

TEST_CASE("what a block has read lives until the block ends, whoever replaces it") {
  stm::var<mortal> v;
  std::weak_ptr<const std::atomic<int>> read;
  const auto read_and_be_overtaken = [&](auto& tx) {
    const auto life = tx[v]->life();
    support::elsewhere([&] { replace(v, many); });
    CHECK(*life == 1);
    read = life;
  };
  stm::read_only(read_and_be_overtaken);
  support::elsewhere([&] { replace(v, 10 * many); });
  CHECK(read.expired());
  stm::atomically(read_and_be_overtaken);
  support::elsewhere([&] { replace(v, 10 * many); });
  CHECK(read.expired());
}

TEST_CASE("what a block has seen through a store lives until the block ends") {
  stm::store<mortal> store;
  store.commit({}, {"key"}, [](auto& one) { one["key"] = mortal{7}; });
  auto from_before = store.checkout("key");
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    if (++runs > 1) return;
    from_before.commit();
    support::elsewhere([&] {
      for (int i = 0; i < many; ++i)
        store.commit({}, {"key"}, [&](auto& one) { one["key"] = mortal{i}; });
    });
    CHECK((*tx[store.var("key")])->value == 7);
  });
}

TEST_CASE("at no step of a read is the value destroyed under it") {
  stm::var<mortal> v;
  int lives = 0;
  const auto reset = [&] { lives = 0; };
  const auto writes = [&] { replace(v, many); };
  const auto check = [&] { REQUIRE(lives == 1); };
  const auto read = [&](auto& tx) { lives = *tx[v]->life(); };
  laws::at_each_step(
      reset, [&] { stm::read_only(read); }, writes, check);
  laws::at_each_step(
      reset, [&] { stm::atomically(read); }, writes, check);
  laws::at_each_step(
      reset, [&] { lives = *v.load().life(); }, writes, check);
  laws::at_each_step(
      reset,
      [&] {
        stm::atomically([&](stm::transaction& tx) {
          tx[v].edit([&](mortal& m) { lives = *m.life(); });
        });
      },
      writes, check);
}

TEST_CASE("at no step of a commit is its value another's too early") {
  // The first is free for others to replace while the second is still being published.
  stm::var<mortal> first, second;
  const auto write_both = [&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[first] = mortal{1};
      tx[second] = mortal{1};
    });
  };
  laws::at_each_step([] {}, write_both, [&] { replace(first, many); },
                     [&] {
                       REQUIRE(*first.load().life() == 1);
                       REQUIRE(*second.load().life() == 1);
                     });
}

TEST_CASE("all values have an end, and only one") {
  const int before = mortal::alive;
  {
    std::deque<stm::var<mortal>> vars(4);
    stm::store<mortal, int> store;
    std::atomic<int> dead{0};
    const int rounds = support::rounds(3000);
    support::in_threads(4, [&](int me) {
      support::dice luck{me};
      for (int i = 0; i < rounds; ++i) {
        const int key = luck.below(4);
        auto& v = vars[static_cast<std::size_t>(key)];
        switch (luck.below(5)) {
          case 0:
            replace(v, 1);
            break;
          case 1:
            store.commit({}, {key}, [&](auto& one) { one[key] = mortal{i}; });
            break;
          case 2:
            try {
              stm::atomically([&](stm::transaction& tx) {
                tx[v].edit([](mortal& m) { ++m.value; });
                tx[store.var(key)] = *tx[v];
                luck.stumble_sometimes();
                if (luck.one_in(3)) throw 1;
              });
            } catch (int) {
            }
            break;
          default:
            stm::read_only([&](stm::read_transaction& tx) {
              const auto life = tx[v]->life();
              luck.stumble_sometimes();
              dead += *life != 1;
            });
        }
      }
    });
    CHECK(dead == 0);
  }
  // What readers have held back ends when the threads, or those that take over from them, go on.
  const support::deadline limit{"the end of all values"};
  while (mortal::alive - before > 4 * many) {
    std::deque<stm::var<mortal>> own(4);
    support::start_line all_at_once{4};
    support::in_threads(4, [&](int me) {
      auto& v = own[static_cast<std::size_t>(me)];
      replace(v, 1);
      all_at_once.wait();
      replace(v, many);
    });
  }
}
