// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/faults/bank.hpp>
#include <tests/faults/scene.hpp>

using faults::bank;
using faults::frail;
using faults::in;

namespace {

template <class Block>
void in_one_block(Block block) {
  stm::atomically(block);
}

}  // namespace

TEST_CASE("a block that fails at any point writes nothing") {
  faults::play({
      in<bank>("large values are written",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   tx[all.a] = frail{2};
                   tx[all.b] = *tx[all.a];
                   tx[all.a] = frail{3};
                 });
               }),
      in<bank>("values are edited",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   tx[all.a].edit([](frail& f) { f.value = 2; });
                   tx[all.b].edit([&](frail& f) { f = *tx[all.a]; });
                   tx[all.text].edit([](std::string& s) { s += s; });
                 });
               }),
      in<bank>("small and large values are written, more than the log holds at first",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   for (auto& each : all.numbers) tx[each] += 1;
                   for (auto& each : all.values) tx[each].edit([](frail& f) { ++f.value; });
                   tx[all.text] = bank::new_text;
                   for (auto& each : all.values) tx[each] = frail{5};
                 });
               }),
      in<bank>("values are written blindly",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   for (auto& each : all.values) tx[each] = frail{2};
                   for (auto& each : all.numbers) tx[each] = 2;
                 });
               }),
      in<bank>("a large value is handed from one variable to the next",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   tx[all.values.front()].edit([](frail& f) { f.value = 7; });
                   for (std::size_t i = 1; i < all.values.size(); ++i)
                     tx[all.values[i]] = *tx[all.values[i - 1]];
                 });
               }),
      in<bank>("a block runs again after a conflict",
               [](bank& all) {
                 bool is_first = true;
                 in_one_block([&](stm::transaction& tx) {
                   tx[all.a] = frail{tx[all.a]->value + *tx[all.number]};
                   if (std::exchange(is_first, false)) faults::elsewhere([&] { all.use(); });
                 });
               }),
  });
}

TEST_CASE("a result that fails while the block returns it, or after the commit, tells so") {
  faults::play({
      in<bank>("a value is returned by the block that writes it",
               [](bank& all) {
                 all.result = stm::atomically([&](stm::transaction& tx) {
                                tx[all.a] = frail{2};
                                return *tx[all.a];
                              }).value;
               })
          .may_throw_after(),
  });
}

TEST_CASE("a look at variables that fails at any point changes nothing, and can be repeated") {
  faults::play({
      in<bank>("a value is loaded", [](bank& all) { all.result = 10 + all.a.load().value; }),
      in<bank>("a block reads some variables",
               [](bank& all) {
                 all.result = stm::read_only([&](stm::read_transaction& tx) {
                   const frail copy = *tx[all.a];
                   return copy.value + *tx[all.number];
                 });
               }),
      in<bank>("a block reads so many that it goes on in a snapshot",
               [](bank& all) {
                 all.result = stm::read_only([&](stm::read_transaction& tx) {
                   int sum = 0;
                   for (const auto& each : all.values) sum += frail{*tx[each]}.value;
                   for (const auto& each : all.numbers) sum += *tx[each];
                   return sum;
                 });
               }),
      in<bank>("a block that reads is run again for a commit that gets in its way",
               [](bank& all) {
                 bool is_first = true;
                 all.result = stm::read_only([&](stm::read_transaction& tx) {
                   const int before = frail{*tx[all.a]}.value;
                   if (std::exchange(is_first, false)) faults::elsewhere([&] { all.use(); });
                   return before + frail{*tx[all.b]}.value;
                 });
               }),
  });
}

TEST_CASE("a variable whose making fails at any point does not come to be") {
  faults::play({
      in<bank>("variables are made",
               [](bank& all) {
                 const frail initial{4};
                 const stm::var<frail> value{initial};
                 const stm::var<std::string> text{bank::new_text};
                 all.result = value.load().value;
               }),
      in<bank>("a variable is made in a block, and linked",
               [](bank& all) {
                 in_one_block([&](stm::transaction& tx) {
                   const auto fresh = std::make_shared<stm::var<frail>>(frail{3});
                   tx[all.a] = fresh->load();
                   tx[*fresh] = *tx[all.b];
                   tx.on_commit([fresh] {});
                 });
               }),
  });
}
