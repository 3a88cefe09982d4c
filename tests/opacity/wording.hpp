// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/numbering.hpp>

#include <string>

namespace opacity {

/// How attempts and values are called in what a checker says.
class wording {
 public:
  explicit wording(const numbering& numbers) : numbers_{numbers} {}

  /// "attempt 17 of thread 2, which failed"
  [[nodiscard]] std::string full_name(node n) const {
    return name(n) + (numbers_.attempt_of(n).is_committed ? ", which committed" : ", which failed");
  }
  /// "attempt 17 of thread 2"
  [[nodiscard]] std::string name(node n) const {
    return "attempt " + std::to_string(numbers_.attempt_number(n)) + " of thread " +
           std::to_string(numbers_.thread(n));
  }
  /// "key 3"
  [[nodiscard]] static std::string name_of_key(key k) { return "key " + std::to_string(k); }
  /// "what attempt 17 of thread 2 wrote"
  [[nodiscard]] std::string value(written w) const {
    if (w == initial) return "the initial value";
    if (w == torn) return "a torn value, parts of several";
    const node writer = numbers_.writer(w);
    return writer == no_node ? "a value that nobody wrote" : "what " + name(writer) + " wrote";
  }

 private:
  const numbering& numbers_;
};

}  // namespace opacity
