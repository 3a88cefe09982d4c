// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/overseer.hpp>

#include <actors/errors.hpp>
#include <actors/runtime/log.hpp>
#include <actors/runtime/prepared_call.hpp>

#include <boost/thread/exceptions.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/thread_only.hpp>

#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>

namespace actors::runtime {
namespace {

/// The last first, as each may use those before it.
void release(std::vector<std::shared_ptr<actor>>& replaced) {
  while (!replaced.empty()) replaced.pop_back();
}

restart_policy checked(restart_policy how) {
  if (how.at_most < 0) {
    throw std::invalid_argument{
        "a restart policy allows 0 restarts or more, not " + std::to_string(how.at_most)};
  }
  if (how.within <= how.within.zero()) {
    throw std::invalid_argument{"a restart policy counts within a time of more than 0 ns, not " +
                                std::to_string(how.within.count()) + " ns"};
  }
  return how;
}

}  // namespace

overseer::overseer(restart_policy how, std::vector<maker> makers) : how_{checked(how)} {
  for (maker& each : makers) children_.push_back({std::move(each), nullptr});
}

overseer::~overseer() {
  const boost::this_thread::disable_interruption undisturbed;  // a child may have to be waited for
  end(0, children_.size(), true);
  while (!children_.empty()) children_.pop_back();
  release(replaced_);
}

void overseer::make_children() {
  // Not by on_stop(), which does not run where stop_now() comes before the first message.
  when_ended([this](const std::exception_ptr&) { end(0, children_.size(), false); });
  make(0, children_.size());
  replaced_.clear();  // nobody
}

void overseer::on_start() {
  if (!children_.empty() && children_.front().life == 0) make_children();
}

std::size_t overseer::restarts() const {
  boost::lock_guard<mutex> lock{mutex_};
  return restarts_;
}

std::shared_ptr<actor> overseer::current(std::size_t which) const {
  boost::lock_guard<mutex> lock{mutex_};
  return children_[which].now;
}

void overseer::child_ended(std::size_t which, std::uint64_t life,
                           const std::exception_ptr& failure) {
  if (children_[which].life != life || !failure) return;
  const std::size_t first = how_.strategy == restart::one_for_all ? 0 : which;
  const std::size_t last = how_.strategy == restart::one_for_one ? which + 1 : children_.size();
  std::exception_ptr cause = failure;
  while (cause) {
    count_restart(*children_[which].now, cause);
    end(first, last, true);
    try {
      make(first, last);
      cause = nullptr;
    } catch (...) {
      cause = std::current_exception();
      // Nobody waits for another try, but for the end.
      if (stopping()) throw;
    }
  }
  // Not before: where a maker has failed, children that are still there may use what is replaced.
  release(replaced_);
}

/// Throws too_many_restarts where one more would be more than the policy allows.
void overseer::count_restart(const actor& failed, const std::exception_ptr& failure) {
  const auto time = now();
  while (!recent_.empty() && time - recent_.front() >= how_.within) recent_.pop_front();
  if (recent_.size() >= static_cast<std::size_t>(how_.at_most))
    throw too_many_restarts{name_of(typeid(failed)), how_.at_most, how_.within, failure};
  recent_.push_back(time);
  boost::lock_guard<mutex> lock{mutex_};
  ++restarts_;
}

/// Waits until a child that was told to stop has ended. Where that may be refused, or wants memory,
/// all the same: those before it have to be ended as well.
void overseer::wait_for_end(actor& child) {
  try {
    child.join();
  } catch (const std::bad_alloc&) {
    child.await_end();
  } catch (const pool_exhausted&) {
    child.await_end();
  }
}

/// At once too where this is to stop at once, or is told so later.
void overseer::tell_to_stop(actor& one, bool at_once) {
  if (!at_once) {
    boost::lock_guard<mutex> lock{mutex_};
    ending_ = &one;
  }
  // Either hurry_end() finds the child, or what precedes it is seen here: the mutex orders the two.
  at_once || stopping_at_once() ? one.stop_now() : one.stop();
}

void overseer::hurry_end() noexcept {
  actor* waited_for = nullptr;
  {
    boost::lock_guard<mutex> lock{mutex_};
    waited_for = ending_;
  }
  // Still there: children of a supervisor that ends are destroyed with it.
  if (waited_for) waited_for->stop_now();
}

/// Ends children of this range, the last first, and waits for that. Throws call_cycle, when all
/// have been told to stop, where one waits for whoever waits for this; std::bad_alloc where there
/// is no memory to tell of it.
void overseer::end(std::size_t first, std::size_t last, bool at_once) {
  std::exception_ptr cycle;
  for (std::size_t i = last; i-- > first;) {
    child& each = children_[i];
    if (!each.now) continue;
    ++each.life;  // it is not to be made anew for that
    tell_to_stop(*each.now, at_once);
    try {
      wait_for_end(*each.now);
    } catch (const call_cycle&) {
      cycle = std::current_exception();
    } catch (const std::bad_alloc&) {
      cycle = std::current_exception();
    }
  }
  if (cycle) std::rethrow_exception(cycle);
}

/// Makes children of this range, the first first; those they replace go to replaced_.
void overseer::make(std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    child& each = children_[i];
    std::shared_ptr<actor> fresh = each.make(*this);
    if (!fresh) throw std::invalid_argument{"a maker of a supervisor has returned no actor"};
    if (const actor& one = *fresh; !one.was_started()) {
      throw std::invalid_argument{"a maker of a supervisor has returned " + name_of(typeid(one)) +
                                  ", which was not started"};
    }
    const std::uint64_t life = ++each.life;
    watch(*fresh, i, life);
    replaced_.push_back(fresh);
    boost::lock_guard<mutex> lock{mutex_};
    replaced_.back().swap(each.now);
  }
}

/// The message that will tell of its end is made now, with all the memory it takes: a child that
/// ends where there is none must not be missed.
void overseer::watch(actor& fresh, std::size_t which, std::uint64_t life) {
  const auto cause = std::make_shared<std::exception_ptr>();
  cause_of_end told = cause;
  fresh.when_ended(
      [news = prepared_call<std::size_t, std::uint64_t, cause_of_end>{ended_, which, life, told},
       cause](const std::exception_ptr& failure) mutable {
        *cause = failure;
        try {
          news.past_limit();
        } catch (const actor_stopped&) {
          // This supervisor ends all its children.
        }
      });
}

}  // namespace actors::runtime
