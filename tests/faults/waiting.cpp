// SPDX-License-Identifier: BSL-1.0
// Waits, wake-ups, turns, and what is kept of conflicts.
#include <doctest/doctest.h>

#include <tests/faults/bank.hpp>
#include <tests/faults/scene.hpp>

#include <thread>
#include <utility>

using faults::bank;
using faults::frail;
using faults::in;

namespace {

/// Beside the bank a thread that waits until the number is 0, and then sets the text.
struct with_a_waiter : bank {
  std::thread waiter{[this] {
    stm::atomically([&](stm::transaction& tx) {
      tx.check(*tx[number] == 0);
      tx[text] = new_text;
    });
  }};

  with_a_waiter() = default;
  ~with_a_waiter() {
    stm::atomically([&](stm::transaction& tx) { tx[number] = 0; });
    if (waiter.joinable()) waiter.join();
  }
  [[nodiscard]] std::string state() {
    // Once it is told, it comes: a wake-up that is lost is a hang here, which the deadline ends.
    if (number.load() == 0 && waiter.joinable()) waiter.join();
    return bank::state();
  }
};

/// Runs the block and, each of the first `times` that it runs, a commit that gets in its way.
template <class Block>
void overtaken(bank& all, int times, const stm::retry_policy& policy, Block block) {
  int runs = 0;
  stm::atomically(policy, [&](stm::transaction& tx) {
    block(tx);
    if (++runs <= times) faults::elsewhere([&] { all.use(); });
  });
}

void add(bank& all, stm::transaction& tx) {
  for (auto& each : all.values) tx[each].edit([](frail& f) { ++f.value; });
  tx[all.text].edit([](std::string& s) { s += s; });
}

}  // namespace

TEST_CASE("a wait that fails at any point leaves no trace, and is woken where it does not") {
  faults::play({
      in<bank>(
          "a block waits for another thread's commit, which comes while it gets ready for sleep",
          [](bank& all) {
            int runs = 0;
            stm::atomically([&](stm::transaction& tx) {
              for (auto& each : all.values) (void)*tx[each];
              const bool is_first = *tx[all.number] == 1;
              tx[all.a] = frail{2};
              if (is_first && ++runs == 1) {
                faults::elsewhere([&] {
                  stm::atomically([&](stm::transaction& o) { o[all.number] = 2; });
                });
              }
              tx.check(!is_first);
            });
          },
          [](bank& all) { stm::atomically([&](stm::transaction& tx) { tx[all.number] = 2; }); }),
      in<bank>("a block waits as long as its policy allows",
               [](bank& all) {
                 try {
                   stm::atomically(
                       {.timeout = std::chrono::microseconds{200}}, [&](stm::transaction& tx) {
                         for (auto& each : all.values) (void)*tx[each];
                         tx[all.a] = frail{2};
                         tx.retry();
                       });
                 } catch (const stm::retry_timeout_exceeded&) {
                   all.result = 1;
                 }
               }),
      in<bank>("both alternatives wait, as long as the policy allows",
               [](bank& all) {
                 try {
                   stm::atomically(
                       {.timeout = std::chrono::microseconds{200}},
                       stm::or_else(
                           [&](stm::transaction& tx) {
                             tx[all.b] = frail{2};
                             tx.check(tx[all.a]->value == 0);
                           },
                           [&](stm::transaction& tx) { tx.check(*tx[all.number] == 0); }));
                 } catch (const stm::retry_timeout_exceeded&) {
                   all.result = 1;
                 }
               }),
      in<bank>("a read-only block waits as long as its policy allows",
               [](bank& all) {
                 try {
                   stm::read_only(
                       {.timeout = std::chrono::microseconds{200}}, [&](stm::read_transaction& tx) {
                         for (auto& each : all.numbers) (void)*tx[each];
                         tx.retry();
                       });
                 } catch (const stm::retry_timeout_exceeded&) {
                   all.result = 1;
                 }
               }),
  });
}

TEST_CASE("a commit that fails at any point wakes nobody, and the one that succeeds wakes") {
  faults::play({
      in<with_a_waiter>("a commit of what another thread waits for",
                        [](with_a_waiter& all) {
                          stm::atomically([&](stm::transaction& tx) {
                            tx[all.a] = frail{2};
                            tx[all.number] = 0;
                            for (auto& each : all.values) tx[each] = *tx[all.a];
                          });
                        }),
  });
}

TEST_CASE("a transaction that fails at any point of its turn gives the turn back") {
  faults::play({
      in<bank>(
          "a block is overtaken until it takes its turn",
          [](bank& all) { overtaken(all, 16, {}, [&](stm::transaction& tx) { add(all, tx); }); }),
      in<bank>("a block with a name is overtaken, and its losses are recorded",
               [](bank& all) {
                 overtaken(all, 2, {.name = "add"}, [&](stm::transaction& tx) { add(all, tx); });
               }),
      in<bank>("a block is overtaken until its policy gives up",
               [](bank& all) {
                 try {
                   overtaken(all, 9, {.max_tries = 3}, [&](stm::transaction& tx) { add(all, tx); });
                 } catch (const stm::max_retries_exceeded& e) {
                   all.result = e.attempts();
                 }
               }),
  });
}

TEST_CASE("names, counters and reports that fail at any point harm no transaction") {
  faults::play({
      in<bank>("variables get names, one of them twice, and lose them",
               [](bank& all) {
                 stm::name(all.a, bank::new_text);
                 stm::name(all.a, bank::old_text);
                 stm::name(all.b, "b");
                 stm::name(all.b, "");
                 all.result = 1;
                 stm::name(all.a, "");
               })
          .may_throw_after(),
      in<bank>("conflicts are listed, written and forgotten",
               [](bank& all) {
                 stm::name(all.a, "a");
                 overtaken(all, 2, {.name = "change"}, [&](stm::transaction& tx) {
                   tx[all.a] = frail{*tx[all.a]};
                 });
                 const auto lines = stm::conflicts();
                 stm::forget_conflicts();
                 stm::name(all.a, "");
                 all.result = lines.empty() ? 2 : 1;
               }),
  });
}
