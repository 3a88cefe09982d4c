// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/actor.hpp>
#include <actors/defer_start.hpp>
#include <actors/restart_policy.hpp>
#include <actors/running.hpp>
#include <actors/runtime/overseer.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace actors {

/// An actor that makes other actors, its children, and makes them anew when they fail; see
/// supervise().
///
/// A child has failed when it has ended by a failure, see actor::failure(). One that was told to
/// stop is left as it is, unless it is made anew for the failure of another one. A child that is
/// made anew for that is first stopped at once, the last ones first; a maker that throws then
/// counts as one more failure, and ends a supervisor that has been told to stop.
///
/// Failures that come too often end the supervisor, with too_many_restarts as its own failure. So
/// does what fails in itself, as where there is no memory, and that is its failure then. When it
/// ends, for that or because it is told to, it ends its children in the same way, the last
/// first, and waits for them. Handlers of its children cannot destroy it.
template <class... Children>
class supervisor : public runtime::overseer {
 public:
  template <std::size_t I>
  using child = std::tuple_element_t<I, std::tuple<Children...>>;

  /// One maker for each child. Throws std::invalid_argument where the policy makes no sense.
  template <class... Makers>
  explicit supervisor(restart_policy how, Makers... makers)
      : overseer{how, all_of(how, std::index_sequence_for<Makers...>{}, std::move(makers)...)} {}

  /// The child as it is now: one that has failed, until another one is in its place. From any
  /// thread, at any time; blocks as a mutex does.
  ///
  /// Whoever keeps it keeps the object, but not its life: later calls throw actor_stopped.
  template <std::size_t I>
  [[nodiscard]] std::shared_ptr<child<I>> get() const {
    return std::static_pointer_cast<child<I>>(this->current(I));
  }

 private:
  template <class... Makers, std::size_t... I>
  static std::vector<maker> all_of(const restart_policy& how, std::index_sequence<I...>,
                                   Makers... makers) {
    return {one_of(how, std::make_index_sequence<I>{}, std::move(makers))...};
  }
  template <class Maker, std::size_t... Before>
  static maker one_of(const restart_policy& how, std::index_sequence<Before...>, Maker make) {
    if constexpr (sizeof...(Before) > 0 && std::invocable<Maker&, child<Before>&...>) {
      if (how.strategy == restart::one_for_one) {
        throw std::invalid_argument{
            "a child that is made of those before it cannot outlive them: one_for_one"};
      }
      return [make = std::move(make)](const overseer& of) mutable -> std::shared_ptr<actor> {
        return make(static_cast<child<Before>&>(*of.current(Before))...);
      };
    } else {
      return [make = std::move(make)](const overseer&) mutable -> std::shared_ptr<actor> {
        return make();
      };
    }
  }
};

namespace runtime {

template <class Maker, class... Before>
auto made_by(Maker& make, Before&... before) {
  if constexpr (sizeof...(Before) > 0 && std::invocable<Maker&, Before&...>) {
    return make(before...);
  } else {
    return make();
  }
}

/// The type of the supervisor whose children have these makers, after those that are Made.
template <class Made, class... Makers>
struct supervisor_of;
template <class... Made>
struct supervisor_of<std::tuple<Made...>> {
  using type = supervisor<Made...>;
};
template <class... Made, class Maker, class... More>
struct supervisor_of<std::tuple<Made...>, Maker, More...>
    : supervisor_of<
          std::tuple<Made..., typename decltype(made_by(
                                  std::declval<Maker&>(), std::declval<Made&>()...))::element_type>,
          More...> {};

}  // namespace runtime

/// A running supervisor of the actors that these functions make, one each, in this order:
///
///   auto shop = actors::supervise({.strategy = actors::restart::rest_for_one},
///       [] { return std::make_unique<actors::running<baker>>(); },
///       [](auto& first) { return std::make_unique<actors::running<seller>>(first); });
///   shop->get<1>()->sell(3);
///
/// A maker returns a std::unique_ptr or std::shared_ptr to a started actor, with its holder, and is
/// called again whenever that is to be made anew. It may take the children before its own, where
/// the strategy lets none of them be replaced without it. A supervisor may be a child as well.
///
/// Throws what a maker throws, and std::invalid_argument where the policy makes no sense, or where
/// a maker returns no actor or one that was not started.
template <class... Makers>
[[nodiscard]] auto supervise(restart_policy how, Makers... makers) {
  using made = typename runtime::supervisor_of<std::tuple<>, Makers...>::type;
  auto head = std::make_unique<running<made>>(defer_start, how, std::move(makers)...);
  head->make_children();
  head->start();
  return head;
}

}  // namespace actors
