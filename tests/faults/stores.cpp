// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/faults/scene.hpp>
#include <tests/faults/shop.hpp>

#include <sstream>

using faults::frail;
using faults::frail_key;
using faults::in;
using faults::shop;

namespace {

std::vector<frail_key> keys_from(int first, int last) {
  std::vector<frail_key> keys;
  for (int i = first; i < last; ++i) keys.emplace_back(i);
  return keys;
}

/// A commit that gets in the way of what was checked out before.
void interfere(shop& all) {
  faults::elsewhere([&] { all.put(1, 50); });
}

}  // namespace

TEST_CASE("a checkout and its commit that fail at any point leave the store as it was") {
  faults::play({
      in<shop>("one value is checked out, changed and committed",
               [](shop& all) {
                 auto one = all.goods.checkout(frail_key{1});
                 one = frail{2};
                 one.commit();
               }),
      in<shop>("a handle is moved and copied from, edited and committed",
               [](shop& all) {
                 auto first = all.goods.checkout(frail_key{1});
                 auto one = std::move(first);
                 auto other = all.goods.checkout(frail_key{2});
                 one = *other;
                 one.edit([](frail& f) { f.value = 7; });
                 one.commit();
               }),
      in<shop>("a value gets its first value",
               [](shop& all) {
                 auto fresh = all.goods.checkout(frail_key{90});
                 fresh = frail{1};
                 fresh.commit();
               }),
      in<shop>("several are checked out, and some changed, made and erased",
               [](shop& all) {
                 auto some = all.goods.checkout({frail_key{1}, frail_key{2}, frail_key{91}});
                 some[frail_key{1}] = frail{2};
                 some[frail_key{2}].erase();
                 some[frail_key{91}] = frail{3};
                 some.commit();
               }),
      in<shop>("more are checked out than are looked for one by one",
               [](shop& all) {
                 auto many = all.goods.checkout(keys_from(0, 25));
                 for (int i = 3; i < 25; ++i) many[frail_key{i}] = frail{2};
                 many.commit();
               }),
      in<shop>("a commit by policy",
               [](shop& all) {
                 all.goods.commit({}, {frail_key{1}, frail_key{92}}, [](auto& some) {
                   some[frail_key{1}] = frail{2};
                   some[frail_key{92}] = *some[frail_key{1}];
                 });
               }),
      in<shop>("a commit by policy is run again for a conflict",
               [](shop& all) {
                 bool is_first = true;
                 const auto work = stm::retrying({.max_tries = 3}, [&](const frail_key& key) {
                   auto one = all.goods.checkout(key);
                   if (std::exchange(is_first, false)) faults::elsewhere([&] { all.use(); });
                   one = frail{one->value + 1};
                   one.commit();
                 });
                 auto again = work;
                 again(frail_key{1});
               }),
      in<shop>(
          "a key is erased", [](shop& all) { all.result = all.goods.erase(frail_key{1}) ? 1 : 2; }),
      in<shop>("a key is named, and its variable written",
               [](shop& all) {
                 stm::atomically([&](stm::transaction& tx) {
                   tx[all.goods.var(frail_key{93})] = frail{2};
                   tx[all.goods.var(frail_key{1})].edit([](auto& held) { held->value = 3; });
                 });
               }),
  });
}

TEST_CASE("a conflict that fails to be told at any point changes nothing all the same") {
  faults::play({
      in<shop>("a commit that comes too late says what has moved",
               [](shop& all) {
                 auto late = all.goods.checkout({frail_key{1}, frail_key{2}});
                 late[frail_key{2}] = frail{2};
                 interfere(all);
                 try {
                   late.commit();
                 } catch (const stm::concurrent_update& e) {
                   all.result = static_cast<int>(e.moves().size());
                 }
               })
          .may_throw_after(),
  });
}

TEST_CASE("a look at a store that fails at any point changes nothing, and can be repeated") {
  faults::play({
      in<shop>("all keys, and whether one is there",
               [](shop& all) {
                 int sum = all.goods.contains(frail_key{1}) ? 100 : 0;
                 for (const auto& key : all.goods.keys()) sum += key.value;
                 all.result = sum;
               }),
      in<shop>("all of it as a map",
               [](shop& all) { all.result = static_cast<int>(all.goods.to_map().size()); }),
      in<shop>("some keys as a map",
               [](shop& all) {
                 const auto some = all.goods.to_map({frail_key{1}, frail_key{2}, frail_key{94}});
                 all.result = static_cast<int>(some.size());
               }),
      in<shop>("a snapshot, and how it is read",
               [](shop& all) {
                 const auto copy = all.goods.snapshot();
                 all.result = copy[frail_key{1}].value + (copy.version(frail_key{2}) ? 1 : 0) +
                              (copy.contains(frail_key{95}) ? 50 : 0);
               }),
      in<shop>("all of it is written to a stream, which says whether it could",
               [](shop& all) {
                 std::ostringstream out;
                 out.exceptions(std::ios::badbit);
                 all.goods.dump(out);
                 all.result = static_cast<int>(out.str().size()) > 0 ? 1 : 0;
               }),
  });
}
