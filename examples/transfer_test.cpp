// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/account_actor.hpp>
#include <examples/accounts.hpp>
#include <examples/store_account.hpp>
#include <stm/stm.hpp>

#include <doctest/doctest.h>

namespace {

using examples::insufficient_funds;
using examples::transfer;

class plain_account {
 public:
  explicit plain_account(int initial) : balance_{initial} {}
  int balance() const { return balance_; }
  void deposit(int amount) { balance_ += amount; }
  int withdraw(int amount) {
    if (balance_ < amount) throw insufficient_funds{amount, balance_};
    balance_ -= amount;
    return amount;
  }

 private:
  int balance_;
};

class var_account {
 public:
  explicit var_account(int initial) : balance_{initial} {}
  int balance() const { return balance_.load(); }
  void deposit(int amount) {
    stm::atomically([&](stm::transaction& tx) { tx[balance_] += amount; });
  }
  int withdraw(int amount) {
    return stm::atomically([&](stm::transaction& tx) {
      if (*tx[balance_] < amount) throw insufficient_funds{amount, *tx[balance_]};
      tx[balance_] -= amount;
      return amount;
    });
  }

 private:
  stm::var<int> balance_;
};

class store_account : public examples::store_account {
 public:
  using examples::store_account::store_account;
  void deposit(int amount) {
    stm::retry([&] {
      auto balance = checkout();
      balance += amount;
      balance.commit();
    });
  }
  int withdraw(int amount) {
    return stm::retry([&] {
      auto balance = checkout();
      if (*balance < amount) throw insufficient_funds{amount, *balance};
      balance -= amount;
      balance.commit();
      return amount;
    });
  }
};

struct plain_accounts {
  plain_account fred{100}, barney{100};
};
struct actor_accounts {
  actors::running<examples::account_actor> fred{100}, barney{100};
};
struct store_accounts {
  stm::store<int> bank;
  store_account fred{bank, "fred", 100}, barney{bank, "barney", 100};
};
struct var_accounts {
  var_account fred{100}, barney{100};
};

}  // namespace

TEST_CASE_TEMPLATE("one transfer serves accounts of every kind", Accounts, plain_accounts,
                   actor_accounts, store_accounts, var_accounts) {
  Accounts accounts;
  transfer(30, accounts.fred, accounts.barney);
  CHECK(accounts.fred.balance() == 70);
  CHECK(accounts.barney.balance() == 130);
}

TEST_CASE_TEMPLATE("a transfer of more than there is moves nothing and says how much there was",
                   Accounts, plain_accounts, actor_accounts, store_accounts, var_accounts) {
  Accounts accounts;
  int requested = 0;
  int balance = 0;
  try {
    transfer(101, accounts.fred, accounts.barney);
  } catch (const insufficient_funds& e) {
    requested = e.requested;
    balance = e.balance;
  }
  CHECK(requested == 101);
  CHECK(balance == 100);
  CHECK(accounts.fred.balance() == 100);
  CHECK(accounts.barney.balance() == 100);
}

TEST_CASE("a transfer goes from one kind of account to another") {
  plain_account fred{100};
  var_account barney{100};
  transfer(30, fred, barney);
  CHECK(fred.balance() == 70);
  CHECK(barney.balance() == 130);
}

TEST_CASE_TEMPLATE("a transfer within a block is taken back whole with the block", Accounts,
                   store_accounts, var_accounts) {
  Accounts accounts;
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                    transfer(30, accounts.fred, accounts.barney);
                    transfer(71, accounts.fred, accounts.barney);
                  }),
                  insufficient_funds);
  CHECK(accounts.fred.balance() == 100);
  CHECK(accounts.barney.balance() == 100);
}
