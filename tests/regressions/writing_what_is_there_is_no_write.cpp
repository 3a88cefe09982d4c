// SPDX-License-Identifier: BSL-1.0
// What a write of the value that is there already means differs between libraries, and has made
// conflicts where none were needed (haskell/stm#18). Here it is a write: a rewrite may be intended,
// and values need no comparison (decision 0011). What was not written at all never makes a
// conflict.
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/support/elsewhere.hpp>

#include <functional>
#include <string>

namespace {

/// How often a block runs that has read `v` before `meanwhile` is run by another thread.
int runs_of_a_reader(stm::var<int>& v, const std::function<void()>& meanwhile) {
  stm::var<int> copy{0};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[copy] = *tx[v];
    if (++runs == 1) support::elsewhere(meanwhile);
  });
  return runs;
}

}  // namespace

TEST_CASE("a reader is run again for a write, also of the same value") {
  stm::var<int> v{1};
  CHECK(runs_of_a_reader(v, [&] { stm::atomically([&](stm::transaction& tx) { tx[v] = 1; }); }) ==
        2);
  CHECK(runs_of_a_reader(v, [&] { stm::atomically([&](stm::transaction& tx) { tx[v] += 0; }); }) ==
        2);
}

TEST_CASE("a reader is not run again for a block that has only read, nor for a write taken back") {
  stm::var<int> v{1}, other{0};
  CHECK(runs_of_a_reader(
            v, [&] { stm::atomically([&](stm::transaction& tx) { tx[other] = *tx[v]; }); }) == 1);
  CHECK(runs_of_a_reader(v, [&] {
          stm::atomically([&](stm::transaction& tx) {
            try {
              stm::atomically([&](stm::transaction& inner) {
                inner[v] = 2;
                throw 1;
              });
            } catch (int) {
              tx[other] = 2;
            }
          });
        }) == 1);
}

TEST_CASE("who writes without reading has no conflict with who wrote before, of whatever value") {
  stm::var<int> v{1};
  int runs = 0;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] = 1;
    if (++runs == 1)
      support::elsewhere([&] { stm::atomically([&](stm::transaction& o) { o[v] = 2; }); });
  });
  CHECK(runs == 1);
  CHECK(v.load() == 1);
}

TEST_CASE("a commit of keys that were only read moves none of them") {
  stm::store<std::string> store;
  store.commit({}, {"read", "edited"}, [](auto& all) {
    all["read"] = "same";
    all["edited"] = "same";
  });
  const auto read = store.checkout("read").version(), edited = store.checkout("edited").version();
  store.commit({}, {"read", "edited"}, [](auto& all) { all["edited"] = "same"; });
  CHECK(store.checkout("read").version() == read);
  CHECK(store.checkout("edited").version() > edited);
}
