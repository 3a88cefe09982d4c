// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/outside.hpp>
#include <stm/transaction.hpp>

#include <tests/support/aborts.hpp>
#include <tests/support/elsewhere.hpp>

#include <string>
#include <thread>
#include <type_traits>
#include <utility>

TEST_CASE("a transaction reads its own writes") {
  stm::var<int> a{1};
  stm::var<std::string> text{"one"};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 2;
    tx[text] = "two";
    CHECK(*tx[a] == 2);
    CHECK(*tx[text] == "two");
    tx[a] = 3;
    tx[text] = "three";
    CHECK(*tx[a] == 3);
    CHECK(*tx[text] == "three");
  });
}

TEST_CASE("a transaction reads a variable twice as the same") {
  stm::var<std::string> text{"a text too long to lie in the string itself"};
  stm::atomically([&](stm::transaction& tx) {
    const std::string& first = *tx[text];
    const std::string& second = *tx[text];
    CHECK(&first == &second);
  });
}

TEST_CASE(
    "a reference to a large value is good until the attempt ends, whoever commits meanwhile") {
  const std::string before(100, 'a');
  stm::var<std::string> text{before};
  stm::atomically([&](stm::transaction& tx) {
    const std::string& seen = *tx[text];
    support::elsewhere([&] {
      for (int i = 0; i < 1000; ++i)
        stm::atomically([&](stm::transaction& other) { other[text] = std::string(100, 'b'); });
    });
    CHECK(seen == before);
  });
}

TEST_CASE("of a constant variable a transaction gives what can only be read") {
  const stm::var<int> a{4};
  stm::atomically([&](stm::transaction& tx) {
    CHECK(std::is_same_v<decltype(tx[a]), stm::ref<const int>>);
    CHECK(*tx[a] == 4);
  });
}

TEST_CASE("a constant view of a variable shows what the transaction has written") {
  stm::var<int> a{4};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 5;
    CHECK(*tx[std::as_const(a)] == 5);
  });
}

TEST_CASE("a transaction can be neither copied nor moved") {
  CHECK_FALSE(std::is_copy_constructible_v<stm::transaction>);
  CHECK_FALSE(std::is_move_constructible_v<stm::transaction>);
  CHECK_FALSE(std::is_copy_constructible_v<stm::read_transaction>);
}

#ifndef NDEBUG
TEST_CASE("a transaction that is used in another one's block is caught by an assertion") {
  stm::var<int> a{1};
  CHECK(support::aborts([&] {
    stm::atomically([&](stm::transaction& tx) {
      const stm::outside here;
      stm::atomically([&](stm::transaction&) { tx[a] = 2; });
    });
  }));
}

TEST_CASE("a transaction that is used by another thread is caught by an assertion") {
  stm::var<int> a{1};
  CHECK(support::aborts([&] {
    stm::atomically([&](stm::transaction& tx) { std::thread{[&] { tx[a] = 2; }}.join(); });
  }));
}

TEST_CASE("a read-only transaction that is used by another thread is caught by an assertion") {
  stm::var<int> a{1};
  CHECK(support::aborts([&] {
    stm::read_only([&](stm::read_transaction& tx) { std::thread{[&] { (void)*tx[a]; }}.join(); });
  }));
}

TEST_CASE("the transaction set aside may not be used outside it") {
  stm::var<int> a{1};
  CHECK(support::aborts([&] {
    stm::atomically([&](stm::transaction& tx) {
      const stm::outside here;
      tx[a] = 2;
    });
  }));
}
#endif
