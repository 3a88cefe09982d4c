// SPDX-License-Identifier: BSL-1.0
// Values that are checked out, edited and committed, beside blocks and copies of the whole store.
#include <tests/opacity/play_and_check.hpp>

#include <vector>

namespace {

using opacity::key;
using opacity::player;
using opacity::wide;
using opacity::written;

using handles = stm::changeset<wide, key>;

key some_stored_key(player& me) {
  return me.some_key() / 3 * 3;
}
/// Some of them perhaps twice.
std::vector<key> some_stored_keys(player& me) {
  std::vector<key> keys(me.luck.between(1, 5));
  for (key& each : keys) each = some_stored_key(me);
  return keys;
}

void note_all(player& me, const handles& set) {
  for (const auto& each : set) me.log.saw(each.key(), each->value());
}
std::vector<written> values_of(const handles& set) {
  std::vector<written> values;
  for (const auto& each : set) values.push_back(each->value());
  return values;
}
/// Gives new values to some of them, and to those that an attempt before this one has edited.
void edit_some(player& me, handles& set) {
  for (auto& each : set) {
    if (!each.is_edited() && me.luck.one_in(2)) continue;
    if (me.luck.one_in(2))
      each = wide{me.log.fresh()};
    else
      each.edit([&](wide& now) { now.parts.fill(me.log.fresh()); });
  }
}
/// Notes a commit that was made: it has looked at all that was checked out.
void note_commit(player& me, const handles& set, const std::vector<written>& held) {
  for (std::size_t i = 0; const auto& each : set) {
    me.log.saw(each.key(), held[i]);
    if (const written now = each->value(); now != held[i]) me.log.wrote(each.key(), now);
    ++i;
  }
}

handles check_out(player& me) {
  return me.read_by([&] { return me.world.stored().checkout(some_stored_keys(me)); },
                    [&](const handles& set) { note_all(me, set); });
}

/// A transaction at the moment of the commit. If there is a conflict, it has seen nothing, for all
/// that is known: what the handles hold was seen by the checkout.
bool commit(player& me, handles& set) {
  const auto held = values_of(set);
  bool has_committed = false;
  me.log.about_to_begin();
  {
    const opacity::recorder::block running{me.log};
    edit_some(me, set);
    has_committed = set.try_commit();
    if (has_committed) note_commit(me, set, held);
  }
  if (has_committed)
    me.log.committed();
  else
    me.log.given_up();
  return has_committed;
}

/// The handles stand at the committed versions then, so they can be committed again.
void check_out_and_commit(player& me) {
  handles set = check_out(me);
  while (commit(me, set) && me.luck.one_in(3)) continue;
}

/// The same within a block, where the handles show what it has written itself.
void check_out_inside(player& me) {
  me.update([&](stm::transaction& tx) {
    me.change_some(tx, me.luck.between(0, 3));
    handles set = me.world.stored().checkout(some_stored_keys(me));
    note_all(me, set);
    const auto held = values_of(set);
    edit_some(me, set);
    set.commit();
    note_commit(me, set, held);
    me.change_some(tx, me.luck.between(0, 3));
  });
}

/// Checked out before the block, and committed with it, or not at all.
void carry_inside(player& me) {
  handles set = check_out(me);
  const auto held = values_of(set);
  me.update([&](stm::transaction& tx) {
    me.read_some(tx, me.luck.between(0, 2));
    edit_some(me, set);
    if (!set.try_commit()) throw player::enough{};
    note_commit(me, set, held);
    me.change_some(tx, me.luck.between(0, 2));
  });
}

/// A copy of the whole store, brought up to date again and again.
void follow(player& me) {
  auto& stored = me.world.stored();
  const auto note = [&](const auto& all) {
    for (const auto& [k, entry] : all) me.log.saw(k, entry.value.value());
  };
  auto copy = me.read_by([&] { return stored.snapshot(); }, note);
  for (auto times = me.luck.between(0, 3); times > 0; --times) {
    check_out_and_commit(me);
    (void)me.read_by([&] { return copy.pull_updates(); }, [&](const auto&) { note(copy); });
  }
}

void look_up(player& me) {
  (void)me.read_by([&] { return me.world.stored().to_map(some_stored_keys(me)); },
                   [&](const auto& map) {
                     for (const auto& [k, now] : map) me.log.saw(k, now.value());
                   });
}

}  // namespace

int main(int argc, char** argv) {
  return opacity::play_and_check(argc, argv, [](player& me) {
    if (me.luck.one_in(6 + me.world.keys() / 4)) return follow(me);
    switch (me.luck.below(5)) {
      case 0:
        return check_out_inside(me);
      case 1:
        return carry_inside(me);
      case 2:
        return look_up(me);
      default:
        return check_out_and_commit(me);
    }
  });
}
