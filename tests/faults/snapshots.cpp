// SPDX-License-Identifier: BSL-1.0
// Checkouts, snapshots and their pulls, alone and inside of blocks.
#include <doctest/doctest.h>

#include <tests/faults/scene.hpp>
#include <tests/faults/shop.hpp>

using faults::frail;
using faults::frail_key;
using faults::in;
using faults::shop;

namespace {

/// A shop in which much has happened since its snapshot.
struct changed_shop : shop {
  changed_shop() {
    for (int i = 5; i < 15; ++i) put(i, 2);
    for (int i = 40; i < 60; ++i) put(i, 3);
    for (int i = 0; i < 3; ++i) goods.erase(frail_key{i});
  }
};

}  // namespace

TEST_CASE("a pull that fails at any point leaves the snapshot as it was") {
  faults::play({
      in<changed_shop>("what is new, changed and erased is pulled",
                       [](changed_shop& all) {
                         all.copy.pull_updates();
                         all.result = 1;
                       })
          .with_sound_keys(),
      in<changed_shop>(
          "it is pulled inside a block, which is a failure of the block or of the pull",
          [](changed_shop& all) {
            stm::atomically([&](stm::transaction& tx) {
              tx[all.goods.var(frail_key{7})] = frail{8};
              const auto news = all.copy.pull_updates();
            });
          })
          .with_sound_keys()
          .may_be_half_done(),
  });
}

TEST_CASE("a pull in which a key fails to be hashed or compared may be half done, until the next") {
  faults::play({
      in<changed_shop>("what is new, changed and erased is pulled",
                       [](changed_shop& all) {
                         all.copy.pull_updates();
                         all.result = 1;
                       })
          .may_be_half_done(),
  });
}

TEST_CASE("operations of a store inside a block that fail at any point take back the whole") {
  faults::play({
      in<shop>("a checkout is committed beside a variable",
               [](shop& all) {
                 stm::atomically([&](stm::transaction& tx) {
                   tx[all.goods.var(frail_key{90})] = frail{5};
                   auto some = all.goods.checkout({frail_key{1}, frail_key{2}, frail_key{91}});
                   some[frail_key{1}] = frail{2};
                   some[frail_key{91}] = frail{2};
                   some[frail_key{2}].erase();
                   some.commit();
                 });
               }),
      in<shop>("a handle from before the block is committed as a part of it",
               [](shop& all) {
                 auto one = all.goods.checkout(frail_key{1});
                 one = frail{2};
                 stm::atomically([&](stm::transaction& tx) {
                   one.commit();
                   tx[all.goods.var(frail_key{2})] = *one;
                 });
               }),
      in<shop>("a commit in a nested block is taken back alone",
               [](shop& all) {
                 stm::atomically([&](stm::transaction& tx) {
                   tx[all.goods.var(frail_key{3})] = frail{3};
                   try {
                     stm::atomically([&](stm::transaction&) {
                       auto some = all.goods.checkout({frail_key{1}, frail_key{3}});
                       some[frail_key{3}] = frail{9};
                       some[frail_key{1}] = frail{9};
                       some.commit();
                       throw std::domain_error{"taken back"};
                     });
                   } catch (const std::domain_error&) {
                   }
                 });
               }),
      in<shop>("keys are listed, looked for, erased and made",
               [](shop& all) {
                 stm::atomically([&](stm::transaction& tx) {
                   const auto keys = all.goods.keys();
                   if (all.goods.contains(frail_key{92})) return;
                   all.goods.erase(frail_key{2});
                   tx[all.goods.var(frail_key{92})] = frail{static_cast<int>(keys.size())};
                   tx[all.goods.var(frail_key{93})] =
                       frail{static_cast<int>(all.goods.to_map().size())};
                 });
               }),
      in<shop>("a commit keeps what an open snapshot sees",
               [](shop& all) {
                 stm::read_only([&](stm::read_transaction&) {
                   if (all.goods.keys().empty()) return;
                   const stm::outside apart;
                   stm::atomically([&](stm::transaction& tx) {
                     for (int i = 0; i < shop::most; ++i)
                       tx[all.goods.var(frail_key{i})] = frail{2};
                   });
                 });
               })
          .may_throw_after(),
  });
}
