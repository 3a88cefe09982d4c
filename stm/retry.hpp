// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/retry_budget.hpp>
#include <stm/errors.hpp>
#include <stm/retry_policy.hpp>

#include <concepts>
#include <functional>
#include <string>
#include <utility>

namespace stm {

/// Calls `work` again, from the start, for as long as it throws stm::conflict, and returns what
/// it returns. Every other exception ends it.
///
/// Waits between the calls, longer each time and for a random while. Throws what `work` throws,
/// max_retries_exceeded, retry_timeout_exceeded, and std::invalid_argument for a policy that
/// allows no try.
template <std::invocable<> Work>
auto retry(const retry_policy& policy, Work&& work) -> std::invoke_result_t<Work&> {
  for (engine::retry_budget budget{policy};;) {
    try {
      return std::invoke(work);
    } catch (const conflict& last) {
      budget.spend(engine::thread_slot::mine(), [&] { return std::string{last.what()}; });
    }
  }
}

/// retry(work) == retry(retry_policy{}, work)
template <std::invocable<> Work>
auto retry(Work&& work) -> std::invoke_result_t<Work&> {
  return stm::retry(engine::without_limits, work);
}

/// The decorator: retrying(policy, work)(args...) == retry(policy, [&] { return work(args...); })
template <class Work>
[[nodiscard]] auto retrying(const retry_policy& policy, Work work) {
  engine::require_usable(policy);
  return [policy, work = std::move(work)](auto&&... args) mutable -> decltype(auto) {
    return stm::retry(policy, [&]() -> decltype(auto) { return std::invoke(work, args...); });
  };
}

}  // namespace stm
