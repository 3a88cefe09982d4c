// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

#include <stdexcept>
#include <type_traits>

namespace fuzz {

namespace {

template <class Var>
using type_in = typename std::remove_reference_t<Var>::value_type;

template <class T>
T to_hold(content value) {
  if constexpr (std::is_constructible_v<T, std::nullopt_t>)
    return value ? held<T>(*value) : T{};
  else
    return held<T>(*value);
}

}  // namespace

content player::see(unsigned place) {
  is_to_read(place);
  const content seen = engine_.with_var(place, [&](auto& var) -> content {
    return at_->tx ? number_in(*(*at_->tx)[var]) : number_in(*(*at_->look)[var]);
  });
  model_.saw(run(), place, seen);
  return seen;
}

void player::write(unsigned place, content value) {
  model_.named(run(), place);
  try {
    engine_.with_var(place, [&](auto& var) {
      using type = type_in<decltype(var)>;
      if (at_->tx)
        (*at_->tx)[var] = to_hold<type>(value);
      else
        stm::atomically([&](stm::transaction& tx) { tx[var] = to_hold<type>(value); });
    });
  } catch (const std::logic_error&) {
    require(!at_->may_write, "a block was not let write");
    throw thrown{};
  }
  require(at_->may_write, "a block that only reads has written");
  model_.wrote(run(), place, value);
}

void player::increase(unsigned place, long by) {
  if (!at_->tx || !at_->may_write) return write(place, by % 100);
  is_to_read(place);
  content before, after;
  engine_.with_var(place, [&](auto& var) {
    (*at_->tx)[var].edit([&](auto& value) {
      before = number_in(value);
      after = raised(before.value_or(0), by);
      value = to_hold<type_in<decltype(var)>>(after);
    });
  });
  model_.saw(run(), place, before);
  model_.wrote(run(), place, after);
}

void player::keep_ref(const statement& that) {
  const unsigned place = place_named_by(that.a);
  if (!at_->tx) return all(that.inside);
  is_to_read(place);
  const auto draft_now = [&] {
    const auto found = run()->drafts.find(place);
    return found == run()->drafts.end() ? 0 : found->second.id;
  };
  engine_.with_var(place, [&](auto& var) {
    auto&& kept = (*at_->tx)[var];
    const auto& value = *kept;
    const content seen = number_in(value);
    model_.saw(run(), place, seen);
    const auto draft_then = draft_now();
    all(that.inside);
    // What another ref has written may be seen through this one, or not.
    const content seen_still = number_in(value);
    if (draft_now() == draft_then) require(seen_still == seen, "what a ref has given has changed");
    model_.saw(run(), place, number_in(*kept));
  });
}

void player::load(unsigned place) {
  model_.named(run(), place);
  const content seen = engine_.with_var(place, [](auto& var) { return number_in(var.load()); });
  model_.saw(nullptr, place, seen);
}

void player::churn(const statement& that) {
  if (at_) return;
  for (int times = that.b % 12; times > 0; --times) {
    const statement once{verb::increase, that.a, that.c, 0, {}, that.line};
    block({once}, 0);
    compare();
  }
}

}  // namespace fuzz
