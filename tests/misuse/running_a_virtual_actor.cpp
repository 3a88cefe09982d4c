// SPDX-License-Identifier: BSL-1.0
// error: actor is a virtual base: it would end after what serves it
#include <actors/running.hpp>

class shared : public virtual actors::actor {};

int main() {
  actors::running<shared> a;
}
