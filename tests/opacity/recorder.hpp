// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/opacity/history.hpp>
#include <tests/opacity/now.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <utility>

namespace opacity {

/// Notes what one thread does, each attempt of each transaction. Belongs to that thread alone.
///
///   log.about_to_begin();
///   stm::atomically([&](stm::transaction& tx) {
///     const recorder::block running{log};
///     ...
///   });
///   log.committed();
class recorder {
 public:
  explicit recorder(std::size_t thread) : thread_{thread} {}

  /// To be called before the library is.
  void about_to_begin() {
    ++transactions_;
    earliest_ = now();
  }
  /// To be called when it has returned: the last attempt has committed.
  void committed() { decide(true); }
  /// To be called if it has thrown: if the last attempt has not failed already, it has now.
  void given_up() {
    if (is_undecided_) decide(false);
  }

  /// A value was read: of another's writing, or of the attempt's own.
  void saw(key at, written value) { note(step::kind::read, at, value); }
  /// Something to write.
  [[nodiscard]] written fresh() {
    return make_written(thread_, done_.attempts.size() - 1, ++writes_);
  }
  /// It is the attempt's value of that variable from now on.
  void wrote(key at, written value) { note(step::kind::write, at, value); }

  /// How many have begun.
  [[nodiscard]] std::size_t transactions() const { return transactions_; }
  [[nodiscard]] thread_history take() { return std::move(done_); }

  /// The scope of one attempt.
  class block {
   public:
    explicit block(recorder& log) : log_{log} { log_.begin(); }
    ~block() { log_.end_block(std::uncaught_exceptions() > unwinding_); }
    block(const block&) = delete;
    block& operator=(const block&) = delete;

   private:
    recorder& log_;
    const int unwinding_ = std::uncaught_exceptions();  // more at the end: the block has thrown
  };

  /// The scope of a block in a block, whose writes are taken back if it throws.
  class inner_block {
   public:
    explicit inner_block(recorder& log) : log_{log}, first_{log.steps_of_attempt()} {}
    ~inner_block() {
      if (std::uncaught_exceptions() > unwinding_) log_.note(step::kind::take_back, 0, first_);
    }
    inner_block(const inner_block&) = delete;
    inner_block& operator=(const inner_block&) = delete;

   private:
    recorder& log_;
    const std::size_t first_;
    const int unwinding_ = std::uncaught_exceptions();
  };

 private:
  void begin() {
    // The one before has failed in its commit. Only that it has come to an end by now is known.
    if (is_undecided_) decide(false);
    writes_ = 0;
    done_.attempts.push_back(
        {earliest_, earliest_, static_cast<std::uint32_t>(done_.steps.size()), false});
  }
  void end_block(bool has_thrown) {
    // Before the next attempt, which may have begun in the library when its block is called; but
    // not before a block that has thrown has come to its end.
    const moment end = now();
    done_.attempts.back().end = end;
    earliest_ = has_thrown ? std::max(now(), end + 1) : end;
    is_undecided_ = !has_thrown;
  }
  void decide(bool has_committed) {
    is_undecided_ = false;
    done_.attempts.back().is_committed = has_committed;
    done_.attempts.back().end = now();
  }
  void note(step::kind what, key at, written value) { done_.steps.push_back({what, at, value}); }
  [[nodiscard]] std::size_t steps_of_attempt() const {
    return done_.steps.size() - done_.attempts.back().first_step;
  }

  const std::size_t thread_;
  thread_history done_;
  moment earliest_ = 0;  // when the next attempt can have begun
  std::size_t transactions_ = 0;
  std::size_t writes_ = 0;     // of the running attempt
  bool is_undecided_ = false;  // the last attempt's block has returned
};

}  // namespace opacity
