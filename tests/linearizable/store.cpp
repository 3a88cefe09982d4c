// SPDX-License-Identifier: BSL-1.0
// A store is a map, and each of its operations, by a block or by a handle, happens at one moment.
#include <stm/stm.hpp>

#include <tests/linearizable/map_model.hpp>
#include <tests/linearizable/play.hpp>
#include <tests/linearizable/store_script.hpp>

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace linearizable;

namespace {

/// The operations of the model on a store of numbers, or of texts that are too large to lie in
/// their variables.
template <class T>
class shared_map {
 public:
  /// With so many handles.
  explicit shared_map(int handles) : handles_(static_cast<std::size_t>(handles)) {}

  std::string apply(const map_operation& o) {
    switch (o.what) {
      case map_kind::read:
        return stm::atomically([&](stm::transaction& tx) {
          return text(*tx[std::as_const(store_.var(o.key))]);
        });
      case map_kind::write:
        stm::atomically([&](stm::transaction& tx) { tx[store_.var(o.key)] = made(o.value); });
        return "done";
      case map_kind::add:
        return add(o);
      case map_kind::exchange:
        return stm::atomically([&](stm::transaction& tx) {
          const std::string before = text(*tx[store_.var(o.key)]);
          tx[store_.var(o.key)] = made(o.value);
          return before;
        });
      case map_kind::swap:
        return stm::atomically([&](stm::transaction& tx) {
          const std::optional<T> one = *tx[store_.var(o.key)], other = *tx[store_.var(o.other)];
          tx[store_.var(o.key)] = other;
          tx[store_.var(o.other)] = one;
          return text(one) + ' ' + text(other);
        });
      case map_kind::erase:
        return store_.erase(o.key) ? "done" : "none";
      case map_kind::contains:
        return store_.contains(o.key) ? "yes" : "no";
      case map_kind::list:
        return list();
      default:
        return by_handle(o);
    }
  }

 private:
  using changeset = typename stm::store<T>::changeset_type;
  struct handle {
    std::optional<typename stm::store<T>::value_type> one;
    std::optional<changeset> two;
  };

  std::string by_handle(const map_operation& o) {
    handle& own = handles_[static_cast<std::size_t>(o.handle)];
    if (o.what == map_kind::check_out) {
      own.one.emplace(store_.checkout(o.key));
      return text(*own.one);
    }
    if (o.what == map_kind::check_out_two) {
      own.two.emplace(store_.checkout(o.key, o.other));
      return text((*own.two)[o.key]) + ' ' + text((*own.two)[o.other]);
    }
    auto& edited = own.two ? (*own.two)[o.key] : *own.one;
    if (o.what == map_kind::commit) {
      edited = *made(o.value);
    } else {
      edited.erase();
    }
    return own.two ? commit(*own.two) : commit(*own.one);
  }

  std::string add(const map_operation& o) {
    std::string after;
    store_.commit({}, {o.key}, [&](changeset& set) {
      auto& one = set[o.key];
      one = *made((one.has_value() ? number(*one) : 0) + o.value);
      after = text(one);
    });
    return after;
  }

  std::string list() {
    std::map<std::string, std::string> sorted;
    for (const auto& [key, value] : store_.to_map()) sorted[key] = text(std::optional{value});
    std::string all;
    for (const auto& [key, value] : sorted) all += key + '=' + value + ' ';
    return all;
  }

  /// One that meets a commit which fails itself is tried again: that is no conflict.
  template <class Handle>
  static std::string commit(Handle& edited) {
    for (;;) {
      try {
        return edited.commit(), "done";
      } catch (const stm::concurrent_update&) {
        return "moved";
      } catch (const stm::busy&) {
        stm::engine::yield();
      }
    }
  }

  static std::optional<T> made(int value) {
    if constexpr (std::is_same_v<T, int>)
      return value;
    else
      return std::string(40, '.') + std::to_string(value);
  }
  static int number(const T& value) {
    if constexpr (std::is_same_v<T, int>)
      return value;
    else
      return std::stoi(value.substr(40));
  }
  static std::string text(const std::optional<T>& value) {
    return value ? std::to_string(number(*value)) : "none";
  }
  static std::string text(const typename stm::store<T>::value_type& value) {
    return value.has_value() ? std::to_string(number(*value)) : "none";
  }

  stm::store<T> store_;
  std::vector<handle> handles_;  // each of one thread
};

template <class T>
void store_in_orders(std::uint64_t seeds, store_script (*draw)(std::uint64_t seed)) {
  in_orders(seeds, [=](std::uint64_t seed) {
    return [drawn = draw(seed)](stm::testing::scene& all, judge& strict) {
      const auto object = std::make_shared<shared_map<T>>(drawn.handles);
      map_model initial;
      for (const auto& each : drawn.before) {
        object->apply(each);
        initial.apply(each);
      }
      play(all, strict, drawn.threads, initial, object, {map_kind::list, ""});
    };
  });
}

}  // namespace

TEST_CASE("a store of numbers is a map, and all that is done with it happens at one moment each") {
  store_in_orders<int>(12, draw_store_script);
}

TEST_CASE("a store of large values is a map, and all done with it happens at one moment each") {
  store_in_orders<std::string>(12, draw_store_script);
}

TEST_CASE("a value is erased by one only of those who erase it at once") {
  store_in_orders<int>(4, draw_erasures);
}
