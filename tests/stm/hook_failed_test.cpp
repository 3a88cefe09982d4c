// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/stm/events.hpp>
#include <tests/support/elsewhere.hpp>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

using support::events;

namespace {

/// The hook_failed that `work` throws.
template <class Work>
stm::hook_failed failure_of(Work work) {
  try {
    work();
  } catch (const stm::hook_failed& e) {
    return e;
  }
  FAIL("a hook has to fail");
  throw std::logic_error{"not reached"};
}

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "something";
  }
}

events texts_of(const stm::hook_failed& error) {
  events result;
  for (const auto& each : error.failures()) result.push_back(text_of(each));
  return result;
}

[[noreturn]] void fail(const char* text) {
  throw std::runtime_error{text};
}

}  // namespace

TEST_CASE("an exception of a hook is told after the commit, and the other hooks have run") {
  stm::var<int> v{0};
  events log;
  const auto error = failure_of([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[v] = 1;
      tx.on_commit([&] { log.push_back("first"); });
      tx.on_commit([] { fail("second"); });
      tx.on_commit([&] { log.push_back("third"); });
      tx.on_commit([] { throw 4; });
      tx.on_commit([&] { log.push_back("fifth"); });
    });
  });
  CHECK(error.has_committed());
  CHECK(v.load() == 1);
  CHECK(log == events{"first", "third", "fifth"});
  CHECK(texts_of(error) == events{"second", "something"});
  CHECK(error.block_error() == nullptr);
}

TEST_CASE("a hook that fails after an exception of the block carries that along") {
  stm::var<int> v{0};
  events log;
  const auto error = failure_of([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx[v] = 1;
      tx.on_rollback([] { fail("of the hook"); });
      tx.on_rollback([&] { log.push_back("the other hook"); });
      fail("of the block");
    });
  });
  CHECK_FALSE(error.has_committed());
  CHECK(v.load() == 0);
  CHECK(log == events{"the other hook"});
  CHECK(texts_of(error) == events{"of the hook"});
  REQUIRE(error.block_error() != nullptr);
  CHECK(text_of(error.block_error()) == "of the block");
}

TEST_CASE("a hook that fails after a conflict ends the transaction, which has not committed") {
  stm::var<int> v{0};
  int runs = 0;
  const auto error = failure_of([&] {
    stm::atomically([&](stm::transaction& tx) {
      ++runs;
      tx[v] += 1;
      tx.on_rollback([] { fail("of the hook"); });
      support::elsewhere([&] { stm::atomically([&](auto& other) { other[v] = 10; }); });
    });
  });
  CHECK_FALSE(error.has_committed());
  CHECK(error.block_error() == nullptr);
  CHECK(runs == 1);
  CHECK(v.load() == 10);
}

TEST_CASE("a hook that fails before a wait ends the transaction, which does not wait") {
  stm::var<int> v{0};
  const auto error = failure_of([&] {
    stm::atomically([&](stm::transaction& tx) {
      tx.on_rollback([] { fail("of the hook"); });
      tx.check(*tx[v] != 0);
    });
  });
  CHECK_FALSE(error.has_committed());
  CHECK(error.block_error() == nullptr);
}

TEST_CASE("hooks of nested blocks fail with the whole, not with their block") {
  stm::var<int> v{0};
  bool inner_has_thrown = false;
  const auto error = failure_of([&] {
    stm::atomically([&](stm::transaction& tx) {
      try {
        stm::atomically([](stm::transaction& inner) { inner.on_commit([] { fail("inner"); }); });
      } catch (...) {
        inner_has_thrown = true;
      }
      tx[v] = 1;
      tx.on_commit([] { fail("outer"); });
    });
  });
  CHECK_FALSE(inner_has_thrown);
  CHECK(error.has_committed());
  CHECK(texts_of(error) == events{"inner", "outer"});
  CHECK(v.load() == 1);
}

TEST_CASE("a hook's transaction that fails in a hook of its own fails the hook") {
  const auto error = failure_of([] {
    stm::atomically([](stm::transaction& tx) {
      tx.on_commit([] {
        stm::atomically([](stm::transaction& other) { other.on_commit([] { fail("deep"); }); });
      });
    });
  });
  CHECK(error.has_committed());
  REQUIRE(error.failures().size() == 1);
  const auto inner = failure_of([&] { std::rethrow_exception(error.failures().front()); });
  CHECK(texts_of(inner) == events{"deep"});
}

TEST_CASE("the result of a block is lost to a hook that fails, and destroyed") {
  auto watched = std::make_shared<int>(7);
  const auto error = failure_of([&] {
    (void)stm::atomically([&](stm::transaction& tx) {
      tx.on_commit([] { fail("of the hook"); });
      return watched;
    });
  });
  CHECK(error.has_committed());
  CHECK(watched.use_count() == 1);
}

TEST_CASE("after a hook has failed the thread's transactions work as before") {
  stm::var<int> v{0};
  (void)failure_of([&] {
    stm::atomically([&](stm::transaction& tx) { tx.on_commit([] { fail("of the hook"); }); });
  });
  events log;
  stm::atomically([&](stm::transaction& tx) {
    tx[v] += 1;
    tx.on_commit([&] { log.push_back("committed"); });
  });
  CHECK(v.load() == 1);
  CHECK(log == events{"committed"});
}
