// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#ifdef TALLY_SCHEDULE_HOOK
#include <memory>
#endif
#include <utility>

namespace stm::engine {

/// What a thread does at a schedule point, a place where another thread may come in between.
enum class step : unsigned char {
  look,      // it reads what others may change
  change,    // it may change what others read
  give_way,  // it looks again and again, until another thread has changed something
  sleep,     // it sleeps until it is woken
  wake       // it has woken a thread
};

#ifdef TALLY_SCHEDULE_HOOK
/// What a test build calls before every such step of this thread; null: nothing.
using hook = void (*)();
inline constinit thread_local hook schedule_hook = nullptr;
/// The step it is called for.
inline constinit thread_local step coming_step = step::look;

/// A sleep of this thread. The hook may see to it: returns when it may be over, whatever ended it.
struct scheduled_sleep {
  std::chrono::steady_clock::time_point until;
  bool is_over = false;
  bool is_late = false;  // over because the time has come
};
inline constinit thread_local scheduled_sleep coming_sleep{};

/// A thread that a scheduled thread starts, as their schedule knows it. Its part ends with the last
/// of its thread_local objects.
class newcomer {
 public:
  virtual ~newcomer() = default;
  virtual void started() = 0;    // for who starts it: there is such a thread now
  virtual void begin() = 0;      // for itself, first of all: waits until it is chosen
  virtual void await_end() = 0;  // for a scheduled thread that will join it: its part has ended
};
/// What makes one in the schedule of this thread; null: it is in none.
using newcomer_maker = std::shared_ptr<newcomer> (*)();
inline constinit thread_local newcomer_maker expect_newcomer = nullptr;

// A program whose parts are built in two ways is not linked: each part asks for its own library.
extern const char needs_tally_stm_testing;
[[gnu::used]] inline const char* const needed_library = &needs_tally_stm_testing;

inline void schedule_point(step coming) {
  if (!schedule_hook) return;
  coming_step = coming;
  schedule_hook();
}
/// Whether the calling thread has to give way where others would sleep.
inline bool is_scheduled() {
  return schedule_hook;
}

/// While it lives no step of this thread is a schedule point.
class unscheduled {
 public:
  unscheduled() : kept_{std::exchange(schedule_hook, nullptr)} {}
  ~unscheduled() { schedule_hook = kept_; }
  unscheduled(const unscheduled&) = delete;
  unscheduled& operator=(const unscheduled&) = delete;

 private:
  const hook kept_;
};

/// What a thread that the library starts has to do with the schedule of who starts it: it is taken
/// in, and goes on only when it is chosen. Without a schedule, nothing.
class membership {
 public:
  membership() = default;
  /// Of a thread that the calling one is about to start.
  [[nodiscard]] static membership of_newcomer() {
    membership fresh;
    if (expect_newcomer) fresh.of_ = expect_newcomer();
    return fresh;
  }

  /// By the starter, once there is such a thread.
  void started() const {
    if (of_) of_->started();
  }
  /// By the thread itself, first of all.
  void begin() const {
    if (of_) of_->begin();
  }
  /// By who joins it, before.
  void await_end() const {
    if (of_ && is_scheduled()) of_->await_end();
  }

 private:
  std::shared_ptr<newcomer> of_;
};
#else
extern const char needs_tally_stm;
[[gnu::used]] inline const char* const needed_library = &needs_tally_stm;

constexpr void schedule_point(step) noexcept {}
constexpr bool is_scheduled() {
  return false;
}

class membership {
 public:
  static constexpr membership of_newcomer() { return {}; }
  constexpr void started() const {}
  constexpr void begin() const {}
  constexpr void await_end() const {}
};
#endif

/// A std::atomic whose every operation names its memory order and is a schedule point.
template <class T>
class atomic {
 public:
  constexpr atomic() noexcept = default;
  constexpr explicit atomic(T initial) noexcept : value_{initial} {}
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;

  [[nodiscard]] T load(std::memory_order order) const {
    schedule_point(step::look);
    return value_.load(order);
  }
  void store(T desired, std::memory_order order) {
    schedule_point(step::change);
    value_.store(desired, order);
  }
  T exchange(T desired, std::memory_order order) {
    schedule_point(step::change);
    return value_.exchange(desired, order);
  }
  /// Strong: false only when the value differs from `expected`, which then holds it.
  [[nodiscard]] bool compare_exchange(T& expected, T desired, std::memory_order success,
                                      std::memory_order failure) {
    schedule_point(step::change);
    return value_.compare_exchange_strong(expected, desired, success, failure);
  }
  T fetch_add(T by, std::memory_order order) {
    schedule_point(step::change);
    return value_.fetch_add(by, order);
  }
  T fetch_sub(T by, std::memory_order order) {
    schedule_point(step::change);
    return value_.fetch_sub(by, order);
  }
  T fetch_and(T mask, std::memory_order order) {
    schedule_point(step::change);
    return value_.fetch_and(mask, order);
  }
  T fetch_or(T mask, std::memory_order order) {
    schedule_point(step::change);
    return value_.fetch_or(mask, order);
  }
  /// Blocks while the value is `old`, until notify_one() finds it changed.
  void wait(T old, std::memory_order order) const {
    schedule_point(step::look);
    value_.wait(old, order);
  }
  void notify_one() {
    schedule_point(step::look);
    value_.notify_one();
  }

 private:
  std::atomic<T> value_{};
};

/// Tells the processor that this is a spin: one pause, a few tens of cycles at most.
inline void pause() {
  schedule_point(step::give_way);
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm("isb" ::: "memory");
#endif
}

/// Gives the processor to another thread that is ready to run.
void yield();

/// Lets one thread sleep until another one wakes it. Each thread has one.
///
/// The sleeper plans its sleep, makes the parker known to who shall wake it, and parks; each time
/// it is made known is answered by at most one unpark(). Parkers of ended threads are used again
/// and never freed, so an unpark() may come when the thread it woke has ended. What precedes
/// unpark() is visible when the sleep it ends returns.
class parker {
 public:
  enum class sleep : bool {
    untimed,  // ended by unpark() alone; the cheaper one
    timed     // ended by unpark(), by the time, or by an interruption of a boost::thread
  };

  /// The calling thread's parker for one sleep. Where it was made known, the unpark() has to be
  /// taken, or called off, before this ends.
  class hold {
   public:
    /// Throws std::bad_alloc, once a thread.
    explicit hold(sleep planned);
    ~hold();
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;

    [[nodiscard]] parker& operator*() const { return *held_; }
    [[nodiscard]] parker* operator->() const { return held_; }

   private:
    parker* held_;
    bool is_lent_;  // the thread ends, and has given its own one away
  };

  parker(const parker&) = delete;
  parker& operator=(const parker&) = delete;

  /// Sleeps until unparked, however the sleep was planned; no interruption ends it.
  void park();
  /// Sleeps until unparked: true; or until the time has come: false. For a timed sleep.
  ///
  /// An interruption point of Boost.Thread: throws boost::thread_interrupted. After false or an
  /// exception the unpark() may still be on its way; who cannot call it off takes it with park().
  [[nodiscard]] bool park_until(std::chrono::steady_clock::time_point time);
  /// Ends the sleep, which may also begin later. Touches nothing but the parker.
  void unpark();

  /// Ends a timed sleep, the one under way or the next one, by boost::thread_interrupted. The
  /// unpark() may still be on its way then.
  void interrupt();
  /// Takes back an interruption that has met no sleep. For the sleeper, once nobody calls
  /// interrupt() any more.
  void forget_interruption();

 private:
  struct bell;
  struct free_list;
  class lease;

  parker();
  ~parker() = delete;

  atomic<int> token_{0};           // 1: unparked, not yet taken; for an untimed sleep
  bell* bell_;                     // for a timed sleep; lives as long as the parker
  sleep planned_{sleep::untimed};  // set before the parker is made known
  parker* next_free_{nullptr};     // guarded by the mutex of the free list
};

/// Is told when a thread is about to sleep until other threads change something: who has to do with
/// that thread may see to it that the change can come.
///
/// There is one for the process, or none.
class sleep_watcher {
 public:
  /// From now on, and for ever, `all` is told of every sleep.
  static void watch(sleep_watcher& all);

  sleep_watcher(const sleep_watcher&) = delete;
  sleep_watcher& operator=(const sleep_watcher&) = delete;

  /// May throw: the thread does not sleep then, and after_sleep() is not called.
  virtual void before_sleep(parker& sleeper) = 0;
  virtual void after_sleep() noexcept = 0;

  /// One sleep of the calling thread, for the time of its scope.
  class scope {
   public:
    explicit scope(parker& sleeper);
    ~scope();
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;

   private:
    sleep_watcher* told_;
  };

 protected:
  constexpr sleep_watcher() = default;
  ~sleep_watcher() = default;
};

}  // namespace stm::engine
