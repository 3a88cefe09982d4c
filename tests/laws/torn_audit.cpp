// SPDX-License-Identifier: BSL-1.0
// A look at many variables shows some as they were before a commit and others as they were after
// it, goes back in time, or misses a value that was replaced under it.
#include <doctest/doctest.h>

#include <stm/engine/limits.hpp>
#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/gate.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <thread>

namespace {

/// Two variables that are always equal, a small value and a large one, and so many others that who
/// looks at all of them needs a snapshot.
class twins_apart {
 public:
  void add_one() {
    stm::atomically([&](stm::transaction& tx) {
      const int next = *tx[small_] + 1;
      tx[small_] = next;
      tx[large_] = std::to_string(next);
    });
  }
  /// What both are; less than 0 if they differ.
  template <class Tx>
  [[nodiscard]] int look(Tx& tx) {
    if (others_first) look_at_others(tx);
    const int first = *tx[small_];
    look_at_others(tx);
    return *tx[large_] == std::to_string(first) && *tx[small_] == first ? first : -1;
  }
  [[nodiscard]] int look() {
    return stm::read_only([&](stm::read_transaction& tx) { return look(tx); });
  }

  /// Then a snapshot is opened before the two are looked at, otherwise in between.
  bool others_first = false;

 private:
  template <class Tx>
  void look_at_others(Tx& tx) {
    for (auto& each : others_) (void)*tx[each];
  }

  stm::var<int> small_{0};
  std::deque<stm::var<int>> others_ = std::deque<stm::var<int>>(stm::engine::limits::small_log);
  stm::var<std::string> large_{"0"};
};

}  // namespace

TEST_CASE("no order of an audit and a commit shows half of it") {
  twins_apart all;
  all.others_first = true;
  int before = 0, seen = 0;
  laws::in_all_orders(
      [&] { before = all.look(); }, [&] { seen = all.look(); }, [&] { all.add_one(); },
      [&] {
        REQUIRE((seen == before || seen == before + 1));
        REQUIRE(all.look() == before + 1);
      });
}

TEST_CASE("at no step of an audit is another one, which ends the epoch, and a commit in its way") {
  for (const bool others_first : {false, true}) {
    CAPTURE(others_first);
    twins_apart all;
    all.others_first = others_first;
    int before = 0, first = 0, second = 0;
    laws::at_each_step(
        [&] { before = all.look(); },
        [&] {
          first = all.look();
          second = all.look();
        },
        [&] {
          (void)all.look();
          all.add_one();
          (void)all.look();
          all.add_one();
        },
        [&] {
          REQUIRE(first >= before);
          REQUIRE(second >= first);
          REQUIRE(second <= before + 2);
        });
  }
}

TEST_CASE("at no step of a commit is a snapshot opened that sees half of it, then or later") {
  for (const bool others_first : {false, true}) {
    CAPTURE(others_first);
    twins_apart all;
    all.others_first = others_first;
    int wrong = 0;
    laws::at_each_step(
        [&] { wrong = 0; }, [&] { all.add_one(); },
        [&] {
          stm::read_only([&](stm::read_transaction& tx) {
            const int at_first = all.look(tx);
            const stm::outside here;
            const int inside = all.look();
            wrong += at_first < 0 || inside < at_first;
          });
        },
        [&] { REQUIRE(wrong == 0); });
  }
}

TEST_CASE("at no step of a look at old values do they change, whatever others commit and audit") {
  twins_apart all;
  int at_first = 0, later = 0;
  laws::at_each_step(
      [&] { at_first = later = 0; },
      [&] {
        stm::read_only([&](stm::read_transaction& tx) {
          at_first = all.look(tx);
          support::elsewhere([&] {
            all.add_one();
            all.add_one();
          });
          later = all.look(tx);
        });
      },
      [&] {
        for (int i = 0; i < 3; ++i) {
          all.add_one();
          stm::read_only([&](stm::read_transaction& tx) {
            (void)all.look(tx);
            support::elsewhere([&] { all.add_one(); });
          });
        }
      },
      [&] {
        REQUIRE(at_first >= 0);
        REQUIRE(later == at_first);
      });
}

TEST_CASE("at no step of a walk along old versions does it end at another variable's") {
  // A newer snapshot has a version kept on the way, which is let go and used again meanwhile.
  std::deque<stm::var<int>> others(stm::engine::limits::small_log + 1);
  std::optional<stm::var<int>> walked, other;
  std::optional<support::gate> newer_may_end;
  std::thread newer;
  int seen = 0;
  const auto set = [](stm::var<int>& v, int to) {
    stm::atomically([&](stm::transaction& tx) { tx[v] = to; });
  };
  const auto end_newer = [&] {
    if (!newer.joinable()) return;
    newer_may_end->open();
    newer.join();
  };
  const auto in_snapshot = [&](auto inside) {
    stm::read_only([&](stm::read_transaction& tx) {
      for (auto& each : others) (void)*tx[each];
      inside(tx);
    });
  };
  laws::at_each_step(
      [&] {
        walked.emplace(0);
        other.emplace(-7);
        newer_may_end.emplace();
      },
      [&] {
        in_snapshot([&](auto& tx) {
          support::elsewhere([&] { set(*walked, 1); });
          newer = std::thread{[&] { in_snapshot([&](auto&) { newer_may_end->pass(); }); }};
          newer_may_end->wait_for();
          support::elsewhere([&] { set(*walked, 2); });
          seen = *tx[*walked];
        });
        end_newer();
      },
      [&] {
        end_newer();
        set(*walked, 3);
        set(*other, 5);
      },
      [&] { REQUIRE((seen == 0 || seen == 3)); });
}

TEST_CASE("at no step of an audit that lists keys, too, is a new key in its way") {
  // The look at the variables fills the log, so that the list begins with opening a snapshot.
  for (const int looked_at : {0, 1, 2, 3, 7, 8, 9}) {
    CAPTURE(looked_at);
    std::optional<stm::store<int, int>> store;
    std::deque<stm::var<int>> others(static_cast<std::size_t>(looked_at));
    std::size_t listed = 0;
    laws::at_each_step(
        [&] { store.emplace(); },
        [&] {
          listed = stm::read_only([&](stm::read_transaction& tx) {
            for (auto& each : others) (void)*tx[each];
            return store->keys().size();
          });
        },
        [&] {
          for (const int key : {1, 2, 3})
            store->commit({}, {key}, [&](auto& one) { one[key] = key; });
        },
        [&] {
          CAPTURE(listed);
          REQUIRE((listed == 0 || listed == 3));
          REQUIRE(store->keys().size() == 3);
        });
  }
}

TEST_CASE("auditors back to back beside writers see equal values that never go back") {
  twins_apart all;
  std::atomic<int> torn{0}, gone_back{0}, changed{0};
  const int rounds = support::rounds(500);
  support::in_threads(4, [&](int me) {
    support::dice luck{me};
    int last = 0;
    for (int i = 0; i < rounds; ++i) {
      if (me % 2 == 0) {
        all.add_one();
        continue;
      }
      stm::read_only([&](stm::read_transaction& tx) {
        const int now = all.look(tx);
        torn += now < 0;
        gone_back += now < last;
        luck.stumble_sometimes();
        changed += all.look(tx) != now;
        last = now;
      });
    }
  });
  CHECK(torn == 0);
  CHECK(gone_back == 0);
  CHECK(changed == 0);
  CHECK(all.look() == 2 * rounds);
}
