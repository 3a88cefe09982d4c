// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/opacity/checker.hpp>
#include <tests/opacity/script.hpp>

#include <string>

using opacity::by;
using opacity::check;
using opacity::initial;
using opacity::script;

namespace {

constexpr opacity::key x = 0, y = 1, z = 2;

bool tells(const script& s, const std::string& words) {
  const std::string faults = check(s.all()).faults;
  INFO(faults);
  const bool is_told = faults.find(words) != std::string::npos;
  CHECK(is_told);
  return is_told;
}

}  // namespace

TEST_CASE("a history without attempts is opaque") {
  CHECK(check({}).is_opaque());
  CHECK(check(script{3}.all()).is_opaque());
}

TEST_CASE("transactions one after another are opaque") {
  script s{2};
  s.attempt(0, {1, 2}).read(x, initial).write(x).read(y, initial).write(y);
  s.attempt(1, {3, 4}).read(x, by(0, 0, 1)).read(y, by(0, 0, 2)).write(y);
  s.attempt(0, {5, 6}).read(y, by(1, 0)).read(x, by(0, 0, 1));
  const auto result = check(s.all());
  CHECK(result.faults == "");
  CHECK(result.attempts == 3);
  CHECK(result.failed == 0);
  CHECK(result.reads == 6);
}

TEST_CASE("who runs beside a writer may see what was there before it, and after its end too") {
  script s{3};
  s.attempt(0, {1, 9}).read(x, initial).write(x).read(y, initial).write(y);
  s.attempt(1, {2, 12}).read(x, initial).read(y, initial);
  s.attempt(2, {3, 12}).read(x, by(0, 0, 1)).read(y, by(0, 0, 2));
  CHECK(check(s.all()).faults == "");
}

TEST_CASE("what an attempt reads of its own writing is no version of anybody else") {
  script s{2};
  s.attempt(0, {1, 2}).read(x, initial).write(x).read(x, by(0, 0, 1)).write(x);
  s.attempt(1, {3, 4}).read(x, by(0, 0, 2));
  CHECK(check(s.all()).faults == "");
  script wrong{1};
  wrong.attempt(0, {1, 2}).read(x, initial).write(x).read(x, initial);
  CHECK(tells(wrong,
              "own write not seen: attempt 0 of thread 0, which committed, saw at key 0 the "
              "initial value after what attempt 0 of thread 0 wrote"));
}

TEST_CASE("a write that was taken back is gone, and what was read beside it counts") {
  script s{2};
  s.attempt(0, {1, 9}).read(x, initial).write(x);
  s.write(x).write(y).read(x, by(0, 0, 2)).read(z, initial).take_back(2).read(x, by(0, 0, 1));
  s.attempt(1, {10, 11}).read(x, by(0, 0, 1)).read(y, initial);
  CHECK(check(s.all()).faults == "");

  s.attempt(1, {12, 13}).read(y, by(0, 0, 3));
  CHECK(tells(s,
              "dirty read: attempt 1 of thread 1, which committed, saw at key 1 what attempt 0 "
              "of thread 0 wrote, which then replaced it or took it back"));

  // The block that was taken back has read z before, and x after, one and the same transaction.
  script half{2};
  half.attempt(0, {1, 9}).read(z, initial).take_back(0).read(x, by(1, 0, 2));
  half.attempt(1, {2, 8}).read(z, initial).write(z).read(x, initial).write(x);
  CHECK(tells(half, "a cycle of 2 attempts, the shortest there is"));
}

TEST_CASE("a value of a failed attempt is a dirty read, also for one that fails itself") {
  for (const bool has_failed : {false, true}) {
    script s{2};
    s.attempt(0, {1, 5, true}).read(x, initial).write(x);
    s.attempt(1, {2, 6, has_failed}).read(x, by(0, 0));
    CHECK(tells(s, has_failed ? "dirty read: attempt 0 of thread 1, which failed, saw at key 0 "
                                "what attempt 0 of thread 0 wrote, which failed"
                              : "dirty read: attempt 0 of thread 1, which committed, saw"));
  }
}

TEST_CASE("a value of nobody is told from one that was made of several, and from a misplaced one") {
  script s{1};
  s.attempt(0, {1, 2}).read(x, by(0, 7)).read(y, by(5, 0)).read(z, opacity::torn);
  CHECK(tells(s,
              "unknown value: attempt 0 of thread 0, which committed, saw at key 0 a value that "
              "nobody wrote"));
  CHECK(tells(s, "saw at key 1 a value that nobody wrote"));
  CHECK(tells(s, "saw at key 2 a torn value, parts of several"));
  script moved{1};
  moved.attempt(0, {1, 2}).read(x, initial).write(x);
  moved.attempt(0, {3, 4}).read(y, by(0, 0));
  CHECK(tells(moved,
              "misplaced value: attempt 1 of thread 0, which committed, saw at key 1 what "
              "attempt 0 of thread 0 wrote to key 0"));
}

TEST_CASE("two that replace one and the same value have lost an update") {
  script s{2};
  s.attempt(0, {1, 5}).read(x, initial).write(x);
  s.attempt(1, {2, 6}).read(x, initial).write(x);
  CHECK(tells(s,
              "lost update: attempt 0 of thread 0 and attempt 0 of thread 1 both replaced the "
              "initial value at key 0"));
}

TEST_CASE("two values of one variable in one attempt are a non-repeatable read") {
  script s{2};
  s.attempt(0, {1, 5}).read(x, initial).write(x);
  s.attempt(1, {2, 6, true}).read(x, initial).read(x, by(0, 0));
  CHECK(tells(s,
              "non-repeatable read: attempt 0 of thread 1, which failed, saw at key 0 what "
              "attempt 0 of thread 0 wrote after the initial value"));
}

TEST_CASE("two that each replace what the other one has read are a write skew") {
  script s{2};
  s.attempt(0, {1, 5}).read(x, initial).read(y, initial).write(x);
  s.attempt(1, {2, 6}).read(x, initial).read(y, initial).write(y);
  CHECK(check(s.all()).faults ==
        "a cycle of 2 attempts, the shortest there is: each has to come before the next one\n"
        "  attempt 0 of thread 0, which committed\n"
        "      read key 0: the initial value\n"
        "      read key 1: the initial value\n"
        "      wrote key 0\n"
        "    rw: the value that it read at key 1 was replaced by attempt 0 of thread 1\n"
        "  attempt 0 of thread 1, which committed\n"
        "      read key 0: the initial value\n"
        "      read key 1: the initial value\n"
        "      wrote key 1\n"
        "    rw: the value that it read at key 0 was replaced by attempt 0 of thread 0\n");
}

TEST_CASE("an attempt that saw half of a commit is found although it failed") {
  script s{2};
  s.attempt(0, {1, 5}).read(x, initial).write(x).read(y, initial).write(y);
  s.attempt(1, {2, 6, true}).read(x, initial).read(y, by(0, 0, 2));
  CHECK(tells(s, "attempt 0 of thread 1, which failed\n"));
  CHECK(tells(s, "wr: its value at key 1 was read by attempt 0 of thread 1"));
  CHECK(tells(s, "rw: the value that it read at key 0 was replaced by attempt 0 of thread 0"));
}

TEST_CASE("a value that was replaced before the begin is found by real time alone") {
  script s{2};
  s.attempt(0, {1, 5}).read(x, initial).write(x);
  s.attempt(1, {6, 7}).read(x, initial);
  CHECK(tells(s, "real time: it had ended before the begin of attempt 0 of thread 1"));
  CHECK(tells(s, "rw: the value that it read at key 0 was replaced by attempt 0 of thread 0"));
  // Two moments that are equal give no order.
  script close{2};
  close.attempt(0, {1, 6}).read(x, initial).write(x);
  close.attempt(1, {6, 7}).read(x, initial);
  CHECK(check(close.all()).faults == "");
}

TEST_CASE("two readers that disagree about the order of two writers are found") {
  script s{4};
  s.attempt(0, {1, 9}).read(x, initial).write(x);
  s.attempt(1, {1, 9}).read(y, initial).write(y);
  s.attempt(2, {1, 9}).read(x, by(0, 0)).read(y, initial);
  s.attempt(3, {1, 9}).read(x, initial).read(y, by(1, 0));
  CHECK(tells(s, "a cycle of 4 attempts, the shortest there is"));
}

TEST_CASE("of several cycles the shortest is told") {
  script s{3};
  s.attempt(0, {1, 20}).read(x, initial).read(y, initial).write(y);
  s.attempt(1, {1, 20}).read(y, initial).read(z, initial).write(z);
  s.attempt(2, {1, 20}).read(z, initial).read(x, initial).write(x);
  CHECK(tells(s, "a cycle of 3 attempts, the shortest there is"));
  s.attempt(0, {21, 22}).read(x, initial);
  CHECK(tells(s, "a cycle of 2 attempts, the shortest there is"));
}

TEST_CASE("who writes what it has not read cannot be judged") {
  script s{1};
  s.attempt(0, {1, 2}).write(x);
  CHECK(tells(s, "not to be judged: attempt 0 of thread 0, which committed, wrote key 0"));
}
