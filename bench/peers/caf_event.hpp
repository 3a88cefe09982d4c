// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/bank.hpp>
#include <bench/client.hpp>
#include <bench/flights.hpp>
#include <bench/peers/caf_account.hpp>
#include <bench/peers/caf_scoped.hpp>

#include <caf/all.hpp>

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace bench {

/// The same bank of CAF's actors; its client is an actor too, and waits for nobody.
class caf_event : public caf_scoped {
 public:
  static constexpr bank_facts facts{
      .name = "caf_event",
      .kind = "messages",
      .idea = "the same actors of CAF; a client is an event-based actor too",
      .audits = "NOT atomic: money is in flight between the two requests",
      .composes = "no: each account answers for itself alone",
      .waits = "nobody: answers are messages as well",
      .served = "a worker's of CAF's scheduler, of which there is one a core",
      .atomic_audits = false,
      .most_accounts = 1024,
  };
  using caf_scoped::caf_scoped;

  void keep_in_flight(client& me, auto enough) {
    caf::scoped_actor here{system()};
    const auto flying = system().spawn<customer>(accounts(), me, std::function<bool()>{enough});
    here->wait_for(flying);
  }

 private:
  /// Has its transfers in flight until it is enough, and ends when the last one has landed.
  class customer : public caf::event_based_actor {
   public:
    customer(caf::actor_config& config, const std::vector<caf::actor>& accounts, client& me,
             std::function<bool()> enough)
        : caf::event_based_actor{config},
          accounts_{accounts},
          me_{me},
          enough_{std::move(enough)} {}

    // No behaviour of its own: it lives as long as it waits for an answer.
    caf::behavior make_behavior() override {
      for (std::size_t i = 0; i < flights; ++i) begin();
      return {};
    }

   private:
    void begin() {
      const auto both = me_.draw_pair();
      const int amount = me_.draw_amount();
      request(accounts_[both.first], caf::infinite, caf_account::withdraw::value, amount)
          .then([=, this](bool withdrawn) {
            if (!withdrawn) return landed(both, amount, false);
            request(accounts_[both.second], caf::infinite, caf_account::deposit::value, amount)
                .then([=, this] { landed(both, amount, true); });
          });
    }

    void landed(client::pair both, int amount, bool moved) {
      me_.book_transfer(both, amount, moved);
      ++me_.operations;
      if (!enough_()) begin();
    }

    const std::vector<caf::actor>& accounts_;
    client& me_;
    std::function<bool()> enough_;
  };
};

}  // namespace bench
