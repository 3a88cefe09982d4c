// SPDX-License-Identifier: BSL-1.0
#include <bench/client.hpp>
#include <bench/ledger.hpp>
#include <tests/soak/faults.hpp>
#include <tests/soak/rounds.hpp>
#include <tests/soak/shifts.hpp>
#include <tests/support/fragile.hpp>

#include <stm/stm.hpp>

#include <boost/thread/exceptions.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <vector>

namespace soak {

namespace {

constexpr int of_each_kind = 6;
constexpr int accounts = 3 * of_each_kind;

struct change_of_mind {};

/// Accounts of three kinds: plain variables, variables whose values cannot always be copied, and
/// the keys of a store.
class vault {
 public:
  vault() {
    for (int key = 0; key < of_each_kind; ++key)
      stm::atomically([&](stm::transaction& tx) {
        tx[drawers_.var(key)] = bench::opening_balance;
      });
  }

  int balance(auto& tx, int id) {
    if (id < of_each_kind) return *tx[plain_[at(id)]];
    if (id < 2 * of_each_kind) return tx[purses_[at(id)].money]->value;
    return **tx[drawers_.var(id % of_each_kind)];
  }
  void add(stm::transaction& tx, int id, int amount) {
    if (id < of_each_kind)
      tx[plain_[at(id)]] += amount;
    else if (id < 2 * of_each_kind)
      tx[purses_[at(id)].money].edit([&](support::fragile& f) { f.value += amount; });
    else
      tx[drawers_.var(id % of_each_kind)].edit([&](std::optional<int>& held) { *held += amount; });
  }
  std::int64_t audit(auto& tx) {
    std::int64_t sum = 0;
    for (int id = 0; id < accounts; ++id) sum += balance(tx, id);
    return sum;
  }
  stm::store<int, int>& drawers() { return drawers_; }

 private:
  struct purse {
    stm::var<support::fragile> money{support::fragile{bench::opening_balance}};
  };
  static std::size_t at(int id) { return static_cast<std::size_t>(id % of_each_kind); }

  std::vector<stm::var<int>> plain_ = std::vector<stm::var<int>>(of_each_kind);
  std::array<purse, of_each_kind> purses_;
  stm::store<int, int> drawers_;
};

/// One user of the vault, and what it was told.
class user {
 public:
  user(vault& of, figures& all) : of_{of}, all_{all} {}

  void step(support::dice& luck) {
    const int from = luck.below(accounts);
    const int to = (from + 1 + luck.below(accounts - 1)) % accounts;
    const int amount = 1 + luck.below(60);
    ++all_.operations;
    try {
      const scarcity memory{luck.one_in(6) ? 1 + luck.below(12) : 0};
      support::fragile::break_at(luck.one_in(6) ? 1 + luck.below(4) : 0);
      use(luck, from, to, amount);
    } catch (const std::bad_alloc&) {
      ++all_.faults;
    } catch (const support::fragile::broken&) {
      ++all_.faults;
    } catch (const change_of_mind&) {
      ++all_.faults;
    } catch (const stm::retry_timeout_exceeded&) {
      ++all_.faults;
    } catch (const boost::thread_interrupted&) {
      ++all_.faults;
    }
    support::fragile::break_at(0);
  }

  bench::ledger book{accounts};
  std::int64_t astray = 0;

 private:
  /// All that it does leaves by an exception, or comes to `book`.
  void use(support::dice& luck, int from, int to, int amount) {
    constexpr stm::retry_policy soon{.timeout = std::chrono::milliseconds{2}};
    const int how = luck.below(7);
    if (how == 0) {
      if (stm::read_only([&](stm::read_transaction& tx) { return of_.audit(tx); }) != total)
        ++astray;
    } else if (how == 1) {
      // Waits until there is enough, or gives up.
      stm::atomically(soon, [&](stm::transaction& tx) {
        tx.check(of_.balance(tx, from) >= 20 * amount);
        move(tx, from, to, amount);
      });
      booked(from, to, amount);
    } else if (how == 2) {
      // A nested block in which all goes wrong.
      stm::atomically([&](stm::transaction& tx) {
        move(tx, from, to, amount);
        try {
          stm::atomically([&](stm::transaction& inner) {
            move(inner, to, from, 7 * amount);
            move(inner, from, (to + 1) % accounts, amount);
            throw change_of_mind{};
          });
        } catch (const change_of_mind&) {
        }
      });
      booked(from, to, amount);
    } else if (how == 3) {
      stm::atomically([&](stm::transaction& tx) {
        move(tx, from, to, amount);
        throw change_of_mind{};
      });
    } else if (how == 4) {
      // From a rich account, or else from the other one.
      const bool is_first = stm::atomically(stm::or_else(
          [&](stm::transaction& tx) {
            move(tx, from, to, amount);
            tx.check(of_.balance(tx, from) > bench::opening_balance);
            return true;
          },
          [&](stm::transaction& tx) {
            move(tx, to, from, amount);
            return false;
          }));
      is_first ? booked(from, to, amount) : booked(to, from, amount);
    } else if (how == 5) {
      const int payer = from % of_each_kind, payee = (payer + 1) % of_each_kind;
      stm::retry([&] {
        auto both = of_.drawers().checkout(payer, payee);
        both[payer] -= amount;
        both[payee] += amount;
        both.commit();
      });
      booked(2 * of_each_kind + payer, 2 * of_each_kind + payee, amount);
    } else {
      stm::atomically([&](stm::transaction& tx) { move(tx, from, to, amount); });
      booked(from, to, amount);
    }
  }
  void move(stm::transaction& tx, int from, int to, int amount) {
    of_.add(tx, from, -amount);
    of_.add(tx, to, amount);
  }
  void booked(int from, int to, int amount) {
    book.moved(static_cast<std::size_t>(from), static_cast<std::size_t>(to), amount);
  }

  static constexpr std::int64_t total =
      (accounts - of_each_kind) * std::int64_t{bench::opening_balance};

  vault& of_;
  figures& all_;
};

std::string vault_round(figures& all, support::dice& luck) {
  vault open;
  std::vector<user> users;
  for (int i = 1 + luck.below(6); i > 0; --i) users.emplace_back(open, all);
  shifts{.posts = static_cast<int>(users.size()),
         .interrupts = true,
         .work =
             [&](int post, support::dice& own, const std::atomic<bool>& is_over) {
               do users[static_cast<std::size_t>(post)].step(own);
               while (!is_over);
             }}
      .run(all, luck);

  for (int id = 0; id < accounts; ++id) {
    const int held = stm::read_only([&](auto& tx) { return open.balance(tx, id); });
    std::int64_t due = id < of_each_kind ? 0 : bench::opening_balance;
    for (const user& each : users) due += each.book.change(static_cast<std::size_t>(id));
    if (held != due)
      return "account " + std::to_string(id) + " holds " + std::to_string(held) + ", not " +
             std::to_string(due);
  }
  for (const user& each : users)
    if (each.astray != 0) return std::to_string(each.astray) + " audits did not add up";
  return {};
}

}  // namespace

void add_vault_round(std::vector<round>& to) {
  to.push_back({"a vault with faults", vault_round});
}

}  // namespace soak
