// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <actors/trace.hpp>

#include <boost/thread/mutex.hpp>

#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <thread>
#include <typeinfo>
#include <utility>

namespace actors {

/// Writes a line for whatever happens to a call: when, on which thread, what, to which call.
///
///   actors::call_printer printer{std::cerr};
///   printer.name(fred, &account::deposit, "deposit");
///   const actors::observing on{printer};
///
/// C++ cannot tell how a member is called: one without a name is written as its place in the actor.
class call_printer final : public call_observer {
 public:
  /// Nobody else may write to the stream while it observes.
  explicit call_printer(std::ostream& to);

  /// The member of all actors of this class, however they are held. `example` is only looked at.
  template <class A, class B, class Member>
  void name(const A& example, Member B::*member, std::string called) {
    name_place(typeid(A), place_in(dynamic_cast<const void*>(&example), &(example.*member)),
               std::move(called));
  }

  void see(const trace_event& event) noexcept override;

 private:
  using place = std::ptrdiff_t;
  static place place_in(const void* actor, const void* member) {
    return static_cast<const char*>(member) - static_cast<const char*>(actor);
  }
  void name_place(const std::type_info& type, place where, std::string called);

  // With the mutex held:
  std::string function_of(const traced_call& call) const;
  int thread_here();
  void write(const trace_event& event);

  boost::mutex mutex_;
  // Guarded by mutex_:
  std::ostream& to_;
  std::map<std::pair<std::string, place>, std::string> names_;  // by class and place
  std::map<std::thread::id, int> threads_;                      // numbered from 1 as they come
  traced_call::clock::time_point begin_ = traced_call::clock::now();
};

}  // namespace actors
