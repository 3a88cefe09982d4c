// SPDX-License-Identifier: BSL-1.0
// Two routers that lay tracks over one board read much, write much, and may make each other start
// again for ever (zio#9215).
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/regressions/some_orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <array>
#include <deque>
#include <memory>
#include <queue>
#include <vector>

using orders::must;

namespace {

/// A square board, on which a track goes from field to field; 0: the field is free. (Lee: An
/// algorithm for path connections and its applications, 1961.)
class board {
 public:
  explicit board(int side) : side_{side}, fields_(static_cast<std::size_t>(side * side)) {}

  /// Lays the shortest track that is free. False: there is none.
  bool lay(stm::transaction& tx, int track, int from, int to) {
    const std::vector<int> far = distances(tx, from, to);
    if (far[at(to)] == unreached) return false;
    for (int field = to;; field = nearer(far, field)) {
      tx[fields_[at(field)]] = track;
      if (field == from) return true;
    }
  }
  void take_up(stm::transaction& tx, int track) {
    for (auto& each : fields_)
      if (*tx[each] == track) tx[each] = 0;
  }
  [[nodiscard]] int length(int track) const {
    int sum = 0;
    for (const auto& each : fields_) sum += each.load() == track;
    return sum;
  }

 private:
  static constexpr int unreached = -1;

  static std::size_t at(int field) { return static_cast<std::size_t>(field); }
  [[nodiscard]] std::vector<int> beside(int field) const {
    std::vector<int> all;
    if (field % side_ > 0) all.push_back(field - 1);
    if (field % side_ < side_ - 1) all.push_back(field + 1);
    if (field >= side_) all.push_back(field - side_);
    if (field < side_ * (side_ - 1)) all.push_back(field + side_);
    return all;
  }
  /// A wave from one field, as far as to the other one.
  std::vector<int> distances(stm::transaction& tx, int from, int to) {
    std::vector<int> far(fields_.size(), unreached);
    std::queue<int> wave;
    if (*tx[fields_[at(from)]] != 0) return far;
    far[at(from)] = 0;
    for (wave.push(from); !wave.empty() && far[at(to)] == unreached; wave.pop())
      for (const int next : beside(wave.front())) {
        if (far[at(next)] != unreached || *tx[fields_[at(next)]] != 0) continue;
        far[at(next)] = far[at(wave.front())] + 1;
        wave.push(next);
      }
    return far;
  }
  [[nodiscard]] int nearer(const std::vector<int>& far, int field) const {
    for (const int next : beside(field))
      if (far[at(next)] == far[at(field)] - 1) return next;
    return field;
  }

  int side_;
  std::deque<stm::var<int>> fields_;
};

}  // namespace

TEST_CASE(
    "in every order two routers whose tracks would cross come to an end, and one has laid his") {
  orders::some([](stm::testing::scene& all) {
    struct shared {
      board one{3};
      std::array<bool, 2> laid{};
    };
    const auto common = std::make_shared<shared>();
    // One from the left to the right, one from the top to the bottom, both through the middle.
    all.thread([=] {
      common->laid[0] =
          stm::atomically([&](stm::transaction& tx) { return common->one.lay(tx, 1, 3, 5); });
    });
    all.thread([=] {
      common->laid[1] =
          stm::atomically([&](stm::transaction& tx) { return common->one.lay(tx, 2, 1, 7); });
    });
    all.afterwards([=] {
      must(common->laid[0] != common->laid[1], "both tracks are there, or none");
      must(common->one.length(common->laid[0] ? 1 : 2) == 3, "a track has holes");
    });
  });
}

TEST_CASE("routers that lay tracks and take them up again all come to an end") {
  const support::deadline limit{"routers end"};
  constexpr int side = 8;
  board one{side};
  const int rounds = support::rounds(40);
  support::in_threads(3, [&](int me) {
    support::dice luck{me};
    const int track = me + 1;
    for (int i = 0; i < rounds; ++i) {
      const int from = luck.below(side * side), to = luck.below(side * side);
      const bool laid =
          stm::atomically([&](stm::transaction& tx) { return one.lay(tx, track, from, to); });
      must(laid == (one.length(track) > 0), "half a track");
      stm::atomically([&](stm::transaction& tx) { one.take_up(tx, track); });
    }
  });
  CHECK(one.length(0) == side * side);
}
