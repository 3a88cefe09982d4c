// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/accounts.hpp>
#include <examples/arguments.hpp>
#include <examples/auditor.hpp>
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
    stm::atomically([&](stm::transaction&) {
      auto balance = checkout();
      take_a_moment();
      balance += amount;
      balance.commit();
    });
  }

  int withdraw(int amount) {
    return stm::atomically([&](stm::transaction&) {
      auto balance = checkout();
      if (*balance < amount) throw insufficient_funds{amount, *balance};
      take_a_moment();
      balance -= amount;
      balance.commit();
      return amount;
    });
  }
};

class atomic_mischief_maker : public mischief_maker<account> {
  using mischief_maker::mischief_maker;

  void grab(int amount) override {
    stm::atomically([&](stm::transaction&) { mischief_maker::grab(amount); });
    record("TRANSFER", amount);
  }
};

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  stm::store<int> bank;
  account freds{bank, "fred", 1000}, barneys{bank, "barney", 1000};
  actors::running<auditor> wilma{bank, "fred", "barney"};
  play<atomic_mischief_maker>(freds, barneys, seed);
  wilma.stop();
  wilma.join();
  wilma.report();
}
