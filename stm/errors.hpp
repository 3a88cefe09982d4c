// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace stm {

/// Base of every error of this library that a correct program can meet.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Another thread got there first, and nothing was changed: the same work can succeed if it is
/// run again. What stm::retry() waits for.
class conflict : public error {
 public:
  using error::error;
};

/// A checked-out value was changed by another commit since its checkout.
class concurrent_update : public conflict {
 public:
  /// A key that has moved on.
  struct move {
    std::string key;          ///< as text
    std::uint64_t held = 0;   ///< the version that was checked out
    std::uint64_t found = 0;  ///< the version in the store now
  };
  explicit concurrent_update(std::vector<move> moves);

  [[nodiscard]] const std::vector<move>& moves() const noexcept { return *moves_; }

 private:
  std::shared_ptr<const std::vector<move>> moves_;  // shared, so that copying never throws
};

/// Another thread is committing the same keys just now; it is not known whether they will move.
class busy : public conflict {
 public:
  explicit busy(const std::string& key);
};

/// A key without a value was read as if it had one, and its type has no default to stand in.
class missing_value : public error {
 public:
  explicit missing_value(const std::string& key);
};

/// The limits of a retry_policy were reached before the work could be done. Nothing was changed.
class gave_up : public error {
 public:
  [[nodiscard]] int attempts() const noexcept { return attempts_; }
  [[nodiscard]] std::chrono::nanoseconds elapsed() const noexcept { return elapsed_; }
  /// What the last attempt failed of, in words.
  [[nodiscard]] const std::string& last_conflict() const noexcept { return *last_conflict_; }

 protected:
  gave_up(const std::string& limit, int attempts, std::chrono::nanoseconds elapsed,
          std::string last_conflict);

 private:
  int attempts_;
  std::chrono::nanoseconds elapsed_;
  std::shared_ptr<const std::string> last_conflict_;  // shared, so that copying never throws
};

/// All the attempts that retry_policy::max_tries allows have failed.
class max_retries_exceeded : public gave_up {
 public:
  max_retries_exceeded(int attempts, std::chrono::nanoseconds elapsed, std::string last_conflict);
};

/// An attempt has failed after the time of retry_policy::timeout was up.
class retry_timeout_exceeded : public gave_up {
 public:
  retry_timeout_exceeded(std::chrono::nanoseconds timeout, int attempts,
                         std::chrono::nanoseconds elapsed, std::string last_conflict);
};

/// Hooks have thrown (transaction::on_commit, on_rollback). All the others have run as well.
class hook_failed : public error {
 public:
  hook_failed(bool has_committed, std::vector<std::exception_ptr> failures,
              std::exception_ptr block_error);

  /// True: the transaction has taken effect, all the same.
  [[nodiscard]] bool has_committed() const noexcept { return has_committed_; }
  /// What the hooks have thrown, in the order of the hooks; one or more.
  [[nodiscard]] const std::vector<std::exception_ptr>& failures() const noexcept {
    return *failures_;
  }
  /// The exception that has ended the block; null if none has.
  [[nodiscard]] const std::exception_ptr& block_error() const noexcept { return block_error_; }

 private:
  bool has_committed_;
  std::shared_ptr<const std::vector<std::exception_ptr>> failures_;  // so that copying never throws
  std::exception_ptr block_error_;
};

}  // namespace stm
