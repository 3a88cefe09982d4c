// SPDX-License-Identifier: BSL-1.0
#include <stm/engine/backoff.hpp>
#include <stm/engine/retry_budget.hpp>
#include <stm/errors.hpp>

#include <stdexcept>
#include <utility>

namespace stm::engine {

void require_usable(const retry_policy& policy) {
  if (policy.max_tries < 1)
    throw std::invalid_argument{
        "retry_policy: max_tries must be 1 or more, not " + std::to_string(policy.max_tries)};
  if (policy.timeout < std::chrono::nanoseconds::zero())
    throw std::invalid_argument{"retry_policy: timeout must not be negative, as " +
                                std::to_string(policy.timeout.count()) + " ns is"};
}

void retry_budget::start() {
  require_usable(policy_);
  started_ = steady::now();
}

bool retry_budget::has_no_tries() const noexcept {
  return policy_.max_tries != retry_policy::unlimited && attempts_ >= policy_.max_tries;
}

bool retry_budget::is_spent() const {
  return has_no_tries() || is_time_up();
}

bool retry_budget::is_time_up() const {
  // Elapsed time against the limit, not a deadline: that sum could overflow.
  return policy_.timeout != retry_policy::forever && steady::now() - started_ >= policy_.timeout;
}

retry_budget::steady::time_point retry_budget::deadline() const noexcept {
  // Not a plain sum: that could overflow.
  if (policy_.timeout >= steady::time_point::max() - steady::now())
    return steady::time_point::max();
  return started_ + policy_.timeout;
}

void retry_budget::throw_spent(std::string last_conflict) const {
  const auto elapsed = steady::now() - started_;
  if (has_no_tries()) throw max_retries_exceeded{attempts_, elapsed, std::move(last_conflict)};
  throw_timeout(std::move(last_conflict));
}

void retry_budget::throw_timeout_of_run(std::string last_conflict) {
  if (attempts_ != retry_policy::unlimited) ++attempts_;
  throw_timeout(std::move(last_conflict));
}

void retry_budget::throw_timeout(std::string last_conflict) const {
  throw retry_timeout_exceeded{
      policy_.timeout, attempts_, steady::now() - started_, std::move(last_conflict)};
}

void retry_budget::wait(thread_slot& slot) const {
  back_off(slot, static_cast<std::uint64_t>(attempts_ - 1));
}

}  // namespace stm::engine
