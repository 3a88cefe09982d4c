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

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "something that is no std::exception";
  }
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

hook_failed::hook_failed(bool has_committed, std::vector<std::exception_ptr> failures,
                         std::exception_ptr block_error)
    : error{std::string{"a hook has thrown after the transaction was "} +
            (has_committed ? "committed: " : "rolled back: ") + text_of(failures.front())},
      has_committed_{has_committed},
      failures_{std::make_shared<const std::vector<std::exception_ptr>>(std::move(failures))},
      block_error_{std::move(block_error)} {}

}  // namespace stm
