// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/wait_edge.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/mutex.hpp>

#include <boost/thread/lock_guard.hpp>

#include <string>
#include <typeinfo>

namespace actors::runtime {
namespace {

mutex edges_mutex;
constinit wait_edge* edges = nullptr;  // guarded by edges_mutex

}  // namespace

wait_edge::wait_edge(const served_actor& target, const event& answered)
    : holder_{serving::here()}, target_{&target}, answered_{&answered} {
  if (!holder_) return;
  boost::lock_guard<mutex> lock{edges_mutex};
  refuse_cycle();
  next_ = edges;
  edges = this;
}

wait_edge::~wait_edge() {
  if (!holder_) return;
  boost::lock_guard<mutex> lock{edges_mutex};
  wait_edge** link = &edges;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
}

/// The wait of the thread that serves the actor, or null. A thread may have two edges, of which the
/// inner one is answered already: that one is none.
const wait_edge* wait_edge::from_server_of(const served_actor& actor) {
  for (const wait_edge* edge = edges; edge; edge = edge->next_) {
    if (serving::contains(edge->holder_, actor) && edge->answered_->awaited()) return edge;
  }
  return nullptr;
}

/// Follows the target to the thread that serves it, to the target that thread waits for, and so on,
/// and names them on the way. All actors of a cycle are in a handler that waits, or whose wait is
/// just over and that cannot go on before this ends: none of them is gone.
void wait_edge::refuse_cycle() const {
  const served_actor* last = target_;
  while (!serving::contains(holder_, *last)) {
    const wait_edge* const onward = from_server_of(*last);
    if (!onward) return;
    last = onward->target_;
  }
  // Only for what it says memory is needed.
  std::string cycle;
  for (const served_actor* each = target_;;) {
    cycle += name_of(typeid(*each)) + " -> ";
    if (each == last) break;
    const wait_edge* const onward = from_server_of(*each);
    if (!onward) return;  // answered meanwhile: there is no cycle any more
    each = onward->target_;
  }
  throw call_cycle{"actors wait for each other: " + cycle + name_of(typeid(*target_))};
}

}  // namespace actors::runtime
