// SPDX-License-Identifier: BSL-1.0
// Blocks that write and blocks that only read, small ones and long ones.
#include <tests/opacity/play_and_check.hpp>

namespace {

using opacity::player;

/// Long enough for each way of reading that the engine has.
void update(player& me) {
  const auto size = me.luck.one_in(8) ? me.luck.between(9, 24) : me.luck.between(1, 5);
  me.update([&](stm::transaction& tx) {
    if (me.luck.one_in(3)) me.read_some(tx, size);
    me.change_some(tx, me.luck.between(1, size));
    if (me.luck.one_in(50)) throw player::enough{};
  });
}

void look(player& me) {
  // A long one takes as long as many small ones.
  const bool is_long = me.luck.one_in(4 + me.world.keys() / 8);
  const auto size = me.luck.between(1, 12);
  me.read_only([&](stm::read_transaction& tx) {
    if (is_long)
      me.read_all(tx);
    else
      me.read_some(tx, size);
  });
}

}  // namespace

int main(int argc, char** argv) {
  return opacity::play_and_check(argc, argv, [](player& me) {
    if (me.luck.one_in(3))
      look(me);
    else
      update(me);
  });
}
