// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stm/engine/commit.hpp>
#include <stm/engine/current.hpp>
#include <stm/engine/read_log.hpp>
#include <stm/engine/retry_budget.hpp>
#include <stm/read_transaction.hpp>
#include <stm/transaction.hpp>

#include <exception>
#include <functional>
#include <string>
#include <type_traits>

namespace stm::engine {

/// What an attempt failed of, in words.
[[nodiscard]] std::string describe(const lost_variable& lost);

/// To be called in a handler: rethrows what has ended the attempt's block, unless the attempt had
/// failed before. An exception out of an attempt that still stands is the block's own: what it has
/// read was current together, so it is a result like any other.
[[gnu::cold]] void rethrow_unless_doomed(const attempt& run, thread_slot& slot);

/// Runs blocks: again until one commits, or as a part of the block that is running already.
struct attempt_loop {
  template <class Result, class Block>
  static Result update(const retry_policy& policy, Block& block) {
    return run<updating, Result>(policy, block);
  }
  template <class Result, class Block>
  static Result read(Block& block) {
    return run<reading, Result>(without_limits, block);
  }

  /// Requires a running attempt. If the block throws, its own writes alone are taken back.
  template <class Result, class Block>
  [[gnu::noinline]] static Result join_update(Block& block) {
    if (current->what() == attempt::kind::reading) {
      transaction tx{thread_slot::mine(), static_cast<read_log&>(*current)};
      return std::invoke(block, tx);
    }
    auto& tx = static_cast<transaction&>(static_cast<access_log&>(*current));
    const nested_scope scope{tx};
    return std::invoke(block, tx);
  }

  template <class Result, class Block>
  [[gnu::noinline]] static Result join_read(Block& block) {
    read_transaction tx{*current};
    if (current->what() == attempt::kind::reading) return std::invoke(block, tx);
    const access_log::only_looking scope{static_cast<access_log&>(*current)};
    return std::invoke(block, tx);
  }

 private:
  struct updating {
    explicit updating(thread_slot& slot) noexcept : tx{slot} {}
    [[nodiscard]] bool finish() { return commit(tx); }
    [[nodiscard]] attempt& self() noexcept { return tx; }

    transaction tx;
  };
  struct reading {
    explicit reading(thread_slot& slot) noexcept : log{slot}, tx{log} {}
    [[nodiscard]] bool finish() const { return !log.is_doomed(); }
    [[nodiscard]] attempt& self() noexcept { return log; }

    read_log log;
    read_transaction tx;
  };

  template <class Attempt, class Result, class Block>
  static Result run(const retry_policy& policy, Block& block) {
    thread_slot& slot = thread_slot::mine();
    lost_variable lost;  // of the last attempt
    for (retry_budget budget{policy};; budget.spend(slot, [&] { return describe(lost); })) {
      Attempt run{slot};
      in_charge scope{run.self()};
      try {
        if constexpr (std::is_void_v<Result>) {
          std::invoke(block, run.tx);
          if (run.finish()) [[likely]]
            return slot.count_commit();
        } else {
          Result result = std::invoke(block, run.tx);
          if (run.finish()) [[likely]] {
            slot.count_commit();
            scope.end();  // What moving the result does is no part of the transaction.
            return result;
          }
        }
      } catch (...) {
        rethrow_unless_doomed(run.self(), slot);
      }
      slot.count_conflict();
      lost = run.self().lost();
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

  /// A block inside a block: taken back if an exception ends it.
  class nested_scope {
   public:
    explicit nested_scope(access_log& log) noexcept : log_{log}, began_{log.begin_nested()} {}
    ~nested_scope() {
      if (std::uncaught_exceptions() > unwinding_)
        log_.undo_nested(began_);
      else
        log_.end_nested(began_);
    }
    nested_scope(const nested_scope&) = delete;
    nested_scope& operator=(const nested_scope&) = delete;

   private:
    access_log& log_;
    const access_log::mark began_;
    const int unwinding_ = std::uncaught_exceptions();  // more at the end: the block has thrown
  };
};

}  // namespace stm::engine
