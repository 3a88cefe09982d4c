// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

/// Counts how many of it are alive; each test has a kind of its own, as values of an earlier one
/// may end late.
template <int Test>
struct witness {
  explicit witness(int v = 0) : value{v} { ++alive; }
  witness(const witness& other) : value{other.value} { ++alive; }
  witness& operator=(const witness&) = default;
  ~witness() { --alive; }

  int value;
  static inline std::atomic<int> alive{0};
};

/// Replaced values may wait a while for their end, in batches; this is more than they ever need.
constexpr int bound = 2000;

template <class T>
void replace(stm::var<T>& v, int times) {
  for (int i = 0; i < times; ++i) stm::atomically([&](stm::transaction& tx) { tx[v] = T{i}; });
}

}  // namespace

TEST_CASE("the number of values alive does not grow with the number of commits") {
  using mine = witness<1>;
  {
    stm::var<mine> v;
    int most = 0;
    for (int i = 0; i < 500; ++i) {
      replace(v, 100);
      most = std::max(most, mine::alive.load());
    }
    CHECK(most < bound);
  }
}

TEST_CASE("values that threads leave behind when they end are freed by those that go on") {
  using mine = witness<2>;
  stm::var<mine> v;
  int most = 0;
  for (int i = 0; i < 100; ++i) {
    support::elsewhere([&] { replace(v, 100); });
    most = std::max(most, mine::alive.load());
  }
  CHECK(most < bound);
}

TEST_CASE("what a reader holds stays alive as long as it reads, and no longer") {
  using mine = witness<3>;
  stm::var<mine> v{mine{7}};
  stm::atomically([&](stm::transaction& tx) {
    const mine& seen = *tx[v];
    support::elsewhere([&] { replace(v, 5000); });
    CHECK(seen.value == 7);
    CHECK(mine::alive.load() > 5000 - bound);
  });
  support::elsewhere([&] { replace(v, 20'000); });
  CHECK(mine::alive.load() < 2 * 5000 + bound);
  support::elsewhere([&] { replace(v, 20'000); });
  CHECK(mine::alive.load() < bound);
}

TEST_CASE("values of attempts that came to nothing are freed at once") {
  using mine = witness<4>;
  stm::var<mine> v;
  const int before = mine::alive.load();
  for (int i = 0; i < 100; ++i)
    CHECK_THROWS(stm::atomically([&](stm::transaction& tx) {
      tx[v] = mine{1};
      tx[v].edit([](mine& c) { c.value = 2; });
      stm::atomically([&](stm::transaction& inner) { inner[v] = mine{3}; });
      throw 1;
    }));
  CHECK(mine::alive.load() == before);
}

TEST_CASE("a value's destructor may run transactions") {
  static stm::var<int> destroyed{0};
  struct reporting {
    std::shared_ptr<const int> token;
    ~reporting() {
      if (token.use_count() == 1) stm::atomically([](stm::transaction& tx) { ++tx[destroyed]; });
    }
    reporting(std::shared_ptr<const int> t) : token{std::move(t)} {}
    reporting(const reporting&) = default;
    reporting& operator=(const reporting&) = default;
  };
  constexpr int commits = 3000;
  {
    stm::var<reporting> v{reporting{std::make_shared<const int>(0)}};
    for (int i = 0; i < commits; ++i)
      stm::atomically([&](stm::transaction& tx) {
        tx[v] = reporting{std::make_shared<const int>(i)};
      });
  }
  CHECK(destroyed.load() > commits - bound);
}

TEST_CASE("a store frees its replaced and erased values") {
  using mine = witness<5>;
  {
    stm::store<mine, int> store;
    int most = 0;
    for (int i = 0; i < 20'000; ++i) {
      store.commit({}, {i % 10}, [&](auto& one) { one[i % 10] = mine{i}; });
      if (i % 3 == 0) CHECK(store.erase(i % 10));
      most = std::max(most, mine::alive.load());
    }
    CHECK(most < bound);
  }
}

TEST_CASE("readers and writers of large values at once neither lose nor mix them") {
  stm::var<std::string> v{std::string(40, 'a')};
  support::in_threads(4, [&](int me) {
    for (int i = 0; i < 2000; ++i) {
      if (me % 2) {
        const bool is_whole = stm::read_only([&](stm::read_transaction& tx) {
          const std::string& s = *tx[v];
          return s.size() == 40 && s.find_first_not_of(s.front()) == std::string::npos;
        });
        if (!is_whole) throw std::runtime_error{"a mixed value"};
        if (v.load().size() != 40) throw std::runtime_error{"a lost value"};
      } else {
        const char letter = static_cast<char>('a' + i % 26);
        stm::atomically([&](stm::transaction& tx) { tx[v] = std::string(40, letter); });
      }
    }
  });
}
