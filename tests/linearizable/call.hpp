// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace linearizable {

/// A point of the one order in which all begins and ends of calls have come.
using moment = std::uint64_t;

/// One operation that a thread has made on a shared object.
template <class Operation, class Result>
struct call {
  static constexpr moment never = std::numeric_limits<moment>::max();

  int thread;
  Operation operation;
  std::optional<Result> result;  // none: it has not returned, so it may have happened or not
  moment invoked;
  moment returned = never;
};

template <class Model>
using call_of = call<typename Model::operation, typename Model::result>;

template <class Model>
using history_of = std::vector<call_of<Model>>;

}  // namespace linearizable
