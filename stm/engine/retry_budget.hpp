// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/thread_slot.hpp>
#include <stm/retry_policy.hpp>

#include <chrono>
#include <string>

namespace stm::engine {

/// Throws std::invalid_argument that names the limit and its value if the policy allows no try.
void require_usable(const retry_policy& policy);

/// The policy of work that is given none.
inline constexpr retry_policy without_limits;

/// What is left of a retry_policy while work is tried again and again.
class retry_budget {
 public:
  /// The time begins now, if the policy has a limit at all. Throws std::invalid_argument.
  /// The policy must outlive the budget.
  explicit retry_budget(const retry_policy& policy) : policy_{policy} {
    if (is_limited()) [[unlikely]]
      start();
  }

  /// To be called after a failed attempt: waits a little, or throws max_retries_exceeded or
  /// retry_timeout_exceeded. `last_conflict` makes the text of what the attempt failed of.
  template <class LastConflict>
  void spend(thread_slot& slot, const LastConflict& last_conflict) {
    spend_try(last_conflict);
    wait(slot);
  }
  /// The same without the wait.
  template <class LastConflict>
  void spend_try(const LastConflict& last_conflict) {
    if (attempts_ != retry_policy::unlimited) ++attempts_;
    if (is_limited() && is_spent()) throw_spent(last_conflict());
  }
  [[nodiscard]] const char* name() const noexcept { return policy_.name; }
  /// When the time is up; the end of all time if there is no limit.
  [[nodiscard]] std::chrono::steady_clock::time_point deadline() const noexcept;
  [[nodiscard]] bool is_time_up() const;
  /// Throws retry_timeout_exceeded: the time was up in a wait, after a failed try, or after a run
  /// of the block that was none.
  [[noreturn]] void throw_timeout(std::string last_conflict) const;
  [[noreturn]] void throw_timeout_of_run(std::string last_conflict);

 private:
  using steady = std::chrono::steady_clock;

  [[nodiscard]] bool is_limited() const noexcept {
    return policy_.max_tries != retry_policy::unlimited || policy_.timeout != retry_policy::forever;
  }
  void start();
  [[nodiscard]] bool has_no_tries() const noexcept;
  [[nodiscard]] bool is_spent() const;
  [[noreturn]] void throw_spent(std::string last_conflict) const;
  void wait(thread_slot& slot) const;

  const retry_policy& policy_;
  int attempts_ = 0;
  steady::time_point started_;  // meaningful when limited
};

}  // namespace stm::engine
