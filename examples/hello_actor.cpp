// SPDX-License-Identifier: BSL-1.0
#include <actors/actors.hpp>

#include <iostream>
#include <string>

class greeter : public actors::actor {
 public:
  actors::actor_function<std::string(std::string)> greet{
      this, [this](std::string name) { return name + " is guest " + std::to_string(++guests_); }};

 private:
  int guests_ = 0;
};

int main() {
  actors::running<greeter> wilma;
  std::cout << wilma.greet("Fred") << '\n' << wilma.greet("Barney") << '\n';
}
