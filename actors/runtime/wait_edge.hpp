// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/serving.hpp>

namespace actors::runtime {

/// While it lives: a thread that serves actors waits for another actor's answer.
///
/// All edges together are the graph of who waits for whom. The last wait that would close a cycle
/// is refused, so exactly one call of a cycle fails and the others go on. A thread that serves no
/// actor can be in no cycle; for it this does nothing. An edge whose answer is there is none,
/// though its thread may be slow to wake.
class wait_edge {
 public:
  /// To be made before the message is pushed, which cannot be taken back. Throws call_cycle.
  wait_edge(const served_actor& target, const event& answered);
  ~wait_edge();
  wait_edge(const wait_edge&) = delete;
  wait_edge& operator=(const wait_edge&) = delete;

 private:
  void refuse_cycle() const;
  static const wait_edge* from_server_of(const served_actor& actor);

  const serving*
      holder_;  // what the waiting thread serves; null: nothing, and the edge is not in the list
  const served_actor* target_;
  const event* answered_;
  wait_edge* next_ = nullptr;  // guarded by the mutex of the list
};

}  // namespace actors::runtime
