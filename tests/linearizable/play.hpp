// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tests/linearizable/drawn.hpp>
#include <tests/linearizable/in_orders.hpp>
#include <tests/linearizable/recorder.hpp>

#include <cstddef>
#include <memory>

namespace linearizable {

/// Adds to a scene the threads of a script, which make their operations on one object by
/// object->apply(operation), and the check of what has come of them. `last` is made after them all:
/// it has to fit as well.
template <sequential Model, class Object>
void play(stm::testing::scene& all, judge& strict, const script_of<Model>& script,
          const Model& initial, std::shared_ptr<Object> object,
          const typename Model::operation& last) {
  const auto log = std::make_shared<recorder<Model>>(script.size() + 1);
  for (std::size_t i = 0; i < script.size(); ++i) {
    all.thread([=, own = script[i]] {
      for (const auto& each : own)
        log->record(static_cast<int>(i), each, [&] { return object->apply(each); });
    });
  }
  all.afterwards([=, &strict, end = static_cast<int>(script.size())] {
    log->record(end, last, [&] { return object->apply(last); });
    strict.check(log->history(), initial);
  });
}

}  // namespace linearizable
