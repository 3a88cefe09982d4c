// SPDX-License-Identifier: BSL-1.0
#include <actors/runtime/call_trace.hpp>

#include <actors/runtime/log.hpp>

#include <boost/thread/lock_types.hpp>
#include <boost/thread/shared_mutex.hpp>

#include <algorithm>
#include <vector>

namespace actors {
namespace {

using kind = trace_event::kind;

/// All who observe.
struct audience {
  boost::shared_mutex mutex;
  std::vector<call_observer*> members;  // guarded by mutex

  // Never destroyed: calls may be made after main() has returned.
  static audience& of_the_process() {
    static auto& all = *new audience;
    return all;
  }
};

constinit stm::engine::atomic<std::uint64_t> last_id{0};
constinit thread_local std::uint64_t handled_here = 0;  // the call whose handler runs; 0: none
constinit thread_local bool telling = false;

void announce(kind what, const traced_call& call, traced_call::clock::time_point time,
              const std::exception_ptr& failure = nullptr) noexcept {
  if (telling) return;
  telling = true;
  audience& all = audience::of_the_process();
  {
    const boost::shared_lock<boost::shared_mutex> lock{all.mutex};
    for (call_observer* each : all.members) each->see({what, call, time, failure});
  }
  telling = false;
}

}  // namespace

std::string traced_call::actor_name() const {
  return runtime::name_of(*type);
}

observing::observing(call_observer& observer) : observer_{&observer} {
  audience& all = audience::of_the_process();
  const boost::unique_lock<boost::shared_mutex> lock{all.mutex};
  all.members.push_back(observer_);
  runtime::observers.fetch_add(1, std::memory_order_relaxed);
}

observing::~observing() {
  audience& all = audience::of_the_process();
  const boost::unique_lock<boost::shared_mutex> lock{all.mutex};
  all.members.erase(std::find(all.members.begin(), all.members.end(), observer_));
  runtime::observers.fetch_sub(1, std::memory_order_relaxed);
}

namespace runtime {

bool observes_here() {
  return telling;
}

call_trace::call_trace(const served_actor& to, const void* function) noexcept
    : call_{.id = last_id.fetch_add(1, std::memory_order_relaxed) + 1,
            .parent = handled_here,
            .function = function,
            .actor = dynamic_cast<const void*>(&to),
            .type = &typeid(to),
            .sent = traced_call::clock::now(),
            .begun = {}} {
  announce(kind::sent, call_, call_.sent);
}

call_trace::~call_trace() {
  if (!has_begun_) announce(kind::dropped, call_, traced_call::clock::now());
}

call_trace::handling::handling(call_trace& of) noexcept : of_{of}, outer_{handled_here} {
  handled_here = of.call_.id;
  of.has_begun_ = true;
  of.call_.begun = traced_call::clock::now();
  announce(kind::begun, of.call_, of.call_.begun);
}

call_trace::handling::~handling() {
  if (!failed_) announce(kind::finished, of_.call_, traced_call::clock::now());
  handled_here = outer_;
}

void call_trace::handling::fail(const std::exception_ptr& failure) noexcept {
  failed_ = true;
  announce(kind::failed, of_.call_, traced_call::clock::now(), failure);
}

}  // namespace runtime
}  // namespace actors
