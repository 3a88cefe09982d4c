// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bench/callees/crowd.hpp>
#include <bench/callees/function_callee.hpp>
#include <bench/callees/lives.hpp>
#include <bench/callees/mutex_callee.hpp>
#include <bench/callees/pooled_callee.hpp>
#include <bench/callees/running_callee.hpp>
#include <bench/calls.hpp>

namespace bench {

/// A kind of call, and what it is made to.
template <class Workload, class C>
struct called {
  using workload = Workload;
  using to = C;
};

/// A list of all that is measured of single calls.
template <template <class...> class List>
using all_calls =
    List<called<call, mutex_callee>, called<call, pooled_callee>, called<call, running_callee>,
         called<call, running_on_one_core>, called<call_many, crowd>,
         called<async_call, pooled_callee>, called<async_call, running_callee>,
         called<throwing_call, function_callee>, called<throwing_call, pooled_callee>,
         called<tell, pooled_callee>, called<tell, running_callee>,
         called<whole_life, pooled_lives>, called<whole_life, running_lives>>;

}  // namespace bench
