// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <stm/stm.hpp>

#include <tests/opacity/recorder.hpp>
#include <tests/support/elsewhere.hpp>

using opacity::attempt;
using opacity::recorder;
using opacity::step;

namespace {

constexpr opacity::key x = 0, y = 1;

struct fixture {
  stm::var<std::uint64_t> vx{0}, vy{0};
  recorder log{7};

  std::uint64_t read(stm::transaction& tx, opacity::key k) {
    const std::uint64_t value = *tx[k == x ? vx : vy];
    log.saw(k, value);
    return value;
  }
  void write(stm::transaction& tx, opacity::key k) {
    const auto value = log.fresh();
    log.wrote(k, value);
    tx[k == x ? vx : vy] = value;
  }
  static void change(stm::var<std::uint64_t>& v) {
    support::elsewhere([&] { stm::atomically([&](stm::transaction& tx) { ++tx[v]; }); });
  }
};

}  // namespace

TEST_CASE("an attempt that fails in its commit is recorded beside the one that commits") {
  fixture f;
  int runs = 0;
  const auto before = opacity::now();
  f.log.about_to_begin();
  stm::atomically([&](stm::transaction& tx) {
    const recorder::block running{f.log};
    f.read(tx, x);
    f.write(tx, y);
    if (runs++ == 0) fixture::change(f.vx);
  });
  f.log.committed();
  const auto after = opacity::now();

  const auto done = f.log.take();
  REQUIRE(done.attempts.size() == 2);
  const attempt& failed = done.attempts[0];
  const attempt& committed = done.attempts[1];
  CHECK_FALSE(failed.is_committed);
  CHECK(committed.is_committed);
  CHECK(before <= failed.begin);
  CHECK(failed.begin < failed.end);
  // The second one may have begun, in the library, as soon as the first one's block had returned.
  CHECK(committed.begin <= failed.end);
  CHECK(failed.end < committed.end);
  CHECK(committed.end <= after);

  REQUIRE(done.steps.size() == 4);
  CHECK(done.end_of_steps(0) == 2);
  CHECK(done.steps[0].value == 0);
  CHECK(done.steps[2].value == 1);
  CHECK(opacity::attempt_of(done.steps[1].value) == 0);
  CHECK(opacity::attempt_of(done.steps[3].value) == 1);
  CHECK(opacity::thread_of(done.steps[3].value) == 7);
  CHECK(f.vy.load() == done.steps[3].value);
}

TEST_CASE("an attempt that fails at a read is recorded with what it has read") {
  fixture f;
  int runs = 0;
  f.log.about_to_begin();
  stm::atomically([&](stm::transaction& tx) {
    const recorder::block running{f.log};
    f.read(tx, x);
    if (runs++ == 0) fixture::change(f.vx);
    f.read(tx, y);
  });
  f.log.committed();

  const auto done = f.log.take();
  REQUIRE(done.attempts.size() == 2);
  CHECK_FALSE(done.attempts[0].is_committed);
  CHECK(done.end_of_steps(0) == 1);
  CHECK(done.attempts[0].end <= done.attempts[1].begin);
}

TEST_CASE("an attempt that ends in an exception has failed") {
  fixture f;
  f.log.about_to_begin();
  try {
    stm::atomically([&](stm::transaction& tx) {
      const recorder::block running{f.log};
      f.read(tx, x);
      throw 1;
    });
    f.log.committed();
  } catch (int) {
    f.log.given_up();
  }
  const auto done = f.log.take();
  REQUIRE(done.attempts.size() == 1);
  CHECK_FALSE(done.attempts[0].is_committed);
}

TEST_CASE("a nested block that throws is recorded as taken back from its first step on") {
  fixture f;
  f.log.about_to_begin();
  stm::atomically([&](stm::transaction& tx) {
    const recorder::block running{f.log};
    f.read(tx, x);
    try {
      stm::atomically([&](stm::transaction& inner) {
        const recorder::inner_block inside{f.log};
        f.write(inner, x);
        throw 1;
      });
    } catch (int) {
    }
    f.read(tx, x);
  });
  f.log.committed();

  const auto done = f.log.take();
  REQUIRE(done.steps.size() == 4);
  CHECK(done.steps[2].what == step::kind::take_back);
  CHECK(done.steps[2].value == 1);
  CHECK(done.steps[3].value == 0);
}

TEST_CASE("later moments are not smaller, whichever thread asks") {
  const auto before = opacity::now();
  opacity::moment between = 0;
  support::elsewhere([&] { between = opacity::now(); });
  CHECK(before <= between);
  CHECK(between <= opacity::now());
}
