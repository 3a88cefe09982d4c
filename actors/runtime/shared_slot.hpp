// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/runtime/message.hpp>
#include <stm/engine/sync.hpp>

#include <memory>

namespace actors::runtime {

/// A message on the heap that its sender may stop waiting for. The sender owns it, and once it was
/// sent the actor too.
///
/// queued -> begun by the actor, or given up by the sender: one of them wins, so what was given up
/// is never handled.
class shared_slot : public message {
 public:
  /// True: it is to be handled now. False: it was given up.
  [[nodiscard]] bool begin() { return leave_queued(stage::begun); }
  /// True: it will never be handled. False: its handling has begun.
  bool give_up() { return leave_queued(stage::given_up); }

  /// False: it was begun, or given up.
  [[nodiscard]] bool is_queued() const {
    return stage_.load(std::memory_order_relaxed) == stage::queued;
  }

  /// The actor shall own it too; before it is pushed.
  void share() { owners_.store(2, std::memory_order_relaxed); }
  /// For an owner of a slot that was shared: the other one has let go of it.
  [[nodiscard]] bool has_one_owner() const {
    // Relaxed: drop() sees what the other one did.
    return owners_.load(std::memory_order_relaxed) == 1;
  }
  /// Ends the hold of one owner.
  void drop() noexcept {
    // Release: what this owner did comes before the destruction. Acquire: so does what the other
    // one did.
    if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
  }

 protected:
  using message::message;
  ~shared_slot() = default;

 private:
  enum class stage : unsigned char { queued, begun, given_up };

  virtual void destroy() noexcept = 0;
  bool leave_queued(stage next_stage) {
    auto expected = stage::queued;
    // Relaxed: it says who goes on, and hands over nothing.
    return stage_.compare_exchange(
        expected, next_stage, std::memory_order_relaxed, std::memory_order_relaxed);
  }

  stm::engine::atomic<stage> stage_{stage::queued};
  stm::engine::atomic<unsigned char> owners_{1};
};

struct drop_slot {
  void operator()(shared_slot* slot) const noexcept { slot->drop(); }
};
/// One owner's hold on a slot.
template <class Slot>
using slot_hold = std::unique_ptr<Slot, drop_slot>;

/// Gives the slot up when the scope ends, if it has not begun by then.
class give_up_at_end {
 public:
  explicit give_up_at_end(shared_slot& slot) : slot_{slot} {}
  ~give_up_at_end() { slot_.give_up(); }
  give_up_at_end(const give_up_at_end&) = delete;
  give_up_at_end& operator=(const give_up_at_end&) = delete;

 private:
  shared_slot& slot_;
};

}  // namespace actors::runtime
