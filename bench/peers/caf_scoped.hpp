// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/peers/caf_account.hpp>

#include <caf/all.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bench {

/// A bank of CAF's actors; its clients are threads that ask by a scoped_actor and wait.
class caf_scoped {
 public:
  static constexpr bank_facts facts{
      .name = "caf_scoped",
      .kind = "messages",
      .idea = "a peer: actors of CAF 0.17, asked by a scoped_actor that waits",
      .audits = "NOT atomic: money is in flight between the two requests",
      .composes = "no: each account answers for itself alone",
      .waits = "for the accounts' answers, one after the other",
      .served = "a worker's of CAF's scheduler, of which there is one a core",
      .atomic_audits = false,
      .most_accounts = 1024,
  };

  explicit caf_scoped(std::size_t accounts) {
    while (accounts_.size() < accounts) accounts_.push_back(system_.spawn(caf_account::account));
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!asked<bool>(from, caf_account::withdraw::value, amount)) return false;
    asked<void>(to, caf_account::deposit::value, amount);
    return true;
  }
  void deposit(std::size_t id, int amount) { asked<void>(id, caf_account::deposit::value, amount); }
  int read_pair(std::size_t one, std::size_t other) { return balance(one) + balance(other); }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (std::size_t id = 0; id < accounts_.size(); ++id) total += balance(id);
    return total;
  }
  int balance(std::size_t id) { return asked<int>(id, caf_account::balance::value); }

 protected:
  caf::actor_system& system() { return system_; }
  const std::vector<caf::actor>& accounts() const { return accounts_; }

 private:
  /// CAF as it comes, but with as many workers as there are cores: by itself it has 4 at least.
  struct configuration : caf::actor_system_config {
    configuration() {
      set("scheduler.max-threads", static_cast<std::size_t>(std::thread::hardware_concurrency()));
    }
  };

  template <class Answer, class... Words>
  Answer asked(std::size_t id, const Words&... words) {
    auto request = own_actor()->request(accounts_[id], caf::infinite, words...);
    const auto failed = [](caf::error&) { throw std::runtime_error{"an actor of CAF failed"}; };
    if constexpr (std::is_void_v<Answer>) {
      request.receive([] {}, failed);
    } else {
      Answer answer{};
      request.receive([&](Answer given) { answer = given; }, failed);
      return answer;
    }
  }

  /// The scoped actor of the calling thread, made when it first asks this bank.
  caf::scoped_actor& own_actor() {
    static thread_local struct {
      std::uint64_t bank = 0;
      caf::scoped_actor* self = nullptr;
    } latest;
    if (latest.bank != number_) {
      const std::lock_guard held{mutex_};
      latest = {number_, &clients_.emplace_back(system_)};
    }
    return *latest.self;
  }

  static std::uint64_t next_number() {
    static std::atomic<std::uint64_t> banks{0};
    return banks.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  // Not the bank's address, which the next bank may have again.
  const std::uint64_t number_ = next_number();
  configuration configuration_;
  caf::actor_system system_{configuration_};
  std::vector<caf::actor> accounts_;
  std::mutex mutex_;
  std::deque<caf::scoped_actor> clients_;  // guarded by mutex_
};

}  // namespace bench
