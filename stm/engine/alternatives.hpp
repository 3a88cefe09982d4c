// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/nested_scope.hpp>
#include <stm/engine/thread_end.hpp>
#include <stm/read_transaction.hpp>
#include <stm/transaction.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace stm::engine {

/// What or_else() makes of blocks.
template <class... Blocks>
struct alternatives {
  std::tuple<Blocks...> blocks;

  auto operator()(transaction& tx) requires(std::invocable<Blocks&, transaction&>&&...) {
    branch<transaction>::require_going_on(tx);
    return choose<0, std::common_type_t<std::invoke_result_t<Blocks&, transaction&>...>>(tx);
  }
  auto operator()(read_transaction& tx) requires(std::invocable<Blocks&, read_transaction&>&&...) {
    branch<read_transaction>::require_going_on(tx);
    return choose<0, std::common_type_t<std::invoke_result_t<Blocks&, read_transaction&>...>>(tx);
  }

 private:
  /// Something in place of void.
  struct nothing {};

  template <std::size_t I, class Result, class Tx>
  Result choose(Tx& tx) {
    using kept = std::conditional_t<std::is_void_v<Result>, nothing, Result>;
    auto& block = std::get<I>(blocks);
    if constexpr (I + 1 == sizeof...(Blocks)) {
      const branch<Tx> scope{tx};
      return static_cast<Result>(std::invoke(block, tx));
    } else {
      if (std::optional<kept> result = attempt_one<kept>(tx, block)) {
        if constexpr (std::is_void_v<Result>)
          return;
        else
          return *std::move(result);
      }
      return choose<I + 1, Result>(tx);
    }
  }

  /// Nothing: the block waits.
  template <class Kept, class Tx, class Block>
  static std::optional<Kept> attempt_one(Tx& tx, Block& block) {
    branch<Tx> scope{tx};
    std::optional<Kept> result;
    try {
      if constexpr (std::is_same_v<Kept, nothing>) {
        std::invoke(block, tx);
        result.emplace();
      } else {
        result.emplace(std::invoke(block, tx));
      }
    } catch (...) {
      if (!scope.is_waiting()) throw;
      rethrow_what_ends_the_thread();
    }
    // Asked in any case: the block may have swallowed the end that its wait was to be.
    if (!scope.is_waiting()) return result;
    scope.give_way();
    return std::nullopt;
  }

  /// The scope of one block: what it writes is taken back if it waits or throws.
  template <class Tx>
  class branch;
};

template <class... Blocks>
template <class Tx>
class alternatives<Blocks...>::branch {
 public:
  explicit branch(Tx& tx) noexcept : scope_{door::scope_of(tx)}, attempt_{door::attempt_of(tx)} {}

  /// Throws attempt_failed where the block has swallowed the end of its attempt: a wait of before
  /// is not that of an alternative.
  static void require_going_on(Tx& tx) {
    if (door::attempt_of(tx).has_failed()) throw attempt_failed{};
  }
  [[nodiscard]] bool is_waiting() const noexcept {
    return attempt_.is_waiting() && !attempt_.is_doomed();
  }
  void give_way() noexcept {
    scope_.take_back();
    attempt_.wait_no_more();
  }

 private:
  using door = std::conditional_t<std::is_same_v<Tx, transaction>, tx_door, read_door>;

  typename door::scope scope_;
  attempt& attempt_;
};

}  // namespace stm::engine
