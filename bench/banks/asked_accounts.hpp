// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/account_actor.hpp>
#include <bench/client.hpp>
#include <bench/flights.hpp>

#include <actors/actors.hpp>

#include <boost/thread/future.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <tuple>

namespace bench {

/// Accounts that are actors, each in a Holder that the Servers serve.
template <template <class> class Holder, class... Servers>
class asked_accounts {
 public:
  explicit asked_accounts(std::size_t accounts) {
    for (std::size_t id = 0; id < accounts; ++id) {
      std::apply([&](auto&... by) { accounts_.emplace_back(by..., opening_balance); }, servers_);
    }
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    if (!accounts_[from].withdraw(amount)) return false;
    accounts_[to].deposit(amount);
    return true;
  }
  void deposit(std::size_t id, int amount) { accounts_[id].deposit(amount); }
  int read_pair(std::size_t one, std::size_t other) { return balance(one) + balance(other); }
  std::int64_t audit() {
    std::int64_t total = 0;
    for (auto& each : accounts_) total += each.balance();
    return total;
  }
  int balance(std::size_t id) { return accounts_[id].balance(); }

  void keep_in_flight(client& me, auto enough) {
    bench::keep_in_flight<two_calls>(*this, me, enough);
  }

 private:
  /// A transfer whose client does not wait: a withdrawal, and once that is answered a deposit.
  class two_calls {
   public:
    two_calls(asked_accounts& open, client::pair both, int amount)
        : payee_{&open.accounts_[both.second]},
          amount_{amount},
          withdrawn_{open.accounts_[both.first].withdraw.async(amount)} {}

    landing next() {
      if (deposited_.valid()) {
        deposited_.get();
        return landing::moved;
      }
      if (!withdrawn_.get()) return landing::refused;
      deposited_ = payee_->deposit.async(amount_);
      return landing::not_yet;
    }

   private:
    Holder<account_actor>* payee_;
    int amount_;
    boost::future<bool> withdrawn_;
    boost::future<void> deposited_;  // invalid until withdrawn_ is answered
  };

  std::tuple<Servers...> servers_;
  std::deque<Holder<account_actor>> accounts_;
};

}  // namespace bench
