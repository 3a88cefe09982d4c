// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/serving.hpp>
#include <stm/engine/sync.hpp>

namespace actors::runtime {

/// While it lives: a thread that serves actors waits for another actor's answer.
///
/// All edges together are the graph of who waits for whom. The last wait that would close a cycle
/// is refused, so exactly one call of a cycle fails and the others go on; but a wait in the end of
/// an actor, or for one that is destroyed, is let be where the cycle may pass. A thread that serves
/// no actor can be in no cycle; for it this does nothing. An edge whose answer is there is none,
/// though its thread may be slow to wake.
class wait_edge {
 public:
  /// How the wait can end, if not by the answer.
  enum class ends : unsigned char {
    in_time,         // by a deadline
    if_interrupted,  // by stop_now() of who waits
    unsent,          // as the next one, but its message is not there yet, and may be refused
    never
  };
  /// When the wait is refused.
  enum class refused : unsigned char {
    in_a_cycle,
    unless_it_passes,  // in time, or as who waits has been told to stop at once
    only_if_it_lasts   // each of its waits ends by the answer alone
  };

  /// To be made before the message is pushed, which cannot be taken back. Throws call_cycle.
  wait_edge(const served_actor& target, const event& answer, ends how,
            refused when = refused::in_a_cycle);
  ~wait_edge();
  wait_edge(const wait_edge&) = delete;
  wait_edge& operator=(const wait_edge&) = delete;

  /// The message has been pushed. For one that was unsent.
  void sent() noexcept { ends_.store(ends::never, std::memory_order_relaxed); }

 private:
  // A cycle is what the first of its waits is, in this order.
  enum class cycle : unsigned char { none, passing, interruptible, lasting };

  [[nodiscard]] bool add(refused when);
  [[nodiscard]] cycle closes(bool& is_decided) const;
  [[nodiscard]] cycle kind_of_cycle(ends how) const;
  void refuse() const;
  static const wait_edge* from_server_of(const served_actor& actor);

  const serving*
      holder_;  // what the waiting thread serves; null: nothing, and the edge is not in the list
  const served_actor* target_;
  const event* answered_;
  stm::engine::atomic<ends> ends_;
  wait_edge* next_ = nullptr;  // guarded by the mutex of the list
};

}  // namespace actors::runtime
