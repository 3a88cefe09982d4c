// SPDX-License-Identifier: BSL-1.0
// Each of two reads what the other writes, and neither sees the other: together they break what
// each of them has kept.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <deque>
#include <utility>

namespace {

/// Two doctors, of whom one at least has to be on call.
struct ward {
  stm::var<bool> is_on_call[2] = {stm::var<bool>{true}, stm::var<bool>{true}};

  template <class Pause>
  void leave(int me, Pause pause) {
    stm::atomically([&](stm::transaction& tx) {
      const bool other_is = *tx[is_on_call[1 - me]];
      pause();
      if (other_is) tx[is_on_call[me]] = false;
    });
  }
  void leave(int me) {
    leave(me, [] {});
  }
  void come_back() {
    for (auto& each : is_on_call) stm::atomically([&](stm::transaction& tx) { tx[each] = true; });
  }
  [[nodiscard]] bool is_staffed() const { return is_on_call[0].load() || is_on_call[1].load(); }
};

}  // namespace

TEST_CASE("what a block has only read still stands when it commits") {
  ward w;
  bool is_first = true;
  w.leave(0, [&] {
    if (std::exchange(is_first, false)) support::elsewhere([&] { w.leave(1); });
  });
  CHECK(w.is_staffed());
}

TEST_CASE("what a large block has only read still stands when it commits") {
  for (std::size_t leaving = 0; leaving < 20; ++leaving) {
    std::deque<stm::var<int>> all(20);
    stm::var<bool> is_empty{false};
    bool is_first = true;
    stm::atomically([&](stm::transaction& tx) {
      int sum = 0;
      for (auto& each : all) sum += *tx[each];
      if (std::exchange(is_first, false))
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) {
            if (!*other[is_empty]) other[all[leaving]] = 1;
          });
        });
      tx[is_empty] = sum == 0;
    });
    CHECK_FALSE((is_empty.load() && all[leaving].load() == 1));
  }
}

TEST_CASE("what a changeset has only read still stands when it commits") {
  stm::store<bool> ward;
  ward.commit({}, {"ann", "bob"}, [](auto& both) {
    both["ann"] = true;
    both["bob"] = true;
  });
  const auto leave = [&](const char* me, const char* other) {
    auto both = ward.checkout({me, other});
    if (*both[other]) both[me] = false;
    return both;
  };
  auto ann = leave("ann", "bob");
  auto bob = leave("bob", "ann");
  CHECK(ann.try_commit());
  CHECK_FALSE(bob.try_commit());
}

TEST_CASE("what a changeset has read has to stand even if nothing was edited") {
  stm::store<int> store;
  auto both = store.checkout("a", "b");
  support::elsewhere([&] { store.commit({}, {"b"}, [](auto& one) { one["b"] = 1; }); });
  CHECK_FALSE(both.try_commit());
}

TEST_CASE("no order of two that leave empties the ward") {
  ward w;
  laws::in_all_orders([&] { w.come_back(); }, [&] { w.leave(0); }, [&] { w.leave(1); },
                      [&] { REQUIRE(w.is_staffed()); });
}

TEST_CASE("no order of two changesets lets each miss the other") {
  stm::store<int> store;
  const auto follow = [&](const char* me, const char* other) {
    stm::retry([&] {
      auto both = store.checkout({me, other});
      if (*both[other] == 0) both[me] = 1;
      both.commit();
    });
  };
  laws::in_all_orders(
      [&] {
        store.commit({}, {"a", "b"}, [](auto& both) {
          both["a"] = 0;
          both["b"] = 0;
        });
      },
      [&] { follow("a", "b"); }, [&] { follow("b", "a"); },
      [&] { REQUIRE(*store.checkout("a") + *store.checkout("b") == 1); });
}

TEST_CASE("many that leave and come back never empty a ward") {
  constexpr int wards = 3;
  std::deque<ward> hospital(wards);
  std::atomic<int> empty{0};
  const int shifts = support::rounds(12000);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < shifts; ++i) {
      ward& w = hospital[static_cast<std::size_t>(luck.below(wards))];
      const int who = luck.below(2);
      if (luck.one_in(2)) {
        w.leave(who, [&] { luck.stumble_sometimes(); });
      } else {
        stm::atomically([&](stm::transaction& tx) { tx[w.is_on_call[who]] = true; });
      }
      empty += !stm::read_only([&](stm::read_transaction& tx) {
        return *tx[w.is_on_call[0]] || *tx[w.is_on_call[1]];
      });
    }
  });
  CHECK(empty == 0);
}
