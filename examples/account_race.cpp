// SPDX-License-Identifier: BSL-1.0
#include <examples/accounts.hpp>
#include <examples/arguments.hpp>
#include <examples/game.hpp>
#include <examples/mischief_maker.hpp>
#include <examples/moment.hpp>
#include <examples/say.hpp>

#include <atomic>
#include <cstdint>

using namespace examples;

/// An account without protection: another thread may come between its reading and its writing.
class unprotected_account {
 public:
  explicit unprotected_account(int initial) : balance_{initial} {}

  int balance() const { return balance_.load(std::memory_order_relaxed); }

  void deposit(int amount) {
    const int before = balance();
    take_a_moment();
    set_balance(before + amount);
    record("DEPOSIT", amount, before);
  }

  int withdraw(int amount) {
    const int before = balance();
    if (before < amount) throw insufficient_funds{amount, before};
    take_a_moment();
    set_balance(before - amount);
    record("WITHDRAW", amount, before - amount);
    return amount;
  }

 private:
  void set_balance(int now) { balance_.store(now, std::memory_order_relaxed); }

  // Atomic only so that the program is a legal one: relaxed, so that it is no safer than an int.
  std::atomic<int> balance_;
};

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  constexpr std::uint32_t most_games = 10;
  int money = 2000;
  for (std::uint32_t game = 0; game < most_games && money == 2000; ++game) {
    unprotected_account freds{1000}, barneys{1000};
    money = play<mischief_maker<unprotected_account>>(freds, barneys, seed + game);
  }
  if (money > 2000)
    say("Money made out of nothing", money - 2000);
  else if (money < 2000)
    say("Money lost", 2000 - money);
  else
    say("No money was made or lost in", most_games, "games, by luck alone");
}
