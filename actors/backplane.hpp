// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor_method.hpp>
#include <actors/errors.hpp>
#include <actors/runtime/directory.hpp>
#include <actors/runtime/typed_outlet.hpp>
#include <actors/splitter.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace actors {

/// A splitter that is found by its name, so that who publishes and who subscribes need not know of
/// each other: `running<backplane<std::string>> news{"news"};` ... `publish_to("news", a.output);`
/// ... `subscribe_to("news", b.input);`
///
/// All who subscribe get the messages in one order, whoever published them.
template <class... Args>
class backplane : public splitter<Args...> {
 public:
  /// It has the name until it is destroyed. Throws backplane_exists if another one for messages of
  /// this type has it.
  explicit backplane(std::string name) : name_{std::move(name)} {
    if (!all().add(name_, *this)) throw backplane_exists{name_};
  }
  ~backplane() override { all().remove(name_); }

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  static runtime::directory<backplane>& all() {
    return runtime::directory<backplane>::of_the_process();
  }

  const std::string name_;
};

/// What is sent through the outlet goes to the backplane of that name from now on, until that
/// stops; outlet.unbind() ends it. From any thread, at any time.
///
/// Throws unknown_backplane if there is none, actor_stopped if it has been told to stop.
template <class... Args>
void publish_to(std::string_view name, runtime::typed_outlet<Args...>& outlet) {
  auto& all = runtime::directory<backplane<Args...>>::of_the_process();
  if (!all.with(name, [&](auto& plane) { outlet.bind(plane.input); }))
    throw unknown_backplane{name};
}

/// What the backplane of that name handles from now on is sent to the inlet, until either stops.
/// From any thread, at any time.
///
/// Throws unknown_backplane if there is none, actor_stopped if either has been told to stop.
template <class... Args>
void subscribe_to(std::string_view name, actor_method<void(Args...)>& inlet) {
  auto& all = runtime::directory<backplane<Args...>>::of_the_process();
  if (!all.with(name, [&](auto& plane) { plane.connect(inlet); })) throw unknown_backplane{name};
}

/// Once this has returned, nothing of the backplane of that name is sent to the inlet any more. It
/// does no harm if there is none. From any thread, at any time.
template <class... Args>
void unsubscribe_from(std::string_view name, actor_method<void(Args...)>& inlet) {
  auto& all = runtime::directory<backplane<Args...>>::of_the_process();
  all.with(name, [&](auto& plane) { plane.disconnect(inlet); });
}

}  // namespace actors
