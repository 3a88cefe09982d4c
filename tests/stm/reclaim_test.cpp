// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/outside.hpp>
#include <stm/reclaim.hpp>
#include <stm/store.hpp>

#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

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

TEST_CASE("reclaim destroys at once what this thread has replaced, and threads that have ended") {
  using mine = witness<6>;
  stm::var<mine> v;
  const auto alive_after = [&](auto work) {
    work();
    CHECK(stm::reclaim() == 0);
    return mine::alive.load();
  };
  CHECK(alive_after([&] { replace(v, 1); }) == 1);
  CHECK(alive_after([&] { replace(v, 3); }) == 1);
  CHECK(alive_after([&] { support::elsewhere([&] { replace(v, 3); }); }) == 1);
  CHECK(alive_after([] {}) == 1);
}

TEST_CASE("reclaim destroys, or counts, what destructors replace meanwhile") {
  using mine = witness<9>;
  struct replacing {
    std::shared_ptr<stm::var<mine>> other;
    explicit replacing(std::shared_ptr<stm::var<mine>> o) : other{std::move(o)} {}
    ~replacing() { replace(*other, 1); }
  };
  const auto other = std::make_shared<stm::var<mine>>();
  stm::var<std::shared_ptr<replacing>> v{std::make_shared<replacing>(other)};
  const auto replaces = [&] {
    stm::atomically([&](stm::transaction& tx) { tx[v] = std::shared_ptr<replacing>{}; });
  };
  replaces();
  while (stm::reclaim() != 0) {
  }
  CHECK(mine::alive == 1);
  stm::atomically([&](stm::transaction& tx) { tx[v] = std::make_shared<replacing>(other); });
  support::elsewhere(replaces);
  while (stm::reclaim() != 0) {
  }
  CHECK(mine::alive == 1);
}

TEST_CASE("reclaim leaves what somebody reads, or another running thread has replaced") {
  using mine = witness<7>;
  stm::var<mine> v{mine{7}};
  CHECK(stm::reclaim() == 0);
  stm::atomically([&](stm::transaction& tx) {
    const mine& seen = *tx[v];
    support::elsewhere([&] {
      replace(v, 2);
      CHECK(stm::reclaim() == 2);
      CHECK(seen.value == 7);
      CHECK(mine::alive == 3);
    });
  });
  CHECK(stm::reclaim() == 0);
  CHECK(mine::alive == 1);

  replace(v, 3);
  CHECK(mine::alive == 4);
  support::elsewhere([&] {
    CHECK(stm::reclaim() == 0);
    CHECK(mine::alive == 4);
  });
  CHECK(stm::reclaim() == 0);
  CHECK(mine::alive == 1);
}

TEST_CASE("a snapshot holds back the version it sees, and reclaim no other") {
  using mine = witness<8>;
  stm::var<mine> v{mine{1}};
  replace(v, 1);
  CHECK(stm::reclaim() == 0);
  stm::read_only([&](stm::read_transaction& tx) {
    std::array<stm::var<int>, 40> many{};
    for (auto& each : many) static_cast<void>(*tx[each]);  // in a snapshot from here on
    support::elsewhere([&] {
      replace(v, 5);
      CHECK(stm::reclaim() >= 1);
      CHECK(mine::alive < 6);
    });
    CHECK(tx[v]->value == 0);
  });
  CHECK(stm::reclaim() == 0);
  CHECK(mine::alive == 1);
}

TEST_CASE(
    "reclaim within a transaction is refused, and in a destructor that it runs it is harmless") {
  struct nosy {
    nosy() = default;
    nosy(const nosy&) {}
    nosy& operator=(const nosy&) = default;
    ~nosy() {
      try {
        static_cast<void>(stm::reclaim());
        ++calls();
      } catch (const std::logic_error&) {
      }
    }
    static int& calls() {
      static int count = 0;
      return count;
    }
  };
  stm::var<nosy> v;
  for (int i = 0; i < 3; ++i) stm::atomically([&](stm::transaction& tx) { tx[v] = nosy{}; });
  nosy::calls() = 0;
  CHECK(stm::reclaim() == 0);
  CHECK(nosy::calls() == 3);
  stm::var<int> number{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[number] = 1;
    CHECK_THROWS_WITH_AS(stm::reclaim(), "stm: reclaim() within a transaction", std::logic_error);
    const stm::outside none;
    static_cast<void>(stm::reclaim());
  });
}

TEST_CASE(
    "a value that reclaims in its destructor at the end of a commit frees nothing that is read") {
  static std::atomic<int> alive{0};
  static std::atomic<bool> may_reclaim{false};
  struct nosy {
    explicit nosy(int v = 0) : value{v} { ++alive; }
    nosy(const nosy& other) : value{other.value} { ++alive; }
    nosy& operator=(const nosy&) = default;
    ~nosy() {
      --alive;
      if (!may_reclaim) return;
      try {
        static_cast<void>(stm::reclaim());
      } catch (const std::logic_error&) {
      }
    }
    int value;
  };
  {
    stm::var<nosy> v{nosy{7}};
    stm::atomically([&](stm::transaction& tx) {
      const nosy& seen = *tx[v];
      support::elsewhere([&] {
        may_reclaim = true;
        stm::atomically([&](stm::transaction& other) {
          other[v] = nosy{1};
          stm::atomically([&](stm::transaction& inner) { inner[v] = nosy{2}; });
        });
        may_reclaim = false;
        CHECK(alive == 2);  // the one that is read, and the one that has replaced it
      });
      CHECK(seen.value == 7);
    });
    CHECK(v.load().value == 2);
  }
  static_cast<void>(stm::reclaim());
  CHECK(alive == 0);
}
