// SPDX-License-Identifier: BSL-1.0
// Whatever a block sees was there at one moment, also where it fails afterwards.
#include <stm/stm.hpp>

#include <tests/orders/each_source.hpp>
#include <tests/orders/must.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

using orders::must;
using stm::testing::scene;

namespace {

template <class T>
struct twins {
  explicit twins(const T& both) : one{both}, other{both} {}
  stm::var<T> one, other;
};

/// One makes both greater, `read` looks at them meanwhile.
template <class T, class Read>
void twins_stay_equal(T before, T after, Read read) {
  orders::each_source([=](scene& all) {
    const auto both = std::make_shared<twins<T>>(before);
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) {
        tx[both->one] = after;
        tx[both->other] = after;
      });
    });
    all.thread([=] { read(*both); });
  });
}

}  // namespace

TEST_CASE("a block that writes sees two equal variables equal") {
  stm::var<int> seen{0};
  twins_stay_equal(1, 2, [&](auto& both) {
    stm::atomically([&](stm::transaction& tx) {
      must(*tx[both.one] == *tx[both.other], "two equal variables differ");
      tx[seen] = 1;
    });
  });
}

TEST_CASE("a block that only reads sees two equal variables equal") {
  twins_stay_equal(1, 2, [](auto& both) {
    stm::read_only([&](stm::read_transaction& tx) {
      must(*tx[both.other] == *tx[both.one], "two equal variables differ");
    });
  });
}

TEST_CASE("large values of two equal variables are equal") {
  twins_stay_equal(std::string(40, 'a'), std::string(50, 'b'), [](auto& both) {
    stm::atomically([&](stm::transaction& tx) {
      must(*tx[both.one] == *tx[both.other], "two equal variables differ");
    });
  });
}

TEST_CASE("a block sees its variables keep what it has seen in them") {
  twins_stay_equal(1, 2, [](auto& both) {
    stm::atomically([&](stm::transaction& tx) {
      const int first = *tx[both.one];
      must(*tx[both.other] == first, "two equal variables differ");
      must(*tx[both.one] == first, "a variable has changed under a block");
    });
  });
}

TEST_CASE("a large block that writes sees many equal variables equal") {
  orders::each_source([](scene& all) {
    struct many {
      std::deque<stm::var<int>> equal{10};
      stm::var<int> seen{0};
    };
    const auto open = std::make_shared<many>();
    for (int value : {1, 2}) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) {
          for (std::size_t i : {0u, 9u}) tx[open->equal[i]] = value;
        });
      });
    }
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) {
        int first = *tx[open->equal.front()];
        for (auto& each : open->equal) tx[open->seen] = *tx[each];
        must(*tx[open->seen] == first, "two equal variables differ");
      });
    });
  });
}

TEST_CASE("an audit of many variables adds up, in a snapshot too") {
  orders::each_source([](scene& all) {
    const auto accounts = std::make_shared<std::deque<stm::var<int>>>(12);
    for (std::size_t from : {0u, 7u}) {
      all.thread([=] {
        stm::atomically([&](stm::transaction& tx) {
          tx[(*accounts)[from]] -= 1;
          tx[(*accounts)[from + 4]] += 1;
        });
      });
    }
    all.thread([=] {
      const int sum = stm::read_only([&](stm::read_transaction& tx) {
        int so_far = 0;
        for (auto& each : *accounts) so_far += *tx[each];
        return so_far;
      });
      must(sum == 0, "an audit does not add up");
    });
  });
}
