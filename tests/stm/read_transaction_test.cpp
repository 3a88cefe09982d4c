// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/read_transaction.hpp>

#include <tests/support/elsewhere.hpp>

#include <deque>
#include <stdexcept>
#include <string>

TEST_CASE("a read-only block sees all values as of one moment") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  const bool equal = stm::read_only([&](stm::read_transaction& tx) {
    const int first = *tx[a];
    if (runs++ == 0)
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) {
          other[a] = 1;
          other[b] = 1;
        });
      });
    return first == *tx[b];
  });
  CHECK(equal);
  CHECK(runs == 2);
}

TEST_CASE("a read-only block may read very many variables, and some of them again") {
  std::deque<stm::var<int>> many;
  for (int i = 0; i < 10'000; ++i) many.emplace_back(i);
  const long sum = stm::read_only([&](stm::read_transaction& tx) {
    long all = 0;
    for (auto& each : many) all += *tx[each];
    for (auto& each : many) all -= *tx[each];
    for (auto& each : many) all += *tx[each];
    return all;
  });
  CHECK(sum == 49'995'000);
}

TEST_CASE("an exception out of a read-only block reaches the caller") {
  stm::var<int> a{1};
  CHECK_THROWS_AS(stm::read_only([&](stm::read_transaction& tx) {
                    throw std::runtime_error{std::to_string(*tx[a])};
                  }),
                  std::runtime_error);
}

TEST_CASE("a read-only block inside a transaction sees what that has written") {
  stm::var<int> a{1};
  stm::var<std::string> text{"one"};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 2;
    tx[text] = "two";
    stm::read_only([&](stm::read_transaction& inner) {
      CHECK(*inner[a] == 2);
      CHECK(*inner[text] == "two");
    });
  });
}

TEST_CASE("what a read-only block inside a transaction has read has to stand at its commit") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = stm::read_only([&](stm::read_transaction& inner) { return *inner[a]; });
    if (runs++ == 0)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& other) { other[a] = 5; }); });
    tx[b] = seen;
  });
  CHECK(runs == 2);
  CHECK(b.load() == 5);
}

TEST_CASE("a transaction inside a read-only block joins it and may read") {
  stm::var<int> a{3};
  stm::var<std::string> text{"three"};
  const auto length = stm::read_only([&](stm::read_transaction& outer) {
    CHECK(*outer[a] == 3);
    return stm::atomically([&](stm::transaction& tx) {
      CHECK(*tx[a] == 3);
      CHECK(*tx[a] == 3);
      return tx[text]->size();
    });
  });
  CHECK(length == 5);
}

TEST_CASE("a transaction inside a read-only block and its surroundings see one moment") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  const bool equal = stm::read_only([&](stm::read_transaction&) {
    const int first = stm::atomically([&](stm::transaction& tx) { return *tx[a]; });
    if (runs++ == 0)
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) {
          other[a] = 1;
          other[b] = 1;
        });
      });
    return first == stm::atomically([&](stm::transaction& tx) { return *tx[b]; });
  });
  CHECK(equal);
  CHECK(runs == 2);
}

TEST_CASE("the first write of a transaction inside a read-only block is an error") {
  stm::var<int> a{1};
  stm::var<std::string> text{"one"};
  const auto in_read_only = [&](auto write) {
    stm::read_only([&](stm::read_transaction&) { stm::atomically(write); });
  };
  CHECK_THROWS_AS(in_read_only([&](stm::transaction& tx) { tx[a] = 2; }), std::logic_error);
  CHECK_THROWS_AS(in_read_only([&](stm::transaction& tx) { tx[a] += 1; }), std::logic_error);
  CHECK_THROWS_AS(in_read_only([&](stm::transaction& tx) { tx[text] = "two"; }), std::logic_error);
  CHECK_THROWS_AS(
      in_read_only([&](stm::transaction& tx) { tx[text].edit([](std::string& s) { s = "two"; }); }),
      std::logic_error);
  CHECK(a.load() == 1);
  CHECK(text.load() == "one");
}

TEST_CASE("a transaction inside a read-only block inside a transaction may not write either") {
  stm::var<int> a{1};
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction&) {
                    stm::read_only([&](stm::read_transaction&) {
                      stm::atomically([&](stm::transaction& tx) { tx[a] = 2; });
                    });
                  }),
                  std::logic_error);
  CHECK(a.load() == 1);
}

TEST_CASE("a read-only block inside a read-only block is a part of it") {
  stm::var<int> a{0}, b{0};
  int runs = 0;
  const bool equal = stm::read_only([&](stm::read_transaction&) {
    const int first = stm::read_only([&](stm::read_transaction& tx) { return *tx[a]; });
    if (runs++ == 0)
      support::elsewhere([&] {
        stm::atomically([&](stm::transaction& other) {
          other[a] = 1;
          other[b] = 1;
        });
      });
    return first == stm::read_only([&](stm::read_transaction& tx) { return *tx[b]; });
  });
  CHECK(equal);
  CHECK(runs == 2);
}
