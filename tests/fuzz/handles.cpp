// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

#include <algorithm>
#include <stdexcept>
#include <type_traits>

namespace fuzz {

namespace {

template <class Value>
using type_of = std::remove_cvref_t<decltype(*std::declval<Value&>())>;

/// Whether a handle is as new as what a running attempt sees.
enum class currency {
  yes,
  no,
  same_value,  // another write, of the same value: may be told from it or not
  by_version   // if no other has been committed
};

currency currency_of(const attempt& run, const handle& h) {
  const auto found = run.drafts.find(h.place);
  if (found == run.drafts.end()) return h.read.attempt ? currency::no : currency::by_version;
  bool is_same_value = false;
  const auto is_it = [&](const handle::drafted& own) {
    if (own.attempt != run.id) return false;
    is_same_value |= own.value == found->second.value;
    return own.id == found->second.id;
  };
  if (is_it(h.read) || std::any_of(h.committed.begin(), h.committed.end(), is_it))
    return currency::yes;
  return is_same_value ? currency::same_value : currency::no;
}

std::vector<handle*> pointers_to(std::vector<handle>& all) {
  std::vector<handle*> each;
  for (handle& h : all) each.push_back(&h);
  return each;
}

template <class Store>
auto some_keys(const Store& of, const std::vector<unsigned>& places) {
  std::vector<decltype(engine_side::key_in(of, 0))> some;
  for (unsigned place : places) some.push_back(engine_side::key_in(of, place));
  return some;
}

/// Up to seven, some of them twice.
std::vector<unsigned> places_from(unsigned first, unsigned count, unsigned stride) {
  std::vector<unsigned> all;
  for (unsigned i = 0; i <= count % 7; ++i)
    all.push_back(store_of(first) * keys + (first + i * (1 + stride % 3)) % keys);
  return all;
}

}  // namespace

template <class Value>
handle player::look_at(const Value& real, unsigned place) {
  handle h;
  h.place = place;
  h.shown = real.version();
  h.has_value = real.has_value();
  h.copy = *number_in(*real);
  const attempt* const reader = run();
  const auto found = reader ? reader->drafts.find(place) : decltype(reader->drafts.find(place)){};
  if (reader && found != reader->drafts.end()) {
    h.read = {reader->id, found->second.id, found->second.value};
    model_.saw(run(), place, h.to_commit());
  } else {
    model_.saw(run(), place, h.to_commit(), h.shown);
  }
  return h;
}

template <class Value>
void player::edit(const statement& that, Value& real, handle& known) {
  using type = type_of<Value>;
  const long by = that.b % 8;
  known.has_value = known.is_edited = true;
  switch (that.what) {
    case verb::set:
    case verb::set_in:
      real = held<type>(by);
      known.copy = by;
      return;
    case verb::add:
      real.edit([&](type& value) { value = held<type>(raised(*number_in(value), by)); });
      known.copy = raised(known.copy, by);
      return;
    default:
      real.erase();
      known.copy = 0;
      known.has_value = false;
  }
}

// ---- commits

template <class Real>
void player::commit(Real& real, const std::vector<handle*>& known, bool by_try) {
  for (const handle* each : known) is_to_read(each->place);
  bool is_done = true;
  std::size_t moves = 0;
  try {
    if (by_try)
      is_done = real.try_commit();
    else
      real.commit();
  } catch (const stm::concurrent_update& error) {
    is_done = false;
    moves = error.moves().size();
    require(moves != 0, "a refused commit names no key");
  } catch (const std::logic_error&) {
    require(run() && !at_->may_write, "a block was not let commit");
    require(std::any_of(known.begin(), known.end(), [](handle* h) { return h->is_edited; }),
            "a commit without an edit was taken for a write");
    throw thrown{};
  }
  if (run()) return commit_joined(known, is_done);
  const auto stale = std::count_if(known.begin(), known.end(), [&](const handle* h) {
    return h->read.attempt != 0 || h->shown != model_.now()[h->place].shown;
  });
  if (moves != 0)
    require(moves == static_cast<std::size_t>(stale), "a refused commit names other keys");
  require(is_done || stale != 0, "a commit was refused although nothing has moved");
  require(!is_done || stale == 0, "a stale commit was not refused");
  commit_alone(known, is_done);
}

void player::commit_alone(const std::vector<handle*>& known, bool is_done) {
  if (!is_done) return;
  std::map<unsigned, content> writes;
  for (handle* each : known)
    if (each->is_edited) writes[each->place] = each->to_commit();
  model_.commit(writes);
  compare();
  for (handle* each : known) {
    each->shown = model_.now()[each->place].shown;
    each->is_edited = false;
  }
}

void player::commit_joined(const std::vector<handle*>& known, bool is_done) {
  bool is_refused = false, may_be_refused = false;
  std::map<unsigned, std::uint64_t> by_version;
  for (const handle* each : known) switch (currency_of(*run(), *each)) {
      case currency::yes:
        break;
      case currency::no:
        is_refused = true;
        break;
      case currency::same_value:
        may_be_refused = true;
        break;
      case currency::by_version:
        by_version[each->place] = each->shown;
        break;
    }
  const auto all_stand = [by_version](const moment& when) {
    return std::all_of(by_version.begin(), by_version.end(), [&](const auto& version) {
      return when[version.first].shown == version.second;
    });
  };
  if (!is_done) {
    if (!is_refused && !may_be_refused)
      model_.saw_that(
          *run(), [=](const moment& when) { return !all_stand(when); },
          "a block's commit of handles was refused although nothing has moved");
    return;
  }
  require(!is_refused, "a block's commit of a stale handle was not refused");
  model_.saw_that(*run(), all_stand, "a block's commit of a handle that has moved was not refused");
  for (handle* each : known) {
    if (!each->is_edited) continue;
    require(at_->may_write, "a block that only reads has committed");
    model_.wrote(run(), each->place, each->to_commit());
    each->committed.push_back({run()->id, run()->drafts[each->place].id, each->to_commit()});
  }
}

template <class Store>
void player::edit_keys(Store& store, const statement& that) {
  const auto some = places_from(key_named_by(that.a), that.b, that.c);
  for (unsigned place : some) is_to_read(place);
  std::vector<handle> known;
  try {
    store.commit(stm::retry_policy{}, some_keys(store, some), [&](auto& set) {
      require(known.empty(), "the edit of a commit was run again");
      for (auto& value : set) {
        const unsigned place = drawer<Store>::place_of(value.key(), store_of(key_named_by(that.a)));
        known.push_back(look_at(value, place));
        const statement step{that.c % 5 == 0 ? verb::erase_in : verb::add, 0, that.b, 0, {}, 0};
        edit(step, value, known.back());
      }
    });
  } catch (const std::logic_error&) {
    require(run() && !at_->may_write, "a block was not let commit keys");
    throw thrown{};
  }
  if (run())
    commit_joined(pointers_to(known), true);
  else
    commit_alone(pointers_to(known), true);
}

// ---- by verb

bool player::carry_out_on_handles(const statement& that) {
  if (that.what > verb::edit_keys) return false;
  const bool is_checkout = that.what == verb::checkout || that.what == verb::checkout_set ||
                           that.what == verb::edit_keys;
  const unsigned place = key_named_by(that.a);
  const unsigned number = is_checkout ? store_of(place) : that.a % 2;
  with_drawer(number, [&](auto& store, auto& in) {
    const unsigned slot = is_checkout ? that.c / 4 : that.a / 2;
    auto& [one, known] = in.handles[slot % in.handles.size()];
    auto& [set, known_set] = in.sets[slot % in.sets.size()];
    switch (that.what) {
      case verb::checkout: {
        is_to_read(place);
        auto fresh = store.checkout(engine_side::key_in(store, place));
        known = look_at(fresh, place);
        one.emplace(std::move(fresh));
        return;
      }
      case verb::checkout_set: {
        const auto some = places_from(place, that.b, that.c);
        for (unsigned each : some) is_to_read(each);
        auto fresh = store.checkout(some_keys(store, some));
        known_set.clear();
        for (const auto& value : fresh)
          known_set.push_back(look_at(value, in.place_of(value.key(), number)));
        set.emplace(std::move(fresh));
        return;
      }
      case verb::edit_keys:
        return edit_keys(store, that);
      case verb::move_handle:
        if (one) {
          auto moved = std::move(*one);
          one.emplace(std::move(moved));
        }
        return;
      case verb::drop:
        return one.reset();
      case verb::set:
      case verb::add:
      case verb::erase_copy:
        if (one) edit(that, *one, known);
        return;
      case verb::commit:
      case verb::try_commit:
        if (one) commit(*one, {&known}, that.what == verb::try_commit);
        return;
      case verb::set_in:
      case verb::erase_in:
        if (set) {
          handle& chosen = known_set[that.c % known_set.size()];
          edit(that, (*set)[engine_side::key_in(store, chosen.place)], chosen);
        }
        return;
      default:
        if (set) commit(*set, pointers_to(known_set), that.what == verb::try_commit_set);
    }
  });
  return true;
}

}  // namespace fuzz
