// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/errors.hpp>

#include <tests/support/elsewhere.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace {

void increment_elsewhere(stm::var<int>& v) {
  support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[v]; }); });
}

}  // namespace

TEST_CASE("a block's result is returned") {
  stm::var<int> a{20}, b{22};
  const int sum = stm::atomically([&](stm::transaction& tx) { return *tx[a] + *tx[b]; });
  CHECK(sum == 42);
}

TEST_CASE("a result that can only be moved is returned") {
  stm::var<int> a{5};
  const auto result =
      stm::atomically([&](stm::transaction& tx) { return std::make_unique<int>(*tx[a]); });
  CHECK(*result == 5);
}

TEST_CASE("a result without a default constructor is returned") {
  struct sealed {
    explicit sealed(int v) : value{v} {}
    int value;
  };
  stm::var<int> a{6};
  CHECK(stm::atomically([&](stm::transaction& tx) { return sealed{*tx[a]}; }).value == 6);
  CHECK(stm::read_only([&](stm::read_transaction& tx) { return sealed{*tx[a]}; }).value == 6);
}

TEST_CASE("a block that returns nothing returns nothing") {
  CHECK(std::is_void_v<decltype(stm::atomically([](stm::transaction&) {}))>);
}

TEST_CASE("a block with a generic parameter is a block") {
  stm::var<int> a{1};
  stm::atomically([&](auto& tx) { tx[a] = 2; });
  CHECK(stm::read_only([&](auto& tx) { return *tx[a]; }) == 2);
}

TEST_CASE("nothing of a block is seen before its end, all of it after") {
  stm::var<int> a{0}, b{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 1;
    tx[b] = 1;
    support::elsewhere([&] {
      CHECK(a.load() == 0);
      CHECK(b.load() == 0);
    });
  });
  CHECK(a.load() == 1);
  CHECK(b.load() == 1);
}

TEST_CASE("a block runs again when another commit has changed what it has read") {
  stm::var<int> a{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[a];
    if (runs++ == 0) increment_elsewhere(a);
    tx[a] = seen + 10;
  });
  CHECK(runs == 2);
  CHECK(a.load() == 11);
}

TEST_CASE("a block that only reads and is of one moment does not run again") {
  stm::var<int> a{0};
  int runs = 0;
  const int seen = stm::atomically([&](stm::transaction& tx) {
    const int now = *tx[a];
    ++runs;
    increment_elsewhere(a);
    return now;
  });
  CHECK(runs == 1);
  CHECK(seen == 0);
}

TEST_CASE("blind writes do not conflict") {
  stm::var<int> a{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 100;
    if (runs++ == 0) increment_elsewhere(a);
  });
  CHECK(runs == 1);
  CHECK(a.load() == 100);
}

TEST_CASE("transactions that touch different variables do not disturb each other") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    ++runs;
    ++tx[a];
    increment_elsewhere(b);
  });
  CHECK(runs == 1);
}

TEST_CASE("transactions that read the same variable do not disturb each other") {
  stm::var<int> shared{7}, a{0}, b{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    ++runs;
    tx[a] = *tx[shared];
    support::elsewhere([&] {
      stm::atomically([&](stm::transaction& other) { other[b] = *other[shared]; });
    });
  });
  CHECK(runs == 1);
  CHECK(a.load() + b.load() == 14);
}

TEST_CASE("an exception takes back what the block has written and reaches the caller") {
  stm::var<int> a{1};
  stm::var<std::string> text{"one"};
  CHECK_THROWS_WITH_AS(
      stm::atomically([&](stm::transaction& tx) {
        tx[a] = 2;
        tx[text] = "two";
        throw std::runtime_error{"thought better of it"};
      }),
      "thought better of it", std::runtime_error);
  CHECK(a.load() == 1);
  CHECK(text.load() == "one");
}

TEST_CASE("an exception that is no std::exception reaches the caller too") {
  stm::var<int> a{1};
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[a] = 2;
                    throw 3;
                  }),
                  int);
  CHECK(a.load() == 1);
}

TEST_CASE("max_tries is the exact number of attempts, and the error tells it") {
  for (const int tries : {1, 2, 7}) {
    stm::var<int> a{0};
    int runs = 0;
    try {
      stm::atomically({.max_tries = tries}, [&](stm::transaction& tx) {
        ++tx[a];
        ++runs;
        increment_elsewhere(a);
      });
      FAIL("it cannot succeed");
    } catch (const stm::max_retries_exceeded& error) {
      CHECK(error.attempts() == tries);
      CHECK(error.last_conflict().find("variable at") != std::string::npos);
    }
    CHECK(runs == tries);
    CHECK(a.load() == tries);
  }
}

TEST_CASE("the last of the tries can succeed") {
  stm::var<int> a{0};
  int runs = 0;
  stm::atomically({.max_tries = 3}, [&](stm::transaction& tx) {
    ++tx[a];
    if (++runs < 3) increment_elsewhere(a);
  });
  CHECK(runs == 3);
  CHECK(a.load() == 3);
}

TEST_CASE("a block whose time is up is not run again") {
  using namespace std::chrono_literals;
  stm::var<int> a{0};
  int runs = 0;
  try {
    stm::atomically({.timeout = 1ns}, [&](stm::transaction& tx) {
      ++runs;
      ++tx[a];
      increment_elsewhere(a);
    });
    FAIL("it cannot succeed");
  } catch (const stm::retry_timeout_exceeded& error) {
    CHECK(error.attempts() == 1);
    CHECK(error.elapsed() >= 1ns);
  }
  CHECK(runs == 1);
}

TEST_CASE("a block that succeeds may take longer than its time") {
  using namespace std::chrono_literals;
  stm::var<int> a{0};
  stm::atomically({.timeout = 0ns}, [&](stm::transaction& tx) { ++tx[a]; });
  CHECK(a.load() == 1);
}

TEST_CASE("a policy that allows no try is refused before the block runs") {
  using namespace std::chrono_literals;
  bool has_run = false;
  const auto block = [&](stm::transaction&) { has_run = true; };
  CHECK_THROWS_AS(stm::atomically({.max_tries = 0}, block), std::invalid_argument);
  CHECK_THROWS_AS(stm::atomically({.max_tries = -1}, block), std::invalid_argument);
  CHECK_THROWS_AS(stm::atomically({.timeout = -1ns}, block), std::invalid_argument);
  CHECK_FALSE(has_run);
}

TEST_CASE("a policy that allows no try is refused inside a block as well") {
  CHECK_THROWS_AS(stm::atomically([](stm::transaction&) {
                    stm::atomically({.max_tries = 0}, [](stm::transaction&) {});
                  }),
                  std::invalid_argument);
}
