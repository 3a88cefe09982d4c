// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/unsynchronised.hpp>

#include <actors/actors.hpp>

#include <cstddef>
#include <cstdint>

namespace bench {

/// One actor owns all accounts, and every request is a call to it: Kamaelia's cashier.
class cashier_actor {
 public:
  static constexpr bank_facts facts{
      .name = "cashier_actor",
      .kind = "messages",
      .idea = "one actor owns all accounts; every operation is a call to it",
      .audits = "atomic; everybody waits meanwhile",
      .composes = "no: one call an operation, whole only inside the cashier",
      .waits = "for the cashier's answer, two thread switches away",
  };

  explicit cashier_actor(std::size_t accounts) : cashier_{accounts} {}

  bool transfer(std::size_t from, std::size_t to, int amount) {
    return cashier_.transfer(from, to, amount);
  }
  void deposit(std::size_t id, int amount) { cashier_.deposit(id, amount); }
  int read_pair(std::size_t one, std::size_t other) { return cashier_.read_pair(one, other); }
  std::int64_t audit() { return cashier_.audit(); }
  int balance(std::size_t id) { return cashier_.balance(id); }

 private:
  class cashier : public actors::actor {
    unsynchronised accounts_;

   public:
    explicit cashier(std::size_t accounts) : accounts_{accounts} {}

    actors::actor_function<bool(std::size_t, std::size_t, int)> transfer{
        this, [this](std::size_t from, std::size_t to, int amount) {
          return accounts_.transfer(from, to, amount);
        }};
    actors::actor_function<void(std::size_t, int)> deposit{
        this, [this](std::size_t id, int amount) { accounts_.deposit(id, amount); }};
    actors::actor_function<int(std::size_t, std::size_t)> read_pair{
        this,
        [this](std::size_t one, std::size_t other) { return accounts_.read_pair(one, other); }};
    actors::actor_function<std::int64_t()> audit{this, [this] { return accounts_.audit(); }};
    actors::actor_function<int(std::size_t)> balance{
        this, [this](std::size_t id) { return accounts_.balance(id); }};
  };

  actors::running<cashier> cashier_;
};

}  // namespace bench
