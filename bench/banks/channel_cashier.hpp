// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/banks/unsynchronised.hpp>

#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <boost/thread/thread.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace bench {

/// One thread owns all accounts and serves a channel of requests, each with its reply channel.
class channel_cashier {
 public:
  static constexpr bank_facts facts{
      .name = "channel_cashier",
      .kind = "messages",
      .idea = "a thread serves a boost::sync_bounded_queue of requests, as one would in Go",
      .audits = "atomic; everybody waits meanwhile",
      .composes = "no: one request an operation, whole only inside the cashier",
      .waits = "for room in the channel and for the reply, two thread switches away",
      .served = "the cashier's own",
  };

  explicit channel_cashier(std::size_t accounts)
      : accounts_{accounts}, cashier_{[this] { serve(); }} {}
  ~channel_cashier() {
    requests_.close();
    cashier_.join();
  }
  channel_cashier(const channel_cashier&) = delete;
  channel_cashier& operator=(const channel_cashier&) = delete;

  bool transfer(std::size_t from, std::size_t to, int amount) {
    return asked({.what = kind::transfer, .one = from, .other = to, .amount = amount}) != 0;
  }
  void deposit(std::size_t id, int amount) {
    asked({.what = kind::deposit, .one = id, .amount = amount});
  }
  int read_pair(std::size_t one, std::size_t other) {
    return static_cast<int>(asked({.what = kind::read_pair, .one = one, .other = other}));
  }
  std::int64_t audit() { return asked({.what = kind::audit}); }
  int balance(std::size_t id) {
    return static_cast<int>(asked({.what = kind::balance, .one = id}));
  }

 private:
  using reply_channel = boost::sync_bounded_queue<std::int64_t>;

  enum class kind { transfer, deposit, read_pair, audit, balance };
  struct request {
    kind what = kind::audit;
    std::size_t one = 0;
    std::size_t other = 0;
    int amount = 0;
    std::shared_ptr<reply_channel> reply = {};
  };

  std::int64_t asked(request question) {
    // One channel a client, used again: its calls wait, so no two replies can meet in it. Shared,
    // as the cashier may still be leaving it when the client has its answer.
    static thread_local const auto reply = std::make_shared<reply_channel>(1);
    question.reply = reply;
    requests_.push_back(std::move(question));
    return reply->pull_front();
  }

  void serve() {
    request next;
    while (requests_.wait_pull_front(next) == boost::queue_op_status::success) {
      next.reply->push_back(answer(next));
    }
  }

  std::int64_t answer(const request& asked_for) {
    switch (asked_for.what) {
      case kind::transfer:
        return accounts_.transfer(asked_for.one, asked_for.other, asked_for.amount);
      case kind::deposit:
        accounts_.deposit(asked_for.one, asked_for.amount);
        return 0;
      case kind::read_pair:
        return accounts_.read_pair(asked_for.one, asked_for.other);
      case kind::balance:
        return accounts_.balance(asked_for.one);
      case kind::audit:
        break;
    }
    return accounts_.audit();
  }

  unsynchronised accounts_;  // touched by cashier_ alone
  boost::sync_bounded_queue<request> requests_{64};
  boost::thread cashier_;
};

}  // namespace bench
