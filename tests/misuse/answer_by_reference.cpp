// SPDX-License-Identifier: BSL-1.0
// error: an actor's answer is a value
// A reference would lead into the actor, past its mailbox.
#include <actors/actors.hpp>

struct counter : actors::actor {
  int count = 0;
  actors::actor_function<int&()> get{this, [this]() -> int& { return count; }};
};

int main() {
  actors::running<counter> a;
  return a.get();
}
