// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

namespace fuzz {

void player::erase(unsigned place) {
  if (run()) is_to_read(place);
  bool is_erased = false;
  try {
    is_erased = engine_.with_store(store_of(place), [&](auto& store) {
      return store.erase(engine_side::key_in(store, place));
    });
  } catch (const std::logic_error&) {
    require(run() && !at_->may_write, "a block was not let erase");
    throw thrown{};
  }
  require(!is_erased || !run() || at_->may_write, "a block that only reads has erased");
  const auto had_value = [=](const moment& when) {
    return when[place].value.has_value() == is_erased;
  };
  if (!run())
    require(had_value(model_.now()), "a key was erased that had no value, or was not");
  else if (const auto mine = run()->drafts.find(place); mine != run()->drafts.end())
    require(mine->second.value.has_value() == is_erased, "a block has erased what it had not");
  else
    model_.saw_that(*run(), had_value, "a block has erased what never was there");
  if (is_erased) model_.wrote(run(), place, std::nullopt);
}

void player::contains(unsigned place) {
  if (run()) is_to_read(place);
  const bool is_there = engine_.with_store(store_of(place), [&](auto& store) {
    return store.contains(engine_side::key_in(store, place));
  });
  const auto had_value = [=](const moment& when) {
    return when[place].value.has_value() == is_there;
  };
  if (!run())
    require(had_value(model_.now()), "a key is there, or is not");
  else if (const auto mine = run()->drafts.find(place); mine != run()->drafts.end())
    require(mine->second.value.has_value() == is_there, "a block does not see its own key");
  else
    model_.saw_that(*run(), had_value, "a block has seen a key that never was there");
}

void player::saw_all(unsigned store, const std::map<unsigned, cell>& some, bool with_versions) {
  for (unsigned place = store * keys; place < (store + 1) * keys; ++place) {
    const auto found = some.find(place);
    if (found == some.end()) {
      model_.saw(run(), place, std::nullopt);
      continue;
    }
    const cell& seen = found->second;
    if (!with_versions) {
      model_.saw(run(), place, seen.value);
    } else {
      model_.saw(run(), place, seen.value, seen.shown);
      const bool is_draft = run() && run()->drafts.count(place);
      require((seen.shown == 0) == is_draft, "only what is not yet committed has no version");
    }
  }
}

template <class Store>
void player::list(Store& store, const statement& that) {
  const unsigned number = that.a % 2;
  std::map<unsigned, cell> seen;
  const auto place = [&](const auto& key) { return drawer<Store>::place_of(key, number); };
  model_.looked_at(run(), number);
  if (that.what == verb::list_keys) {
    std::set<unsigned> there;
    for (const auto& key : store.keys()) require(there.insert(place(key)).second, "a key twice");
    for (unsigned each = number * keys; each < (number + 1) * keys; ++each) {
      const bool is_there = there.count(each) != 0;
      const auto had = [=](const moment& when) { return when[each].value.has_value() == is_there; };
      if (!run())
        require(had(model_.now()), "a key is listed, or is not");
      else if (const auto mine = run()->drafts.find(each); mine != run()->drafts.end())
        require(mine->second.value.has_value() == is_there, "a block does not list its own key");
      else
        model_.saw_that(*run(), had, "keys were listed that never were there together");
    }
    return;
  }
  if (that.what == verb::to_map) {
    for (const auto& [key, value] : store.to_map()) seen[place(key)].value = number_in(value);
    return saw_all(number, seen, false);
  }
  std::ostringstream out;
  store.dump(out);
  std::istringstream lines{out.str()};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": "), at = line.rfind(" @");
    const auto before = line.find_last_of(' ', at - 1);
    cell& shown = seen[number * keys + static_cast<unsigned>(line[colon - 1] - '0')];
    shown.value = std::stol(line.substr(before, at - before));
    shown.shown = std::stoull(line.substr(at + 2));
  }
  saw_all(number, seen, true);
}

template <class Store>
void player::take_snapshot(Store& store, drawer<Store>& in, const statement& that) {
  const unsigned number = that.a % 2;
  model_.looked_at(run(), number);
  auto& [real, known] = in.snapshots[that.a / 2 % in.snapshots.size()];
  auto fresh = store.snapshot();
  known = in.copies_in(fresh, number);
  real.emplace(std::move(fresh));
  saw_all(number, known, true);
}

template <class Store>
void player::pull_updates(drawer<Store>& in, const statement& that) {
  const unsigned number = that.a % 2;
  auto& [real, known] = in.snapshots[that.a / 2 % in.snapshots.size()];
  if (!real) return;
  model_.looked_at(run(), number);
  std::vector<unsigned> changed, due;
  for (const auto& key : real->pull_updates()) changed.push_back(in.place_of(key, number));
  const auto now = in.copies_in(*real, number);
  for (unsigned place = number * keys; place < (number + 1) * keys; ++place) {
    const auto before = known.find(place);
    const auto after = now.find(place);
    const bool was_there = before != known.end(), is_there = after != now.end();
    // What was not yet committed counts as changed at the next look.
    if (is_there
            ? !was_there || after->second.shown == 0 || after->second.shown != before->second.shown
            : was_there)
      due.push_back(place);
  }
  std::sort(changed.begin(), changed.end());
  require(changed == due, "other keys were pulled than have changed");
  known = now;
  saw_all(number, known, true);
}

bool player::carry_out_on_stores(const statement& that) {
  const unsigned key = key_named_by(that.a);
  switch (that.what) {
    case verb::erase:
      erase(key);
      return true;
    case verb::contains:
      contains(key);
      return true;
    case verb::list_keys:
    case verb::to_map:
    case verb::dump:
      with_drawer(that.a % 2, [&](auto& store, auto&) { list(store, that); });
      return true;
    case verb::some_to_map:
      with_drawer(store_of(key), [&]<class Store>(Store& store, auto& in) {
        std::vector<std::remove_cvref_t<decltype(engine_side::key_in(store, 0))>> some;
        std::vector<unsigned> asked;
        for (unsigned i = 0; i <= that.b % 4u; ++i) {
          asked.push_back(store_of(key) * keys + (key + i) % keys);
          some.push_back(engine_side::key_in(store, asked.back()));
          is_to_read(asked.back());
        }
        std::map<unsigned, content> seen;
        for (const auto& [name, value] : store.to_map(some))
          seen[in.place_of(name, store_of(key))] = number_in(value);
        for (unsigned place : asked) model_.saw(run(), place, seen[place]);
      });
      return true;
    case verb::last_update:
      with_drawer(that.a % 2, [&](auto& store, auto&) {
        std::uint64_t newest = 0;
        for (unsigned i = 0; i < keys; ++i)
          newest = std::max(newest, model_.now()[that.a % 2 * keys + i].shown);
        require(store.last_update() == newest, "the last update is another one");
      });
      return true;
    case verb::take_snapshot:
      with_drawer(that.a % 2, [&](auto& store, auto& in) { take_snapshot(store, in, that); });
      return true;
    case verb::pull_updates:
      with_drawer(that.a % 2, [&](auto&, auto& in) { pull_updates(in, that); });
      return true;
    default:
      return false;
  }
}

}  // namespace fuzz
