// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/wait_edge.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/log.hpp>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>

#include <string>
#include <typeinfo>

namespace actors::runtime {
namespace {

boost::mutex edges_mutex;
constinit wait_edge* edges = nullptr;  // guarded by edges_mutex

}  // namespace

wait_edge::wait_edge(const served_actor& target, const event& answered)
    : holder_{serving::here()}, target_{&target}, answered_{&answered} {
  if (!holder_) return;
  boost::lock_guard<boost::mutex> lock{edges_mutex};
  refuse_cycle();
  next_ = edges;
  edges = this;
}

wait_edge::~wait_edge() {
  if (!holder_) return;
  boost::lock_guard<boost::mutex> lock{edges_mutex};
  wait_edge** link = &edges;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
}

/// The wait of the thread that serves the actor, or null.
const wait_edge* wait_edge::from_server_of(const served_actor& actor) {
  for (const wait_edge* edge = edges; edge; edge = edge->next_) {
    if (serving::contains(edge->holder_, actor)) return edge;
  }
  return nullptr;
}

/// Follows the target to the thread that serves it, to the target that thread waits for, and so on.
void wait_edge::refuse_cycle() const {
  const served_actor* at = target_;
  while (!serving::contains(holder_, *at)) {
    const wait_edge* const onward = from_server_of(*at);
    if (!onward || !onward->answered_->awaited()) return;
    at = onward->target_;
  }
  throw call_cycle{"actors wait for each other: " + names()};
}

/// Names the actors of the cycle. All of them are in a handler that waits, or whose wait is just
/// over and that cannot go on before this ends: none of them is gone.
std::string wait_edge::names() const {
  std::string cycle = name_of(typeid(*target_));
  for (const served_actor* at = target_; !serving::contains(holder_, *at);) {
    at = from_server_of(*at)->target_;
    cycle += " -> " + name_of(typeid(*at));
  }
  return cycle + " -> " + name_of(typeid(*target_));
}

}  // namespace actors::runtime
