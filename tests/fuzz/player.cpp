// SPDX-License-Identifier: BSL-1.0
#include <tests/fuzz/difference.hpp>
#include <tests/fuzz/player.hpp>

namespace fuzz {

void player::play(const std::vector<statement>& program) {
  for (const statement& each : program) {
    one(each);
    model_.forget();
  }
}

void player::all(const std::vector<statement>& some) {
  for (const statement& each : some) one(each);
}

void player::one(const statement& that) {
  if (fuel_ == 0) return;
  --fuel_;
  running_line = that.line;
  carry_out(that);
  text_drawer_.check(0);
  number_drawer_.check(1);
  if (!at_) compare();
}

void player::is_to_read(unsigned place) {
  model_.named(run(), place);
  if (run() && !run()->drafts.count(place)) run()->read.insert(place);
}

void player::compare() {
  for (unsigned place = 0; place < places; ++place) {
    if (is_key(place)) {
      engine_.with_store(store_of(place), [&](auto& store) {
        const auto key = engine_side::key_in(store, place);
        if (!model_.is_named(place)) return require(!store.contains(key), "a key has a value");
        const auto now = store.checkout(key);
        model_.shows(place, now.version());
        model_.saw(nullptr, place, now.has_value() ? number_in(*now) : std::nullopt);
      });
    } else {
      engine_.with_var(
          place, [&](auto& var) { model_.saw(nullptr, place, number_in(var.load())); });
    }
  }
}

void player::carry_out(const statement& that) {
  if (carry_out_on_handles(that) || carry_out_on_stores(that)) return;
  switch (that.what) {
    case verb::load:
      return load(place_named_by(that.a));
    case verb::churn:
      return churn(that);
    case verb::block:
      return block(that.inside, that.a);
    case verb::look_only:
      return look_only(that.inside, that.a);
    case verb::beside:
      return beside(that);
    case verb::catching:
      try {
        return block(that.inside, that.a);
      } catch (const thrown&) {
        return;
      }
    default:
      break;
  }
  if (at_) return carry_out_in_block(that);
  block({that}, 0);
}

void player::carry_out_in_block(const statement& that) {
  const unsigned place = place_named_by(that.a);
  const content value = that.b % 8 == 0 && is_key(place) ? content{} : that.b % 100;
  switch (that.what) {
    case verb::read:
      (void)see(place);
      return;
    case verb::write:
      return write(place, value);
    case verb::write_again:
      return write(place, see(place));
    case verb::increase:
      return increase(place, that.b);
    case verb::read_many:
      for (unsigned i = 0; i < that.b % places; ++i) (void)see((place + i) % places);
      return;
    case verb::write_many:
      for (unsigned i = 0; i < that.b % places; ++i) write((place + i) % places, that.c % 100);
      return;
    case verb::keep_ref:
      return keep_ref(that);
    case verb::either:
      return either(that);
    case verb::swallowing:
      return swallow(that);
    case verb::wait_unless:
      return wait_unless(place, that.b % 4);
    case verb::fail:
      throw thrown{};
    case verb::hook_commit:
    case verb::hook_rollback:
      return ask_for_hook(that);
    default:
      return;
  }
}

}  // namespace fuzz
