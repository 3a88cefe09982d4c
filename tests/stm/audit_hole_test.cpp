// SPDX-License-Identifier: BSL-1.0
// Writers that know of the snapshots of a moment ago: what they overwrite or let go of by that
// knowledge must not be what a snapshot opened since sees.
#include <doctest/doctest.h>

#include <stm/atomically.hpp>

#include <tests/support/deadline.hpp>
#include <tests/support/dice.hpp>
#include <tests/support/start_line.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <string>
#include <type_traits>

namespace {

/// Variables that are counted up together, and so many others that who looks at them needs a
/// snapshot.
template <class T>
struct counters {
  explicit counters(int many) {
    for (int i = 0; i < many; ++i) all.emplace_back(T{});
  }
  void count_up() {
    stm::atomically([&](stm::transaction& tx) {
      for (auto& each : all) {
        if constexpr (std::is_same_v<T, std::string>)
          tx[each].edit([](std::string& s) { s = std::to_string(number(s) + 1); });
        else
          ++tx[each];
      }
    });
  }
  /// What all of them are; less than 0 if they differ.
  [[nodiscard]] int audit() {
    return stm::read_only([&](stm::read_transaction& tx) {
      for (auto& each : others) (void)*tx[each];
      const int first = number(*tx[all[0]]);
      for (auto& each : all)
        if (number(*tx[each]) != first) return -1;
      return first;
    });
  }
  static int number(int n) { return n; }
  static int number(const std::string& s) { return s.empty() ? 0 : std::stoi(s); }

  std::deque<stm::var<T>> all;
  std::deque<stm::var<int>> others = std::deque<stm::var<int>>(9);
};

template <class T>
void audit_back_to_back(int auditors, int writers, int many, int audits) {
  CAPTURE(auditors);
  CAPTURE(writers);
  CAPTURE(many);
  const support::deadline limit{"audits back to back"};
  counters<T> counters{many};
  std::atomic<int> unequal{0}, went_back{0}, audits_left{audits}, written{0};
  support::in_threads(auditors + writers, [&](int me) {
    support::dice luck{me};
    if (me >= auditors) {
      int own = 0;
      // No more than the epochs of the small engine last.
      for (; audits_left > 0 && own < 10 * audits; ++own) counters.count_up();
      written += own;
      return;
    }
    // Nothing but the audits: what else happens here would hide the hole.
    int last = 0, own_unequal = 0, own_back = 0;
    while (audits_left.fetch_sub(1) > 0) {
      const int now = counters.audit();
      own_unequal += now < 0;
      own_back += now < last;
      last = now;
    }
    unequal += own_unequal;
    went_back += own_back;
  });
  CHECK(unequal == 0);
  CHECK(went_back == 0);
  CHECK(counters.audit() == written);
}

}  // namespace

TEST_CASE_TEMPLATE("auditors back to back see all counters equal, and never an older state", T, int,
                   std::string) {
  const int audits = support::rounds(5000);
  for (const int many : {1, 2, 20}) {
    audit_back_to_back<T>(1, 1, many, audits);
    audit_back_to_back<T>(2, 1, many, audits);
    audit_back_to_back<T>(2, 2, many, audits);
    audit_back_to_back<T>(3, 3, many, audits);
  }
}
