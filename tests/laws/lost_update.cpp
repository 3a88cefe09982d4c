// SPDX-License-Identifier: BSL-1.0
// Two read the same value, both write what follows from it: one of the two is lost.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/laws/orders.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <deque>
#include <string>
#include <utility>

namespace {

void add(stm::var<int>& v, int by) {
  stm::atomically([&](stm::transaction& tx) { tx[v] += by; });
}
void add(stm::var<std::string>& v, char letter) {
  stm::atomically([&](stm::transaction& tx) { tx[v].edit([&](auto& s) { s += letter; }); });
}
void add(stm::store<int>& store, const std::string& key, int by) {
  store.commit({}, {key}, [&](auto& one) { one[key] += by; });
}

}  // namespace

TEST_CASE("an update between a block's read and its write is not lost") {
  stm::var<int> v{0};
  bool is_first = true;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[v];
    if (std::exchange(is_first, false)) support::elsewhere([&] { add(v, 10); });
    tx[v] = seen + 1;
  });
  CHECK(v.load() == 11);
}

TEST_CASE("an update of a large value between a block's read and its write is not lost") {
  stm::var<std::string> v{""};
  bool is_first = true;
  stm::atomically([&](stm::transaction& tx) {
    const std::string seen = *tx[v];
    if (std::exchange(is_first, false)) support::elsewhere([&] { add(v, 'a'); });
    tx[v] = seen + "b";
  });
  CHECK(v.load() == "ab");
}

TEST_CASE("an update between a block's write and its commit is not lost") {
  stm::var<int> v{0};
  bool is_first = true;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] += 1;
    if (std::exchange(is_first, false)) support::elsewhere([&] { add(v, 10); });
  });
  CHECK(v.load() == 11);
}

TEST_CASE("an update of any of the variables of a large transaction is not lost") {
  for (std::size_t changed = 0; changed < 40; ++changed) {
    std::deque<stm::var<int>> all(40);
    bool is_first = true;
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : all) tx[each] += 1;
      if (std::exchange(is_first, false)) support::elsewhere([&] { add(all[changed], 10); });
    });
    CHECK(all[changed].load() == 11);
  }
}

TEST_CASE("an update between a checkout and its commit is not lost") {
  stm::store<int> store;
  bool is_first = true;
  stm::retry([&] {
    auto v = store.checkout("key");
    if (std::exchange(is_first, false)) support::elsewhere([&] { add(store, "key", 10); });
    v += 1;
    v.commit();
  });
  CHECK(*store.checkout("key") == 11);
}

TEST_CASE("no order of two updates loses one of them") {
  stm::var<int> v;
  stm::var<std::string> text;
  stm::store<int> store;
  laws::in_all_orders([&] { stm::atomically([&](stm::transaction& tx) { tx[v] = 0; }); },
                      [&] { add(v, 1); }, [&] { add(v, 10); }, [&] { REQUIRE(v.load() == 11); });
  laws::in_all_orders(
      [&] { stm::atomically([&](stm::transaction& tx) { tx[text] = ""; }); },
      [&] { add(text, 'a'); }, [&] { add(text, 'b'); }, [&] { REQUIRE(text.load().size() == 2); });
  laws::in_all_orders(
      [&] { stm::atomically([&](stm::transaction& tx) { tx[store.var("key")] = 0; }); },
      [&] { add(store, "key", 1); }, [&] { add(store, "key", 10); },
      [&] { REQUIRE(*store.checkout("key") == 11); });
}

TEST_CASE("many updates at once lose none") {
  constexpr int threads = 4, places = 3;
  const int updates = support::rounds(8000);
  std::deque<stm::var<int>> numbers(places);
  std::deque<stm::var<std::string>> texts(places);
  stm::store<int, int> store;
  support::in_threads(threads, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < updates; ++i) {
      const int place = luck.below(places);
      const auto at = static_cast<std::size_t>(place);
      stm::atomically([&](stm::transaction& tx) {
        const int seen = *tx[numbers[at]];
        luck.stumble_sometimes();
        tx[numbers[at]] = seen + 1;
        if (i % 8 == 0) tx[texts[at]].edit([](std::string& s) { s += '.'; });
      });
      stm::retry([&] {
        auto v = store.checkout(place);
        luck.stumble_sometimes();
        v += 1;
        v.commit();
      });
    }
  });
  int in_variables = 0, in_store = 0;
  std::size_t in_texts = 0;
  for (auto& each : numbers) in_variables += each.load();
  for (auto& each : texts) in_texts += each.load().size();
  for (const auto& [key, value] : store.to_map()) in_store += value;
  CHECK(in_variables == threads * updates);
  CHECK(in_store == threads * updates);
  CHECK(in_texts == static_cast<std::size_t>(threads * ((updates + 7) / 8)));
}
