// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>

#include <cstddef>
#include <cstdint>

namespace opacity {

/// Histories written by hand.
///
///   script s{2};
///   s.attempt(0, {.begin = 1, .end = 5}).read(x, initial).write(x);
///   s.attempt(1, {.begin = 6, .end = 9, .has_failed = true}).read(x, by(0, 0));
class script {
 public:
  struct terms {
    moment begin, end;
    bool has_failed = false;
  };
  explicit script(std::size_t threads) : all_(threads) {}

  /// The thread's next one; the steps that follow are its own.
  script& attempt(std::size_t thread, terms t) {
    at_ = thread;
    writes_ = 0;
    auto& steps = all_[thread].steps;
    all_[thread].attempts.push_back(
        {t.begin, t.end, static_cast<std::uint32_t>(steps.size()), !t.has_failed});
    return *this;
  }
  script& read(key k, written value) { return add({step::kind::read, k, value}); }
  script& write(key k) {
    const std::size_t own = all_[at_].attempts.size() - 1;
    return add({step::kind::write, k, make_written(at_, own, ++writes_)});
  }
  script& take_back(std::size_t first) { return add({step::kind::take_back, 0, first}); }

  [[nodiscard]] const history& all() const { return all_; }

 private:
  script& add(step s) {
    all_[at_].steps.push_back(s);
    return *this;
  }

  history all_;
  std::size_t at_ = 0;
  std::size_t writes_ = 0;  // of the attempt
};

/// What the attempt has written first, or as its so-manieth write.
constexpr written by(std::size_t thread, std::size_t attempt, std::size_t write = 1) {
  return make_written(thread, attempt, write);
}

}  // namespace opacity
