// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/attempt_series.hpp>
#include <stm/engine/commit.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/nested_scope.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/read_transaction.hpp>
#include <stm/transaction.hpp>

#include <functional>
#include <type_traits>

namespace stm::engine {

/// Runs blocks: again until one commits, or as a part of the block that is running already.
struct attempt_loop {
  template <class Result, class Block>
  static Result update(const retry_policy& policy, Block& block) {
    return run<updating, Result>(policy, block);
  }
  template <class Result, class Block>
  static Result read(const retry_policy& policy, Block& block) {
    return run<reading, Result>(policy, block);
  }

  /// Requires a running attempt. If the block throws, its own writes alone are taken back.
  template <class Result, class Block>
  [[gnu::noinline]] static Result join_update(Block& block) {
    if (current->what() == attempt::kind::reading) {
      transaction tx{thread_slot::mine(), static_cast<read_log&>(*current)};
      const nested_scope scope{tx};
      return std::invoke(block, tx);
    }
    auto& tx = static_cast<transaction&>(static_cast<access_log&>(*current));
    const nested_scope scope{tx};
    return std::invoke(block, tx);
  }

  template <class Result, class Block>
  [[gnu::noinline]] static Result join_read(Block& block) {
    read_transaction tx{*current};
    const hook_scope hooks{*current};
    if (current->what() == attempt::kind::reading) return std::invoke(block, tx);
    const access_log::only_looking scope{static_cast<access_log&>(*current)};
    return std::invoke(block, tx);
  }

 private:
  // What an attempt is, by the kind of its transaction; `series` tells what the last ones came to.
  struct updating {
    explicit updating(thread_slot& slot, const attempt_series& series) noexcept : tx{slot} {
      tx.set_block(series.name());
      if (series.has_turn()) [[unlikely]]
        tx.begin_turn();
    }
    [[nodiscard]] bool finish() { return commit(tx); }
    [[nodiscard]] access_log& log() noexcept { return tx; }

    transaction tx;
  };
  struct reading {
    explicit reading(thread_slot& slot, const attempt_series& series) : log_{slot}, tx{log_} {
      const bool records = series.needs_record();
      if (records) [[unlikely]]
        log_.record();
      if (records || series.has_failed_before()) [[unlikely]]
        log_.enter_snapshot();
    }
    [[nodiscard]] bool finish() const { return !log_.has_failed(); }
    [[nodiscard]] read_log& log() noexcept { return log_; }

    read_log log_;
    read_transaction tx;
  };

  template <class Attempt, class Result, class Block>
  static Result run(const retry_policy& policy, Block& block) {
    thread_slot& slot = thread_slot::mine();
    for (attempt_series series{policy, slot};; series.go_on()) {
      Attempt run{slot, series};
      in_charge scope{run.log()};
      try {
        if constexpr (std::is_void_v<Result>) {
          std::invoke(block, run.tx);
          if (run.finish()) [[likely]]
            return succeed(series, slot, scope, run.log());
        } else {
          Result result = std::invoke(block, run.tx);
          if (run.finish()) [[likely]] {
            succeed(series, slot, scope, run.log());
            return result;
          }
        }
      } catch (...) {
        series.caught(run.log());
      }
      series.failed(run.log());
    }
  }

  /// Makes an attempt the thread's own, for its scope. Ends before the attempt is taken down, so
  /// that destructors of values run outside it.
  class in_charge {
   public:
    explicit in_charge(attempt& running) noexcept { current = &running; }
    ~in_charge() { end(); }
    in_charge(const in_charge&) = delete;
    in_charge& operator=(const in_charge&) = delete;

    void end() noexcept { current = nullptr; }
  };

  template <class Log>
  [[gnu::always_inline]] static void succeed(attempt_series& series, thread_slot& slot,
                                             in_charge& scope, Log& log) {
    slot.count(event::commit);
    scope.end();  // What moving the result does, and what hooks do, is no part of the transaction.
    if (log.has_hooks()) [[unlikely]]
      series.committed(log);
  }
};

}  // namespace stm::engine
