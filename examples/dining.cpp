// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <stm/stm.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <utility>

/// Who holds it; nobody while it lies on the table.
using table_fork = stm::var<std::optional<std::string>>;

class philosopher : public actors::actor {
  const std::string name_;
  table_fork& left_;
  table_fork& right_;
  int meals_ = 0;

  /// Both at one moment: nobody holds one and waits for the other.
  bool process() override {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(!*tx[left_] && !*tx[right_]);
      tx[left_] = name_;
      tx[right_] = name_;
    });
    eats(left_.load() == name_ && right_.load() == name_);
    for (table_fork* used : {&left_, &right_})
      stm::atomically([&](stm::transaction& tx) { tx[*used] = std::nullopt; });
    return ++meals_ < 100;
  }

 public:
  philosopher(std::string name, table_fork& left, table_fork& right)
      : name_{std::move(name)}, left_{left}, right_{right} {}

  actors::late_bind<void(bool)> eats;
};

class host : public actors::actor {
 public:
  int meals = 0, quarrels = 0;
  actors::actor_method<void(bool)> see{
      this, [this](bool in_peace) { ++(in_peace ? meals : quarrels); }};
};

int main() {
  using guest = actors::running<philosopher>;
  stm::store<std::string> forks;
  auto &a = forks.var("a"), &b = forks.var("b"), &c = forks.var("c"), &d = forks.var("d");
  actors::running<host> wilma;
  guest plato{actors::defer_start, "Plato", a, b}, hegel{actors::defer_start, "Hegel", b, c};
  guest hume{actors::defer_start, "Hume", c, d}, kant{actors::defer_start, "Kant", d, a};
  for (guest* each : {&plato, &hegel, &hume, &kant}) each->eats.bind(wilma.see);

  actors::start(plato, hegel, hume, kant);
  actors::join(plato, hegel, hume, kant);
  actors::drain(wilma);
  std::cout << wilma.meals << " meals, " << wilma.quarrels << " quarrels, " << forks.keys().size()
            << " forks in hand\n";
}
