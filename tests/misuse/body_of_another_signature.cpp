// SPDX-License-Identifier: BSL-1.0
// error: could not convert|no matching constructor
// A body takes what the function says.
#include <actors/actors.hpp>

struct counter : actors::actor {
  actors::actor_function<int(int)> add{this, [](const std::string&) { return 1; }};
};

int main() {
  actors::running<counter> a;
  return a.add(1);
}
