// SPDX-License-Identifier: BSL-1.0
// Transfers make money, lose it, or show an auditor a total that never was.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int initial = 1000;

/// Three kinds of accounts in one bank: small values, large ones, and a store's.
class bank {
 public:
  explicit bank(int accounts) : size_{accounts}, plain_(static_cast<std::size_t>(accounts)) {
    for (int i = 0; i < accounts; ++i) boxed_.emplace_back(std::string(initial, '$'));
    reset();
  }
  [[nodiscard]] int size() const { return size_; }
  void reset() {
    stm::atomically([&](stm::transaction& tx) {
      for (int i = 0; i < size_; ++i) {
        tx[plain(i)] = initial;
        tx[boxed(i)] = std::string(initial, '$');
        tx[stored_.var(i)] = initial;
      }
    });
  }
  void transfer_plain(int from, int to, int amount) {
    stm::atomically([&](stm::transaction& tx) {
      if (*tx[plain(from)] < amount) return;
      tx[plain(from)] -= amount;
      tx[plain(to)] += amount;
    });
  }
  void transfer_boxed(int from, int to, std::size_t amount) {
    stm::atomically([&](stm::transaction& tx) {
      if (tx[boxed(from)]->size() < amount) return;
      tx[boxed(from)].edit([&](std::string& s) { s.resize(s.size() - amount); });
      tx[boxed(to)].edit([&](std::string& s) { s.resize(s.size() + amount, '$'); });
    });
  }
  void transfer_stored(int from, int to, int amount) {
    stored_.commit({}, {from, to}, [&](auto& both) {
      if (*both[from] < amount) return;
      both[from] -= amount;
      both[to] += amount;
    });
  }
  /// What an auditor finds wrong, in every way of auditing.
  [[nodiscard]] int wrong_totals() {
    const int right = size_ * initial;
    int wrong = 0;
    wrong += stm::read_only([&](stm::read_transaction& tx) { return total(tx); }) != 3 * right;
    wrong += stm::atomically([&](stm::transaction& tx) { return total(tx); }) != 3 * right;
    int in_map = 0, in_snapshot = 0, checked_out = 0;
    for (const auto& [key, value] : stored_.to_map()) in_map += value;
    for (const auto& [key, entry] : stored_.snapshot()) in_snapshot += entry.value;
    std::vector<int> keys;
    for (int i = 0; i < size_; ++i) keys.push_back(i);
    for (const auto& each : stored_.checkout(keys)) checked_out += *each;
    return wrong + (in_map != right) + (in_snapshot != right) + (checked_out != right);
  }

 private:
  stm::var<int>& plain(int i) { return plain_[static_cast<std::size_t>(i)]; }
  stm::var<std::string>& boxed(int i) { return boxed_[static_cast<std::size_t>(i)]; }
  template <class Tx>
  int total(Tx& tx) {
    int sum = 0;
    for (int i = 0; i < size_; ++i)
      sum += *tx[plain(i)] + static_cast<int>(tx[boxed(i)]->size()) +
             **tx[std::as_const(stored_.var(i))];
    return sum;
  }

  int size_;
  std::deque<stm::var<int>> plain_;
  std::deque<stm::var<std::string>> boxed_;
  stm::store<int, int> stored_;
};

}  // namespace

TEST_CASE("a transfer that another one overtakes moves the money once") {
  stm::var<int> a{100}, b{0}, c{0};
  const auto transfer = [](stm::var<int>& from, stm::var<int>& to, int amount, auto pause) {
    stm::atomically([&](stm::transaction& tx) {
      const int left = *tx[from] - amount;
      pause();
      if (left < 0) return;
      tx[from] = left;
      tx[to] += amount;
    });
  };
  bool is_first = true;
  transfer(a, b, 70, [&] {
    if (std::exchange(is_first, false)) support::elsewhere([&] { transfer(a, c, 60, [] {}); });
  });
  CHECK(a.load() == 40);
  CHECK(b.load() == 0);
  CHECK(c.load() == 60);
}

TEST_CASE("an auditor in the middle of a transfer sees all of it or nothing") {
  for (const int accounts : {2, 3, 10, 20}) {
    CAPTURE(accounts);
    bank b{accounts};
    stm::var<int> in{initial}, out{initial};
    int wrong = 0;
    const int total = stm::read_only([&](stm::read_transaction& tx) {
      const int first = *tx[in];
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) {
          if (*other[in] != initial) return;
          other[in] -= 50;
          other[out] += 50;
        });
      });
      wrong += b.wrong_totals();
      return first + *tx[out];
    });
    CHECK(wrong == 0);
    CHECK(total == 2 * initial);
  }
}

TEST_CASE("no order of two transfers, to and fro, loses money") {
  bank b{2};
  const auto check = [&] { REQUIRE(b.wrong_totals() == 0); };
  const auto reset = [&] { b.reset(); };
  laws::in_all_orders(
      reset, [&] { b.transfer_plain(0, 1, 50); }, [&] { b.transfer_plain(1, 0, 30); }, check);
  laws::in_all_orders(
      reset, [&] { b.transfer_boxed(0, 1, 50); }, [&] { b.transfer_boxed(1, 0, 30); }, check);
  laws::in_all_orders(
      reset, [&] { b.transfer_stored(0, 1, 50); }, [&] { b.transfer_stored(1, 0, 30); }, check);
}

TEST_CASE("no step of a transfer shows an auditor a wrong total") {
  bank b{4};
  int wrong = 0;
  laws::at_each_step(
      [&] { wrong = 0; },
      [&] {
        b.transfer_plain(0, 1, 5);
        b.transfer_boxed(1, 2, 5);
        b.transfer_stored(3, 0, 5);
      },
      [&] { wrong = b.wrong_totals(); }, [&] { REQUIRE(wrong == 0); });
}

TEST_CASE("no step of an audit is too early for a transfer") {
  bank b{4};
  int wrong = 0;
  laws::at_each_step(
      [&] { wrong = 0; }, [&] { wrong = b.wrong_totals(); },
      [&] {
        b.transfer_plain(3, 0, 5);
        b.transfer_boxed(0, 3, 5);
        b.transfer_stored(0, 3, 5);
      },
      [&] { REQUIRE(wrong == 0); });
}

TEST_CASE("many transfers and audits at once keep the total") {
  for (const int accounts : {2, 16}) {
    CAPTURE(accounts);
    bank b{accounts};
    std::atomic<int> wrong{0};
    const int rounds = support::rounds(700);
    support::in_threads(4, [&](int me) {
      support::dice luck{me};
      for (int i = 0; i < rounds; ++i) {
        const int from = luck.below(accounts);
        const int to = (from + 1 + luck.below(accounts - 1)) % accounts;
        switch (luck.below(8)) {
          case 0:
            wrong += b.wrong_totals();
            break;
          case 1:
          case 2:
            b.transfer_boxed(from, to, static_cast<std::size_t>(luck.below(500)));
            break;
          case 3:
          case 4:
            b.transfer_stored(from, to, luck.below(500));
            break;
          default:
            b.transfer_plain(from, to, luck.below(500));
            break;
        }
      }
    });
    CHECK(wrong == 0);
    CHECK(b.wrong_totals() == 0);
  }
}
