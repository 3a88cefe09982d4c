// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/actor_method.hpp>
#include <actors/errors.hpp>
#include <actors/late_bind.hpp>
#include <actors/runtime/mutex.hpp>

#include <boost/thread/lock_guard.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <vector>

namespace actors {

/// An actor with one inlet that leads to many: `running<splitter<std::string>> all;` ...
/// `all.connect(a.input); all.connect(b.input); all.input("to both");`
///
/// Each inlet gets the messages in the order in which the splitter handles them, and a copy of
/// each. One whose actor stops drops out by itself. One whose mailbox is full holds up the splitter
/// until there is room, or misses the message if that mailbox refuses it. A copy that fails ends
/// the splitter, as what any handler throws: the inlets before that one have got the message then.
template <class... Args>
class splitter : public actor {
 public:
  static_assert((std::is_constructible_v<Args, Args&> && ...),
                "each inlet gets a copy of what is sent");

  actor_method<void(Args...)> input{this, [this](Args... args) { send_on(args...); }};

  /// What is handled from now on is sent on to `inlet` too; once, however often that was connected.
  ///
  /// From any thread, at any time, but not from the constructor of the inlet's actor. Throws
  /// actor_stopped if the actor at either end has been told to stop.
  void connect(actor_method<void(Args...)>& inlet) {
    if (this->stopping()) throw actor_stopped{};
    boost::lock_guard<runtime::mutex> lock{mutex_};
    if (const auto known = way_to(inlet)) return known->bind(inlet);
    auto fresh = std::make_shared<outlet>();
    fresh->bind(inlet);
    auto more = bound_ways();
    more->push_back({&inlet, std::move(fresh)});
    ways_ = std::move(more);
  }
  /// Nothing is sent to `inlet` any more once this has returned. What was sent before is handled.
  /// From any thread, at any time.
  void disconnect(actor_method<void(Args...)>& inlet) {
    boost::lock_guard<runtime::mutex> lock{mutex_};
    if (const auto known = way_to(inlet)) known->unbind();
  }
  /// How many inlets it leads to now.
  [[nodiscard]] std::size_t connected() const {
    boost::lock_guard<runtime::mutex> lock{mutex_};
    const auto many = std::ranges::count_if(*ways_, is_bound);
    return static_cast<std::size_t>(many);
  }

 private:
  using outlet = late_bind<void(Args...)>;
  struct way {
    const void* inlet;
    std::shared_ptr<outlet> leads;
  };
  using ways = std::vector<way>;
  static bool is_bound(const way& each) { return each.leads->bound(); }

  /// No lock is held while it sends, so that who connects does not wait for the copies.
  void send_on(Args&... args) {
    const auto now = all_ways();
    bool some_ended = false;
    for (const way& each : *now) {
      try {
        (*each.leads)(args...);
      } catch (const unbound_output&) {
        some_ended = true;
      } catch (const mailbox_full&) {
        // That one misses it; it is no reason why others should.
      }
    }
    if (some_ended) forget_the_ended();
  }
  std::shared_ptr<const ways> all_ways() const {
    boost::lock_guard<runtime::mutex> lock{mutex_};
    return ways_;
  }
  void forget_the_ended() {
    boost::lock_guard<runtime::mutex> lock{mutex_};
    ways_ = bound_ways();
  }

  // Both with the mutex held:
  outlet* way_to(const actor_method<void(Args...)>& inlet) const {
    const auto found = std::ranges::find(*ways_, &inlet, &way::inlet);
    return found == ways_->end() ? nullptr : found->leads.get();
  }
  std::shared_ptr<ways> bound_ways() const {
    auto bound = std::make_shared<ways>();
    std::ranges::copy_if(*ways_, std::back_inserter(*bound), is_bound);
    return bound;
  }

  mutable runtime::mutex mutex_;
  // Guarded by mutex_; replaced, never changed:
  std::shared_ptr<const ways> ways_ = std::make_shared<ways>();
};

}  // namespace actors
