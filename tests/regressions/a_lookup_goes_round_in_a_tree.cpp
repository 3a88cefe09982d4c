// SPDX-License-Identifier: BSL-1.0
// A lookup that sees half of a rotation can go round for ever, though its transaction would fail in
// the end (zio#6239).
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/orders/must.hpp>
#include <tests/regressions/some_orders.hpp>
#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/elsewhere.hpp>
#include <tests/support/start_line.hpp>

#include <deque>
#include <memory>

using orders::must;

namespace {

struct node {
  explicit node(int k) : key{k} {}
  const int key;
  stm::var<node*> left{nullptr}, right{nullptr};
};

/// A search tree without balance; whoever likes to may turn it at its root.
struct tree {
  std::deque<node> nodes;
  stm::var<node*> root{nullptr};

  explicit tree(int size) {
    for (int key = 0; key < size; ++key) nodes.emplace_back(key);
    stm::atomically([&](stm::transaction& tx) {
      tx[root] = &nodes.front();
      for (std::size_t i = 1; i < nodes.size(); ++i) tx[nodes[i - 1].right] = &nodes[i];
    });
  }
  /// The root goes down to the left, its right child takes its place.
  void turn_left(stm::transaction& tx) {
    node* const down = *tx[root];
    node* const up = *tx[down->right];
    if (!up) return;
    tx[down->right] = *tx[up->left];
    tx[up->left] = down;
    tx[root] = up;
  }
  void turn_right(stm::transaction& tx) {
    node* const down = *tx[root];
    node* const up = *tx[down->left];
    if (!up) return;
    tx[down->left] = *tx[up->right];
    tx[up->right] = down;
    tx[root] = up;
  }
  /// Throws where it has made more steps than there are nodes: it would go round for ever.
  template <class Tx, class AfterEach>
  [[nodiscard]] bool has(Tx& tx, int key, AfterEach after_each) const {
    node* at = *tx[root];
    for (std::size_t steps = 0; at; ++steps) {
      must(steps < nodes.size(), "a lookup goes round");
      after_each();
      if (key == at->key) return true;
      at = key < at->key ? *tx[at->left] : *tx[at->right];
    }
    return false;
  }
};

}  // namespace

TEST_CASE("a lookup finds its key, whatever turns the tree after each of its steps") {
  tree all{5};
  for (int key = 0; key < 5; ++key) {
    int turns = 0;
    const bool found = stm::atomically([&](stm::transaction& tx) {
      return all.has(tx, key, [&] {
        if (++turns > 8) return;
        support::elsewhere([&] {
          stm::atomically([&](stm::transaction& other) {
            turns % 2 ? all.turn_left(other) : all.turn_right(other);
          });
        });
      });
    });
    CHECK(found);
  }
}

TEST_CASE("no order of a lookup and a turn loses the lookup") {
  orders::some([](stm::testing::scene& all) {
    const auto shared = std::make_shared<tree>(3);
    all.thread([=] {
      stm::atomically([&](stm::transaction& tx) { shared->turn_left(tx); });
      stm::atomically([&](stm::transaction& tx) { shared->turn_right(tx); });
    });
    all.thread([=] {
      const auto nothing = [] {};
      must(stm::atomically([&](stm::transaction& tx) { return shared->has(tx, 2, nothing); }),
           "a key is not found");
      must(stm::read_only([&](stm::read_transaction& tx) { return shared->has(tx, 0, nothing); }),
           "a key is not found");
    });
  });
}

TEST_CASE("lookups beside many turns all find their key") {
  const support::deadline limit{"lookups end"};
  tree all{12};
  const int rounds = support::rounds(400);
  support::in_threads(3, [&](int me) {
    support::dice luck{me};
    for (int i = 0; i < rounds; ++i) {
      if (me == 0) {
        const bool left = luck.one_in(2);
        stm::atomically([&](stm::transaction& tx) {
          left ? all.turn_left(tx) : all.turn_right(tx);
        });
      } else {
        const int key = luck.below(12);
        const bool found = stm::atomically([&](stm::transaction& tx) {
          return all.has(tx, key, [&] { luck.stumble_sometimes(); });
        });
        must(found, "a key is not found");
      }
    }
  });
  CHECK(all.nodes.size() == 12);
}
