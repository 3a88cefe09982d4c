// SPDX-License-Identifier: BSL-1.0
#include <stm/errors.hpp>

#include <utility>

namespace stm {
namespace {

std::string text_of(const std::vector<concurrent_update::move>& moves) {
  std::string text = "concurrent update:";
  const char* separator = " ";
  for (const auto& [key, held, found] : moves) {
    text += separator;
    text +=
        key + " held at version " + std::to_string(held) + ", found at " + std::to_string(found);
    separator = "; ";
  }
  return text;
}

std::string text_of(std::chrono::nanoseconds time) {
  using namespace std::chrono;
  if (time < microseconds{10}) return std::to_string(time.count()) + " ns";
  if (time < milliseconds{10}) return std::to_string(time / microseconds{1}) + " us";
  if (time < seconds{10}) return std::to_string(time / milliseconds{1}) + " ms";
  return std::to_string(time / seconds{1}) + " s";
}

}  // namespace

concurrent_update::concurrent_update(std::vector<move> moves)
    : conflict{text_of(moves)},
      moves_{std::make_shared<const std::vector<move>>(std::move(moves))} {}

busy::busy(const std::string& key)
    : conflict{"busy: " + key + " is being committed by another thread"} {}

missing_value::missing_value(const std::string& key) : error{key + " has no value"} {}

gave_up::gave_up(const std::string& limit, int attempts, std::chrono::nanoseconds elapsed,
                 std::string last_conflict)
    : error{"gave up, " + limit + ": " + std::to_string(attempts) + " attempts in " +
            text_of(elapsed) + "; the last failed of " + last_conflict},
      attempts_{attempts},
      elapsed_{elapsed},
      last_conflict_{std::make_shared<const std::string>(std::move(last_conflict))} {}

max_retries_exceeded::max_retries_exceeded(int attempts, std::chrono::nanoseconds elapsed,
                                           std::string last_conflict)
    : gave_up{"max_tries reached", attempts, elapsed, std::move(last_conflict)} {}

retry_timeout_exceeded::retry_timeout_exceeded(
    std::chrono::nanoseconds timeout, int attempts, std::chrono::nanoseconds elapsed,
    std::string last_conflict)
    : gave_up{"timeout of " + text_of(timeout) + " over", attempts, elapsed,
              std::move(last_conflict)} {}

}  // namespace stm
