// SPDX-License-Identifier: BSL-1.0
#include <examples/accounts.hpp>
#include <examples/arguments.hpp>
#include <examples/game.hpp>
#include <examples/mischief_maker.hpp>
#include <examples/moment.hpp>
#include <examples/say.hpp>
#include <examples/store_account.hpp>
#include <stm/stm.hpp>

using namespace examples;

class account : public store_account {
 public:
  using store_account::store_account;

  void deposit(int amount) {
    for (;;) {
      try {
        auto balance = checkout();
        take_a_moment();
        balance += amount;
        balance.commit();
        record("DEPOSIT", amount, *balance - amount);
        return;
      } catch (const stm::conflict&) {
        continue;
      }
    }
  }

  int withdraw(int amount) {
    for (;;) {
      try {
        auto balance = checkout();
        if (*balance < amount) throw insufficient_funds{amount, *balance};
        take_a_moment();
        balance -= amount;
        balance.commit();
        record("WITHDRAW", amount, *balance);
        return amount;
      } catch (const stm::conflict&) {
        continue;
      }
    }
  }
};

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  stm::store<int> bank;
  account freds{bank, "fred", 1000}, barneys{bank, "barney", 1000};
  play<mischief_maker<account>>(freds, barneys, seed);
}
