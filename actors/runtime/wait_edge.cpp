// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/wait_edge.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/mutex.hpp>

#include <boost/thread/lock_guard.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <typeinfo>

namespace actors::runtime {
namespace {

mutex& edges_mutex() {
  return mutex_of_process<wait_edge>();
}
constinit wait_edge* edges = nullptr;       // guarded by edges_mutex
constinit std::size_t number_of_edges = 0;  // guarded by edges_mutex

}  // namespace

wait_edge::wait_edge(const served_actor& target, const event& answer, ends how, refused when)
    : holder_{serving::here()}, target_{&target}, answered_{&answer}, ends_{how} {
  if (!holder_) return;
  // One that is about to send its message, or to find that it is refused.
  while (!add(when)) stm::engine::yield();
}

/// False: it cannot be told yet whether the wait is to be refused.
bool wait_edge::add(refused when) {
  boost::lock_guard<mutex> lock{edges_mutex()};
  bool is_decided = true;
  const cycle closed = closes(is_decided);
  const bool is_let_be =
      closed == cycle::none || (closed == cycle::passing && when != refused::in_a_cycle) ||
      (closed == cycle::interruptible && when == refused::only_if_it_lasts);
  if (!is_let_be) {
    if (!is_decided && when != refused::in_a_cycle) return false;
    refuse();
  }
  next_ = edges;
  edges = this;
  ++number_of_edges;
  return true;
}

wait_edge::~wait_edge() {
  if (!holder_) return;
  boost::lock_guard<mutex> lock{edges_mutex()};
  wait_edge** link = &edges;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
  --number_of_edges;
}

/// The wait of the thread that serves the actor, or null. A thread may have two edges, of which the
/// inner one is answered already: that one is none.
const wait_edge* wait_edge::from_server_of(const served_actor& actor) {
  for (const wait_edge* edge = edges; edge; edge = edge->next_) {
    if (serving::contains(edge->holder_, actor) && edge->answered_->awaited()) return edge;
  }
  return nullptr;
}

/// Follows the target to the thread that serves it, to the target that thread waits for, and so on.
/// All actors of a cycle are in a handler that waits, or whose wait is just over and that cannot go
/// on before this ends: none of them is gone.
wait_edge::cycle wait_edge::closes(bool& is_decided) const {
  cycle found = cycle::lasting;
  std::size_t steps = 0;
  for (const served_actor* last = target_; !serving::contains(holder_, *last); ++steps) {
    const wait_edge* const onward = from_server_of(*last);
    // More steps than edges: it waits for a cycle that will pass, and is not in it.
    if (!onward || steps == number_of_edges) return cycle::none;
    const ends how = onward->ends_.load(std::memory_order_relaxed);
    if (how == ends::unsent) is_decided = false;
    found = std::min(found, onward->kind_of_cycle(how));
    last = onward->target_;
  }
  return found;
}

wait_edge::cycle wait_edge::kind_of_cycle(ends how) const {
  if (how == ends::in_time) return cycle::passing;
  if (how != ends::if_interrupted) return cycle::lasting;
  // In its end nothing interrupts it; but its message may yet be refused.
  if (holder_->is_ending()) return cycle::interruptible;
  return holder_->self().told_to_stop(true) ? cycle::passing : cycle::interruptible;
}

/// Throws call_cycle, which names the actors of the cycle; returns where one has been answered
/// meanwhile, so that there is none any more.
void wait_edge::refuse() const {
  std::string names;
  std::size_t steps = 0;
  for (const served_actor* each = target_;; ++steps) {
    names += name_of(typeid(*each)) + " -> ";
    if (serving::contains(holder_, *each)) break;
    const wait_edge* const onward = from_server_of(*each);
    if (!onward || steps == number_of_edges) return;
    each = onward->target_;
  }
  throw call_cycle{"actors wait for each other: " + names + name_of(typeid(*target_))};
}

}  // namespace actors::runtime
