// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <new>

namespace actors::runtime {

/// What a thread is that works for a pool: one that is replaced while it sleeps.
class worker {
 public:
  /// The pool that the calling thread works for; null: none.
  [[nodiscard]] static worker* here() { return own; }
  static void set_here(worker* w) { own = w; }

  /// While it lives the calling thread may wait, if it is a worker: it is one of those that the
  /// pool may replace. Within another one it does nothing, as a thread sleeps once at a time.
  class absence {
   public:
    /// To be made before a wait that cannot be taken back. Throws pool_exhausted where as many
    /// workers are absent already as the pool may replace.
    absence() : self_{is_absent ? nullptr : here()} {
      if (!self_) return;
      self_->leave();
      is_absent = true;
    }
    /// Of a wait that cannot be refused: there is one absent more, whatever the pool may replace.
    explicit absence(std::nothrow_t) noexcept : self_{is_absent ? nullptr : here()} {
      if (!self_) return;
      self_->leave_at_once();
      is_absent = true;
    }
    ~absence() {
      if (!self_) return;
      is_absent = false;
      self_->come_back();
    }
    absence(const absence&) = delete;
    absence& operator=(const absence&) = delete;

   private:
    static inline constinit thread_local bool is_absent = false;

    worker* self_;  // null: not a worker's, or within another one
  };

  /// While it lives the calling thread may be asleep, if it is a worker; within an absence.
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
  // Of the calling worker, see absence.
  virtual void leave() = 0;
  virtual void leave_at_once() noexcept = 0;
  virtual void come_back() noexcept = 0;
  /// It is about to sleep: another one takes its place.
  virtual void falls_asleep() noexcept = 0;
  /// It is back at work.
  virtual void wakes_up() noexcept = 0;

  static inline constinit thread_local worker* own = nullptr;
};

}  // namespace actors::runtime
