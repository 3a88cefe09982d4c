// SPDX-License-Identifier: BSL-1.0
// A wake-up that is lost leaves a thread asleep for ever: the run is then aborted.
#include <stm/stm.hpp>

#include <tests/orders/each_source.hpp>
#include <tests/orders/must.hpp>

#include <memory>

using orders::must;
using stm::testing::scene;

TEST_CASE("who waits for a change is woken by it") {
  orders::each_source([](scene& all) {
    const auto ready = std::make_shared<stm::var<bool>>(false);
    for (int i = 0; i < 2; ++i)
      all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[*ready]); }); });
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[*ready] = true; }); });
  });
}

TEST_CASE("what two hand each other through one place arrives") {
  orders::each_source([](scene& all) {
    struct place {
      stm::var<int> held{0};
      int sum = 0;
    };
    const auto only = std::make_shared<place>();
    all.thread([=] {
      for (int i : {1, 2})
        stm::atomically([&](stm::transaction& tx) {
          tx.check(*tx[only->held] == 0);
          tx[only->held] = i;
        });
    });
    all.thread([=] {
      for (int i = 0; i < 2; ++i)
        only->sum += stm::atomically([&](stm::transaction& tx) {
          const int got = *tx[only->held];
          tx.check(got != 0);
          tx[only->held] = 0;
          return got;
        });
    });
    all.afterwards([=] { must(only->sum == 3, "something has not arrived, or twice"); });
  });
}

TEST_CASE("who waits for one or the other is woken by either") {
  const auto where_one_rings = [](int dog, int cat, scene& all) {
    struct bells {
      stm::var<int> dog{0}, cat{0};
    };
    const auto both = std::make_shared<bells>();
    all.thread([=] {
      stm::atomically(stm::or_else(
          [&](stm::transaction& one) { one.check(*one[both->dog] == 1); },
          [&](stm::transaction& other) { other.check(*other[both->cat] == 1); }));
    });
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[both->dog] = dog; }); });
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[both->cat] = cat; }); });
  };
  orders::each_source([&](scene& all) { where_one_rings(1, 2, all); });
  orders::each_source([&](scene& all) { where_one_rings(2, 1, all); });
}

TEST_CASE("a commit that fails does not silence the one that succeeds") {
  orders::each_source([](scene& all) {
    const auto count = std::make_shared<stm::var<int>>(0);
    all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx.check(*tx[*count] == 2); }); });
    for (int i = 0; i < 2; ++i)
      all.thread([=] { stm::atomically([&](stm::transaction& tx) { tx[*count] += 1; }); });
  });
}

TEST_CASE("who waits for the keys of a store is woken by one more") {
  orders::each_source(
      [](scene& all) {
        const auto numbers = std::make_shared<stm::store<int, std::size_t>>();
        for (std::size_t i = 0; i < 8; ++i) numbers->commit({}, {i}, [&](auto& it) { it[i] = 1; });
        all.thread([=] {
          stm::read_only([&](stm::read_transaction& tx) { tx.check(numbers->keys().size() == 9); });
        });
        all.thread([=] { numbers->commit({}, {8}, [&](auto& it) { it[8] = 1; }); });
      },
      200);
}

namespace {

/// Something that is reached through a value.
struct post {
  stm::var<bool> has_mail{false};
};

}  // namespace

// AddressSanitizer tells where something that is gone is touched.
TEST_CASE("who waits may have read what is gone before it sleeps") {
  orders::each_source(
      [](scene& all) {
        const auto road =
            std::make_shared<stm::var<std::shared_ptr<post>>>(std::make_shared<post>());
        all.thread([=] {
          stm::atomically([&](stm::transaction& tx) {
            const auto last = *tx[*road];
            tx.check(*tx[last->has_mail]);
          });
        });
        all.thread([=] {
          for (int i = 0; i < 5; ++i)
            stm::atomically([&](stm::transaction& tx) { tx[*road] = std::make_shared<post>(); });
          stm::atomically([&](stm::transaction& tx) {
            const auto last = *tx[*road];
            tx[last->has_mail] = true;
          });
        });
      },
      500);
}

TEST_CASE("who waits may have read what it has made itself") {
  orders::each_source(
      [](scene& all) {
        struct places {
          stm::var<std::shared_ptr<post>> road{nullptr};
          stm::var<bool> is_open{false};
        };
        const auto both = std::make_shared<places>();
        all.thread([=] {
          stm::atomically([&](stm::transaction& tx) {
            auto fresh = std::make_shared<post>();
            tx[fresh->has_mail] = !*tx[fresh->has_mail];
            tx[both->road] = std::move(fresh);
            tx.check(*tx[both->is_open]);
          });
        });
        all.thread([=] {
          stm::atomically([&](stm::transaction& tx) { tx[both->is_open] = true; });
        });
        all.afterwards([=] { must(both->road.load()->has_mail.load(), "it has not come"); });
      },
      500);
}
