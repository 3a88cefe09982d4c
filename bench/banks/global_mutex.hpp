// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/unsynchronised.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>

namespace bench {

/// One std::mutex for the whole bank.
class global_mutex {
 public:
  static constexpr bank_facts facts{
      .name = "global_mutex",
      .kind = "locks",
      .idea = "one std::mutex around the whole bank",
      .audits = "atomic; everybody waits meanwhile",
      .composes = "only inside the one lock",
      .waits = "for anybody's operation, on any account",
  };

  explicit global_mutex(std::size_t accounts) : accounts_{accounts} {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    const std::lock_guard held{mutex_};
    return accounts_.transfer(from, to, amount);
  }
  void deposit(std::size_t id, int amount) {
    const std::lock_guard held{mutex_};
    accounts_.deposit(id, amount);
  }
  int read_pair(std::size_t one, std::size_t other) {
    const std::lock_guard held{mutex_};
    return accounts_.read_pair(one, other);
  }
  std::int64_t audit() {
    const std::lock_guard held{mutex_};
    return accounts_.audit();
  }
  int balance(std::size_t id) {
    const std::lock_guard held{mutex_};
    return accounts_.balance(id);
  }

 private:
  alignas(apart) std::mutex mutex_;
  alignas(apart) unsynchronised accounts_;  // guarded by mutex_
};

}  // namespace bench
