// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/serving.hpp>
#include <stm/engine/sync.hpp>

namespace actors::runtime {

/// While it lives: a thread that serves actors waits for another actor's answer.
///
/// All edges together are the graph of who waits for whom. The last wait that would close a cycle
/// is refused, so exactly one call of a cycle fails and the others go on. In the end of an actor a
/// wait is refused only if the cycle would last. A thread that serves no
/// actor can be in no cycle; for it this does nothing. An edge whose answer is there is none,
/// though its thread may be slow to wake.
class wait_edge {
 public:
  /// When the wait is refused.
  enum class refused : bool {
    in_a_cycle,
    in_a_cycle_that_lasts  // all of its waits last, so that it is for ever
  };

  /// To be made before the message is pushed, which cannot be taken back. Throws call_cycle.
  wait_edge(const served_actor& target, const event& answered, refused when = refused::in_a_cycle);
  ~wait_edge();
  wait_edge(const wait_edge&) = delete;
  wait_edge& operator=(const wait_edge&) = delete;

  /// From here on nothing but the answer ends the wait: the message has been pushed, and there is
  /// neither a deadline nor an interruption.
  void lasts() noexcept { lasts_.store(true, std::memory_order_relaxed); }

 private:
  enum class cycle : unsigned char { none, passing, lasting };

  [[nodiscard]] cycle closes() const;
  void refuse() const;
  static const wait_edge* from_server_of(const served_actor& actor);

  const serving*
      holder_;  // what the waiting thread serves; null: nothing, and the edge is not in the list
  const served_actor* target_;
  const event* answered_;
  // Relaxed: who sees it too late takes the cycle for one that passes.
  stm::engine::atomic<bool> lasts_{false};
  wait_edge* next_ = nullptr;  // guarded by the mutex of the list
};

}  // namespace actors::runtime
