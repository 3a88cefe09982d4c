// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_method.hpp>
#include <actors/errors.hpp>
#include <actors/running.hpp>
#include <actors/runtime/directory.hpp>
#include <actors/runtime/typed_outlet.hpp>
#include <actors/splitter.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace actors {

/// A splitter that is found by its name, so that who publishes and who subscribes need not know of
/// each other: `backplane<std::string> news{"news"};` ... `publish_to("news", a.output);` ...
/// `subscribe_to("news", b.input);`
///
/// All who subscribe get the messages in one order, whoever published them. The splitter has a
/// thread of its own, or another holder: `backplane<std::string, pooled> news{"news", pool};`
template <class Message, template <class> class Holder = running>
class backplane {
 public:
  /// It has the name until it is destroyed. Throws backplane_exists if another one for messages of
  /// this type has it, and what the holder's constructor throws.
  template <class... HolderArgs>
  explicit backplane(std::string name, HolderArgs&&... held)
      : name_{std::move(name)}, hub_{std::forward<HolderArgs>(held)...} {
    // Only now, as others may send to an actor no sooner than its holder has made it.
    if (!all().add(name_, hub_)) throw backplane_exists{name_};
  }
  /// Ends as its holder does. Those who publish and those who subscribe may outlive it.
  ~backplane() { all().remove(name_); }
  backplane(const backplane&) = delete;
  backplane& operator=(const backplane&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The actor that sends the messages on: to be stopped and joined, or drained.
  [[nodiscard]] splitter<Message>& hub() { return hub_; }

 private:
  static auto& all() { return runtime::directory<splitter<Message>>::of_the_process(); }

  const std::string name_;
  Holder<splitter<Message>> hub_;
};

/// What is sent through the outlet goes to the backplane of that name from now on, until that
/// stops; outlet.unbind() ends it. From any thread, at any time.
///
/// Throws unknown_backplane if there is none, actor_stopped if it has been told to stop.
template <class Message>
void publish_to(std::string_view name, runtime::typed_outlet<Message>& outlet) {
  auto& all = runtime::directory<splitter<Message>>::of_the_process();
  if (!all.with(name, [&](auto& hub) { outlet.bind(hub.input); })) throw unknown_backplane{name};
}

/// What the backplane of that name handles from now on is sent to the inlet, until either stops.
/// From any thread, at any time, but not from the constructor of the inlet's actor.
///
/// Throws unknown_backplane if there is none, actor_stopped if either has been told to stop.
template <class Message>
void subscribe_to(std::string_view name, actor_method<void(Message)>& inlet) {
  auto& all = runtime::directory<splitter<Message>>::of_the_process();
  if (!all.with(name, [&](auto& hub) { hub.connect(inlet); })) throw unknown_backplane{name};
}

/// Once this has returned, nothing of the backplane of that name is sent to the inlet any more. It
/// does no harm if there is none. From any thread, at any time.
template <class Message>
void unsubscribe_from(std::string_view name, actor_method<void(Message)>& inlet) {
  auto& all = runtime::directory<splitter<Message>>::of_the_process();
  all.with(name, [&](auto& hub) { hub.disconnect(inlet); });
}

}  // namespace actors
