// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/atomically.hpp>
#include <stm/outside.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

TEST_CASE("outside, a transaction commits at once and stays committed") {
  stm::var<int> a{0}, b{0};
  CHECK_THROWS_AS(stm::atomically([&](stm::transaction& tx) {
                    tx[a] = 1;
                    {
                      const stm::outside here;
                      stm::atomically([&](stm::transaction& own) { own[b] = 1; });
                      CHECK(b.load() == 1);
                    }
                    throw std::runtime_error{"back"};
                  }),
                  std::runtime_error);
  CHECK(a.load() == 0);
  CHECK(b.load() == 1);
}

TEST_CASE("outside, the writes of the transaction set aside are not seen") {
  stm::var<int> a{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 1;
    const stm::outside here;
    CHECK(stm::read_only([&](stm::read_transaction& own) { return *own[a]; }) == 0);
  });
  CHECK(a.load() == 1);
}

TEST_CASE("the transaction set aside goes on where it was") {
  stm::var<int> a{0};
  stm::var<std::string> text{"one"};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 1;
    const std::string& seen = *tx[text];
    {
      const stm::outside here;
      for (int i = 0; i < 1000; ++i) {
        stm::var<std::string> other{"other"};
        stm::atomically([&](stm::transaction& own) { own[other] = "changed"; });
      }
    }
    CHECK(*tx[a] == 1);
    CHECK(seen == "one");
    tx[a] += 1;
  });
  CHECK(a.load() == 2);
}

TEST_CASE("a commit made outside counts as another's for the transaction set aside") {
  stm::var<int> a{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    const int seen = *tx[a];
    if (runs++ == 0) {
      const stm::outside here;
      stm::atomically([&](stm::transaction& own) { own[a] = 10; });
    }
    tx[a] = seen + 1;
  });
  CHECK(runs == 2);
  CHECK(a.load() == 11);
}

TEST_CASE("outside can be nested") {
  stm::var<int> a{0};
  stm::atomically([&](stm::transaction& tx) {
    tx[a] = 1;
    const stm::outside once;
    stm::atomically([&](stm::transaction&) {
      const stm::outside twice;
      stm::atomically([&](stm::transaction& own) { CHECK(*own[a] == 0); });
    });
  });
  CHECK(a.load() == 1);
}

TEST_CASE("large transactions inside and outside do not share their logs") {
  std::vector<std::unique_ptr<stm::var<int>>> in, out;
  for (int i = 0; i < 100; ++i) {
    in.push_back(std::make_unique<stm::var<int>>(0));
    out.push_back(std::make_unique<stm::var<int>>(0));
  }
  stm::atomically([&](stm::transaction& tx) {
    for (auto& v : in) tx[*v] += 1;
    {
      const stm::outside here;
      stm::atomically([&](stm::transaction& own) {
        for (auto& v : out) own[*v] += 2;
      });
    }
    for (auto& v : in) tx[*v] += 1;
  });
  for (auto& v : in) CHECK(v->load() == 2);
  for (auto& v : out) CHECK(v->load() == 2);
}
