// SPDX-License-Identifier: BSL-1.0
// error: running<A> runs an actor
#include <actors/actors.hpp>

struct counter {
  int count = 0;
};

int main() {
  actors::running<counter> a;
}
