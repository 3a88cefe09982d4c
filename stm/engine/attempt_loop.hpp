// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/commit.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/retry_budget.hpp>
#include <stm/read_transaction.hpp>
#include <stm/transaction.hpp>

#include <functional>
#include <string>
#include <type_traits>

namespace stm::engine {

/// What an attempt failed of, in words.
[[nodiscard]] std::string describe(const lost_variable& lost);

/// Runs blocks: again until one commits, or as a part of the block that is running already.
struct attempt_loop {
  template <class Result, class Block>
  static Result update(const retry_policy& policy, Block& block) {
    thread_slot& slot = thread_slot::mine();
    lost_variable lost;  // of the last attempt
    for (retry_budget budget{policy};; budget.spend(slot, [&] { return describe(lost); })) {
      transaction tx{slot};
      const in_charge scope{tx};
      try {
        if constexpr (std::is_void_v<Result>) {
          std::invoke(block, tx);
          if (commit(tx)) [[likely]]
            return slot.count_commit();
        } else {
          Result result = std::invoke(block, tx);
          if (commit(tx)) [[likely]] {
            slot.count_commit();
            return result;
          }
        }
      } catch (...) {
        rethrow_unless_doomed(tx, slot);
      }
      slot.count_conflict();
      lost = tx.lost();
    }
  }

  template <class Result, class Block>
  static Result read(Block& block) {
    thread_slot& slot = thread_slot::mine();
    lost_variable lost;  // of the last attempt
    for (retry_budget budget{without_limits};; budget.spend(slot, [&] { return describe(lost); })) {
      read_log log{slot};
      const in_charge scope{log};
      read_transaction tx{log};
      try {
        if constexpr (std::is_void_v<Result>) {
          std::invoke(block, tx);
          if (!log.is_doomed()) [[likely]]
            return slot.count_commit();
        } else {
          Result result = std::invoke(block, tx);
          if (!log.is_doomed()) [[likely]] {
            slot.count_commit();
            return result;
          }
        }
      } catch (...) {
        rethrow_unless_doomed(log, slot);
      }
      slot.count_conflict();
      lost = log.lost();
    }
  }

  /// Requires a running attempt. If the block throws, its own writes alone are taken back.
  template <class Result, class Block>
  [[gnu::noinline]] static Result join_update(Block& block) {
    if (current->what() == attempt::kind::reading) {
      transaction tx{thread_slot::mine(), static_cast<read_log&>(*current)};
      return std::invoke(block, tx);
    }
    auto& tx = static_cast<transaction&>(static_cast<access_log&>(*current));
    const access_log::mark began = tx.begin_nested();
    try {
      if constexpr (std::is_void_v<Result>) {
        std::invoke(block, tx);
        tx.end_nested(began);
      } else {
        Result result = std::invoke(block, tx);
        tx.end_nested(began);
        return result;
      }
    } catch (...) {
      tx.undo_nested(began);
      throw;
    }
  }

  template <class Result, class Block>
  [[gnu::noinline]] static Result join_read(Block& block) {
    read_transaction tx{*current};
    if (current->what() == attempt::kind::reading) return std::invoke(block, tx);
    const access_log::only_looking scope{static_cast<access_log&>(*current)};
    return std::invoke(block, tx);
  }

 private:
  /// Makes an attempt the thread's own, for its scope. Ends before the attempt is taken down, so
  /// that destructors of values run outside it.
  struct in_charge {
    explicit in_charge(attempt& running) noexcept { current = &running; }
    ~in_charge() { current = nullptr; }
    in_charge(const in_charge&) = delete;
    in_charge& operator=(const in_charge&) = delete;
  };

  /// To be called in a handler. An exception out of an attempt that still stands is the block's
  /// own: what it has read was current together, so it is a result like any other.
  [[gnu::cold]] static void rethrow_unless_doomed(const attempt& run, thread_slot& slot) {
    if (run.is_doomed()) return;
    slot.count_exception();
    throw;
  }
};

}  // namespace stm::engine
