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

/// Gives up a withdrawal after two tries. A deposit, which has the money in hand, never gives up.
class account : public store_account {
 public:
  using store_account::store_account;

  void deposit(int amount) {
    stm::retry([&] {
      auto balance = checkout();
      take_a_moment();
      balance += amount;
      balance.commit();
      record("DEPOSIT", amount, *balance - amount);
    });
  }

  int withdraw(int amount) {
    return stm::retry({.max_tries = 2}, [&] {
      auto balance = checkout();
      if (*balance < amount) throw insufficient_funds{amount, *balance};
      take_a_moment();
      balance -= amount;
      balance.commit();
      record("WITHDRAW", amount, *balance);
      return amount;
    });
  }
};

class impatient_mischief_maker : public mischief_maker<account> {
  using mischief_maker::mischief_maker;

  bool process() override try {
    return mischief_maker::process();
  } catch (const stm::max_retries_exceeded& e) {
    say("Awww, Gave up after", e.attempts(), "tries");
    return true;
  }
};

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  stm::store<int> bank;
  account freds{bank, "fred", 1000}, barneys{bank, "barney", 1000};
  play<impatient_mischief_maker>(freds, barneys, seed);
}
