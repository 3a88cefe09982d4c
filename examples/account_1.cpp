// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/account_actor.hpp>
#include <examples/accounts.hpp>
#include <examples/arguments.hpp>
#include <examples/dice.hpp>
#include <examples/say.hpp>

using namespace examples;

int main(int argc, char** argv) {
  dice dice{seed_from(argc, argv)};
  actors::running<account_actor> account{1000};

  int fred = 0;
  int barney = 0;
  int wilma = 0;
  try {
    for (;;) {
      account.deposit(100);
      fred += account.withdraw(dice.one_of({10, 20, 40, 80, 160}));
      barney += account.withdraw(dice.one_of({10, 20, 40, 80, 160}));
      wilma += account.withdraw(dice.one_of({10, 20, 40, 80, 160}));
    }
  } catch (const insufficient_funds& e) {
    say(e.what());
    say("Balance", e.balance);
    say("Requested", e.requested);
    say(account.balance());
  }

  say("GAME OVER");
  say("Fred grabbed", fred);
  say("Wilma grabbed", wilma);
  say("Barney grabbed", barney);
}
