// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/checker.hpp>
#include <tests/opacity/options.hpp>

#include <cstdint>
#include <ctime>
#include <string>
#include <utility>

namespace opacity {

/// What a program says of the histories of one setting.
class report {
 public:
  report(std::string program, const options::setting& s) : program_{std::move(program)}, s_{s} {}

  void begin(std::uint64_t seed);
  void played();
  /// Whether it is opaque; if not, says all that can be said.
  [[nodiscard]] bool checked(const options::setting& part, const verdict& found);
  void end() const;

 private:
  const std::string program_;
  const options::setting s_;
  std::uint64_t seed_ = 0;          // of the last history
  std::uint64_t transactions_ = 0;  // until now
  verdict sum_;                     // of all that were opaque
  // Processor time, which does not depend on what else the machine does.
  std::clock_t since_ = 0;  // the begin of playing, or of checking
  std::clock_t playing_ = 0, checking_ = 0;
};

}  // namespace opacity
