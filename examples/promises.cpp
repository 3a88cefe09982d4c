// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>
#include <stm/stm.hpp>

#include <boost/thread/future.hpp>

#include <iostream>
#include <string>
#include <tuple>

class cook : public actors::actor {
 public:
  explicit cook(stm::var<bool>& fire) : fire_{fire} {}

  actors::actor_function<std::string(std::string)> cold{
      this, [](std::string dish) { return "cold " + dish; }};
  actors::actor_function<std::string(std::string)> hot{
      this, [this](std::string dish) {
        stm::read_only([&](stm::read_transaction& tx) { tx.check(*tx[fire_]); });
        return "hot " + dish;
      }};

 private:
  stm::var<bool>& fire_;
};

int main() {
  stm::var<bool> fire{false};
  actors::running<cook> fred{fire}, barney{fire};

  auto milk = fred.cold.async("milk");
  auto ham = barney.cold.async("ham");
  auto both = boost::when_all(std::move(milk), std::move(ham)).get();
  std::cout << std::get<0>(both).get() << " and " << std::get<1>(both).get() << '\n';

  auto soup = fred.hot.async("soup");  // waits for the fire
  auto salad = barney.cold.async("salad");
  auto pie = fred.cold.cancellable("pie");  // behind the soup
  auto either = boost::when_any(std::move(soup), std::move(salad)).get();
  std::cout << "first " << std::get<1>(either).get() << '\n';

  std::cout << (pie.cancel() ? "no pie" : "too late") << '\n';
  try {
    std::cout << pie.future().get() << '\n';
  } catch (const actors::call_cancelled& e) {
    std::cout << e.what() << '\n';
  }

  stm::atomically([&](stm::transaction& tx) { tx[fire] = true; });
  std::cout << "then " << std::get<0>(either).get() << '\n';
}
