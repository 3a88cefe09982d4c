// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/faults/bank.hpp>
#include <tests/faults/scene.hpp>

#include <exception>
#include <stdexcept>

using faults::bank;
using faults::frail;
using faults::in;

namespace {

template <class Block>
void once(Block block) {
  stm::atomically(block);
}

/// Writes all that a nested block can, in a block of its own.
void write_all(bank& all, int value) {
  once([&](stm::transaction& tx) {
    for (auto& each : all.values) tx[each].edit([&](frail& f) { f.value = value; });
    for (auto& each : all.numbers) tx[each] = value;
    tx[all.text].edit([](std::string& s) { s = bank::new_text; });
    tx.on_rollback([guard = frail{0}] { static_cast<void>(guard); });
  });
}

}  // namespace

TEST_CASE("blocks of blocks that fail at any point write nothing") {
  faults::play({
      in<bank>("a nested block is a part of the whole",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   tx[all.a] = frail{2};
                   write_all(all, 3);
                   tx[all.b] = *tx[all.values.front()];
                 });
               }),
      in<bank>("a nested block is taken back by its own exception",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   tx[all.a] = frail{2};
                   tx[all.values.front()] = frail{4};
                   try {
                     once([&](stm::transaction&) {
                       write_all(all, 3);
                       throw std::domain_error{"taken back"};
                     });
                   } catch (const std::domain_error&) {
                     tx[all.b] = *tx[all.values.front()];
                   }
                 });
               }),
      in<bank>("the first alternative waits, and the second one is taken",
               [](bank& all) {
                 once(stm::or_else(
                     [&](stm::transaction& tx) {
                       write_all(all, 9);
                       tx.check(*tx[all.number] == 0);
                     },
                     [&, held = frail{6}](stm::transaction& tx) {
                       tx[all.a] = held;
                       write_all(all, 4);
                     }));
               }),
      in<bank>("a read-only block inside sees what was written",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   write_all(all, 2);
                   const int sum = stm::read_only([&](stm::read_transaction& inner) {
                     int so_far = 0;
                     for (const auto& each : all.values) so_far += frail{*inner[each]}.value;
                     return so_far;
                   });
                   tx[all.number] = sum;
                 });
               }),
      in<bank>("outside commits for itself, and the whole has nothing else to do",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   const int seen = frail{*tx[all.a]}.value;
                   const stm::outside apart;
                   once([&](stm::transaction& other) { other[all.b] = frail{seen + 1}; });
                 });
               })
          .may_throw_after(),
  });
}

TEST_CASE("a nested block that fails at any point is taken back, and the outer one goes on") {
  faults::play({
      in<bank>("the outer block tries the nested one again",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   tx[all.a].edit([](frail& f) { f.value = 2; });
                   try {
                     write_all(all, 3);
                   } catch (const std::bad_alloc&) {
                     write_all(all, 3);
                   } catch (const faults::broken&) {
                     write_all(all, 3);
                   }
                 });
               }),
      in<bank>("the outer block does without the nested one, however far that has come",
               [](bank& all) {
                 once([&](stm::transaction& tx) {
                   try {
                     once([&](stm::transaction&) {
                       write_all(all, 3);
                       throw std::domain_error{"taken back"};
                     });
                   } catch (const std::exception&) {
                   } catch (const faults::broken&) {
                   }
                   tx[all.a] = frail{2};
                 });
               }),
  });
}

TEST_CASE("hooks that fail at any point are told, and run once or not at all") {
  faults::play({
      in<bank>("hooks for the commit are asked for and run",
               [](bank& all) {
                 int ran = 0;
                 once([&](stm::transaction& tx) {
                   tx[all.a] = frail{2};
                   for (int i = 0; i < 9; ++i)
                     tx.on_commit([&ran, kept = frail{i}] { ran += kept.value; });
                 });
                 all.result = ran;
               }),
      in<bank>(
          "a hook for the commit fails in what it does",
          [](bank& all) {
            once([&](stm::transaction& tx) {
              tx[all.a] = frail{2};
              tx.on_commit([&all] { once([&](stm::transaction& o) { o[all.b] = frail{3}; }); });
              tx.on_commit([&all] { all.result = 5; });
            });
          },
          [](bank& all) { once([&](stm::transaction& tx) { tx[all.a] = frail{2}; }); }),
      in<bank>("hooks for the rollback run where the block ends by an exception",
               [](bank& all) {
                 int rolled_back = 0;
                 try {
                   once([&](stm::transaction& tx) {
                     tx[all.a] = frail{2};
                     for (int i = 0; i < 9; ++i)
                       tx.on_rollback([&rolled_back, kept = frail{1}] {
                         rolled_back += kept.value;
                       });
                     throw std::domain_error{"taken back"};
                   });
                 } catch (const std::domain_error&) {
                   all.result = rolled_back;
                 }
               }),
      in<bank>("a hook for the rollback commits for itself",
               [](bank& all) {
                 try {
                   once([&](stm::transaction& tx) {
                     tx[all.b] = frail{9};
                     tx.on_rollback([&] {
                       once([&](stm::transaction& o) { o[all.a] = frail{3}; });
                     });
                     throw std::domain_error{"taken back"};
                   });
                 } catch (const std::domain_error&) {
                 }
               })
          .may_throw_after(),
  });
}
