// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/unsynchronised.hpp>
#include <bench/client.hpp>
#include <bench/flights.hpp>

#include <actors/actors.hpp>

#include <boost/thread/future.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>

namespace bench {

/// One actor that owns all accounts, in a Holder that the Servers serve.
template <template <class> class Holder, class... Servers>
class asked_cashier {
 public:
  explicit asked_cashier(std::size_t accounts) {
    std::apply([&](auto&... by) { cashier_.emplace(by..., accounts); }, servers_);
  }

  bool transfer(std::size_t from, std::size_t to, int amount) {
    return cashier_->transfer(from, to, amount);
  }
  void deposit(std::size_t id, int amount) { cashier_->deposit(id, amount); }
  int read_pair(std::size_t one, std::size_t other) { return cashier_->read_pair(one, other); }
  std::int64_t audit() { return cashier_->audit(); }
  int balance(std::size_t id) { return cashier_->balance(id); }

  void keep_in_flight(client& me, auto enough) {
    bench::keep_in_flight<one_call>(*this, me, enough);
  }

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

  /// A transfer whose client does not wait.
  class one_call {
   public:
    one_call(asked_cashier& open, client::pair both, int amount)
        : moved_{open.cashier_->transfer.async(both.first, both.second, amount)} {}

    landing next() { return moved_.get() ? landing::moved : landing::refused; }

   private:
    boost::future<bool> moved_;
  };

  std::tuple<Servers...> servers_;
  std::optional<Holder<cashier>> cashier_;  // always there: it is made once servers_ are
};

}  // namespace bench
