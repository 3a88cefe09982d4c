// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/event.hpp>
#include <actors/runtime/serving.hpp>
#include <stm/engine/sync.hpp>

namespace actors::runtime {

/// While it lives: a thread that serves actors waits for another actor's answer.
///
/// All edges together are the graph of who waits for whom. The last wait that would close a cycle
/// is refused, so exactly one call of a cycle fails and the others go on; but a wait for the end of
/// an actor that has to come is refused only if the cycle would last. A thread that serves no actor
/// can be in no cycle; for it this does nothing. An edge whose answer is there is none, though its
/// thread may be slow to wake.
class wait_edge {
 public:
  /// How the wait can end.
  enum class ends : unsigned char {
    in_time,  // by a deadline or an interruption, if not by the answer
    unsent,   // as the next one, but its message is not there yet, and may be refused
    answered  // by the answer alone
  };
  /// When the wait is refused.
  enum class refused : bool {
    in_a_cycle,
    in_a_cycle_that_lasts  // none of its waits ends in time
  };

  /// To be made before the message is pushed, which cannot be taken back; in_time or unsent. Throws
  /// call_cycle.
  wait_edge(const served_actor& target, const event& answer, ends how,
            refused when = refused::in_a_cycle);
  ~wait_edge();
  wait_edge(const wait_edge&) = delete;
  wait_edge& operator=(const wait_edge&) = delete;

  /// The message has been pushed. For one that was unsent.
  void sent() noexcept { ends_.store(ends::answered, std::memory_order_relaxed); }

 private:
  enum class cycle : unsigned char { none, passing, undecided, lasting };

  [[nodiscard]] bool add(refused when);
  [[nodiscard]] cycle closes() const;
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
