// SPDX-License-Identifier: BSL-1.0
// Blocks in blocks, and blocks in place of others, many of which are taken back: what they wrote
// must be gone, and what they read must fit to the rest.
#include <tests/opacity/play_and_check.hpp>

namespace {

using opacity::player;
using opacity::recorder;

/// Some steps, of which nobody will ever see the writes: so they need not read first.
void act_in_vain(player& me, stm::transaction& tx) {
  for (auto steps = me.luck.between(1, 4); steps > 0; --steps) {
    const auto k = me.some_key();
    if (me.luck.one_in(3)) me.read(tx, k);
    if (me.luck.one_in(2)) me.write(tx, k);
    if (me.luck.one_in(3)) me.read(tx, k);
  }
}

void act_inside(player& me, int depth);

/// A nested block that is kept.
void join(player& me, int depth) {
  stm::atomically([&](stm::transaction& tx) {
    const recorder::inner_block running{me.log};
    me.change_some(tx, me.luck.between(1, 3));
    act_inside(me, depth);
  });
}

/// A nested block that throws in the end.
void join_in_vain(player& me, int depth) {
  try {
    stm::atomically([&](stm::transaction& tx) {
      const recorder::inner_block running{me.log};
      act_in_vain(me, tx);
      act_inside(me, depth);
      throw player::enough{};
    });
  } catch (const player::enough&) {
  }
}

/// The first block gives up; the second one, or the third, is run in its place.
void choose(player& me, int depth) {
  const bool gives_up_again = me.luck.one_in(3);
  const auto wait = [&](stm::transaction& tx) {
    const recorder::inner_block running{me.log};
    act_in_vain(me, tx);
    tx.retry();
  };
  const auto maybe_wait = [&](stm::transaction& tx) {
    const recorder::inner_block running{me.log};
    me.change_some(tx, 2);
    tx.check(!gives_up_again);
  };
  const auto stay = [&](stm::transaction& tx) {
    const recorder::inner_block running{me.log};
    me.change_some(tx, 2);
    act_inside(me, depth);
  };
  stm::atomically(stm::or_else(wait, maybe_wait, stay));
}

void look_inside(player& me) {
  stm::read_only([&](stm::read_transaction& tx) { me.read_some(tx, me.luck.between(1, 4)); });
}

void act_inside(player& me, int depth) {
  if (depth == 0 || me.luck.one_in(2)) return;
  switch (me.luck.below(4)) {
    case 0:
      return join(me, depth - 1);
    case 1:
      return join_in_vain(me, depth - 1);
    case 2:
      return choose(me, depth - 1);
    default:
      return look_inside(me);
  }
}

void update(player& me) {
  me.update([&](stm::transaction& tx) {
    for (auto parts = me.luck.between(1, 3); parts > 0; --parts) {
      me.change_some(tx, me.luck.between(0, 3));
      act_inside(me, 3);
    }
    me.read_some(tx, 1);
    if (me.luck.one_in(30)) throw player::enough{};
  });
}

/// One that only reads: the first block's reads count although the second one is run.
void look(player& me) {
  const auto wait = [&](stm::read_transaction& tx) {
    me.read_some(tx, 3);
    tx.retry();
  };
  const auto stay = [&](stm::read_transaction& tx) { me.read_some(tx, me.luck.between(1, 9)); };
  me.read_only([&](stm::read_transaction& tx) {
    me.read_some(tx, 1);
    stm::read_only(stm::or_else(wait, stay));
    me.read_some(tx, 1);
  });
}

}  // namespace

int main(int argc, char** argv) {
  return opacity::play_and_check(argc, argv, [](player& me) {
    if (me.luck.one_in(5))
      look(me);
    else
      update(me);
  });
}
