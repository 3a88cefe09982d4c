// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/interruptible.hpp>

#include <actors/runtime/mutex.hpp>
#include <actors/runtime/serving.hpp>
#include <actors/runtime/worker.hpp>

#include <boost/thread/exceptions.hpp>
#include <boost/thread/lock_guard.hpp>

#include <optional>

namespace actors::runtime {
namespace {

mutex& sleeps_mutex() {
  return mutex_of_process<interruptible>();
}
constinit interruptible* sleeps = nullptr;  // guarded by sleeps_mutex

const served_actor* served_here() {
  const serving* const here = serving::here();
  return here && !here->is_ending() ? &here->self() : nullptr;
}

}  // namespace

interruptible::interruptible(stm::engine::parker& sleeper, by least)
    : actor_{served_here()}, sleeper_{&sleeper}, least_{least} {
  if (!actor_) return;
  {
    boost::lock_guard<mutex> lock{sleeps_mutex()};
    next_ = sleeps;
    sleeps = this;
  }
  // Either interrupt() finds this in the list, or what precedes it is seen here: the mutex orders
  // the two.
  if (!is_told()) return;
  leave();
  throw boost::thread_interrupted{};
}

interruptible::~interruptible() {
  if (actor_) leave();
}

bool interruptible::is_told() const {
  return actor_->told_to_stop(least_ == by::stop_now);
}

void interruptible::leave() noexcept {
  {
    boost::lock_guard<mutex> lock{sleeps_mutex()};
    interruptible** link = &sleeps;
    while (*link != this) link = &(*link)->next_;
    *link = next_;
  }
  sleeper_->forget_interruption();
}

void interruptible::interrupt(const served_actor& actor, by told) noexcept {
  boost::lock_guard<mutex> lock{sleeps_mutex()};
  for (interruptible* each = sleeps; each; each = each->next_) {
    if (each->actor_ == &actor && (told == by::stop_now || each->least_ == by::stop))
      each->sleeper_->interrupt();
  }
}

namespace {

/// What a handler's thread is while its transaction waits for a change.
struct handler_asleep {
  explicit handler_asleep(stm::engine::parker& sleeper)
      : told_to_stop{sleeper, interruptible::by::stop} {}

  const worker::absence waiting;
  const interruptible told_to_stop;
  const worker::asleep replaced;
};

/// Of every wait of a transaction for a change.
class waiting_transactions final : public stm::engine::sleep_watcher {
 public:
  void before_sleep(stm::engine::parker& sleeper) override { here.emplace(sleeper); }
  void after_sleep() noexcept override { here.reset(); }

 private:
  // A thread is in one sleep at a time.
  static inline thread_local std::optional<handler_asleep> here;
};

constinit waiting_transactions watcher;

}  // namespace

void watch_waiting_transactions() {
  stm::engine::sleep_watcher::watch(watcher);
}

}  // namespace actors::runtime
