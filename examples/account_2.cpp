// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <examples/account_actor.hpp>
#include <examples/accounts.hpp>
#include <examples/arguments.hpp>
#include <examples/dice.hpp>
#include <examples/say.hpp>

using namespace examples;

class money_drain : public actors::actor {
 public:
  money_drain(account_actor& account, std::uint32_t seed) : account_{account}, dice_{seed} {}

  int grabbed() const { return grabbed_; }

 private:
  bool process() override try {
    grabbed_ += account_.withdraw(dice_.one_of({10, 20, 40, 80, 160}));
    return true;
  } catch (const insufficient_funds& e) {
    say("Awww, Tapped out", e.balance, "<", e.requested);
    return false;
  }

  account_actor& account_;
  dice dice_;
  int grabbed_ = 0;
};

class money_source : public actors::actor {
 public:
  money_source(account_actor& account, std::uint32_t seed) : account_{account}, dice_{seed} {}

 private:
  bool process() override {
    account_.deposit(dice_.between(1, 100));
    return --paydays_ > 0;
  }

  account_actor& account_;
  dice dice_;
  int paydays_ = 1000;
};

int main(int argc, char** argv) {
  const auto seed = seed_from(argc, argv);
  actors::running<account_actor> account{1000};
  actors::running<money_drain> fred{account, seed}, barney{account, seed + 1};
  actors::running<money_drain> betty{account, seed + 2};
  actors::running<money_source> wilma{account, seed + 3};

  actors::join(fred, barney, betty);
  wilma.stop();
  wilma.join();

  say("GAME OVER");
  say("Fred grabbed", fred.grabbed());
  say("Barney grabbed", barney.grabbed());
  say("Betty grabbed", betty.grabbed());
  say("Total grabbed", fred.grabbed() + barney.grabbed() + betty.grabbed());
  say("Since they stopped grabbing...");
  say("Money left", account.balance());
}
