// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace actors::runtime {

/// What a thread is that works for a pool: one that is replaced while it sleeps.
class worker {
 public:
  /// The pool that the calling thread works for; null: none.
  [[nodiscard]] static worker* here() { return own; }
  static void set_here(worker* w) { own = w; }

  /// Throws pool_exhausted where as many workers sleep already as the pool may replace.
  virtual void may_sleep() = 0;
  /// The calling worker is about to sleep: another one takes its place.
  virtual void falls_asleep() noexcept = 0;
  /// It is back at work.
  virtual void wakes_up() noexcept = 0;

  /// While it lives the calling thread may be asleep, if it is a worker.
  class asleep {
   public:
    asleep() : self_{here()} {
      if (self_) self_->falls_asleep();
    }
    ~asleep() {
      if (self_) self_->wakes_up();
    }
    asleep(const asleep&) = delete;
    asleep& operator=(const asleep&) = delete;

   private:
    worker* self_;
  };

  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

 protected:
  worker() = default;
  ~worker() = default;

 private:
  static inline constinit thread_local worker* own = nullptr;
};

/// To be asked before a wait that cannot be taken back.
inline void may_sleep_here() {
  if (worker* const here = worker::here()) here->may_sleep();
}

}  // namespace actors::runtime
