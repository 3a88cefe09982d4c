// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/engine/key_index.hpp>

#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

template <class Key, class Hash = std::hash<Key>>
using int_index = stm::engine::key_index<Key, int, Hash>;

struct same_for_all {
  std::size_t operator()(int) const { return 0; }
};
/// Differs only where the trie looks last.
struct in_few_bits {
  std::size_t operator()(int key) const { return static_cast<std::size_t>(key % 3); }
};

template <class Index, class Key>
auto& make(Index& all, const Key& key) {
  return all.find_or_make(key, [](stm::engine::version_move) {});
}
template <class Index>
int nodes_in(const Index& all) {
  int count = 0;
  for (auto* n = all.newest(); n; n = n->older) ++count;
  return count;
}

}  // namespace

TEST_CASE("a key is found only after it was made, and always as the same node") {
  int_index<std::string> all;
  CHECK(all.find("fred") == nullptr);
  auto& fred = make(all, std::string{"fred"});
  CHECK(all.find("fred") == &fred);
  CHECK(&make(all, std::string{"fred"}) == &fred);
  CHECK(fred.key == "fred");
  CHECK(all.find("barney") == nullptr);
}

TEST_CASE_TEMPLATE("each of many keys has a node of its own, however they hash", Hash,
                   std::hash<int>, same_for_all, in_few_bits) {
  int_index<int, Hash> all;
  for (int key = 0; key < 500; ++key) make(all, key).value = key;
  int wrong = 0;
  for (int key = 0; key < 500; ++key) wrong += !all.find(key) || all.find(key)->value != key;
  CHECK(wrong == 0);
  CHECK(all.find(500) == nullptr);
  CHECK(nodes_in(all) == 500);
}

TEST_CASE("who makes a key is told from which to which version it has moved the population") {
  int_index<int> all;
  int times = 0;
  stm::engine::version_move last{};
  const auto made = [&](stm::engine::version_move move) {
    ++times;
    last = move;
  };
  (void)all.find_or_make(1, made);
  CHECK(times == 1);
  CHECK(last.after > last.before);
  CHECK(all.population.word.load(std::memory_order_relaxed) == last.after);
  (void)all.find_or_make(1, made);
  CHECK(times == 1);
}

TEST_CASE("the newest node is listed first") {
  int_index<int> all;
  (void)make(all, 1);
  (void)make(all, 2);
  REQUIRE(all.newest());
  CHECK(all.newest()->key == 2);
  CHECK(all.newest()->older->key == 1);
  CHECK(all.newest()->older->older == nullptr);
}

TEST_CASE("the population moves when a key is made, and only then") {
  int_index<int> all;
  const auto version = [&] { return all.population.word.load(std::memory_order_relaxed); };
  const auto empty = version();
  (void)make(all, 1);
  const auto with_one = version();
  CHECK(with_one > empty);
  (void)make(all, 1);
  (void)all.find(2);
  CHECK(version() == with_one);
  (void)make(all, 2);
  CHECK(version() > with_one);
}

TEST_CASE_TEMPLATE("threads that make the same keys at once agree on their nodes", Hash,
                   std::hash<int>, same_for_all) {
  constexpr int threads = 4, keys = 200;
  for (int round = 0; round < support::rounds(3); ++round) {
    int_index<int, Hash> all;
    std::vector<std::vector<void*>> seen(threads);
    support::in_threads(threads, [&](int me) {
      support::dice luck{me};
      for (int i = 0; i < keys; ++i) {
        seen[static_cast<std::size_t>(me)].push_back(&make(all, i));
        luck.stumble_sometimes();
      }
    });
    for (const auto& each : seen) REQUIRE(each == seen.front());
    std::set<int> listed;
    for (auto* n = all.newest(); n; n = n->older) listed.insert(n->key);
    REQUIRE(listed.size() == keys);
  }
}

TEST_CASE("a key whose copy throws leaves the index as it was") {
  struct brittle {
    explicit brittle(int i) : id{i} {}
    brittle(const brittle& other) : id{other.id} {
      if (id == 13) throw 13;
    }
    bool operator==(const brittle&) const = default;
    int id;
  };
  struct hash {
    std::size_t operator()(const brittle& f) const { return std::hash<int>{}(f.id); }
  };
  int_index<brittle, hash> all;
  (void)make(all, brittle{1});
  CHECK_THROWS_AS((void)make(all, brittle{13}), int);
  CHECK(nodes_in(all) == 1);
  CHECK(all.find(brittle{13}) == nullptr);
  CHECK(all.find(brittle{1}) != nullptr);
}
