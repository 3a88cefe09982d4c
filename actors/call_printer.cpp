// SPDX-License-Identifier: BSL-1.0
#include <actors/call_printer.hpp>

#include <actors/runtime/log.hpp>

#include <boost/thread/lock_guard.hpp>

#include <chrono>
#include <iomanip>
#include <ostream>
#include <string_view>

namespace actors {
namespace {

using kind = trace_event::kind;

std::string_view word_for(kind what) {
  switch (what) {
    case kind::sent:
      return "sent";
    case kind::begun:
      return "begun";
    case kind::finished:
      return "finished";
    case kind::failed:
      return "failed";
    case kind::dropped:
      return "dropped";
  }
  return "";
}

std::int64_t microseconds(traced_call::clock::duration time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

}  // namespace

call_printer::call_printer(std::ostream& to) : to_{to} {}

void call_printer::name_place(const std::type_info& type, place where, std::string called) {
  boost::lock_guard<boost::mutex> lock{mutex_};
  names_[{runtime::name_of(type), where}] = std::move(called);
}

std::string call_printer::function_of(const traced_call& call) const {
  std::string actor = call.actor_name();
  const place where = place_in(call.actor, call.function);
  const auto named = names_.find({actor, where});
  if (named != names_.end()) return std::move(actor) + '.' + named->second;
  return std::move(actor) + '+' + std::to_string(where);
}

int call_printer::thread_here() {
  const int next = static_cast<int>(threads_.size()) + 1;
  return threads_.try_emplace(std::this_thread::get_id(), next).first->second;
}

void call_printer::see(const trace_event& event) noexcept {
  try {
    boost::lock_guard<boost::mutex> lock{mutex_};
    write(event);
  } catch (...) {
    // A line is missing then: whoever makes the call is not to blame.
  }
}

void call_printer::write(const trace_event& event) {
  const traced_call& call = event.call;
  to_ << std::setw(9) << microseconds(event.time - begin_) << " us  thread " << thread_here()
      << "  " << std::left << std::setw(8) << word_for(event.what) << std::right << "  #" << call.id
      << ' ' << function_of(call);
  switch (event.what) {
    case kind::sent:
      if (call.parent != 0) to_ << ", by #" << call.parent;
      break;
    case kind::begun:
      to_ << ", after " << microseconds(call.begun - call.sent) << " us";
      break;
    case kind::finished:
      to_ << ", in " << microseconds(event.time - call.begun) << " us";
      break;
    case kind::failed:
      to_ << ": " << runtime::text_of(event.failure);
      break;
    case kind::dropped:
      break;
  }
  to_ << '\n';
}

}  // namespace actors
