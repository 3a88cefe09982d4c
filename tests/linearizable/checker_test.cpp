// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tests/linearizable/checker.hpp>
#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/map_model.hpp>
#include <tests/linearizable/queue_model.hpp>
#include <tests/linearizable/report.hpp>

#include <optional>
#include <stdexcept>
#include <string>

using namespace linearizable;

namespace {

constexpr moment never = call<int, int>::never;

/// A history in the making, of a queue for four or of a map.
template <class Model>
struct story {
  history_of<Model> calls;

  story& add(int thread, moment from, moment to, typename Model::operation what,
             std::optional<std::string> result) {
    calls.push_back({thread, std::move(what), std::move(result), from, to});
    return *this;
  }
};

struct of_queue : story<queue_model> {
  using kind = queue_model::operation::kind;
  of_queue& push(int thread, moment from, moment to, int item) {
    return add(thread, from, to, {kind::push, item}, "done"), *this;
  }
  of_queue& pop(int thread, moment from, moment to, const char* item) {
    return add(thread, from, to, {kind::pop}, item), *this;
  }
  [[nodiscard]] bool holds(std::size_t most = 4) const {
    return check(calls, queue_model{most}).is_linearizable;
  }
};

struct of_map : story<map_model> {
  of_map& write(int thread, moment from, moment to, int value) {
    return add(thread, from, to, {map_kind::write, "x", value}, "done"), *this;
  }
  of_map& read(int thread, moment from, moment to, const char* value) {
    return add(thread, from, to, {map_kind::read, "x"}, value), *this;
  }
  [[nodiscard]] bool holds() const { return check(calls, map_model{}).is_linearizable; }
};

}  // namespace

TEST_CASE("no calls, and calls one after another, are linearizable") {
  CHECK(of_queue{}.holds());
  CHECK(of_queue{}.push(0, 1, 2, 7).push(1, 3, 4, 8).pop(0, 5, 6, "7").pop(1, 7, 8, "8").holds());
  CHECK(of_map{}.read(0, 1, 2, "none").write(1, 3, 4, 7).read(0, 5, 6, "7").holds());
}

TEST_CASE("calls that overlap may have happened in any order") {
  for (const char* const first : {"7", "8"}) {
    const std::string second = first == std::string{"7"} ? "8" : "7";
    CHECK(of_queue{}
              .push(0, 1, 4, 7)
              .push(1, 2, 3, 8)
              .pop(0, 5, 6, first)
              .pop(1, 7, 8, second.c_str())
              .holds());
  }
  CHECK(of_map{}.write(0, 1, 4, 7).read(1, 2, 3, "none").holds());
  CHECK(of_map{}.write(0, 1, 4, 7).read(1, 2, 3, "7").holds());
}

TEST_CASE("a stale read is no read of a map") {
  CHECK_FALSE(of_map{}.write(0, 1, 2, 7).read(1, 3, 4, "none").holds());
  CHECK_FALSE(of_map{}.write(0, 1, 2, 7).write(0, 3, 4, 8).read(1, 5, 6, "7").holds());
}

TEST_CASE("who has seen a write has seen it for all who come later") {
  CHECK_FALSE(of_map{}.write(0, 1, 9, 7).read(1, 2, 3, "7").read(2, 4, 5, "none").holds());
  CHECK(of_map{}.write(0, 1, 9, 7).read(1, 2, 5, "7").read(2, 4, 6, "none").holds());
}

TEST_CASE("a queue loses nothing, hands out nothing twice and invents nothing") {
  of_queue lost, twice, invented;
  lost.push(0, 1, 2, 7).push(0, 3, 4, 8).pop(1, 5, 6, "8");
  twice.push(0, 1, 2, 7).pop(0, 3, 5, "7").pop(1, 4, 6, "7");
  invented.push(0, 1, 3, 7).pop(1, 2, 4, "9");
  CHECK_FALSE(lost.holds());
  CHECK_FALSE(twice.holds());
  CHECK_FALSE(invented.holds());
}

TEST_CASE("what was pushed first is popped first") {
  CHECK_FALSE(
      of_queue{}.push(0, 1, 2, 7).push(1, 3, 4, 8).pop(0, 5, 6, "8").pop(1, 7, 8, "7").holds());
  CHECK(of_queue{}.push(0, 1, 2, 7).push(1, 3, 4, 8).pop(0, 5, 8, "8").pop(1, 6, 7, "7").holds());
}

TEST_CASE("nothing has an effect before it begins, or after its end") {
  CHECK_FALSE(of_queue{}.pop(1, 1, 2, "7").push(0, 3, 4, 7).holds());
  CHECK(of_queue{}.pop(1, 1, 4, "7").push(0, 2, 3, 7).holds());
  // Full in between: the second push cannot have ended before the pop began.
  CHECK_FALSE(of_queue{}.push(0, 1, 2, 7).push(0, 3, 4, 8).pop(1, 5, 6, "7").holds(1));
  CHECK(of_queue{}.push(0, 1, 2, 7).push(0, 3, 6, 8).pop(1, 4, 5, "7").holds(1));
}

TEST_CASE("a call that has not returned may have happened, at any time after its begin, or not") {
  const auto with_pending = [](moment begin, const char* popped) {
    of_queue s;
    s.push(0, 3, 4, 8).pop(2, 5, 6, popped);
    s.add(1, begin, never, {queue_model::operation::kind::push, 7}, {});
    return s.holds();
  };
  CHECK(with_pending(1, "7"));
  CHECK(with_pending(1, "8"));
  CHECK_FALSE(with_pending(7, "7"));
  CHECK(with_pending(7, "8"));
  of_queue waits;
  waits.push(0, 1, 2, 7).pop(0, 3, 4, "7");
  waits.add(1, 1, never, {queue_model::operation::kind::pop}, {});
  CHECK(waits.holds());
}

TEST_CASE("what many calls at once come to is looked at once for each set of them") {
  // 12 writes have 479 million orders, and 24576 pairs of those made so far and the last value.
  of_map s;
  for (int i = 0; i < 12; ++i) s.write(i, 1 + static_cast<moment>(i), 100, i);
  of_map good = s;
  CHECK(good.read(12, 101, 102, "0").holds());
  CHECK_FALSE(s.read(12, 101, 102, "12").holds());
}

TEST_CASE("more calls than fit are refused") {
  of_map s;
  for (moment i = 0; i < 65; ++i) s.read(0, 2 * i + 1, 2 * i + 2, "none");
  CHECK_THROWS_AS(static_cast<void>(s.holds()), std::length_error);
  s.calls.pop_back();
  CHECK(s.holds());
}

TEST_CASE("a report shows when the calls were, and how far they can be explained") {
  of_map s;
  s.write(0, 1, 2, 7).read(1, 3, 5, "none");
  s.add(0, 4, never, {map_kind::write, "x", 8}, {});
  const auto found = check(s.calls, map_model{});
  CHECK_FALSE(found.is_linearizable);
  CHECK(report<map_model>(s.calls, found) ==
        "no order of these calls explains their results:\n"
        "  thread 0 ||      x = 7: done\n"
        "  thread 1   |-|   x: none\n"
        "  thread 0    |--  x = 8 has not returned\n"
        "the longest that explains some:\n"
        "  x = 7: done\n"
        "  x = 8 has not returned\n");
}

TEST_CASE("a script in which all may have to wait is known beforehand") {
  using kind = queue_model::operation::kind;
  const queue_model::operation push{kind::push, 1}, pop{kind::pop}, maybe{kind::try_pop};
  const queue_model empty{1};
  CHECK_FALSE(can_get_stuck({{push, pop}, {push, pop}}, empty));
  CHECK(can_get_stuck({{pop, push}, {pop, push}}, empty));
  CHECK_FALSE(can_get_stuck({{push, push}, {pop, pop}}, empty));
  CHECK(can_get_stuck({{push, push, push}, {pop}}, empty));
  CHECK(can_get_stuck({{push}, {maybe}, {pop}}, empty));
}
