// SPDX-License-Identifier: BSL-1.0
// error: cannot (?:convert|bind to)
// An outlet leads to an inlet that takes what it sends.
#include <actors/actors.hpp>

struct listener : actors::actor {
  actors::actor_method<void(std::string)> hear{this, [](const std::string&) {}};
};

int main() {
  actors::late_bind<void(int)> output;
  actors::running<listener> a;
  output.bind(a.hear);
}
