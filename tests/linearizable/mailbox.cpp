// SPDX-License-Identifier: BSL-1.0
// The word of an actor's mailbox: every operation on it happens at one moment, and what comes out
// is in the order in which it came in. Whoever comes to own it serves it.
#include <actors/runtime/actor_core.hpp>
#include <actors/runtime/mailbox.hpp>
#include <actors/runtime/message.hpp>

#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/in_orders.hpp>
#include <tests/linearizable/mailbox_model.hpp>
#include <tests/linearizable/recorder.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

using namespace linearizable;

namespace {

using kind = mailbox_model::operation::kind;
using actors::runtime::mailbox;

class numbered final : public actors::runtime::message {
 public:
  explicit numbered(int n) : message{kind::tell}, number{n} {}
  void handle(actors::runtime::actor_core&) noexcept override {}
  void stopped() noexcept override {}

  const int number;
};

std::string name_of(mailbox::pushed p) {
  return p == mailbox::pushed::refused ? "refused"
         : p == mailbox::pushed::queued
             ? "queued"
             : "claimed";
}
std::string name_of(mailbox::told t) {
  return t == mailbox::told::before ? "before" : t == mailbox::told::owner ? "owner" : "claimed";
}
std::string name_of(mailbox::taken t) {
  std::string all = t.refusing ? "refusing" : "open";
  for (auto* each = t.oldest; each; each = each->next)
    all += ' ' + std::to_string(static_cast<numbered*>(each)->number);
  return all;
}

/// A mailbox that is idle at first, and what is done with it.
class post_office {
 public:
  explicit post_office(std::size_t threads) : log_{threads} {
    for (int i = 0; i < 16; ++i) messages_.emplace_back(i);
    static_cast<void>(box_.release());
  }

  void make(int thread, const mailbox_model::operation& o) {
    const std::string result = recorded(thread, o);
    if (result == "claimed" || (o.what == kind::claim && result == "yes")) serve(thread);
  }
  [[nodiscard]] history_of<mailbox_model> history() const { return log_.history(); }

 private:
  void serve(int thread) {
    for (;;) {
      const std::string taken = recorded(thread, {kind::take});
      if (taken == "open" && recorded(thread, {kind::release}) == "yes") return;
      if (taken == "refusing" && recorded(thread, {kind::close}) == "yes") return;
    }
  }
  std::string recorded(int thread, const mailbox_model::operation& o) {
    std::string result;
    log_.record(thread, o, [&] { return result = apply(o); });
    return result;
  }
  std::string apply(const mailbox_model::operation& o) {
    const auto yes = [](bool it_is) { return it_is ? "yes" : "no"; };
    switch (o.what) {
      case kind::push:
        return name_of(box_.push(messages_[static_cast<std::size_t>(o.item)]));
      case kind::claim:
        return yes(box_.claim());
      case kind::stop:
        return name_of(box_.stop());
      case kind::stop_now:
        return name_of(box_.stop_now());
      case kind::take:
        return name_of(box_.take());
      case kind::release:
        return yes(box_.release());
      case kind::close:
        break;
    }
    return yes(box_.close());
  }

  std::deque<numbered> messages_;
  mailbox box_;
  recorder<mailbox_model> log_;
};

/// Three threads that mostly push; with an even seed one of them stops the mailbox in the end.
script_of<mailbox_model> draw_mail(std::uint64_t seed) {
  dice luck{seed};
  script_of<mailbox_model> drawn(3);
  int item = 0;
  for (auto& thread : drawn)
    while (thread.size() < 3)
      thread.push_back({luck.one_of({kind::push, kind::push, kind::push, kind::claim}), item++});
  if (seed % 2 == 0) drawn[0].push_back({luck.one_of({kind::stop, kind::stop_now})});
  return drawn;
}

}  // namespace

TEST_CASE("a mailbox has one owner at a time, who gets all messages in the order they came") {
  in_orders(8, [](std::uint64_t seed) {
    return [drawn = draw_mail(seed)](stm::testing::scene& all, judge& strict) {
      const auto office = std::make_shared<post_office>(drawn.size() + 1);
      for (int i = 0; i < 3; ++i)
        all.thread([=, own = drawn[static_cast<std::size_t>(i)]] {
          for (const auto& each : own) office->make(i, each);
        });
      all.afterwards([=, &strict] {
        office->make(3, {kind::stop_now});
        strict.check(office->history(), mailbox_model{});
      });
    };
  });
}
