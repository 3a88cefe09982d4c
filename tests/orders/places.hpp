// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/pooled.hpp>
#include <actors/running.hpp>

namespace orders {

/// An actor and the thread that serves it.
template <class A>
struct on_a_pool {
  actors::pool threads{{.workers = 1, .spares = 8}};
  actors::pooled<A> one{threads};
};
template <class A>
struct on_its_own {
  actors::running<A> one;
};

}  // namespace orders
