// SPDX-License-Identifier: BSL-1.0
// A user's program with a global actor that keeps its balance in a variable; exit status 0 if the
// money is right, and if it ends as well after main().
#include <actors/actors.hpp>
#include <stm/stm.hpp>

class account : public actors::actor {
  stm::var<int>& balance_;

 public:
  explicit account(stm::var<int>& balance) : balance_{balance} {}

  actors::actor_function<int(int)> withdraw{
      this, [this](int amount) {
        return stm::atomically([&](stm::transaction& tx) {
          tx[balance_] -= amount;
          return amount;
        });
      }};
};

stm::var<int> balance{100};
actors::running<account> fred{balance};

int main() {
  const int funds = fred.withdraw(20) + fred.withdraw.async(10).get();
  return funds == 30 && balance.load() == 70 ? 0 : 1;
}
