// SPDX-License-Identifier: BSL-1.0
// compiles
// What the programs beside this one do wrong, done right: their refusal is not one of the
// compiler's arguments.
#include <actors/actors.hpp>
#include <stm/stm.hpp>

struct counter : actors::actor {
  actors::actor_method<void(int)> add{this, [this](int n) { count_ += n; }};
  actors::actor_function<int()> get{this, [this]() { return count_; }};

 private:
  int count_ = 0;
};

int main() {
  stm::var<int> x{1};
  stm::atomically([&](stm::transaction& tx) { tx[x] = 3; });
  const int sum = stm::atomically([&](stm::transaction& tx) { return *tx[x] + 1; });

  stm::store<int> bank;
  stm::retry([&] {
    auto fred = bank.checkout("fred");
    fred = sum;
    fred.commit();
  });

  actors::running<counter> a;
  actors::late_bind<void(int)> output;
  output.bind(a.add);
  output(sum);
  if (a.get() != sum) return 1;
  return *bank.checkout("fred") == 4 ? 0 : 1;
}
