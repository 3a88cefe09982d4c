// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/options.hpp>
#include <actors/runtime/event.hpp>
#include <actors/runtime/executor.hpp>
#include <actors/runtime/run_queue.hpp>
#include <actors/runtime/short_lock.hpp>
#include <actors/runtime/system_thread.hpp>
#include <actors/runtime/worker.hpp>
#include <stm/engine/sync.hpp>

#include <boost/thread/lock_types.hpp>

#include <deque>

namespace actors::runtime {

/// The threads of a pool, and the actors that wait for one.
///
/// Each worker is at work, asleep because there is nothing to do, or blocked in a handler. At most
/// as many as the pool is wide are at work, but for one that has just been blocked: it goes on at
/// once, and another one sleeps after its turn. One that has nothing to do looks around a little
/// before it sleeps. As long as one does, or has been woken and is still on its way, nobody else is
/// woken: it wakes the next one itself if it finds more than it can do.
class worker_pool final : public executor, private worker {
 public:
  worker_pool(int width, int spares);
  ~worker_pool();

  /// Counts one actor more, with such a mailbox. Throws std::invalid_argument for a limit of 0.
  [[nodiscard]] executor& executor_for(const options& how);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int threads() const;

  // For its actors.
  void start(actor_core& owned) override;
  void ready(actor_core& owned) noexcept override;
  [[nodiscard]] bool works_here() const noexcept override { return worker::here() == this; }
  void let_go() noexcept override;
  void wake_at(actor_core& resting, clock::time_point time) override;
  void cancel_wake_up(actor_core& resting) noexcept override;

 private:
  struct thread {
    system_thread handle;
    event given;             // signalled by who has made it active again
    thread* next = nullptr;  // guarded by lock_; below it in the stack of those asleep
  };

  // Of the calling worker.
  void leave() override;
  void leave_at_once() noexcept override;
  void come_back() noexcept override;
  void falls_asleep() noexcept override;
  void wakes_up() noexcept override;

  void work(thread& self);
  void run_ready(boost::unique_lock<short_lock>& lock);
  void look_around(boost::unique_lock<short_lock>& lock);
  void sleep(thread& self, boost::unique_lock<short_lock>& lock);
  actor_core* pop() noexcept;
  void count_queued(int more) noexcept;
  void make_room(long actors);
  [[nodiscard]] stm::engine::parker* one_more() noexcept;
  bool start_thread() noexcept;

  const int width_;
  const int spares_;
  std::deque<thread> threads_;           // guarded by lock_
  stm::engine::atomic<long> actors_{0};  // how many there are
  stm::engine::atomic<long> room_{0};    // so many may wait; written under lock_

  // One cache line, for whoever brings an actor and whoever takes one.
  alignas(64) mutable short_lock lock_;
  bool closing_ = false;                // guarded by lock_
  int active_ = 0;                      // guarded by lock_; at work or looking around
  int looking_ = 0;                     // guarded by lock_; of these, looking around or just woken
  int absent_ = 0;                      // guarded by lock_; see worker::absence
  stm::engine::atomic<int> queued_{0};  // how many actors wait; written under lock_
  thread* asleep_ = nullptr;            // guarded by lock_
  run_queue ready_;                     // guarded by lock_; actors with something to do
};

}  // namespace actors::runtime
